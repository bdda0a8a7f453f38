// SPDX-License-Identifier: Apache-2.0
// What people said, and what became of it.
#include "rollout/api/feedback.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/feedback_service.pb.h"
#include "rollout/api/field_checks.h"
#include "rollout/domain/feedback.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using registry::v1::Expectation;
using resource::Session;

constexpr int kMaxAnswers = 20'000;
constexpr int kMaxShown = 1000;

// The roll-out, and the answers given to what was said of its project, in any roll-out of it.
struct Answered {
  v1::Rollout rollout;
  std::vector<v1::FeedbackAnswer> answers;

  std::set<std::string> Names() const {
    std::set<std::string> names;
    for (const v1::FeedbackAnswer& answer : answers) names.insert(answer.feedback());
    return names;
  }
};

absl::StatusOr<Answered> ReadAnswered(Context& context, const rpc::Call& call,
                                      const std::string& rollout) {
  Answered answered;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    answered.answers.clear();
    RETURN_IF_ERROR(session.Get(context.types.rollout, rollout, &answered.rollout));
    return resource::ReadAll(session, context.types.feedback_answer,
                             absl::StrCat("organizations/", call.organization, "/rollouts/-"),
                             answered.answers);
  }));
  const std::string project = absl::StrCat(answered.rollout.project(), "/");
  std::erase_if(answered.answers, [&](const v1::FeedbackAnswer& answer) {
    return !absl::StartsWith(answer.feedback(), project);
  });
  return answered;
}

// Comments of the project's surveys that closed from `since` on.
struct Comment {
  kpi::v1::SurveyFeedback feedback;
  absl::Time deadline;
};

absl::StatusOr<std::vector<Comment>> ReadComments(Context& context, const rpc::Call& call,
                                                  const std::string& project, absl::Time since,
                                                  KpiView::Account account) {
  ASSIGN_OR_RETURN(const std::vector<kpi::v1::Survey> surveys,
                   context.kpi.Surveys(call, project, account));
  std::vector<Comment> comments;
  for (const kpi::v1::Survey& survey : surveys) {
    const absl::Time closed = resource::StandardTime(survey, "close_time");
    if (closed < since || closed > context.store.Now()) continue;
    ASSIGN_OR_RETURN(std::vector<kpi::v1::SurveyFeedback> feedback,
                     context.kpi.Feedback(call, survey.name(), account));
    for (kpi::v1::SurveyFeedback& one : feedback) {
      comments.push_back({std::move(one), closed + kReplyTime});
    }
  }
  return comments;
}

std::vector<SaidItem> ItemsOf(const std::vector<Comment>& comments) {
  std::vector<SaidItem> items;
  for (const Comment& comment : comments) {
    items.push_back({comment.feedback.name(), comment.deadline});
  }
  return items;
}

absl::StatusOr<std::vector<registry::v1::Entry>> ReadExpectations(
    Context& context, const rpc::Call& call, const std::string& project,
    const std::set<std::string>& teams) {
  ASSIGN_OR_RETURN(std::vector<registry::v1::Entry> entries,
                   context.registry.Entries(call, project, "expectation"));
  std::erase_if(entries, [&](const registry::v1::Entry& entry) {
    return !teams.contains(entry.expectation().team());
  });
  return entries;
}

void Order(std::vector<v1::FeedbackReply>& replies) {
  const auto key = [](const v1::FeedbackReply& reply) {
    const absl::Time deadline = reply.has_deadline_time()
                                    ? resource::StandardTime(reply, "deadline_time")
                                    : absl::InfiniteFuture();
    return std::make_tuple(!reply.overdue(), deadline, reply.source());
  };
  std::sort(
      replies.begin(), replies.end(),
      [&](const v1::FeedbackReply& a, const v1::FeedbackReply& b) { return key(a) < key(b); });
}

void SetDeadline(absl::Time deadline, absl::Time now, v1::FeedbackReply& reply) {
  resource::SetStandardTime(reply, "deadline_time", deadline);
  reply.set_overdue(now >= deadline);
}

v1::FeedbackReply ReplyOf(const v1::FeedbackAnswer& answer, absl::TimeZone zone, absl::Time now) {
  v1::FeedbackReply reply;
  reply.set_source(answer.name());
  reply.set_said(answer.said());
  reply.set_state(static_cast<v1::FeedbackReply::State>(answer.state() + 1));
  reply.set_answer(answer.answer());
  if (answer.state() == v1::FeedbackAnswer::ACCEPTED && answer.has_due_date()) {
    SetDeadline(absl::FromCivil(ToDay(answer.due_date()) + 1, zone), now, reply);
  }
  return reply;
}

