// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/register_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/percent_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

struct Arguments {
  std::string earlier, later;
};

Table TransitionTable(const Session& session, const v1::QueryRegisterProgressResponse& progress) {
  Table table{{{session.Say({"earlier", "avant"})},
               {session.Say({"later", "après"})},
               {session.Say({"projects", "projets"}), true},
               {session.Say({"step", "pas"})}},
              {}};
  for (const v1::RegisterTransition& each : progress.transitions()) {
    table.rows.push_back({each.earlier_stage(), each.later_stage(), absl::StrCat(each.count()),
                          v1::RegisterStep_Name(each.step())});
  }
  return table;
}

absl::Status Registers(Session& session, const Arguments& arguments) {
  v1::QueryRegisterProgressRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_earlier_profile(arguments.earlier);
  request.set_later_profile(arguments.later);
  ASSIGN_OR_RETURN(const auto progress,
                   session.connection.Call<v1::QueryRegisterProgressResponse>(
                       "palier.reporting.v1.RegisterService/QueryRegisterProgress", request));
  if (session.json()) {
    session.Print(PlainJson(progress));
    return absl::OkStatus();
  }
  session.Print(TransitionTable(session, progress));
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  session.out << "\n"
              << session.Say({"followed: ", "suivis : "}) << progress.followed_count()
              << session.Say({", ambiguous: ", ", ambigus : "}) << progress.ambiguous_count()
              << session.Say({", gone: ", ", disparus : "}) << progress.gone_count()
              << session.Say({", new: ", ", nouveaux : "}) << progress.new_count() << "\n"
              << session.Say({"reached production: ", "arrivés en production : "})
              << progress.reached_production_count() << " / " << progress.before_production_count();
  if (progress.has_reached_permille()) {
    session.out << " = " << PercentText(progress.reached_permille()) << " ("
                << PercentText(progress.low_permille()) << " – "
                << PercentText(progress.high_permille()) << ")";
  }
  session.out << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddReportRegisters(Command& report) {
  auto arguments = std::make_shared<Arguments>();
  report
      .Sub("registers", {"What became of the projects of one register in a later one",
                         "Ce que les projets d'un registre sont devenus dans un plus récent"})
      .With({"EARLIER",
             "",
             {"Profile of the earlier one", "Profil du premier"},
             &arguments->earlier,
             true})
      .With(
          {"LATER", "", {"Profile of the later one", "Profil du second"}, &arguments->later, true})
      .Run([arguments](Session& session) { return Registers(session, *arguments); });
}

}  // namespace palier::ctl
