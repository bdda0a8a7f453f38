// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

// Users that the promise is about; 0 is unknown.
int Headcount(const Facts& facts) {
  return facts.promise.population().headcount();
}

Findings Involves(const Facts& facts, double threshold) {
  int people = 0;
  for (const v1::Entry* entry : facts.Of(E::kInvolvement))
    people += entry->involvement().participants();
  if (people == 0) {
    return Absent({"No future user was involved.", "Aucun futur utilisateur n'a été impliqué."},
                  {"Hold interviews, workshops or demonstrations, and record them.",
                   "Tenez entretiens, ateliers ou démonstrations, et consignez-les."});
  }
  if (Headcount(facts) == 0) {
    return Unknown(
        {"How many users there are is not known.", "Le nombre d'utilisateurs n'est pas connu."},
        {"Fill in population.headcount.", "Renseignez population.headcount."});
  }
  const double share = std::min(100.0, 100.0 * people / Headcount(facts));
  const std::string text = absl::StrCat(static_cast<int>(share), " %");
  return Check(
      share >= threshold,
      {absl::StrCat(text, " of the users were involved."),
       absl::StrCat(text, " des utilisateurs ont été impliqués.")},
      {absl::StrCat("Only ", text, " of the users were involved; ", threshold, " % are asked."),
       absl::StrCat("Seuls ", text, " des utilisateurs ont été impliqués ; ", threshold,
                    " % sont demandés.")},
      {"Involve more of those who will work with it.",
       "Impliquez davantage ceux qui travailleront avec."});
}

Findings HoldsWorkshops(const Facts& facts, double threshold) {
  int workshops = 0;
  for (const v1::Entry* entry : facts.Of(E::kInvolvement))
    workshops += entry->involvement().type() == v1::Involvement::WORKSHOP;
  const status::Text next = {"Hold a workshop on interface, functions or process.",
                             "Tenez un atelier sur l'interface, les fonctions ou le processus."};
  if (workshops == 0)
    return Absent({"No workshop was held with users.", "Aucun atelier avec les utilisateurs."},
                  next);
  return Check(workshops >= threshold,
               {absl::StrCat(workshops, " workshop(s) were held with users."),
                absl::StrCat(workshops, " atelier(s) tenus avec les utilisateurs.")},
               {absl::StrCat(workshops, " workshop(s) were held; ", threshold, " are asked."),
                absl::StrCat(workshops, " atelier(s) tenus ; ", threshold, " sont demandés.")},
               next);
}

std::optional<absl::CivilDay> FirstInvolvement(const Facts& facts, bool workshops_only) {
  std::optional<absl::CivilDay> first;
  for (const v1::Entry* entry : facts.Of(E::kInvolvement)) {
    if (workshops_only && entry->involvement().type() != v1::Involvement::WORKSHOP) continue;
    const auto day = DayOf(entry->event_date());
    if (day.has_value() && (!first.has_value() || *day < *first)) first = day;
  }
  return first;
}

// Compares the first involvement with a time of the project; none: not there yet.
Findings ComesBefore(const Facts& facts, bool workshops_only,
                     const google::protobuf::Timestamp* limit, status::Text met,
                     status::Text late) {
  const auto first = FirstInvolvement(facts, workshops_only);
  if (!first.has_value()) {
    return Absent({"No dated involvement of users is recorded.",
                   "Aucune implication datée des utilisateurs n'est consignée."},
                  {"Record interviews and workshops with their day.",
                   "Consignez entretiens et ateliers avec leur jour."});
  }
  const bool in_time = limit == nullptr || *first <= absl::ToCivilDay(TimeOf(*limit), facts.zone);
  return Check(in_time, std::move(met), std::move(late),
               {"Involve users before you build the next thing.",
                "Impliquez les utilisateurs avant de construire la suite."});
}

Findings InvolvesEarly(const Facts& facts, double) {
  const bool started = facts.project.has_poc_start_time();
  return ComesBefore(
      facts, false, started ? &facts.project.poc_start_time() : nullptr,
      {"Users were involved before the PoC.", "Les utilisateurs ont été impliqués avant le PoC."},
      {"Users were first involved after the PoC had begun.",
       "Les utilisateurs n'ont été impliqués qu'après le début du PoC."});
}

Findings WorkshopBeforeBuild(const Facts& facts, double) {
  const bool ended = facts.project.has_poc_end_time();
  return ComesBefore(
      facts, true, ended ? &facts.project.poc_end_time() : nullptr,
      {"Workshops came before the finished tool.", "Les ateliers ont précédé l'outil fini."},
      {"The first workshop came after the tool was built.",
       "Le premier atelier est venu après la construction de l'outil."});
}

Findings AnswersConcerns(const Facts& facts, double) {
  Findings findings;
  for (const v1::Entry* entry : facts.Of(E::kConcern)) {
    const v1::Concern& concern = entry->concern();
    if (concern.resolved() || !concern.answer().empty()) continue;
    const std::string category = v1::Concern::Category_Name(concern.category());
    Append(findings,
           Unmet({absl::StrCat("A concern has no answer: ", category, "."),
                  absl::StrCat("Une crainte est sans réponse : ", category, ".")},
                 {"Answer it to the people who have it.", "Répondez à ceux qui l'éprouvent."},
                 entry->name()));
  }
  if (findings.empty() && facts.Of(E::kConcern).empty()) {
    return Absent({"Nobody asked what people are afraid of.",
                   "Personne n'a demandé de quoi les gens ont peur."},
                  {"Ask, by team, and record the concerns.",
                   "Demandez, équipe par équipe, et consignez les craintes."});
  }
  return Or(std::move(findings), {"Every concern has an answer.", "Chaque crainte a une réponse."});
}

