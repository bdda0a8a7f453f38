// SPDX-License-Identifier: Apache-2.0
// May this team, or this user, use the application now?
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/aip/text.h"
#include "common/resource/type.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/api/access_desk.h"
#include "rollout/api/context.h"
#include "rollout/domain/access_sentences.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using registry::v1::AuthorisationRule;
using registry::v1::CheckAuthorisationResponse;

// How long a watcher waits for a commit of this process before looking for those of others.
constexpr absl::Duration kPoll = absl::Milliseconds(250);
// How long all that has to be asked elsewhere for one call may take.
constexpr absl::Duration kElsewhere = absl::Milliseconds(500);
constexpr absl::Duration kHeartbeat = absl::Seconds(20);
constexpr int kDefaultDays = 30;
constexpr int kMaxDays = 366;

// The id in `organizations/{organization}/{collection}/{id}`; empty for anything else.
absl::string_view IdOf(absl::string_view name, absl::string_view organization,
                       absl::string_view collection) {
  const bool ours = absl::ConsumePrefix(&name, "organizations/") &&
                    absl::ConsumePrefix(&name, organization) && absl::ConsumePrefix(&name, "/") &&
                    absl::ConsumePrefix(&name, collection) && absl::ConsumePrefix(&name, "/");
  return ours && name.find('/') == absl::string_view::npos ? name : absl::string_view();
}

// In the terms of a book; the class of data is left out. None when a name has another shape.
std::optional<AskedAccess> Read(const v1::AccessQuestion& question,
                                absl::string_view organization) {
  AskedAccess asked;
  asked.peek = question.peek();
  asked.asked.application = question.application();
  if (IdOf(question.application(), organization, "applications").empty() &&
      IdOf(question.application(), organization, "rollouts").empty())
    return std::nullopt;
  if (question.subject_case() == v1::AccessQuestion::kTeam) {
    asked.asked.team = IdOf(question.team(), organization, "teams");
    return asked.asked.team.empty() ? std::nullopt : std::optional(asked);
  }
  const absl::string_view user = question.user();
  const bool is_id = user.find('/') == absl::string_view::npos;
  asked.user = is_id ? user : IdOf(user, organization, "accessUsers");
  return asked.user.empty() ? std::nullopt : std::optional(asked);
}

void AddErrors(const std::string& path, const v1::AccessQuestion& question,
               absl::string_view organization, status::FieldErrors& errors) {
  if (IdOf(question.application(), organization, "applications").empty() &&
      IdOf(question.application(), organization, "rollouts").empty()) {
    errors.Add(
        path + ".application",
        {"expected organizations/*/applications/* or organizations/*/rollouts/* of the parent",
         "attendu : organizations/*/applications/* ou organizations/*/rollouts/* du parent"});
  }
  if (question.subject_case() == v1::AccessQuestion::SUBJECT_NOT_SET) {
    errors.Add(path + ".team", {"say a team or a user", "indiquez une équipe ou un utilisateur"});
  } else if (question.has_team() && IdOf(question.team(), organization, "teams").empty()) {
    errors.Add(path + ".team", {"expected organizations/*/teams/* of the parent",
                                "attendu : organizations/*/teams/* du parent"});
  } else if (question.has_user() && !Read(question, organization).has_value() && errors.empty()) {
    errors.Add(path + ".user", {"expected an id, or organizations/*/accessUsers/* of the parent",
                                "attendu : un id, ou organizations/*/accessUsers/* du parent"});
  }
}

void Fill(const rpc::Call& call, const AccessFinding& finding, v1::AccessAnswer& answer) {
  answer.set_access(finding.enabled() ? v1::AccessAnswer::ENABLED
                                      : v1::AccessAnswer::FALLBACK_MANUAL);
  answer.set_reason(static_cast<v1::AccessAnswer::Reason>(finding.reason));
  const status::Text sentence = SentenceOf(finding);
  answer.set_explanation(rpc::In(call.language, sentence));
  if (finding.wave != nullptr) answer.set_wave(finding.wave->name);
  if (finding.end != absl::InfiniteFuture())
    resource::SetStandardTime(answer, "expire_time", finding.end);
  if (finding.rollout != nullptr && !finding.enabled())
    answer.set_manual_way(finding.rollout->terms().manual_way);
}

// Answers some questions of one moment. What has to be asked elsewhere is asked first (Prepare), so
// that the book that decides is not older than it may be when the answers go out.
class Evaluation {
 public:
  Evaluation(Context& context, const rpc::Call& call)
      : context_(context),
        call_(call),
        deadline_(std::min(call.deadline, absl::Now() + kElsewhere)),
        book_(context.access.books().Look(call.organization)) {}

