// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/entry_rules.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/error.h"
#include "registry/domain/facts.h"

namespace palier::registry {
namespace {

using E = v1::Entry;
using google::protobuf::FieldDescriptor;
using status::FieldErrors;

// `ok`, or the field is wrong for that reason.
void Need(bool ok, absl::string_view path, status::Text text, FieldErrors& errors) {
  if (!ok) errors.Add(absl::StrCat("entry.", path), std::move(text));
}

void NeedText(const std::string& text, absl::string_view path, status::Text why,
              FieldErrors& errors) {
  Need(!text.empty(), path, std::move(why), errors);
}

void NeedDay(const E& entry, FieldErrors& errors) {
  Need(DayOf(entry.event_date()).has_value(), "event_date",
       {"needs the day it happened", "demande le jour où cela s'est passé"}, errors);
}

void NeedOwner(const E& entry, FieldErrors& errors) {
  NeedText(entry.owner(), "owner",
           {"needs somebody who answers for it", "demande quelqu'un qui en répond"}, errors);
}

void InOrder(const google::type::Date& from, const google::type::Date& to, absl::string_view path,
             FieldErrors& errors) {
  const auto a = DayOf(from), b = DayOf(to);
  Need(!a.has_value() || !b.has_value() || *a <= *b, path,
       {"must not come before the day it starts from", "ne doit pas précéder le jour de départ"},
       errors);
}

void NotNegative(const google::type::Money& money, absl::string_view path, FieldErrors& errors) {
  Need(money.units() >= 0 && money.nanos() >= 0, path,
       {"must not be negative", "ne doit pas être négatif"}, errors);
  Need(money.currency_code().size() == 3, absl::StrCat(path, ".currency_code"),
       {"needs three letters, such as EUR", "demande trois lettres, comme EUR"}, errors);
}

void CheckIntegration(const E& entry, FieldErrors& errors) {
  InOrder(entry.integration().start_date(), entry.integration().end_date(), "integration.end_date",
          errors);
}

void CheckInvolvement(const E& entry, FieldErrors& errors) {
  NeedDay(entry, errors);
}

void CheckConcern(const E& entry, FieldErrors& errors) {
  Need(!entry.concern().resolved() || !entry.concern().answer().empty(), "concern.answer",
       {"a resolved concern has an answer", "une crainte levée a une réponse"}, errors);
}

void CheckDrill(const E& entry, FieldErrors& errors) {
  NeedDay(entry, errors);
}

void CheckLesson(const E& entry, FieldErrors& errors) {
  if (entry.lesson().has_saved()) NotNegative(entry.lesson().saved(), "lesson.saved", errors);
}

void CheckCostLine(const E& entry, FieldErrors& errors) {
  NotNegative(entry.cost_line().amount(), "cost_line.amount", errors);
}

void CheckQuickWin(const E& entry, FieldErrors& errors) {
  Need(!entry.quick_win().published() || !entry.quick_win().achieved().empty(),
       "quick_win.achieved", {"what is published was achieved", "ce qui est publié a été obtenu"},
       errors);
}

void CheckBlocker(const E& entry, FieldErrors& errors) {
  Need(entry.blocker().type() != v1::Blocker::TYPE_UNSPECIFIED, "blocker.type",
       {"say which of the four causes it is", "dites laquelle des quatre causes c'est"}, errors);
}

void CheckDebt(const E& entry, FieldErrors& errors) {
  if (entry.debt().has_cost()) NotNegative(entry.debt().cost(), "debt.cost", errors);
}

void CheckPocRecord(const E& entry, FieldErrors& errors) {
  Need(!(entry.poc_record().data_kind() == v1::PocRecord::LIVE &&
         entry.poc_record().code_kind() == v1::PocRecord::NOTEBOOK),
       "poc_record.code_kind",
       {"a notebook does not read live data by itself",
        "un notebook ne lit pas seul des données vivantes"},
       errors);
}

void CheckExpectation(const E& entry, FieldErrors& errors) {
  Need(entry.expectation().state() != v1::Expectation::REFUSED ||
           !entry.expectation().reply().empty(),
       "expectation.reply", {"a refusal needs a reply", "un refus demande une réponse"}, errors);
}

void CheckAgreement(const E& entry, FieldErrors& errors) {
  Need(entry.department_agreement().state() != v1::DepartmentAgreement::WAIVED ||
           !entry.department_agreement().need().empty(),
       "department_agreement.need",
       {"say why its agreement is waived", "dites pourquoi on se passe de son accord"}, errors);
}

void CheckProcessMap(const E& entry, FieldErrors& errors) {
  std::set<std::string> ids;
  for (int i = 0; i < entry.process_map().steps_size(); ++i) {
    Need(ids.insert(entry.process_map().steps(i).id()).second,
         absl::StrCat("process_map.steps[", i, "].id"),
         {"this id is used twice", "cet identifiant est utilisé deux fois"}, errors);
  }
}

void CheckRoleChange(const E& entry, FieldErrors& errors) {
  const v1::RoleChange& change = entry.role_change();
  Need(change.automated_tasks_size() + change.created_tasks_size() > 0, "role_change",
       {"name a task that goes or comes", "nommez une tâche qui part ou arrive"}, errors);
  Need(change.hr_signer().empty() || DayOf(change.hr_sign_date()).has_value(),
       "role_change.hr_sign_date", {"a signature has its day", "une signature a son jour"}, errors);
}

void CheckFailureMode(const E& entry, FieldErrors& errors) {
  NeedOwner(entry, errors);
}

void CheckFallbackScenario(const E& entry, FieldErrors& errors) {
  NeedOwner(entry, errors);
}

void CheckIncident(const E& entry, FieldErrors& errors) {
  const v1::Incident& incident = entry.incident();
  Need(!incident.has_end_time() || TimeOf(incident.end_time()) >= TimeOf(incident.start_time()),
       "incident.end_time", {"must not come before start_time", "ne doit pas précéder start_time"},
       errors);
  Need(!incident.fallback_activated() ||
           incident.scenario() != v1::FallbackDrill::SCENARIO_UNSPECIFIED,
       "incident.scenario", {"say which fallback was activated", "dites quel repli a été activé"},
       errors);
}

void CheckCriterionResult(const E& entry, FieldErrors& errors) {
  NeedDay(entry, errors);
}

void CheckDataReadiness(const E& entry, FieldErrors& errors) {
  const v1::DataReadiness& data = entry.data_readiness();
  Need(data.located() || (!data.accessible() && !data.centralised()), "data_readiness.located",
       {"what is accessible or in one place has been located",
        "ce qui est accessible ou centralisé a été situé"},
       errors);
}

void CheckAttestation(const E& entry, FieldErrors& errors) {
  NeedOwner(entry, errors);
  NeedDay(entry, errors);
}

void CheckGovernance(const E& entry, FieldErrors& errors) {
  Need(entry.governance_check().legal_signer().empty() || entry.governance_check().passed(),
       "governance_check.passed",
       {"legal signs what has passed", "le juridique signe ce qui est passé"}, errors);
}

void CheckGap(const E& entry, FieldErrors& errors) {
  const v1::GapStatement& gap = entry.gap_statement();
  Need(gap.validated_size() + gap.not_ready_size() > 0, "gap_statement",
       {"say what is validated or what is not ready",
        "dites ce qui est validé ou ce qui n'est pas prêt"},
       errors);
}

void CheckReview(const E& entry, FieldErrors& errors) {
  NeedDay(entry, errors);
  InOrder(entry.event_date(), entry.run_review().next_review_date(), "run_review.next_review_date",
          errors);
}

void CheckSourcing(const E& entry, FieldErrors& errors) {
  InOrder(entry.sourcing().start_date(), entry.sourcing().end_date(), "sourcing.end_date", errors);
  if (entry.sourcing().has_cost()) NotNegative(entry.sourcing().cost(), "sourcing.cost", errors);
}

void CheckMaintenance(const E& entry, FieldErrors& errors) {
  InOrder(entry.event_date(), entry.maintenance().next_due_date(), "maintenance.next_due_date",
          errors);
}

void CheckDiagnostic(const E& entry, FieldErrors& errors) {
  const v1::Diagnostic& answers = entry.diagnostic();
  Need(answers.technical() != v1::Diagnostic::ANSWER_UNSPECIFIED ||
           answers.financial() != v1::Diagnostic::ANSWER_UNSPECIFIED ||
           answers.human() != v1::Diagnostic::ANSWER_UNSPECIFIED ||
           answers.political() != v1::Diagnostic::ANSWER_UNSPECIFIED,
       "diagnostic", {"answer at least one question", "répondez au moins à une question"}, errors);
}

void CheckStop(const E& entry, FieldErrors& errors) {
  const v1::HealthyStop& stop = entry.healthy_stop();
  Need(stop.has_not_spent() || stop.people_freed() > 0 || !stop.reusable().empty(), "healthy_stop",
       {"say what is saved, freed or reusable", "dites ce qui est épargné, libéré ou réutilisable"},
       errors);
  if (stop.has_not_spent()) NotNegative(stop.not_spent(), "healthy_stop.not_spent", errors);
}

void CheckDated(const E& entry, FieldErrors& errors) {
  NeedDay(entry, errors);
}

void CheckAccountability(const E& entry, FieldErrors& errors) {
  NeedText(entry.accountability().accountable(), "accountability.accountable",
           {"name the person", "nommez la personne"}, errors);
}

using CheckFn = void (*)(const E&, FieldErrors&);

// Every kind has its check.
const std::map<E::DetailCase, CheckFn>& Checks() {
  static const auto* checks = new std::map<E::DetailCase, CheckFn>{
      {E::kIntegration, CheckIntegration},
      {E::kInvolvement, CheckInvolvement},
      {E::kConcern, CheckConcern},
      {E::kFallbackDrill, CheckDrill},
      {E::kLesson, CheckLesson},
      {E::kCostLine, CheckCostLine},
      {E::kQuickWin, CheckQuickWin},
      {E::kBlocker, CheckBlocker},
      {E::kDebt, CheckDebt},
      {E::kPocRecord, CheckPocRecord},
      {E::kExpectation, CheckExpectation},
      {E::kDepartmentAgreement, CheckAgreement},
      {E::kProcessMap, CheckProcessMap},
      {E::kRoleChange, CheckRoleChange},
      {E::kFailureMode, CheckFailureMode},
      {E::kFallbackScenario, CheckFallbackScenario},
      {E::kIncident, CheckIncident},
      {E::kCriterionResult, CheckCriterionResult},
      {E::kDataReadiness, CheckDataReadiness},
      {E::kAttestation, CheckAttestation},
      {E::kAccountability, CheckAccountability},
      {E::kGovernanceCheck, CheckGovernance},
      {E::kGapStatement, CheckGap},
      {E::kRunReview, CheckReview},
      {E::kSourcing, CheckSourcing},
      {E::kQualityDocument, CheckDated},
      {E::kMaintenance, CheckMaintenance},
      {E::kVersionNote, CheckDated},
      {E::kDiagnostic, CheckDiagnostic},
      {E::kHealthyStop, CheckStop},
  };
  return *checks;
}

const std::map<std::string, Named>& NamingFields() {
  static const auto* fields = new std::map<std::string, Named>{{"team", Named::kTeam},
                                                               {"teams", Named::kTeam},
                                                               {"department", Named::kDepartment},
                                                               {"contact", Named::kPerson},
                                                               {"hr_signer", Named::kPerson},
                                                               {"legal_signer", Named::kPerson},
                                                               {"signer", Named::kPerson},
                                                               {"accountable", Named::kPerson}};
  return *fields;
}

}  // namespace

absl::Status CheckEntry(const E& entry) {
  FieldErrors errors;
  const auto check = Checks().find(entry.detail_case());
  if (check != Checks().end()) check->second(entry, errors);
  return errors.ToStatus();
}

std::string EntryKinds() {
  const auto* kinds = E::descriptor()->FindOneofByName("detail");
  std::vector<std::string> names;
  for (int i = 0; i < kinds->field_count(); ++i) names.push_back(kinds->field(i)->name());
  return absl::StrJoin(names, ", ");
}

std::vector<EntryReference> ReferencesOf(const E& entry) {
  std::vector<EntryReference> references;
  const auto* kind = E::descriptor()->FindFieldByNumber(entry.detail_case());
  if (kind == nullptr) return references;
  const auto& detail = entry.GetReflection()->GetMessage(entry, kind);
  const auto& from = *detail.GetReflection();
  for (int i = 0; i < detail.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = detail.GetDescriptor()->field(i);
    const auto named = NamingFields().find(field->name());
    if (named == NamingFields().end() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING)
      continue;
    const std::string path = absl::StrCat("entry.", kind->name(), ".", field->name());
    const auto add = [&](const std::string& where, const std::string& name) {
      if (!name.empty()) references.push_back({where, name, named->second});
    };
    if (!field->is_repeated()) {
      add(path, from.GetString(detail, field));
      continue;
    }
    for (int j = 0; j < from.FieldSize(detail, field); ++j)
      add(absl::StrCat(path, "[", j, "]"), from.GetRepeatedString(detail, field, j));
  }
  return references;
}

}  // namespace palier::registry
