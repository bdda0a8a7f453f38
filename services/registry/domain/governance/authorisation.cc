// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/authorisation.h"

#include <algorithm>
#include <array>

#include "common/aip/text.h"
#include "common/time/proto_time.h"
#include "registry/domain/governance/waivers.h"

namespace palier::registry {
namespace {

using Rule = v1::AuthorisationRule;
using Ground = Authorisation::Ground;

// How narrowly a rule fits the people asked about. kPart: it is about some of them only.
enum class Fit { kNone, kEverybody, kDepartment, kTeam, kPart };

// More flips than that ahead of one question are not looked through.
constexpr size_t kMostFlips = 16;

bool Holds(const std::vector<std::string>& sorted, absl::string_view name) {
  const auto found = std::lower_bound(
      sorted.begin(), sorted.end(), name,
      [](const std::string& a, absl::string_view b) { return absl::string_view(a) < b; });
  return found != sorted.end() && *found == name;
}

int Strictness(Rule::Effect effect) {
  switch (effect) {
    case Rule::DENIED:
      return 3;
    case Rule::CONDITIONAL:
      return 2;
    case Rule::ALLOWED:
      return 1;
    default:
      return 0;
  }
}

// What a rule names: whether the application, whether classes, which people.
struct Width {
  bool application, classes;
  Fit people;

  bool IsNarrowerThan(const Width& other) const {
    const bool as_narrow =
        application >= other.application && classes >= other.classes && people >= other.people;
    return as_narrow &&
           (application != other.application || classes != other.classes || people != other.people);
  }
};

// The strictest rule of each width; there are at most 2 x 2 x 4 of them.
class Contest {
 public:
  void Enter(const Width& width, const StandingRule& rule, Rule::Effect effect) {
    Place& place = places_[IndexOf(width)];
    if (place.rule == nullptr) {
      place.width = width;
    } else if (!Precedes(rule, effect, *place.rule, place.effect)) {
      return;
    }
    place.rule = &rule;
    place.effect = effect;
  }

  // A rule for a part of the people can only take from what one for all of them gives.
  Authorisation Winner() const {
    Authorisation winner;
    for (const Place& place : places_) {
      if (!IsPart(place) && !GivesWay(place)) Take(place, winner);
    }
    if (winner.rule == nullptr) return winner;
    for (const Place& place : places_) {
      if (IsPart(place)) Take(place, winner);
    }
    return winner;
  }

 private:
  struct Place {
    const StandingRule* rule = nullptr;
    Rule::Effect effect = Rule::EFFECT_UNSPECIFIED;
    Width width{};
  };

  static size_t IndexOf(const Width& width) {
    return (width.application ? 8u : 0u) + (width.classes ? 4u : 0u) +
           (static_cast<size_t>(width.people) - 1u);
  }
  static bool Precedes(const StandingRule& a, Rule::Effect effect_a, const StandingRule& b,
                       Rule::Effect effect_b) {
    if (effect_a != effect_b) return Strictness(effect_a) > Strictness(effect_b);
    return a.name < b.name;
  }
  static void Take(const Place& place, Authorisation& winner) {
    if (place.rule == nullptr) return;
    if (winner.rule == nullptr || Precedes(*place.rule, place.effect, *winner.rule, winner.effect))
      winner = {place.effect, Ground::kRule, place.rule};
  }
  static bool IsPart(const Place& place) { return place.width.people == Fit::kPart; }
  bool GivesWay(const Place& place) const {
    return std::any_of(places_.begin(), places_.end(), [&](const Place& other) {
      return other.rule != nullptr && !IsPart(other) && other.width.IsNarrowerThan(place.width);
    });
  }

  std::array<Place, 16> places_;
};

}  // namespace

struct AuthorisationBook::Case {
  absl::string_view population;
  std::string data_class;
  const Standing* standing = nullptr;
  // Of a team; empty for a department and for the whole organisation.
  absl::string_view department;
  bool sensitive = false;