  // Reads uses, and asks the registry about a class of data, if the answer may hang on it. Blocks;
  // all questions together for at most kElsewhere.
  void Prepare(const v1::AccessQuestion& question) {
    std::optional<AskedAccess> asked = Read(question, call_.organization);
    if (book_ == nullptr || !asked) return;
    context_.access.LoadUses(*book_, *asked, deadline_);
    if (question.data_class().empty()) return;
    asked->peek = true;
    const std::optional<AccessFinding> finding = context_.access.Judge(*book_, *asked);
    if (!finding || !finding->enabled()) return;
    const std::string& application = finding->rollout->terms().application;
    // Without one nobody can say.
    if (application.empty() || unreachable_) return;
    registry::v1::CheckAuthorisationRequest request;
    request.set_parent(absl::StrCat("organizations/", call_.organization));
    request.set_application(application);
    request.set_data_class(question.data_class());
    const absl::string_view team =
        asked->user.empty() ? asked->asked.team : book_->TeamOf(asked->user).value_or("");
    request.set_population(absl::StrCat("organizations/", call_.organization, "/teams/", team));
    auto said = context_.registry.CheckAuthorisation(call_, request, deadline_);
    unreachable_ = !said.ok();
    if (said.ok()) said_[&question] = {application, *std::move(said)};
  }
  // After the last Prepare.
  void Renew() { book_ = context_.access.books().Look(call_.organization); }

  v1::AccessAnswer Answer(const v1::AccessQuestion& question) const {
    v1::AccessAnswer answer;
    std::optional<AskedAccess> asked = Read(question, call_.organization);
    AccessFinding finding;
    if (book_ != nullptr && asked) {
      const std::string data_class = aip::FoldText(question.data_class());
      asked->asked.data_class = data_class;
      asked->peek = true;
      finding = context_.access.Judge(*book_, *asked).value_or(AccessFinding());
      if (finding.enabled() && !data_class.empty()) Authorise(question, finding, answer);
      if (!question.peek() && finding.rollout != nullptr)
        context_.access.Count(*finding.rollout, finding.reason);
    }
    Fill(call_, finding, answer);
    return answer;
  }

 private:
  // The rules of the registry hold beside those of the roll-out.
  void Authorise(const v1::AccessQuestion& question, AccessFinding& finding,
                 v1::AccessAnswer& answer) const {
    const std::string& application = finding.rollout->terms().application;
    const auto said = said_.find(&question);
    finding.reason = AccessReason::kDataClassDenied;
    if (application.empty()) return;
    if (said == said_.end() || said->second.first != application) {
      finding.reason = AccessReason::kNotKnown;
      return;
    }
    const CheckAuthorisationResponse& rules = said->second.second;
    if (rules.effect() != AuthorisationRule::ALLOWED &&
        rules.effect() != AuthorisationRule::CONDITIONAL)
      return;
    finding.reason = AccessReason::kLive;
    answer.set_condition(rules.condition());
    if (rules.has_expire_time())
      finding.end = std::min(finding.end, resource::StandardTime(rules, "expire_time"));
  }

  Context& context_;
  const rpc::Call& call_;
  const absl::Time deadline_;
  AccessBooks::Book book_;
  bool unreachable_ = false;
  // What the registry said of a question, and of which application.
  std::map<const v1::AccessQuestion*, std::pair<std::string, CheckAuthorisationResponse>> said_;
};

