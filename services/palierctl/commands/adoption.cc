// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/adoption_service.pb.h"
#include "palier/kpi/v1/saved_time_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/input/date.h"
#include "palierctl/names.h"
#include "palierctl/output/money_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct Arguments {
  std::string project, periods, unit, from, to;
  bool full = false;
};

std::string Word(const Session& session, v1::AdoptionUnit::Segment segment) {
  switch (segment) {
    case v1::AdoptionUnit::NONE:
      return session.Say({"none", "aucun usage"});
    case v1::AdoptionUnit::TRYING:
      return session.Say({"trying", "à l'essai"});
    case v1::AdoptionUnit::REGULAR:
      return session.Say({"regular", "régulier"});
    case v1::AdoptionUnit::INTENSIVE:
      return session.Say({"intensive", "intensif"});
    default:
      return "";
  }
}

std::string Word(const Session& session, v1::AdoptionUnit::Quadrant quadrant) {
  switch (quadrant) {
    case v1::AdoptionUnit::CHAMPION:
      return session.Say({"uses and likes it", "l'utilise et l'apprécie"});
    case v1::AdoptionUnit::CAPTIVE:
      return session.Say({"uses it, does not like it", "l'utilise sans l'apprécier"});
    case v1::AdoptionUnit::PROMISING:
      return session.Say({"likes it, hardly uses it", "l'apprécie et l'utilise peu"});
    case v1::AdoptionUnit::DISTANT:
      return session.Say({"neither", "ni l'un ni l'autre"});
    default:
      return "";
  }
}

std::vector<std::string> Row(const Session& session, const std::string& label,
                             const v1::AdoptionUnit& unit) {
  std::vector<std::string> row = {label, ShortName(unit.unit())};
  if (unit.hidden()) {
    row.push_back(session.Say({"hidden", "masqué"}));
    row.resize(8);
    return row;
  }
  row.push_back(absl::StrCat(unit.active_user_count()));
  row.push_back(absl::StrFormat("%.1f", unit.active_days_per_user()));
  row.push_back(absl::StrFormat("%.0f %%", 100 * unit.stickiness()));
  row.push_back(unit.has_seat_count() ? absl::StrCat(unit.seat_count()) : "");
  row.push_back(Word(session, unit.segment()));
  row.push_back(Word(session, unit.quadrant()));
  return row;
}

Table UnitTable(const Session& session, const v1::Adoption& adoption) {
  Table table{{{session.Say({"period", "période"})},
               {session.Say({"unit", "unité"})},
               {session.Say({"users", "utilisateurs"}), true},
               {session.Say({"days each", "jours chacun"}), true},
               {session.Say({"on a day", "un jour donné"}), true},
               {session.Say({"seats", "licences"}), true},
               {session.Say({"use", "usage"})},
               {session.Say({"satisfaction", "satisfaction"})}},
              {}};
  for (const v1::AdoptionPeriod& period : adoption.periods()) {
    for (const v1::AdoptionUnit& unit : period.units())
      table.rows.push_back(Row(session, period.label(), unit));
  }
  return WithoutEmptyColumns(table);
}

void TellBenefits(const Session& session, const v1::Adoption& adoption) {
  for (const v1::AdoptionBenefit& benefit : adoption.benefits()) {
    session.out << benefit.display_name() << ": "
                << (benefit.decimal().empty()
                        ? session.Say({"not measured", "non mesuré"})
                        : absl::StrCat(benefit.decimal(), " ", benefit.unit()))
                << "\n";
  }
  if (adoption.periods().empty()) {
    session.err << session.Say({"No period with any use has closed yet.\n",
                                "Aucune période d'usage n'est encore close.\n"});
  }
}

// The same request for either answer.
template <typename Request>
absl::StatusOr<v1::Adoption> Ask(const Session& session, const Arguments& arguments,
                                 const char* method) {
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("project", arguments.project));
  int periods = 0;
  if (!arguments.periods.empty() && !absl::SimpleAtoi(arguments.periods, &periods)) {
    return Usage(
        {"--periods: expected a whole number.", "--periods : un nombre entier est attendu."});
  }
  request.set_period_count(periods);
  if (!arguments.unit.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_unit(), session.Name("team", arguments.unit));
  }
  return session.connection.Call<v1::Adoption>(
      absl::StrCat("palier.kpi.v1.AdoptionService/", method), request);
}