v1::FeedbackReply ReplyOf(const registry::v1::Entry& entry, absl::Time now) {
  v1::FeedbackReply reply;
  const Expectation& expectation = entry.expectation();
  reply.set_source(entry.name());
  reply.set_said(expectation.need());
  reply.set_state(static_cast<v1::FeedbackReply::State>(expectation.state()));
  reply.set_answer(expectation.reply());
  reply.set_team(expectation.team());
  if (expectation.state() == Expectation::OPEN) {
    SetDeadline(resource::StandardTime(entry, "create_time") + kReplyTime, now, reply);
  }
  return reply;
}

std::set<std::string> TeamsOf(const v1::Rollout& rollout) {
  std::set<std::string> teams;
  for (const v1::TeamDeployment& team : rollout.teams()) teams.insert(team.team());
  return teams;
}

absl::StatusOr<v1::QueryFeedbackAnswersResponse> QueryAnswers(
    Context& context, const rpc::Call& call, const v1::QueryFeedbackAnswersRequest& request) {
  ASSIGN_OR_RETURN(const Answered answered, ReadAnswered(context, call, request.parent()));
  const std::string& project = answered.rollout.project();
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  ASSIGN_OR_RETURN(
      const std::vector<Comment> comments,
      ReadComments(context, call, project, absl::InfinitePast(), KpiView::Account::kService));
  ASSIGN_OR_RETURN(const std::vector<registry::v1::Entry> expectations,
                   ReadExpectations(context, call, project, TeamsOf(answered.rollout)));
  const absl::Time now = context.store.Now();
  std::vector<v1::FeedbackReply> replies;
  for (const v1::FeedbackAnswer& answer : answered.answers) {
    replies.push_back(ReplyOf(answer, zone, now));
  }
  for (const registry::v1::Entry& entry : expectations) replies.push_back(ReplyOf(entry, now));
  Order(replies);
  if (replies.size() > kMaxShown) replies.resize(kMaxShown);

  v1::QueryFeedbackAnswersResponse response;
  response.mutable_replies()->Add(replies.begin(), replies.end());
  const WaitingItems waiting = WaitingOf(ItemsOf(comments), answered.Names(), now);
  response.set_waiting_count(static_cast<int>(waiting.items.size()));
  response.set_overdue_count(waiting.overdue_count);
  if (waiting.next_deadline) {
    resource::SetStandardTime(response, "next_deadline_time", *waiting.next_deadline);
  }
  response.set_explanation(
      rpc::In(call.language, SentenceOf(waiting, static_cast<int>(answered.answers.size()))));
  return response;
}

absl::StatusOr<v1::QueryWaitingFeedbackResponse> QueryWaiting(
    Context& context, const rpc::Call& call, const v1::QueryWaitingFeedbackRequest& request) {
  ASSIGN_OR_RETURN(const Answered answered, ReadAnswered(context, call, request.parent()));
  ASSIGN_OR_RETURN(const std::vector<Comment> comments,
                   ReadComments(context, call, answered.rollout.project(), absl::InfinitePast(),
                                KpiView::Account::kCaller));
  const absl::Time now = context.store.Now();
  std::map<std::string, const kpi::v1::SurveyFeedback*> by_name;
  for (const Comment& comment : comments) by_name[comment.feedback.name()] = &comment.feedback;
  v1::QueryWaitingFeedbackResponse response;
  for (const SaidItem& item : WaitingOf(ItemsOf(comments), answered.Names(), now).items) {
    if (response.feedback_size() == kMaxShown) break;
    v1::WaitingFeedback& waiting = *response.add_feedback();
    waiting.set_feedback(item.name);
    waiting.set_comment(by_name.at(item.name)->comment());
    *waiting.mutable_tags() = by_name.at(item.name)->tags();
    resource::SetStandardTime(waiting, "deadline_time", item.deadline);
    waiting.set_overdue(now >= item.deadline);
  }
  return response;
}

// The survey that a comment is of; empty for any other name.
std::string SurveyOf(const std::string& feedback) {
  const absl::StatusOr<aip::ResourceName> name = aip::ParseName(feedback);
  const bool fits = name.ok() && name->pairs().size() == 4 && name->collection() == "feedback";
  return fits ? name->Parent().full() : "";
}

