// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/feedback.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

std::string Counted(int count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

// In French, nought is singular.
std::string Compte(int count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(count, " ", count <= 1 ? one : many);
}

}  // namespace

WaitingItems WaitingOf(const std::vector<SaidItem>& said, const std::set<std::string>& answered,
                       absl::Time now) {
  WaitingItems waiting;
  for (const SaidItem& item : said) {
    if (answered.contains(item.name)) continue;
    waiting.items.push_back(item);
    waiting.overdue_count += now >= item.deadline;
  }
  std::sort(waiting.items.begin(), waiting.items.end(), [](const SaidItem& a, const SaidItem& b) {
    return std::tie(a.deadline, a.name) < std::tie(b.deadline, b.name);
  });
  if (!waiting.items.empty()) waiting.next_deadline = waiting.items.front().deadline;
  return waiting;
}

Conditions NotTriaged(absl::string_view wave, int comment_count, int expectation_count) {
  const int count = comment_count + expectation_count;
  if (count == 0) return {};
  return {{"FEEDBACK_NOT_TRIAGED",
           std::string(wave),
           {absl::StrCat(Counted(count, "thing", "things"), " said since that wave started ",
                         count == 1 ? "waits" : "wait",
                         " for an answer: ", Counted(comment_count, "comment", "comments"), ", ",
                         Counted(expectation_count, "expectation", "expectations"), "."),
            absl::StrCat(Compte(count, "retour exprimé", "retours exprimés"),
                         " depuis le début de cette vague ", count == 1 ? "attend" : "attendent",
                         " une réponse : ", Compte(comment_count, "commentaire", "commentaires"),
                         ", ", Compte(expectation_count, "attente", "attentes"), ".")}}};
}

status::Text SentenceOf(const WaitingItems& waiting, int reply_count) {
  const int count = static_cast<int>(waiting.items.size());
  return {absl::StrCat(Counted(reply_count, "comment was answered", "comments were answered"), "; ",
                       Counted(count, "waits", "wait"), " for a reply, ", waiting.overdue_count,
                       " past the deadline."),
          absl::StrCat(Compte(reply_count, "commentaire a reçu une réponse",
                              "commentaires ont reçu une réponse"),
                       " ; ", Compte(count, "l'attend", "l'attendent"), ", dont ",
                       waiting.overdue_count, " hors délai.")};
}

}  // namespace palier::rollout
