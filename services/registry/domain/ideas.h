// SPDX-License-Identifier: Apache-2.0
// What becomes of an idea, and how many there are.
#ifndef PALIER_REGISTRY_DOMAIN_IDEAS_H_
#define PALIER_REGISTRY_DOMAIN_IDEAS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "palier/registry/v1/idea.pb.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {

// What the one who answers says, and when.
struct IdeaAnswer {
  std::string text;
  std::string answerer;  // principal
  absl::Time time;
};

// Each turns a submitted idea into an answered one; FAILED_PRECONDITION (ILLEGAL_TRANSITION) when
// it is answered already. `project` is a resource name.
absl::Status AcceptIdea(v1::Idea& idea, const std::string& project, const IdeaAnswer& answer);
absl::Status DeclineIdea(v1::Idea& idea, const IdeaAnswer& answer);

// The project that an idea becomes, without a name.
v1::Project ProjectOf(const v1::Idea& idea);

// Counts ideas by the quarter in which they were submitted. Not thread-safe.
class IdeaCount {
 public:
  // Quarters begin at midnight in `zone`.
  explicit IdeaCount(absl::TimeZone zone) : zone_(zone) {}
  void Add(const v1::Idea& idea);
  // Newest first; quarters without an idea are left out.
  std::vector<v1::IdeaQuarter> Quarters() const;

 private:
  absl::TimeZone zone_;
  std::map<absl::CivilMonth, v1::IdeaQuarter> quarters_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IDEAS_H_
