// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/gate_evaluation.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/api/criteria_records.h"
#include "rollout/api/gate_evidence.h"
#include "rollout/api/gate_messages.h"
#include "rollout/api/wave_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

// What is read before anybody is asked.
struct Scene {
  WaveRecord record;
  std::vector<v1::CriteriaVersion> versions;
  // Up to this one, by number; those that have started.
  std::vector<v1::Wave> waves;
};

absl::StatusOr<Scene> ReadScene(Session& session, const Types& types, const std::string& name) {
  Scene scene;
  ASSIGN_OR_RETURN(scene.record, ReadWave(session, types, name));
  const std::string& rollout = scene.record.rollout.name();
  ASSIGN_OR_RETURN(scene.versions, ReadCriteria(session, types, rollout));
  ASSIGN_OR_RETURN(scene.waves, ReadWaves(session, types, rollout));
  std::erase_if(scene.waves, [&](const v1::Wave& wave) {
    return !wave.has_actual_start_time() || wave.number() > scene.record.wave.number();
  });
  return scene;
}

absl::Status CheckStarted(const v1::Wave& wave) {
  if (wave.has_actual_start_time()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is {state}: there is nothing to judge before it starts.",
                        "{resource} est dans l'état {state} : rien à juger avant son début."})
      .With("resource", wave.name())
      .With("state", v1::Wave::State_Name(wave.state()));
}

// Asks kpi, each thing once.
class Figures {
 public:
  Figures(const Context& context, const rpc::Call& call, const std::string& project,
          std::vector<StartedWave> waves, absl::TimeZone zone)
      : context_(context),
        call_(call),
        project_(project),
        waves_(std::move(waves)),
        zone_(zone),
        now_(context.store.Now()) {}

  absl::StatusOr<CriterionEvidence> Of(const v1::GateCriterion& criterion) {
    if (!criterion.has_survey()) return OfAdoption(criterion.adoption());
    return OfSurvey(criterion.survey());
  }

 private:
  absl::StatusOr<CriterionEvidence> OfAdoption(const v1::AdoptionFigure& figure) {
    if (!adoption_) {
      AdoptionAnswers answers;
      ASSIGN_OR_RETURN(answers.full, context_.kpi.FullAdoption(call_, project_));
      ASSIGN_OR_RETURN(answers.published, context_.kpi.PublishedAdoption(call_, project_));
      adoption_ = std::move(answers);
    }
    return AdoptionEvidence(figure, waves_, *adoption_, DayOf(now_, zone_));
  }

  absl::StatusOr<CriterionEvidence> OfSurvey(const v1::SurveyFigure& figure) {
    const auto known = surveys_.find(figure.survey());
    if (known != surveys_.end()) return SurveyEvidence(figure, waves_, known->second);
    ASSIGN_OR_RETURN(const kpi::v1::Survey survey, context_.kpi.Survey(call_, figure.survey()));
    SurveyAnswers answers;
    const absl::Time close = resource::StandardTime(survey, "close_time");
    answers.closed = close <= now_;
    answers.close_day = DayOf(close, zone_) + 1;
    if (answers.closed) {
      ASSIGN_OR_RETURN(answers.full, context_.kpi.FullResults(call_, figure.survey()));
      ASSIGN_OR_RETURN(answers.published, context_.kpi.PublishedResults(call_, figure.survey()));
    }
    return SurveyEvidence(figure, waves_, surveys_[figure.survey()] = std::move(answers));
  }

  const Context& context_;
  const rpc::Call& call_;
  const std::string project_;
  const std::vector<StartedWave> waves_;
  const absl::TimeZone zone_;
  const absl::Time now_;
  std::optional<AdoptionAnswers> adoption_;
  std::map<std::string, SurveyAnswers> surveys_;
};

absl::string_view HoldName(HoldKind kind) {
  constexpr const char* kNames[] = {"APPROVAL", "TIME",         "MINIMUM_SAMPLE", "MISSING_FEED",
                                    "PROOF",    "BELOW_TARGET", "BELOW_MINIMUM",  "GUARDRAIL",
                                    "SIGNAL",   "REVIEW",       "DRIFT"};
  return kNames[static_cast<int>(kind)];
}

}  // namespace

absl::StatusOr<JudgedWave> JudgeWave(Context& context, const rpc::Call& call,
                                     const std::string& wave) {
  Scene scene;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(scene, ReadScene(session, context.types, wave));
    return absl::OkStatus();
  }));
  if (scene.versions.empty()) scene.versions.push_back(PresetCriteria());
  RETURN_IF_ERROR(CheckStarted(scene.record.wave));
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  std::vector<StartedWave> started;
  for (const v1::Wave& one : scene.waves) {
    started.push_back({one, DayOf(resource::StandardTime(one, "actual_start_time"), zone)});
  }
  JudgedWave judged;
  judged.input.start = started.back().start;
  judged.input.today = DayOf(context.store.Now(), zone);
  judged.input.approved = scene.record.wave.gate().decision() == v1::Wave::CONTINUE;
  judged.input.criteria = CriteriaOf(scene.versions.back());
  Figures figures(context, call, scene.record.rollout.project(), std::move(started), zone);
  for (const v1::GateCriterion& criterion : scene.versions.back().criteria()) {
    ASSIGN_OR_RETURN(CriterionEvidence evidence, figures.Of(criterion));
    judged.input.evidence.push_back(std::move(evidence));
  }
  judged.finding = JudgeGate(judged.input);
  judged.versions = std::move(scene.versions);
  return judged;
}

Conditions ConditionsOf(const std::string& wave, const GateFinding& finding) {
  Conditions conditions;
  for (const Hold& hold : finding.holds) {
    if (hold.kind == HoldKind::kApproval) continue;
    conditions.push_back({std::string(HoldName(hold.kind)),
                          hold.criterion.empty() ? wave : hold.criterion, hold.text});
  }
  return conditions;
}

absl::Status CheckMayContinue(const std::string& wave, const JudgedWave& judged,
                              const std::string& evidence_waiver) {
  const GateVerdict verdict = judged.finding.verdict;
  if (verdict == GateVerdict::kContinue || verdict == GateVerdict::kAdjust) {
    return absl::OkStatus();
  }
  const bool waivable = verdict == GateVerdict::kNotEnoughData && judged.version().preset();
  if (waivable && !evidence_waiver.empty()) return absl::OkStatus();
  const Conditions conditions = ConditionsOf(wave, judged.finding);
  status::Text remedy;
  if (waivable) {
    remedy = {
        " Nobody chose these criteria: set your own, or say in evidence_waiver why it goes on "
        "without figures.",
        " Personne n'a choisi ces critères : fixez les vôtres, ou dites dans evidence_waiver "
        "pourquoi continuer sans chiffres."};
  }
  status::Error error(
      absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
      {absl::StrCat("The gate of {wave} does not say {to}, {unmet} unmet: ", judged.finding.text.en,
                    remedy.en),
       absl::StrCat("Le jalon de {wave} ne dit pas {to}, conditions non remplies ({unmet}) : ",
                    judged.finding.text.fr, remedy.fr)});
  error.With("wave", wave)
      .With("from", GateVerdictName(verdict))
      .With("to", "CONTINUE")
      .With("unmet", static_cast<int64_t>(conditions.size()));
  for (const Condition& condition : conditions) {
    error.Precondition(condition.type, condition.subject, condition.text);
  }
  return error;
}

}  // namespace palier::rollout
