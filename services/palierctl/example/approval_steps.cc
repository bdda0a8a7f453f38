// SPDX-License-Identifier: Apache-2.0
// The steps in which several people take part: a committee's decision, an approved case.
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palierctl/dynamic.h"
#include "palierctl/example/loader.h"

namespace palier::ctl {
namespace {

using registry::v1::BusinessCase;
using registry::v1::Decision;

constexpr char kService[] = "palier.registry.v1.PromiseService/";

std::string WordOf(const Json& step, const char* key) {
  const auto found = step.find(key);
  return found != step.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

absl::Status ExampleLoader::Decide(const Json& step) {
  const std::string proposer = WordOf(step, "proposer");
  ASSIGN_OR_RETURN(const std::string project, Whole("project", WordOf(step, "decide")));
  ASSIGN_OR_RETURN(const ResourceKind* kind, session_.catalogue.ByWord("decision"));
  Json item = step.value("decision", Json::object());
  item["id"] = WordOf(step, "id");
  RETURN_IF_ERROR(CreateOne(*kind, project, proposer, std::move(item)));
  registry::v1::GetDecisionRequest get;
  get.set_name(absl::StrCat(project, "/decisions/", WordOf(step, "id")));
  Decision decision;
  RETURN_IF_ERROR(Patiently(session_.connection.As(proposer), absl::StrCat(kService, "GetDecision"),
                            get, &decision));
  if (decision.state() != Decision::OPEN) return absl::OkStatus();
  for (const Json& voter : step.value("voters", Json::array())) {
    registry::v1::VoteOnDecisionRequest vote;
    vote.set_name(decision.name());
    vote.set_choice(registry::v1::Vote::FOR);
    vote.set_content_hash(decision.content_hash());
    RETURN_IF_ERROR(session_.connection.As(voter.get<std::string>())
                        .Call(absl::StrCat(kService, "VoteOnDecision"), vote, &decision));
  }
  registry::v1::CloseDecisionRequest close;
  close.set_name(decision.name());
  return session_.connection.As(WordOf(step, "closer"))
      .Call(absl::StrCat(kService, "CloseDecision"), close, &decision);
}

absl::Status ExampleLoader::ApproveCase(const Json& step) {
  const Connection approver = session_.connection.As(WordOf(step, "as"));
  ASSIGN_OR_RETURN(const std::string name, Whole("businessCase", WordOf(step, "approve")));
  registry::v1::GetBusinessCaseRequest get;
  get.set_name(name);
  BusinessCase found;
  RETURN_IF_ERROR(Patiently(approver, absl::StrCat(kService, "GetBusinessCase"), get, &found));
  if (found.state() == BusinessCase::APPROVED) return absl::OkStatus();
  registry::v1::ApproveBusinessCaseRequest approve;
  approve.set_name(name);
  approve.set_content_hash(found.content_hash());
  return approver.Call(absl::StrCat(kService, "ApproveBusinessCase"), approve, &found);
}

}  // namespace palier::ctl
