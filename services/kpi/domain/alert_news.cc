// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/alert_news.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

// What was told and not withdrawn.
std::vector<const ToldNews*> Believed(absl::Span<const ToldNews> told) {
  std::set<int64_t> withdrawn;
  for (const ToldNews& one : told) withdrawn.insert(one.withdraws);
  std::vector<const ToldNews*> believed;
  for (const ToldNews& one : told) {
    if (one.kind != AlertNewsKind::kWithdrawn && !withdrawn.contains(one.number)) {
      believed.push_back(&one);
    }
  }
  return believed;
}

// Where it stands among what is believed.
using Place = std::pair<absl::CivilDay, int64_t>;

Place PlaceOf(const ToldNews& told) {
  return {told.date, told.number};
}

bool Fires(absl::Span<const ToldNews* const> believed) {
  const auto last = std::max_element(
      believed.begin(), believed.end(),
      [](const ToldNews* a, const ToldNews* b) { return PlaceOf(*a) < PlaceOf(*b); });
  return last != believed.end() && (*last)->kind == AlertNewsKind::kRaised;
}

bool IsSamePeriod(PeriodUnit unit, absl::CivilDay a, absl::CivilDay b) {
  return FirstDayOf(unit, a) == FirstDayOf(unit, b);
}

bool IsSame(PeriodUnit unit, const ToldNews& told, const AlertNews& news) {
  return told.kind == news.kind && IsSamePeriod(unit, told.date, news.date);
}

// The changes into and out of FIRING.
std::vector<AlertNews> ChangesOf(const AlertStory& story) {
  std::vector<AlertNews> changes;
  for (const AlertTransition& change : story.changes) {
    const bool raised = change.to.state == AlertState::kFiring;
    if (!raised && change.from != AlertState::kFiring) continue;
    changes.push_back({raised ? AlertNewsKind::kRaised : AlertNewsKind::kCleared, change.to.since,
                       change.to.state, 0, change.to.text});
  }
  return changes;
}

AlertNews ClearedByChange() {
  AlertNews news;
  news.kind = AlertNewsKind::kCleared;
  news.state = AlertState::kNoData;
  news.text = {"It does not fire any more since the rule or its KPI was changed.",
               "Elle n'est plus déclenchée depuis que la règle ou son KPI a été modifié."};
  return news;
}

// What is told of before `from`: where the alert stood then, unless it is believed.
std::optional<AlertNews> OpeningOf(absl::Span<const AlertNews> before, absl::CivilDay from,
                                   bool believed_firing) {
  const bool firing = !before.empty() && before.back().kind == AlertNewsKind::kRaised;
  if (firing == believed_firing) return std::nullopt;
  AlertNews opening = firing ? before.back() : ClearedByChange();
  opening.date = from;
  return opening;
}

// The story as it is to be told. A measure of the period of `from` may have moved past it: what it
// says is believed already, unless the opening was told.
std::vector<AlertNews> ToBeTold(const AlertStory& story, absl::CivilDay from, PeriodUnit unit,
                                bool believed_firing, absl::Span<const ToldNews* const> open) {
  const std::vector<AlertNews> changes = ChangesOf(story);
  auto first = std::find_if(changes.begin(), changes.end(),
                            [&](const AlertNews& change) { return change.date >= from; });
  const absl::Span<const AlertNews> before(changes.data(),
                                           static_cast<size_t>(first - changes.begin()));
  std::vector<AlertNews> to_be_told;
  if (const auto opening = OpeningOf(before, from, believed_firing)) {
    const bool moved = first != changes.end() && IsSamePeriod(unit, first->date, from);
    const bool was_told = std::any_of(open.begin(), open.end(), [&](const ToldNews* one) {
      return one->kind == opening->kind && one->date == from;
    });
    if (moved && !was_told) {
      ++first;
    } else {
      to_be_told.push_back(*opening);
    }
  }
  to_be_told.insert(to_be_told.end(), first, changes.end());
  return to_be_told;
}

AlertNews Withdrawal(const ToldNews& told, const AlertStory& story) {
  return {AlertNewsKind::kWithdrawn,
          told.date,
          story.now.state,
          told.number,
          {absl::StrCat("Taken back, as what came later changed it: ", told.text.en),
           absl::StrCat("Annulé, car ce qui est venu ensuite l'a changé : ", told.text.fr)}};
}

}  // namespace

bool IsToldFiring(absl::Span<const ToldNews> told) {
  return Fires(Believed(told));
}

std::vector<AlertNews> NewsOf(const AlertStory& story, absl::CivilDay from, PeriodUnit unit,
                              absl::Span<const ToldNews> told) {
  std::vector<const ToldNews*> believed = Believed(told);
  const auto recent = std::stable_partition(believed.begin(), believed.end(),
                                            [](const ToldNews* one) { return one->earlier; });
  const std::vector<const ToldNews*> earlier(believed.begin(), recent);
  std::vector<const ToldNews*> open(recent, believed.end());
  const std::vector<AlertNews> changes = ToBeTold(story, from, unit, Fires(earlier), open);
  std::vector<AlertNews> fresh;
  Place last{absl::CivilDay::min(), 0};
  for (size_t i = 0; i < changes.size(); ++i) {
    const absl::CivilDay next =
        i + 1 < changes.size() ? changes[i + 1].date : absl::CivilDay::max();
    const auto known = std::find_if(open.begin(), open.end(), [&](const ToldNews* one) {
      return IsSame(unit, *one, changes[i]) && PlaceOf(*one) > last && one->date <= next;
    });
    if (known == open.end()) {
      fresh.push_back(changes[i]);
      last = {changes[i].date, std::numeric_limits<int64_t>::max()};
    } else {
      last = PlaceOf(**known);
      open.erase(known);
    }
  }
  std::vector<AlertNews> news;
  for (const ToldNews* one : open) news.push_back(Withdrawal(*one, story));
  std::move(fresh.begin(), fresh.end(), std::back_inserter(news));
  return news;
}

}  // namespace palier::kpi
