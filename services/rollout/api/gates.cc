// SPDX-License-Identifier: Apache-2.0
// The criteria of a roll-out's gates, and what the figures say of a wave.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource/mutation.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/criteria_records.h"
#include "rollout/api/gate_evaluation.h"
#include "rollout/api/gate_messages.h"
#include "rollout/api/start_facts.h"

namespace palier::rollout {
namespace {

using resource::Session;

std::string PathOf(int criterion, absl::string_view field) {
  return absl::StrCat("criteria_version.criteria[", criterion, "]", field);
}

void CheckSource(const v1::GateCriterion& criterion, int number, const std::string& project,
                 status::FieldErrors& errors) {
  if (criterion.source_case() == v1::GateCriterion::SOURCE_NOT_SET) {
    errors.Add(PathOf(number, ""), {"say where its figure comes from: adoption or survey",
                                    "dites d'où vient son chiffre : adoption ou survey"});
  }
  if (!criterion.has_survey()) return;
  if (!absl::StartsWith(criterion.survey().survey(), absl::StrCat(project, "/surveys/"))) {
    errors.Add(PathOf(number, ".survey.survey"), {"must be a survey of the roll-out's project",
                                                  "doit être une enquête du projet déployé"});
  }
  if (criterion.survey().answers() == v1::SurveyFigure::ANSWERS_UNSPECIFIED) {
    errors.Add(PathOf(number, ".survey.answers"),
               {"say which answers count", "dites quelles réponses comptent"});
  }
}

absl::Status CheckVersion(const v1::CriteriaVersion& version, const std::string& project) {
  status::FieldErrors errors;
  for (int i = 0; i < version.criteria_size(); ++i) {
    if (version.criteria(i).kind() == v1::GateCriterion::KIND_UNSPECIFIED) {
      errors.Add(PathOf(i, ".kind"), {"expected CRITERION, GUARDRAIL or SIGNAL",
                                      "CRITERION, GUARDRAIL ou SIGNAL attendu"});
    }
    CheckSource(version.criteria(i), i, project, errors);
  }
  errors.Merge("criteria_version", CheckCriteria(CriteriaOf(version)));
  return errors.ToStatus();
}

// The surveys are there and ask the questions.
absl::Status CheckQuestions(const Context& context, const rpc::Call& call,
                            const v1::CriteriaVersion& version) {
  for (int i = 0; i < version.criteria_size(); ++i) {
    if (!version.criteria(i).has_survey()) continue;
    const v1::SurveyFigure& figure = version.criteria(i).survey();
    ASSIGN_OR_RETURN(const kpi::v1::Survey survey, context.kpi.Survey(call, figure.survey()));
    bool asked = false;
    for (const kpi::v1::SurveyQuestion& question : survey.questions()) {
      asked = asked || question.question_id() == figure.question_id();
    }
    if (asked) continue;
    return status::InvalidField(
        PathOf(i, ".survey.question_id"),
        {"the survey does not ask it", "l'enquête ne pose pas cette question"});
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::CriteriaVersion> CreateCriteriaVersion(
    Context& context, const rpc::Call& call, const v1::CreateCriteriaVersionRequest& request) {
  const resource::Type& type = context.types.criteria_version;
  v1::CriteriaVersion earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, type, request, earlier));
  if (replayed) return earlier;
  v1::Rollout rollout;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) {
    return session.Get(context.types.rollout, request.parent(), &rollout);
  }));
  v1::CriteriaVersion wanted = request.criteria_version();
  wanted.clear_preset();
  if (wanted.criteria().empty()) *wanted.mutable_criteria() = PresetCriteria().criteria();
  RETURN_IF_ERROR(CheckVersion(wanted, rollout.project()));
  RETURN_IF_ERROR(CheckQuestions(context, call, wanted));
  return resource::MutateTo<v1::CriteriaVersion>(
      context.store, call, type, request, [&](Session& session, v1::CriteriaVersion& version) {
        version = wanted;
        return StoreCriteria(session, context.types, call.caller.subject(), request.parent(),
                             version);
      });
}

absl::StatusOr<v1::WaveGateEvaluation> EvaluateWaveGate(
    Context& context, const rpc::Call& call, const v1::EvaluateWaveGateRequest& request) {
  ASSIGN_OR_RETURN(const JudgedWave judged, JudgeWave(context, call, request.name()));
  v1::WaveGateEvaluation evaluation = EvaluationOf(judged.input, judged.finding, call.language);
  ASSIGN_OR_RETURN(const Conditions conditions,
                   ConditionsOfNextWave(context, call, request.name()));
  for (const Condition& condition : conditions) {
    *evaluation.add_holds() = HoldOf(condition, call.language);
  }
  evaluation.set_wave(request.name());
  evaluation.set_criteria_version(judged.version().name());
  evaluation.set_fingerprint(judged.version().fingerprint());
  evaluation.set_preset(judged.version().preset());
  for (const v1::CriteriaVersion& version : judged.versions) {
    if (version.after_start()) {
      *evaluation.add_late_criteria() = LateCriteriaOf(version, call.language);
    }
  }
  resource::SetStandardTime(evaluation, "evaluate_time", context.store.Now());
  return evaluation;
}

}  // namespace

void AddGates(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.criteria_version,
                               "CriteriaVersions", resource::MethodSet{.get = true, .list = true});
  table.Unary<v1::CreateCriteriaVersionRequest, v1::CriteriaVersion>(
      "CreateCriteriaVersion", [&context](const rpc::Call& call, const auto& request) {
        return CreateCriteriaVersion(context, call, request);
      });
  table.Unary<v1::EvaluateWaveGateRequest, v1::WaveGateEvaluation>(
      "EvaluateWaveGate", [&context](const rpc::Call& call, const auto& request) {
        return EvaluateWaveGate(context, call, request);
      });
}

}  // namespace palier::rollout