absl::Status Show(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const v1::Adoption adoption,
                   arguments.full
                       ? Ask<v1::QueryFullAdoptionRequest>(session, arguments, "QueryFullAdoption")
                       : Ask<v1::QueryAdoptionRequest>(session, arguments, "QueryAdoption"));
  if (session.json()) {
    session.Print(adoption);
    return absl::OkStatus();
  }
  session.Print(UnitTable(session, adoption));
  TellBenefits(session, adoption);
  return absl::OkStatus();
}

std::string Word(const Session& session, v1::SavedTimeMonth::Standing standing) {
  switch (standing) {
    case v1::SavedTimeMonth::REALISED:
      return session.Say({"in production", "en production"});
    case v1::SavedTimeMonth::NOT_IN_PRODUCTION:
      return session.Say({"not in production: 0", "pas en production : 0"});
    case v1::SavedTimeMonth::DATA_NOT_REAL:
      return session.Say({"data not real: 0", "données non réelles : 0"});
    case v1::SavedTimeMonth::NO_REAL_USERS:
      return session.Say({"no real users: 0", "pas d'utilisateurs réels : 0"});
    default:
      return "";
  }
}

std::string ReturnText(const v1::SavedTimeMonth& month) {
  return month.has_realised_return() ? absl::StrFormat("%.0f %%", 100 * month.realised_return())
                                     : "";
}

absl::Status Hours(Session& session, const Arguments& arguments) {
  v1::QuerySavedTimeRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("project", arguments.project));
  if (!arguments.from.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from_date(), ParseDate(arguments.from));
  }
  if (!arguments.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_date(), ParseDate(arguments.to));
  }
  ASSIGN_OR_RETURN(const auto answer,
                   session.connection.Call<v1::QuerySavedTimeResponse>(
                       "palier.kpi.v1.SavedTimeService/QuerySavedTime", request));
  if (session.json()) {
    session.Print(answer);
    return absl::OkStatus();
  }
  Table table{{{session.Say({"month", "mois"})},
               {session.Say({"hours saved", "heures gagnées"}), true},
               {session.Say({"reinvested", "réinvesties"}), true},
               {session.Say({"reduced cost", "coût réduit"}), true},
               {session.Say({"unknown", "inconnues"}), true},
               {session.Say({"too many", "en trop"}), true},
               {session.Say({"recorded", "constaté"}), true},
               {session.Say({"realised", "réalisé"}), true},
               {session.Say({"run cost", "coût de fonctionnement"}), true},
               {session.Say({"return", "rendement"}), true},
               {session.Say({"because", "car"})}},
              {}};
  for (const v1::SavedTimeMonth& month : answer.months()) {
    table.rows.push_back({month.label(), month.measured_hours(), month.reinvested_hours(),
                          month.reduced_cost_hours(), month.unknown_hours(), month.excess_hours(),
                          MoneyText(month.savings()), MoneyText(month.realised_savings()),
                          MoneyText(month.run_costs()), ReturnText(month),
                          Word(session, month.standing())});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

void AddAdoption(Command& root) {
  Command& adoption =
      root.Sub("adoption", {"How a tool is taken up", "Comment un outil est adopté"});
  auto arguments = std::make_shared<Arguments>();
  adoption
      .Sub("show", {"How many use it, how often, for what benefit",
                    "Combien l'utilisent, à quelle fréquence, pour quel bénéfice"})
      .With({"PROJECT", "", {"The project", "Le projet"}, &arguments->project, true})
      .With({"--periods",
             "NUMBER",
             {"The last ones (default: 4)", "Les dernières (par défaut : 4)"},
             &arguments->periods})
      .With({"--team", "TEAM", {"Only this team", "Seulement cette équipe"}, &arguments->unit})
      .With({"--full",
             "",
             {"Small groups too (needs its own permission)",
              "Petits groupes compris (demande un droit particulier)"},
             &arguments->full})
      .Run([arguments](Session& session) { return Show(session, *arguments); });
  auto hours = std::make_shared<Arguments>();
  adoption
      .Sub("hours", {"Hours that it saved, and where they went",
                     "Les heures gagnées, et où elles sont passées"})
      .With({"PROJECT", "", {"The project", "Le projet"}, &hours->project, true})
      .With({"--from",
             "DATE",
             {"A day of the first month (default: a year ago)",
              "Un jour du premier mois (par défaut : il y a un an)"},
             &hours->from})
      .With({"--to",
             "DATE",
             {"A day of the last month (default: today)",
              "Un jour du dernier mois (par défaut : aujourd'hui)"},
             &hours->to})
      .Run([hours](Session& session) { return Hours(session, *hours); });
}

}  // namespace palier::ctl
