// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/start_conditions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "rollout/api/big_bang.h"
#include "rollout/api/dependency_states.h"
#include "rollout/api/feedback.h"
#include "rollout/api/preparation.h"
#include "rollout/api/readiness.h"
#include "rollout/api/review_records.h"
#include "rollout/api/wave_people.h"

namespace palier::rollout {

namespace {

// What one project must have.
absl::Status AskOfProject(Context& context, const rpc::Call& call, const WaveRecord& record,
                          Conditions& unmet) {
  RETURN_IF_ERROR(AddUninvolved(context, call, record, unmet));
  RETURN_IF_ERROR(AddUnready(context, call, record, unmet));
  return AddUntriaged(context, call, record, unmet);
}

}  // namespace

absl::Status AskStartConditions(Context& context, const rpc::Call& call, const WaveRecord& record,
                                const std::vector<std::string>& projects, absl::CivilDay today,
                                Conditions& unmet) {
  for (const std::string& project : projects) {
    WaveRecord of_project = record;
    of_project.rollout.set_project(project);
    Conditions found;
    RETURN_IF_ERROR(AskOfProject(context, call, of_project, found));
    for (Condition& condition : found) {
      if (projects.size() > 1) {
        condition.text = {absl::StrCat(resource::IdOf(project), ": ", condition.text.en),
                          absl::StrCat(resource::IdOf(project), " : ", condition.text.fr)};
      }
      unmet.push_back(std::move(condition));
    }
  }
  RETURN_IF_ERROR(AddOpenDependencies(context, call, record, today, unmet));
  return AddUnwaived(context, call, record, unmet);
}

absl::Status ReadStartConditions(resource::Session& session, const Types& types,
                                 const WaveRecord& record, absl::CivilDay today, Conditions& unmet) {
  if (record.wave.number() == 1) {
    RETURN_IF_ERROR(AddUnprepared(session, types, record.rollout, unmet));
  }
  return AddReviewConditions(session, types, record.rollout, today, unmet);
}

}  // namespace palier::rollout