Findings KnowsExpectations(const Facts& facts, double) {
  int minutes = 0;
  for (const v1::Entry* entry : facts.Of(E::kInvolvement))
    minutes += entry->involvement().minutes();
  const size_t expectations = facts.Of(E::kExpectation).size();
  if (minutes > 0 && expectations > 0) {
    return Met({absl::StrCat(expectations, " expectation(s) known after ", minutes,
                             " minutes with users."),
                absl::StrCat(expectations, " attente(s) connue(s) après ", minutes,
                             " minutes avec les utilisateurs.")});
  }
  return Absent({"Users' real needs were not asked.",
                 "Les vrais besoins des utilisateurs n'ont pas été demandés."},
                {"Spend time with users and record what they expect.",
                 "Passez du temps avec les utilisateurs et consignez leurs attentes."});
}

Findings HasExecutiveSponsor(const Facts& facts, double) {
  if (!facts.sponsor.has_value()) {
    return Absent({"Nobody sponsors the project.", "Personne ne parraine le projet."},
                  {"Find a member of the executive committee who defends it.",
                   "Trouvez un membre du comité de direction qui le défende."});
  }
  return Check(
      facts.sponsor->executive_committee(),
      {"The sponsor sits on the executive committee.", "Le sponsor siège au comité de direction."},
      {"The sponsor does not sit on the executive committee.",
       "Le sponsor ne siège pas au comité de direction."},
      {"Find a sponsor on the executive committee, or record that this one sits there.",
       "Trouvez un sponsor au comité de direction, ou notez que celui-ci y siège."});
}

// Dated, and by the sponsor in person.
std::optional<absl::CivilDay> LastAttestation(const Facts& facts) {
  std::optional<absl::CivilDay> last;
  for (const v1::Entry* entry : facts.Of(E::kAttestation)) {
    const auto day = DayOf(entry->event_date());
    if (!day.has_value() || *day > facts.Today()) continue;
    if (entry->owner().empty() || entry->owner() != facts.project.sponsor()) continue;
    if (!last.has_value() || *day > *last) last = day;
  }
  return last;
}

Findings SponsorAttests(const Facts& facts, double threshold) {
  const auto last = LastAttestation(facts);
  const status::Text next = {
      "Ask for a dated attestation: five minutes before the board, without you.",
      "Demandez une attestation datée : cinq minutes au comité, sans vous."};
  if (!last.has_value() && !facts.Of(E::kAttestation).empty()) {
    return Unmet({"None of the attestations is the sponsor's own, dated until today.",
                  "Aucune attestation n'est du sponsor lui-même, datée jusqu'à ce jour."},
                 next);
  }
  if (!last.has_value()) {
    return Absent({"No sponsor has said in person that it goes on.",
                   "Aucun sponsor n'a dit lui-même que cela continue."},
                  next);
  }
  const int64_t age = facts.Today() - *last;
  return Check(
      age <= threshold,
      {absl::StrCat("The sponsor spoke for it ", age, " days ago."),
       absl::StrCat("Le sponsor l'a défendu il y a ", age, " jours.")},
      {absl::StrCat("The sponsor spoke for it ", age, " days ago; ", threshold, " is the limit."),
       absl::StrCat("Le sponsor l'a défendu il y a ", age, " jours ; la limite est ", threshold,
                    ".")},
      {"Ask the sponsor again.", "Redemandez au sponsor."});
}

}  // namespace

absl::Span<const Rule> PeopleRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {"SPONSOR_NOT_EXECUTIVE",
       "S0-13",
       kIndustrialise,
       PI::kPeople,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"A member of the executive committee carries it",
        "Un membre du comité de direction le porte"},
       HasExecutiveSponsor},
      {.id = "NO_SPONSOR_ATTESTATION",
       .requirement = "S0-20",
       .gates = kIndustrialise,
       .pillar = PI::kPeople,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kWarn,
       .title = {"The sponsor says so in person", "Le sponsor le dit lui-même"},
       .judge = SponsorAttests,
       .threshold = Threshold{180, "days"}},
      {.id = "LOW_INVOLVEMENT",
       .requirement = "S0-11",
       .gates = kIndustrialise,
       .pillar = PI::kPeople,
       .axis = A::kGovernance,
       .cause = C::kHuman,
       .severity = S::kGate,
       .title = {"Future users were involved", "Les futurs utilisateurs ont été impliqués"},
       .judge = Involves,
       .threshold = Threshold{10, "percent"}},
      {.id = "NO_WORKSHOP",
       .requirement = "S0-28",
       .gates = kIndustrialise,
       .pillar = PI::kPeople,
       .axis = A::kGovernance,
       .cause = C::kHuman,
       .severity = S::kGate,
       .title = {"Users built with us", "Les utilisateurs ont construit avec nous"},
       .judge = HoldsWorkshops,
       .threshold = Threshold{1, "workshops"}},
      {"LATE_INVOLVEMENT",
       "S4-10",
       kPocEnd,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kWarn,
       {"Users from the first phase", "Les utilisateurs dès la première phase"},
       InvolvesEarly},
      {"WORKSHOP_AFTER_BUILD",
       "S0-36",
       kPocEnd,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kWarn,
       {"No finished tool is presented", "On ne présente pas un outil fini"},
       WorkshopBeforeBuild},
      {"CONCERN_UNANSWERED",
       "S0-12",
       kIndustrialise,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kGate,
       {"Fears have answers", "Les craintes ont une réponse"},
       AnswersConcerns},
      {"EXPECTATIONS_UNKNOWN",
       "S0-35 S0-19",
       kPocEnd,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kWarn,
       {"What users hope for is known", "On sait ce qu'espèrent les utilisateurs"},
       KnowsExpectations},
  };
  return *rules;
}

}  // namespace palier::registry
