// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/search/words.h"

#include <utf8proc.h>

#include <algorithm>
#include <map>

#include "common/aip/text.h"

namespace palier::registry {
namespace {

bool IsWordPart(utf8proc_int32_t code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

// Length in bytes of the code point that the text begins with, and whether it belongs to a word.
std::pair<size_t, bool> Step(absl::string_view text) {
  utf8proc_int32_t code_point = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                       static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (size <= 0) return {1, false};
  return {static_cast<size_t>(size), IsWordPart(code_point)};
}

ProjectWord Weigh(const std::string& word, const std::vector<int>& occurrences) {
  ProjectWord weighed{word, 0, 0};
  int most = 0;
  for (size_t i = 0; i < occurrences.size(); ++i) {
    const int n = occurrences[i];
    const int weight = SearchedFields()[i].weight * 200 * n / (n + 1);
    weighed.weight += weight;
    if (weight > most) {
      most = weight;
      weighed.field = static_cast<int>(i);
    }
  }
  return weighed;
}

}  // namespace

void ForEachWord(
    absl::string_view text,
    const std::function<void(absl::string_view written, const std::string& folded)>& fn) {
  const auto end_of_run = [text](size_t at) {
    while (at < text.size()) {
      const auto [size, part] = Step(text.substr(at));
      if (!part) break;
      at += size;
    }
    return at;
  };
  for (size_t at = 0; at < text.size();) {
    const size_t end = end_of_run(at);
    if (end == at) {
      at += Step(text.substr(at)).first;
      continue;
    }
    const absl::string_view written = text.substr(at, end - at);
    const std::string folded(aip::CutText(aip::FoldText(written), kMaxWordBytes));
    if (folded.size() > 1) fn(written, folded);
    at = end;
  }
}

std::vector<std::string> WordsOfQuery(absl::string_view query) {
  std::vector<std::string> words;
  ForEachWord(query, [&](absl::string_view, const std::string& folded) {
    const bool known = std::find(words.begin(), words.end(), folded) != words.end();
    if (!known && words.size() < kMaxWordsOfQuery) words.push_back(folded);
  });
  return words;
}

const std::vector<SearchedField>& SearchedFields() {
  static const auto* fields = new std::vector<SearchedField>{
      {"display_name", 8, &v1::Project::display_name}, {"topic", 5, &v1::Project::topic},
      {"external_id", 5, &v1::Project::external_id},   {"sub_unit", 3, &v1::Project::sub_unit},
      {"purpose", 2, &v1::Project::purpose},           {"outputs", 2, &v1::Project::outputs}};
  return *fields;
}

std::vector<ProjectWord> WordsOfProject(const v1::Project& project) {
  const std::vector<SearchedField>& fields = SearchedFields();
  std::map<std::string, std::vector<int>> occurrences;
  for (size_t i = 0; i < fields.size(); ++i) {
    ForEachWord((project.*fields[i].text)(), [&](absl::string_view, const std::string& folded) {
      auto& counts = occurrences[folded];
      counts.resize(fields.size());
      ++counts[i];
    });
  }
  std::vector<ProjectWord> words;
  for (const auto& [word, counts] : occurrences) words.push_back(Weigh(word, counts));
  if (words.size() > kMaxWordsOfProject) {
    std::stable_sort(words.begin(), words.end(), [](const ProjectWord& a, const ProjectWord& b) {
      return a.weight > b.weight;
    });
    words.resize(kMaxWordsOfProject);
    std::sort(words.begin(), words.end(),
              [](const ProjectWord& a, const ProjectWord& b) { return a.word < b.word; });
  }
  return words;
}

}  // namespace palier::registry
