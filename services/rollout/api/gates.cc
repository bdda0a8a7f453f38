// SPDX-License-Identifier: Apache-2.0
// The criteria of a roll-out's gates, and what the figures say of a wave.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource/mutation.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/gate_evaluation.h"
#include "rollout/api/gate_messages.h"
#include "rollout/api/wave_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr size_t kMaxVersions = 100;
constexpr int kPresetMinimumPermille = 400;
constexpr int kPresetTargetPermille = 600;

// The adoption gate.
void AddPreset(v1::CriteriaVersion& version) {
  v1::GateCriterion& use = *version.add_criteria();
  use.set_criterion_id("use");
  use.set_english_label("Use in the fourth week");
  use.set_french_label("Usage en quatrième semaine");
  use.set_kind(v1::GateCriterion::CRITERION);
  use.mutable_adoption();
  use.set_minimum_permille(kPresetMinimumPermille);
  use.set_target_permille(kPresetTargetPermille);
}

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

absl::StatusOr<bool> HasStartedWave(Session& session, const Types& types,
                                    const std::string& rollout) {
  ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadWaves(session, types, rollout));
  return std::any_of(waves.begin(), waves.end(),
                     [](const v1::Wave& wave) { return wave.has_actual_start_time(); });
}

absl::Status Store(Session& session, const Types& types, const rpc::Call& call,
                   const std::string& rollout, v1::CriteriaVersion& version) {
  v1::Rollout parent;
  RETURN_IF_ERROR(session.Get(types.rollout, rollout, &parent));
  ASSIGN_OR_RETURN(const std::vector<v1::CriteriaVersion> versions,
                   ReadCriteria(session, types, rollout));
  if (versions.size() >= kMaxVersions) {
    return status::LimitExceeded({"A roll-out has at most {limit} {subject}.",
                                  "Un déploiement a au plus {limit} {subject}."},
                                 "criteriaVersions", kMaxVersions);
  }
  ASSIGN_OR_RETURN(const bool started, HasStartedWave(session, types, rollout));
  if (started && version.reason().empty()) {
    return status::InvalidField(
        "criteria_version.reason",
        {"a wave has started: say why the criteria are set now",
         "une vague a commencé : dites pourquoi les critères sont fixés maintenant"});
  }
  const std::vector<Criterion> criteria = CriteriaOf(version);
  version.set_number(versions.empty() ? 1 : versions.back().number() + 1);
  version.set_name(absl::StrCat(rollout, "/criteriaVersions/version-", version.number()));
  version.set_after_start(started);
  version.set_fingerprint(FingerprintOf(criteria));
  version.set_author(call.caller.subject());
  version.clear_changes();
  const std::vector<Criterion> before =
      versions.empty() ? std::vector<Criterion>() : CriteriaOf(versions.back());
  for (const CriterionChange& change : ChangesBetween(before, criteria)) {
    v1::CriterionChange& to = *version.add_changes();
    to.set_criterion_id(change.id);
    to.set_english_text(change.text.en);
    to.set_french_text(change.text.fr);
  }
  return session.Insert(types.criteria_version, version);
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
  if (wanted.criteria().empty()) AddPreset(wanted);
  RETURN_IF_ERROR(CheckVersion(wanted, rollout.project()));
  RETURN_IF_ERROR(CheckQuestions(context, call, wanted));
  return resource::MutateTo<v1::CriteriaVersion>(
      context.store, call, type, request, [&](Session& session, v1::CriteriaVersion& version) {
        version = wanted;
        return Store(session, context.types, call, request.parent(), version);
      });
}

absl::Status NoCriteria(const std::string& wave) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::PARENT_NOT_USABLE,
                       {"The roll-out of {parent} has no criteria: set them first.",
                        "Le déploiement de {parent} n'a pas de critères : fixez-les d'abord."})
      .With("parent", wave);
}

absl::StatusOr<v1::WaveGateEvaluation> EvaluateWaveGate(
    Context& context, const rpc::Call& call, const v1::EvaluateWaveGateRequest& request) {
  ASSIGN_OR_RETURN(const std::optional<JudgedWave> judged,
                   JudgeWave(context, call, request.name()));
  if (!judged) return NoCriteria(request.name());
  v1::WaveGateEvaluation evaluation = EvaluationOf(judged->input, judged->finding, call.language);
  evaluation.set_wave(request.name());
  evaluation.set_criteria_version(judged->versions.back().name());
  evaluation.set_fingerprint(judged->versions.back().fingerprint());
  for (const v1::CriteriaVersion& version : judged->versions) {
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