// The comment is there, and of the project; kpi is asked for the caller, before the transaction.
absl::Status CheckFeedback(Context& context, const rpc::Call& call,
                           const v1::CreateFeedbackAnswerRequest& request) {
  v1::Rollout rollout;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) {
    return session.Get(context.types.rollout, request.parent(), &rollout);
  }));
  const std::string& feedback = request.feedback_answer().feedback();
  const std::string survey = SurveyOf(feedback);
  if (!absl::StartsWith(survey, absl::StrCat(rollout.project(), "/surveys/"))) {
    return status::InvalidField("feedback_answer.feedback",
                                {"must be a comment in a survey of the roll-out's project",
                                 "doit être un commentaire d'une enquête du projet déployé"});
  }
  ASSIGN_OR_RETURN(const std::vector<kpi::v1::SurveyFeedback> comments,
                   context.kpi.Feedback(call, survey, KpiView::Account::kCaller));
  const bool found = std::any_of(
      comments.begin(), comments.end(),
      [&](const kpi::v1::SurveyFeedback& comment) { return comment.name() == feedback; });
  return found ? absl::OkStatus() : status::NotFound(feedback);
}

absl::Status CheckAnswer(Session& session, const Types& types, const rpc::Call& call,
                         const v1::FeedbackAnswer* before, v1::FeedbackAnswer& after) {
  status::FieldErrors errors;
  CheckDate("feedback_answer.due_date", after.has_due_date(), after.due_date(), errors);
  if (after.state() != v1::FeedbackAnswer::ACCEPTED && after.answer().empty()) {
    errors.Add("feedback_answer.answer", {"say what was done, or why it is refused",
                                          "dites ce qui a été fait, ou pourquoi "
                                          "c'est refusé"});
  }
  RETURN_IF_ERROR(errors.ToStatus());
  after.set_author(call.caller.subject());
  if (before != nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Rollout rollout, RolloutAbove(session, types, after.name()));
  ASSIGN_OR_RETURN(
      const std::vector<std::string> same,
      session.FindBy(types.feedback_answer, call.organization, "feedback", after.feedback()));
  if (!same.empty()) return status::AlreadyExists(same.front());
  return CheckRoom(session, types.feedback_answer, rollout.name(), "feedbackAnswers", kMaxAnswers);
}

}  // namespace

absl::Status AddUntriaged(Context& context, const rpc::Call& call, const WaveRecord& record,
                          Conditions& unmet) {
  if (record.wave.number() <= 1) return absl::OkStatus();
  std::optional<WaveRecord> previous;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(previous,
                     ReadSibling(session, context.types, record, record.wave.number() - 1));
    return absl::OkStatus();
  }));
  if (!previous || !previous->wave.has_actual_start_time()) return absl::OkStatus();
  const std::string& project = record.rollout.project();
  ASSIGN_OR_RETURN(const std::vector<Comment> comments,
                   ReadComments(context, call, project,
                                resource::StandardTime(previous->wave, "actual_start_time"),
                                KpiView::Account::kService));
  std::set<std::string> teams;
  for (const v1::WaveTeam& team : previous->wave.teams()) teams.insert(team.team());
  ASSIGN_OR_RETURN(const std::vector<registry::v1::Entry> expectations,
                   ReadExpectations(context, call, project, teams));
  const auto open =
      std::count_if(expectations.begin(), expectations.end(), [](const registry::v1::Entry& entry) {
        return entry.expectation().state() == Expectation::OPEN;
      });
  Answered answered;
  if (!comments.empty()) {
    ASSIGN_OR_RETURN(answered, ReadAnswered(context, call, record.rollout.name()));
  }
  const WaitingItems waiting = WaitingOf(ItemsOf(comments), answered.Names(), context.store.Now());
  for (Condition& condition : NotTriaged(
           previous->wave.name(), static_cast<int>(waiting.items.size()), static_cast<int>(open))) {
    unmet.push_back(std::move(condition));
  }
  return absl::OkStatus();
}

void AddFeedback(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks hooks;
  hooks.before_create = [&context](const rpc::Call& call, const Message& request) {
    return CheckFeedback(context, call,
                         static_cast<const v1::CreateFeedbackAnswerRequest&>(request));
  };
  hooks.on_write = [&types](Session& session, const rpc::Call& call, const Message* before,
                            Message& after) {
    return CheckAnswer(session, types, call, static_cast<const v1::FeedbackAnswer*>(before),
                       static_cast<v1::FeedbackAnswer&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.feedback_answer,
                               "FeedbackAnswers", resource::MethodSet::All(), hooks);
  table.Unary<v1::QueryFeedbackAnswersRequest, v1::QueryFeedbackAnswersResponse>(
      "QueryFeedbackAnswers", [&context](const rpc::Call& call, const auto& request) {
        return QueryAnswers(context, call, request);
      });
  table.Unary<v1::QueryWaitingFeedbackRequest, v1::QueryWaitingFeedbackResponse>(
      "QueryWaitingFeedback", [&context](const rpc::Call& call, const auto& request) {
        return QueryWaiting(context, call, request);
      });
}

}  // namespace palier::rollout
