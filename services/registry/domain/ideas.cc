// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/ideas.h"

#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

absl::Status Answer(v1::Idea& idea, v1::Idea::State state, const IdeaAnswer& answer) {
  if (idea.state() != v1::Idea::SUBMITTED) {
    return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                         {"{resource} is {state}: it was answered already.",
                          "{resource} est à l'état {state} : une réponse a déjà été donnée."})
        .With("resource", idea.name())
        .With("state", v1::Idea::State_Name(idea.state()));
  }
  idea.set_state(state);
  idea.set_answer(answer.text);
  idea.set_answerer(answer.answerer);
  time::SetTime(answer.time, idea.mutable_answer_time());
  return absl::OkStatus();
}

absl::CivilMonth QuarterOf(absl::CivilMonth month) {
  return absl::CivilMonth(month.year(), (month.month() - 1) / 3 * 3 + 1);
}

}  // namespace

absl::Status AcceptIdea(v1::Idea& idea, const std::string& project, const IdeaAnswer& answer) {
  RETURN_IF_ERROR(Answer(idea, v1::Idea::ACCEPTED, answer));
  idea.set_project(project);
  return absl::OkStatus();
}

absl::Status DeclineIdea(v1::Idea& idea, const IdeaAnswer& answer) {
  return Answer(idea, v1::Idea::DECLINED, answer);
}

v1::Project ProjectOf(const v1::Idea& idea) {
  v1::Project project;
  project.set_display_name(idea.display_name());
  project.set_purpose(idea.description());
  project.set_department(idea.department());
  project.set_idea(idea.name());
  return project;
}

void IdeaCount::Add(const v1::Idea& idea) {
  const absl::CivilMonth quarter =
      QuarterOf(absl::ToCivilMonth(time::TimeOf(idea.create_time()), zone_));
  v1::IdeaQuarter& count = quarters_[quarter];
  count.set_submitted_count(count.submitted_count() + 1);
  if (!idea.source().empty()) count.set_sourced_count(count.sourced_count() + 1);
  switch (idea.state()) {
    case v1::Idea::ACCEPTED:
      count.set_accepted_count(count.accepted_count() + 1);
      break;
    case v1::Idea::DECLINED:
      count.set_declined_count(count.declined_count() + 1);
      break;
    default:
      count.set_open_count(count.open_count() + 1);
  }
}

std::vector<v1::IdeaQuarter> IdeaCount::Quarters() const {
  std::vector<v1::IdeaQuarter> quarters;
  for (auto each = quarters_.rbegin(); each != quarters_.rend(); ++each) {
    v1::IdeaQuarter& quarter = quarters.emplace_back(each->second);
    quarter.mutable_first_date()->set_year(static_cast<int>(each->first.year()));
    quarter.mutable_first_date()->set_month(each->first.month());
    quarter.mutable_first_date()->set_day(1);
  }
  return quarters;
}

}  // namespace palier::registry