absl::Status EvaluateOne(Context& context, const rpc::Call& call, const Message& message,
                         Message* out) {
  const auto& request = static_cast<const v1::EvaluateAccessRequest&>(message);
  status::FieldErrors errors;
  AddErrors("question", request.question(), call.organization, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  Evaluation evaluation(context, call);
  evaluation.Prepare(request.question());
  evaluation.Renew();
  *static_cast<v1::AccessAnswer*>(out) = evaluation.Answer(request.question());
  return absl::OkStatus();
}

// From memory; what needs the store, the registry or an error is left to EvaluateOne.
bool EvaluateReady(Context& context, const rpc::Call& call, const Message& message, Message* out) {
  const v1::AccessQuestion& question =
      static_cast<const v1::EvaluateAccessRequest&>(message).question();
  if (!question.data_class().empty()) return false;
  const std::optional<AskedAccess> asked = Read(question, call.organization);
  if (!asked) return false;
  const std::optional<AccessBooks::Book> book = context.access.books().Known(call.organization);
  if (!book) return false;
  std::optional<AccessFinding> finding = AccessFinding();
  if (*book != nullptr) finding = context.access.Judge(**book, *asked);
  if (!finding) return false;
  Fill(call, *finding, *static_cast<v1::AccessAnswer*>(out));
  return true;
}

// Whoever asks: nothing is told of the roll-outs.
absl::Status EvaluateWithoutRights(const rpc::Call& call, const Message&, Message* out) {
  Fill(call, AccessFinding(), *static_cast<v1::AccessAnswer*>(out));
  return absl::OkStatus();
}

template <typename Request>
absl::Status CheckQuestions(const rpc::Call& call, const Request& request, bool with_data_classes) {
  status::FieldErrors errors;
  for (int i = 0; i < request.questions_size(); ++i) {
    const std::string path = absl::StrCat("questions[", i, "]");
    AddErrors(path, request.questions(i), call.organization, errors);
    if (!with_data_classes && !request.questions(i).data_class().empty()) {
      errors.Add(path + ".data_class", {"cannot be watched; ask EvaluateAccess",
                                        "ne peut être suivi ; demandez à EvaluateAccess"});
    }
  }
  return errors.ToStatus();
}

absl::StatusOr<v1::BatchEvaluateAccessResponse> EvaluateBatch(
    Context& context, const rpc::Call& call, const v1::BatchEvaluateAccessRequest& request) {
  RETURN_IF_ERROR(CheckQuestions(call, request, /*with_data_classes=*/true));
  Evaluation evaluation(context, call);
  for (const v1::AccessQuestion& question : request.questions()) evaluation.Prepare(question);
  evaluation.Renew();
  v1::BatchEvaluateAccessResponse response;
  for (const v1::AccessQuestion& question : request.questions())
    *response.add_answers() = evaluation.Answer(question);
  return response;
}

using Watcher = rpc::Stream<v1::WatchAccessRequest, v1::WatchAccessResponse>;

absl::Status Watch(Context& context, const rpc::Call& call, const v1::WatchAccessRequest& first,
                   Watcher& stream) {
  RETURN_IF_ERROR(CheckQuestions(call, first, /*with_data_classes=*/false));
  v1::WatchAccessRequest request = first;
  for (v1::AccessQuestion& question : *request.mutable_questions()) question.set_peek(true);
  std::vector<std::string> told(request.questions_size());
  absl::Time spoke = absl::InfinitePast();
  while (!stream.over()) {
    const int64_t commits = context.store.commits();
    Evaluation evaluation(context, call);
    for (const v1::AccessQuestion& question : request.questions()) evaluation.Prepare(question);
    v1::WatchAccessResponse response;
    for (int i = 0; i < request.questions_size(); ++i) {
      v1::AccessAnswer answer = evaluation.Answer(request.questions(i));
      std::string bytes = answer.SerializeAsString();
      if (bytes == told[i]) continue;
      told[i] = std::move(bytes);
      v1::WatchedAccess& watched = *response.add_answers();
      watched.set_index(i);
      *watched.mutable_answer() = std::move(answer);
    }
    if (response.answers_size() > 0 || absl::Now() - spoke >= kHeartbeat) {
      if (!stream.Write(response)) break;
      spoke = absl::Now();
    }
    context.store.AwaitCommit(commits, kPoll);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::QueryAccessCountsResponse> QueryCounts(
    Context& context, const rpc::Call& call, const v1::QueryAccessCountsRequest& request) {
  v1::Rollout rollout;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](resource::Session& session) {
    return session.Get(context.types.rollout, request.name(), &rollout);
  }));
  absl::CivilDay last = absl::ToCivilDay(context.store.Now(), absl::UTCTimeZone()) + 1;
  if (request.has_end_date()) last = ToDay(request.end_date());
  absl::CivilDay start = last - kDefaultDays;
  if (request.has_start_date()) start = ToDay(request.start_date());
  if (start > last || last - start > kMaxDays) {
    return status::InvalidField("start_date", {"must be at most 366 days before end_date",
                                               "doit précéder end_date de 366 jours au plus"});
  }
  ASSIGN_OR_RETURN(const std::vector<AccessTally> tallies,
                   context.access.counts().Read(rollout.name(), start, last, call.deadline));
  v1::QueryAccessCountsResponse response;
  for (const AccessTally& tally : tallies) {
    v1::AccessCount& count = *response.add_counts();
    *count.mutable_date() = ToDate(tally.day);
    count.set_reason(static_cast<v1::AccessAnswer::Reason>(tally.reason));
    count.set_answers(tally.answers);
    if (IsFallback(tally.reason)) response.set_fallbacks(response.fallbacks() + tally.answers);
  }
  return response;
}

}  // namespace

void AddAccess(rpc::ServiceTable& table, Context& context) {
  table.AddUnaryOrReady(
      "EvaluateAccess",
      [&context](const rpc::Call& call, const Message& request, Message* out) {
        return EvaluateOne(context, call, request, out);
      },
      [&context](const rpc::Call& call, const Message& request, Message* out) {
        return EvaluateReady(context, call, request, out);
      },
      EvaluateWithoutRights);
  table.Unary<v1::BatchEvaluateAccessRequest, v1::BatchEvaluateAccessResponse>(
      "BatchEvaluateAccess", [&context](const rpc::Call& call, const auto& request) {
        return EvaluateBatch(context, call, request);
      });
  table.Streaming<v1::WatchAccessRequest, v1::WatchAccessResponse>(
      "WatchAccess", [&context](const rpc::Call& call, const auto& first, auto& stream) {
        return Watch(context, call, first, stream);
      });
  table.Unary<v1::QueryAccessCountsRequest, v1::QueryAccessCountsResponse>(
      "QueryAccessCounts", [&context](const rpc::Call& call, const auto& request) {
        return QueryCounts(context, call, request);
      });
  AddAccessPolicies(table, context);
}

}  // namespace palier::rollout
