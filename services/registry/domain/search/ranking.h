// SPDX-License-Identifier: Apache-2.0
// Which projects speak most of what was asked.
#ifndef PALIER_REGISTRY_DOMAIN_SEARCH_RANKING_H_
#define PALIER_REGISTRY_DOMAIN_SEARCH_RANKING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace palier::registry {

// A project in which a word stands (ProjectWord::weight and field).
struct Posting {
  std::string project;
  int weight = 0;
  int field = 0;
  // The word only begins with what was asked.
  bool prefix = false;
};

struct RankedProject {
  std::string project;
  double score = 0;
  // Field in which the word stands that gave most.
  int field = 0;
};

// score = (words found / words asked)^2 * sum over the words found of
//         ln(1 + projects / projects with the word) * weight / 100 * (1/2 for a prefix)
// A word that stands in few projects says more about them (inverse document frequency, K. Sparck
// Jones, 1972); who speaks of all that was asked comes before who speaks much of a part. Of several
// words with the same prefix the best one counts. Not thread-safe.
class Ranking {
 public:
  // `projects`: how many there are; `words`: how many were asked.
  Ranking(int64_t projects, size_t words) : projects_(projects), words_(words) {}

  // Takes what was found for the next of the words.
  void Take(const std::vector<Posting>& postings);
  // The best ones first, by name where they are equal.
  std::vector<RankedProject> Best(size_t limit) const;

 private:
  struct Found {
    double sum = 0;
    double most = 0;
    size_t words = 0;
    int field = 0;
  };
  const int64_t projects_;
  const size_t words_;
  absl::flat_hash_map<std::string, Found> found_;
};

// The text around its first word that one of `words` (folded) asks for, about 160 bytes, with `…`
// where it was cut and runs of blanks as one; its beginning when none does. The last of `words` may
// be a prefix.
std::string ExcerptAround(absl::string_view text, const std::vector<std::string>& words);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_SEARCH_RANKING_H_
