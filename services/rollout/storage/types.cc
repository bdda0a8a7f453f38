// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/types.h"

#include "palier/api/v1/operation.pb.h"
#include "palier/rollout/v1/access.pb.h"
#include "palier/rollout/v1/champion.pb.h"
#include "palier/rollout/v1/check_in.pb.h"
#include "palier/rollout/v1/communication.pb.h"
#include "palier/rollout/v1/demonstration.pb.h"
#include "palier/rollout/v1/dependency.pb.h"
#include "palier/rollout/v1/deployment_cluster.pb.h"
#include "palier/rollout/v1/feedback_answer.pb.h"
#include "palier/rollout/v1/gate.pb.h"
#include "palier/rollout/v1/learning_assignment.pb.h"
#include "palier/rollout/v1/learning_path.pb.h"
#include "palier/rollout/v1/milestone.pb.h"
#include "palier/rollout/v1/plan_revision.pb.h"
#include "palier/rollout/v1/programme.pb.h"
#include "palier/rollout/v1/review.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/rollout_template.pb.h"
#include "palier/rollout/v1/session_attendance.pb.h"
#include "palier/rollout/v1/support_week.pb.h"
#include "palier/rollout/v1/tool_card.pb.h"
#include "palier/rollout/v1/upskilling_plan.pb.h"
#include "palier/rollout/v1/use_ladder.pb.h"
#include "palier/rollout/v1/wave.pb.h"

namespace palier::rollout {

Types::Types()
    : rollout(v1::Rollout::descriptor(), "organizations/{organization}/rollouts/{rollout}",
              resource::Type::Deletion::kSoft),
      champion(v1::Champion::descriptor(), "organizations/{organization}/champions/{champion}"),
      wave(v1::Wave::descriptor(), "organizations/{organization}/rollouts/{rollout}/waves/{wave}"),
      check_in(v1::CheckIn::descriptor(),
               "organizations/{organization}/rollouts/{rollout}/waves/{wave}/checkIns/{check_in}"),
      revision(v1::PlanRevision::descriptor(),
               "organizations/{organization}/rollouts/{rollout}/revisions/{plan_revision}"),
      criteria_version(
          v1::CriteriaVersion::descriptor(),
          "organizations/{organization}/rollouts/{rollout}/criteriaVersions/{criteria_version}"),
      review(v1::Review::descriptor(),
             "organizations/{organization}/rollouts/{rollout}/reviews/{review}"),
      milestone(v1::Milestone::descriptor(),
                "organizations/{organization}/rollouts/{rollout}/milestones/{milestone}"),
      programme(v1::Programme::descriptor(), "organizations/{organization}/programmes/{programme}"),
      cycle(v1::Cycle::descriptor(),
            "organizations/{organization}/programmes/{programme}/cycles/{cycle}"),
      access_policy(v1::AccessPolicy::descriptor(),
                    "organizations/{organization}/rollouts/{rollout}/accessPolicy"),
      access_user(v1::AccessUser::descriptor(),
                  "organizations/{organization}/accessUsers/{access_user}",
                  resource::Type::Deletion::kHard, resource::Type::Ids::kRandom),
      communication(
          v1::Communication::descriptor(),
          "organizations/{organization}/rollouts/{rollout}/communications/{communication}"),
      tool_card(v1::ToolCard::descriptor(),
                "organizations/{organization}/rollouts/{rollout}/toolCards/{tool_card}"),
      upskilling_plan(
          v1::UpskillingPlan::descriptor(),
          "organizations/{organization}/rollouts/{rollout}/upskillingPlans/{upskilling_plan}"),
      learning_path(v1::LearningPath::descriptor(),
                    "organizations/{organization}/learningPaths/{learning_path}"),
      learning_completion(v1::LearningCompletion::descriptor(),
                          "organizations/{organization}/learningPaths/{learning_path}/completions/"
                          "{learning_completion}"),
      learning_assignment(v1::LearningAssignment::descriptor(),
                          "organizations/{organization}/rollouts/{rollout}/learningAssignments/"
                          "{learning_assignment}"),
      demonstration(
          v1::Demonstration::descriptor(),
          "organizations/{organization}/rollouts/{rollout}/demonstrations/{demonstration}",
          resource::Type::Deletion::kHard, resource::Type::Ids::kRandom),
      use_ladder(v1::UseLadder::descriptor(),
                 "organizations/{organization}/rollouts/{rollout}/useLadders/{use_ladder}"),
      support_week(v1::SupportWeek::descriptor(),
                   "organizations/{organization}/rollouts/{rollout}/supportWeeks/{support_week}"),
      session_attendance(v1::SessionAttendance::descriptor(),
                         "organizations/{organization}/rollouts/{rollout}/waves/{wave}/attendances/"
                         "{session_attendance}"),
      feedback_answer(
          v1::FeedbackAnswer::descriptor(),
          "organizations/{organization}/rollouts/{rollout}/feedbackAnswers/{feedback_answer}"),
      rollout_template(v1::RolloutTemplate::descriptor(),
                       "organizations/{organization}/rolloutTemplates/{rollout_template}"),
      operation(api::v1::OperationRecord::descriptor(),
                "organizations/{organization}/rollouts/{rollout}/operations/{operation}"),
      cluster(v1::DeploymentCluster::descriptor(),
              "organizations/{organization}/clusters/{deployment_cluster}"),
      dependency(v1::Dependency::descriptor(),
                 "organizations/{organization}/rollouts/{rollout}/dependencies/{dependency}") {}

}  // namespace palier::rollout
