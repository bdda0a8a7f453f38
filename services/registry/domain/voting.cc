// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/voting.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/status/error.h"

namespace palier::registry {
namespace {

using Member = v1::CommitteeMember;

absl::Status NoQuorum(const v1::Decision& decision, const v1::Committee& committee, int votes) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::NO_QUORUM,
                       {"{resource} has {votes} vote(s); {quorum} are needed.",
                        "{resource} a {votes} vote(s) ; il en faut {quorum}."})
      .With("resource", decision.name())
      .With("votes", votes)
      .With("quorum", committee.quorum());
}

absl::Status Incomplete(const v1::Decision& decision, const std::string& missing) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::COMMITTEE_INCOMPLETE,
                       {"Nobody voted on {resource} for: {missing}.",
                        "Personne n'a voté sur {resource} pour : {missing}."})
      .With("resource", decision.name())
      .With("missing", missing);
}

}  // namespace

absl::StatusOr<v1::Decision::State> CountVotes(const v1::Decision& decision,
                                               const v1::Committee& committee) {
  int balance = 0, votes = 0;
  std::set<Member::Function> functions;
  for (const v1::Vote& vote : decision.votes()) {
    // Who has left the committee since does not count.
    const auto member =
        std::find_if(committee.members().begin(), committee.members().end(),
                     [&](const Member& one) { return one.person() == vote.person(); });
    if (member == committee.members().end()) continue;
    ++votes;
    functions.insert(member->function());
    balance += vote.choice() == v1::Vote::FOR ? 1 : vote.choice() == v1::Vote::AGAINST ? -1 : 0;
  }
  if (votes < committee.quorum()) return NoQuorum(decision, committee, votes);
  std::vector<std::string> missing;
  for (const auto function :
       {Member::IT, Member::LEGAL, Member::HUMAN_RESOURCES, Member::BUSINESS}) {
    if (!functions.contains(function)) missing.push_back(Member::Function_Name(function));
  }
  if (!missing.empty()) return Incomplete(decision, absl::StrJoin(missing, ", "));
  return balance > 0 ? v1::Decision::ADOPTED : v1::Decision::REJECTED;
}

}  // namespace palier::registry