  Fit FitOf(const StandingRule& rule) const {
    if (rule.populations.empty()) return Fit::kEverybody;
    if (population.empty()) return Fit::kPart;
    const bool team = !department.empty();
    if (Holds(rule.populations, population)) return team ? Fit::kTeam : Fit::kDepartment;
    if (team) return Holds(rule.populations, department) ? Fit::kDepartment : Fit::kNone;
    return Holds(rule.departments_of_teams, population) ? Fit::kPart : Fit::kNone;
  }
};

AuthorisationBook::AuthorisationBook(const AuthorisationFacts& facts)
    : size_(facts.rules.size() + facts.waivers.size() + facts.applications.size() +
            facts.departments.size() + facts.teams.size()) {
  for (const v1::Department& department : facts.departments) populations_[department.name()];
  // A team without a department is as narrow as one that has one.
  for (const v1::Team& team : facts.teams)
    populations_[team.name()] = team.department().empty() ? team.name() : team.department();
  for (const v1::Application& application : facts.applications)
    applications_[application.name()] = {application.state(), application.hosting(), {}};
  for (const v1::Waiver& waiver : facts.waivers) {
    const auto about = applications_.find(waiver.subject());
    const bool counts = waiver.state() == v1::Waiver::APPROVED &&
                        waiver.rule() == kSensitiveInCloud && about != applications_.end();
    if (!counts) continue;
    about->second.waivers.push_back(
        {waiver.name(), waiver.display_name(), time::TimeOf(waiver.expire_time())});
  }
  for (const std::string& name : facts.sensitive_classes)
    sensitive_classes_.insert(aip::FoldText(name));
  if (facts.sensitive_classes.empty()) sensitive_classes_.insert("sensitive");
  for (const Rule& rule : facts.rules) Add(rule);
}

void AuthorisationBook::Add(const Rule& rule) {
  auto standing = std::make_unique<StandingRule>(
      StandingRule{rule.name(),
                   rule.etag(),
                   rule.display_name(),
                   rule.condition(),
                   EffectInTime(rule),
                   !rule.application().empty(),
                   rule.data_classes_size() > 0,
                   {rule.populations().begin(), rule.populations().end()},
                   {}});
  for (const std::string& population : standing->populations) {
    const auto found = populations_.find(population);
    if (found != populations_.end() && !found->second.empty())
      standing->departments_of_teams.push_back(found->second);
  }
  std::sort(standing->populations.begin(), standing->populations.end());
  std::sort(standing->departments_of_teams.begin(), standing->departments_of_teams.end());
  ByClass& by_class = by_application_[rule.application()];
  absl::flat_hash_set<std::string> classes;
  for (const std::string& name : rule.data_classes()) classes.insert(aip::FoldText(name));
  if (classes.empty()) classes.insert("");
  for (const std::string& name : classes) by_class[name].push_back(standing.get());
  rules_.push_back(std::move(standing));
}

void AuthorisationBook::CollectMatching(const Case& asked, const ByClass& rules,
                                        Candidates& out) const {
  const auto collect = [&](absl::string_view data_class) {
    const auto found = rules.find(data_class);
    if (found == rules.end()) return;
    for (const StandingRule* rule : found->second) {
      if (asked.FitOf(*rule) != Fit::kNone) out.push_back(rule);
    }
  };
  if (!asked.data_class.empty()) collect(asked.data_class);
  collect("");
}

Authorisation AuthorisationBook::JudgeAt(const Case& asked,
                                         absl::Span<const StandingRule* const> matching,
                                         absl::Time now) const {
  Contest contest;
  for (const StandingRule* rule : matching) {
    const Rule::Effect effect = rule->in_time.At(now);
    const Fit fit = asked.FitOf(*rule);
    const bool counts =
        effect != Rule::EFFECT_UNSPECIFIED && !(fit == Fit::kPart && effect == Rule::ALLOWED);
    if (counts) contest.Enter({rule->names_application, rule->names_classes, fit}, *rule, effect);
  }
  Authorisation answer = contest.Winner();
  const bool may = answer.rule != nullptr && answer.effect != Rule::DENIED;
  if (!may || !asked.sensitive || asked.standing->hosting == v1::Application::ON_PREMISE)
    return answer;
  for (const StandingWaiver& waiver : asked.standing->waivers) {
    const bool longest = answer.waiver == nullptr || waiver.end > answer.waiver->end;
    if (now < waiver.end && longest) answer.waiver = &waiver;
  }
  if (answer.waiver != nullptr)
    return {Rule::CONDITIONAL, Ground::kWaiver, answer.rule, answer.waiver};
  const bool known = asked.standing->hosting != v1::Application::HOSTING_UNSPECIFIED;
  return {Rule::DENIED, known ? Ground::kSensitiveInCloud : Ground::kSensitiveHostingUnknown};
}

absl::Time AuthorisationBook::EndOf(const Authorisation& answer, const Case& asked,
                                    absl::Span<const StandingRule* const> matching,
                                    absl::Time now) const {
  std::vector<absl::Time> flips;
  const auto add = [&](absl::Time time) {
    if (time > now && time != absl::InfiniteFuture()) flips.push_back(time);
  };
  for (const StandingRule* rule : matching) {
    add(rule->in_time.start);
    add(rule->in_time.end);
  }
  if (asked.sensitive) {
    for (const StandingWaiver& waiver : asked.standing->waivers) add(waiver.end);
  }
  std::sort(flips.begin(), flips.end());
  for (size_t i = 0; i < flips.size(); ++i) {
    if (i == kMostFlips) return flips[i];
    const Authorisation then = JudgeAt(asked, matching, flips[i]);
    if (then.effect != answer.effect || then.ground != answer.ground || then.rule != answer.rule)
      return flips[i];
  }
  return absl::InfiniteFuture();
}

Authorisation AuthorisationBook::Judge(const AuthorisationQuestion& question,
                                       absl::Time now) const {
  const auto application = applications_.find(question.application);
  if (application == applications_.end()) return {Rule::DENIED, Ground::kUnknownApplication};
  if (application->second.state == v1::Application::WITHDRAWN)
    return {Rule::DENIED, Ground::kWithdrawn};
  Case asked;
  asked.population = question.population;
  asked.data_class = aip::FoldText(question.data_class);
  asked.standing = &application->second;
  asked.sensitive = sensitive_classes_.contains(asked.data_class);
  if (!question.population.empty()) {
    const auto population = populations_.find(question.population);
    if (population == populations_.end()) return {Rule::DENIED, Ground::kUnknownPopulation};
    asked.department = population->second;
  }
  Candidates matching;
  for (const absl::string_view name : {question.application, absl::string_view()}) {
    const auto rules = by_application_.find(name);
    if (rules != by_application_.end()) CollectMatching(asked, rules->second, matching);
  }
  Authorisation answer = JudgeAt(asked, matching, now);
  answer.end = EndOf(answer, asked, matching, now);
  return answer;
}

}  // namespace palier::registry
