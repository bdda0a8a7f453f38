// SPDX-License-Identifier: Apache-2.0
// Texts as the words that a search finds them by.
#ifndef PALIER_REGISTRY_DOMAIN_SEARCH_WORDS_H_
#define PALIER_REGISTRY_DOMAIN_SEARCH_WORDS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {

inline constexpr size_t kMaxWordBytes = 40;
inline constexpr size_t kMaxWordsOfProject = 2000;
inline constexpr size_t kMaxWordsOfQuery = 8;

// Calls `fn` with each run of letters, marks and digits of the text, as written and folded
// (aip::FoldText), in order. Words of one byte once folded are left out ("l" of "l'usine"), longer
// ones than kMaxWordBytes are cut.
void ForEachWord(
    absl::string_view text,
    const std::function<void(absl::string_view written, const std::string& folded)>& fn);

// The different words of what somebody searches for, in order, at most kMaxWordsOfQuery.
std::vector<std::string> WordsOfQuery(absl::string_view query);

// A field of Project that is searched, and how much a word in it says.
struct SearchedField {
  const char* name;
  int weight;
  const std::string& (v1::Project::*text)() const;
};
const std::vector<SearchedField>& SearchedFields();

// A word of a project. `weight` in hundredths: for each field its weight times a factor of the
// number n of occurrences, 2n/(n+1), so that repeating a word never doubles it. `field`: index in
// SearchedFields of the field that gives most.
struct ProjectWord {
  std::string word;
  int weight;
  int field;
  friend bool operator==(const ProjectWord&, const ProjectWord&) = default;
};

// In order of the words; the heaviest kMaxWordsOfProject if there are more.
std::vector<ProjectWord> WordsOfProject(const v1::Project& project);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_SEARCH_WORDS_H_
