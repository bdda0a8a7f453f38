// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

Findings DepartmentsAgree(const Facts& facts, double) {
  Findings findings;
  // The newest word of each department counts; names sort by creation no better than this.
  std::map<std::string, const v1::Entry*> latest;
  for (const v1::Entry* entry : facts.Of(E::kDepartmentAgreement)) {
    const v1::Entry*& known = latest[entry->department_agreement().department()];
    if (known == nullptr || TimeOf(entry->create_time()) >= TimeOf(known->create_time()))
      known = entry;
  }
  for (const auto& [department, entry] : latest) {
    const auto state = entry->department_agreement().state();
    if (state == v1::DepartmentAgreement::AGREED || state == v1::DepartmentAgreement::WAIVED)
      continue;
    const std::string word = v1::DepartmentAgreement::State_Name(state);
    Append(findings, Unmet({absl::StrCat(department, " does not agree yet: ", word, "."),
                            absl::StrCat(department, " n'est pas d'accord : ", word, ".")},
                           {"Settle what it needs, or record why it is waived.",
                            "Réglez ce qu'il lui faut, ou consignez pourquoi on s'en passe."},
                           department));
  }
  if (latest.empty()) {
    return Absent(
        {"No impacted department is recorded.", "Aucun département touché n'est consigné."},
        {"Record IT, business, HR and finance with a contact and their agreement.",
         "Consignez informatique, métier, RH et finance avec un contact et leur accord."});
  }
  return Or(std::move(findings),
            {"Every impacted department agrees.", "Chaque département touché est d'accord."});
}

Findings StatesNeeds(const Facts& facts, double) {
  Findings findings;
  const auto agreements = facts.Of(E::kDepartmentAgreement);
  for (const v1::Entry* entry : agreements) {
    if (!entry->department_agreement().need().empty()) continue;
    Append(findings, Unmet({"A department's need is not written.",
                            "Le besoin d'un département n'est pas écrit."},
                           {"Ask it what it needs, and write it down.",
                            "Demandez-lui ce qu'il lui faut, et écrivez-le."},
                           entry->department_agreement().department()));
  }
  if (agreements.empty()) {
    return Absent(
        {"No department's need is written.", "Le besoin d'aucun département n'est écrit."},
        {"Ask each impacted department what it needs.",
         "Demandez à chaque département touché ce qu'il lui faut."});
  }
  return Or(std::move(findings),
            {"Each department's need is written.", "Le besoin de chaque département est écrit."});
}

Findings MapsProcess(const Facts& facts, double) {
  std::set<int> phases;
  for (const v1::Entry* entry : facts.Of(E::kProcessMap))
    phases.insert(entry->process_map().phase());
  if (phases.contains(v1::ProcessMap::BEFORE) && phases.contains(v1::ProcessMap::AFTER)) {
    return Met(
        {"The process is mapped before and after.", "Le processus est décrit avant et après."});
  }
  return Absent({"The process is not mapped before and after.",
                 "Le processus n'est pas décrit avant et après."},
                {"Write who does what and when, today and then.",
                 "Écrivez qui fait quoi et quand, aujourd'hui et ensuite."});
}

Findings SignsRoleChanges(const Facts& facts, double) {
  Findings findings;
  const auto changes = facts.Of(E::kRoleChange);
  for (const v1::Entry* entry : changes) {
    const v1::RoleChange& change = entry->role_change();
    if (!change.hr_signer().empty() && change.job_description_updated()) continue;
    Append(findings, Unmet({"A change of jobs is not signed by HR.",
                            "Un changement de métier n'est pas signé par les RH."},
                           {"Rewrite the job description and have HR sign it.",
                            "Réécrivez la fiche de poste et faites-la signer par les RH."},
                           change.team()));
  }
  if (changes.empty()) {
    return Absent(
        {"Nothing says which tasks go and which come.",
         "Rien ne dit quelles tâches partent et lesquelles arrivent."},
        {"Record a role change for each team.", "Consignez un changement de rôle par équipe."});
  }
  return Or(std::move(findings),
            {"Role changes are signed by HR.", "Les changements de rôle sont signés par les RH."});
}

Findings IsNotAllIt(const Facts& facts, double) {
  if (facts.project.team_members().empty()) {
    return Unknown(
        {"The team is not known.", "L'équipe n'est pas connue."},
        {"Record who works on it, and as what.", "Consignez qui y travaille, et comment."});
  }
  const bool business =
      std::any_of(facts.project.team_members().begin(), facts.project.team_members().end(),
                  [](const v1::TeamMember& member) {
                    return member.function() == v1::TeamMember::BUSINESS ||
                           member.function() == v1::TeamMember::CHANGE ||
                           member.function() == v1::TeamMember::PRODUCT;
                  });
  return Check(business,
               {"Business, product or change management is on the team.",
                "Le métier, le produit ou la conduite du changement est dans l'équipe."},
               {"Everybody on the team is technical: a change project needs more.",
                "Toute l'équipe est technique : un projet de changement demande plus."},
               {"Take in the business and change management.",
                "Faites entrer le métier et la conduite du changement."});
}

}  // namespace

absl::Span<const Rule> ChangeRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {"DEPARTMENT_NOT_AGREED",
       "S0-14",
       kIndustrialise,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"Impacted departments agree", "Les départements touchés sont d'accord"},
       DepartmentsAgree},
      {"NEED_NOT_STATED",
       "S1-02",
       kPocEnd,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kWarn,
       {"Each department's need is written", "Le besoin de chaque département est écrit"},
       StatesNeeds},
      {"PROCESS_NOT_MAPPED",
       "S0-25",
       kIndustrialise,
       PI::kProcess,
       A::kIntegration,
       C::kHuman,
       S::kGate,
       {"Work before and after is mapped", "Le travail avant et après est décrit"},
       MapsProcess},
      {"ROLE_CHANGE_UNSIGNED",
       "S0-26",
       kRollOut,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kGate,
       {"Changed jobs are signed by HR", "Les métiers changés sont signés par les RH"},
       SignsRoleChanges},
      {"ALL_IT",
       "S1-70",
       kIndustrialise,
       PI::kPeople,
       A::kGovernance,
       C::kHuman,
       S::kWarn,
       {"A change project, not an IT project", "Un projet de changement, pas d'informatique"},
       IsNotAllIt},
  };
  return *rules;
}

}  // namespace palier::registry
