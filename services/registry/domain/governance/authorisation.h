// SPDX-License-Identifier: Apache-2.0
// May this application process this data for these people (S1-11)?
#ifndef PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUTHORISATION_H_
#define PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUTHORISATION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "palier/registry/v1/authorisation.pb.h"
#include "palier/registry/v1/landscape.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "registry/domain/governance/authorisation_rule.h"

namespace palier::registry {

// What one organisation says about authorisation.
struct AuthorisationFacts {
  std::vector<v1::AuthorisationRule> rules;
  std::vector<v1::Waiver> waivers;
  std::vector<v1::Application> applications;
  std::vector<v1::Department> departments;
  std::vector<v1::Team> teams;
  // Classes that must not go to a cloud without a waiver; empty: the preset, `sensitive`.
  std::vector<std::string> sensitive_classes;
};

struct AuthorisationQuestion {
  absl::string_view application;
  // Compared without case and accents.
  absl::string_view data_class;
  // A team or a department; empty: the whole organisation.
  absl::string_view population;
};

// A rule as it is kept.
struct StandingRule {
  std::string name, version, display_name, condition;
  EffectInTime in_time;
  bool names_application = false, names_classes = false;
  // Sorted names, and the departments of the teams among them; all empty: everybody.
  std::vector<std::string> populations, departments_of_teams;
};

struct StandingWaiver {
  std::string name, display_name;
  absl::Time end;
};

// An answer and what it rests on. Points into the book that gave it.
struct Authorisation {
  enum class Ground {
    kRule,
    kNoRule,
    kUnknownApplication,
    kUnknownPopulation,
    kWithdrawn,
    // The class of data must not go to a cloud, or nobody knows where the application is hosted.
    kSensitiveInCloud,
    kSensitiveHostingUnknown,
    kWaiver,
  };
  v1::AuthorisationRule::Effect effect = v1::AuthorisationRule::DENIED;
  Ground ground = Ground::kNoRule;
  // The rule that decides, for kRule and kWaiver.
  const StandingRule* rule = nullptr;
  // For kWaiver.
  const StandingWaiver* waiver = nullptr;
  // From then on the answer is another one, though nobody changes anything; at the latest what is
  // vouched for.
  absl::Time end = absl::InfiniteFuture();

  // Nothing of that name was found.
  bool IsAboutUnknown() const {
    return ground == Ground::kUnknownApplication || ground == Ground::kUnknownPopulation;
  }
};

// Everything an organisation says, made ready to be asked. Which rule decides:
//  1. An application that is unknown or withdrawn, or a population that is unknown, is DENIED.
//  2. A rule matches when it names the application or none, the class or none, and the population
//     (for a team, its department too) or none, and says something now.
//  3. A rule gives way to one that is narrower: that names all that it names and more, where a team
//     is narrower than its department. Rules of which neither is narrower are equals.
//  4. Of the rules that give way to none DENIED decides, then CONDITIONAL, then ALLOWED; among
//     these the first by name. No rule: DENIED.
//  5. Who asks for many (the organisation, a department) asks for each of them: a rule for a part
//     of them counts only where it is stricter than the rule that decides for all of them.
//  6. Sensitive data for an application that is not on premise is DENIED, and CONDITIONAL while an
//     approved waiver for the application holds, if the rules do not deny it.
// Immutable, thread-safe; answers in microseconds without allocating much.
class AuthorisationBook {
 public:
  explicit AuthorisationBook(const AuthorisationFacts& facts);
  AuthorisationBook(const AuthorisationBook&) = delete;
  AuthorisationBook& operator=(const AuthorisationBook&) = delete;

  Authorisation Judge(const AuthorisationQuestion& question, absl::Time now) const;
  // Rules, waivers, applications and populations it was made from.
  size_t size() const { return size_; }

 private:
  using Candidates = std::vector<const StandingRule*>;
  // Rules by folded class; "" for those that name none.
  using ByClass = absl::flat_hash_map<std::string, Candidates>;
  struct Standing {
    v1::Application::State state;
    v1::Application::Hosting hosting;
    std::vector<StandingWaiver> waivers;
  };
  // A question whose names were found.
  struct Case;

  void Add(const v1::AuthorisationRule& rule);
  void CollectMatching(const Case& asked, const ByClass& rules, Candidates& out) const;
  Authorisation JudgeAt(const Case& asked, absl::Span<const StandingRule* const> matching,
                        absl::Time now) const;
  absl::Time EndOf(const Authorisation& answer, const Case& asked,
                   absl::Span<const StandingRule* const> matching, absl::Time now) const;

  std::vector<std::unique_ptr<const StandingRule>> rules_;
  // By application; "" for those that name none.
  absl::flat_hash_map<std::string, ByClass> by_application_;
  absl::flat_hash_map<std::string, Standing> applications_;
  // Teams with their departments; departments with "".
  absl::flat_hash_map<std::string, std::string> populations_;
  absl::flat_hash_set<std::string> sensitive_classes_;
  const size_t size_;
};

// Why, in both languages.
status::Text Explain(const AuthorisationQuestion& question, const Authorisation& answer);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_GOVERNANCE_AUTHORISATION_H_
