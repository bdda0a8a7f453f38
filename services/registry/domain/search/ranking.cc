// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/search/ranking.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "registry/domain/search/words.h"

namespace palier::registry {
namespace {

constexpr size_t kBytesBefore = 60;
constexpr size_t kExcerptBytes = 160;

// A little before a match, where a character begins.
size_t BeginBefore(absl::string_view text, size_t match) {
  if (match <= kBytesBefore) return 0;
  size_t begin = match - kBytesBefore;
  while (begin < match && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
  const size_t blank = text.substr(begin, match - begin).find(' ');
  return blank == absl::string_view::npos ? begin : begin + blank + 1;
}

}  // namespace

void Ranking::Take(const std::vector<Posting>& postings) {
  absl::flat_hash_map<absl::string_view, std::pair<double, int>> best;
  for (const Posting& posting : postings) {
    const double weight = posting.weight / (posting.prefix ? 200.0 : 100.0);
    auto& [most, field] = best[posting.project];
    if (weight > most) {
      most = weight;
      field = posting.field;
    }
  }
  const double rarity = std::log1p(static_cast<double>(projects_) /
                                   static_cast<double>(std::max<size_t>(1, best.size())));
  for (const auto& [project, entry] : best) {
    Found& found = found_[std::string(project)];
    const double gain = rarity * entry.first;
    found.sum += gain;
    ++found.words;
    if (gain > found.most) {
      found.most = gain;
      found.field = entry.second;
    }
  }
}

std::vector<RankedProject> Ranking::Best(size_t limit) const {
  std::vector<RankedProject> ranked;
  ranked.reserve(found_.size());
  for (const auto& [project, found] : found_) {
    const double part = static_cast<double>(found.words) / static_cast<double>(words_);
    ranked.push_back({project, part * part * found.sum, found.field});
  }
  const size_t kept = std::min(limit, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept),
                    ranked.end(), [](const RankedProject& a, const RankedProject& b) {
                      return a.score != b.score ? a.score > b.score : a.project < b.project;
                    });
  ranked.resize(kept);
  return ranked;
}

std::string ExcerptAround(absl::string_view text, const std::vector<std::string>& words) {
  size_t match = text.size();
  ForEachWord(text, [&](absl::string_view written, const std::string& folded) {
    const size_t at = static_cast<size_t>(written.data() - text.data());
    if (at >= match) return;
    const bool asked = std::find(words.begin(), words.end(), folded) != words.end() ||
                       (!words.empty() && absl::StartsWith(folded, words.back()));
    if (asked) match = at;
  });
  const size_t begin = match == text.size() ? 0 : BeginBefore(text, match);
  absl::string_view cut = aip::CutText(text.substr(begin), kExcerptBytes);
  if (begin + cut.size() < text.size()) cut = cut.substr(0, cut.rfind(' '));
  std::string shown(cut);
  absl::RemoveExtraAsciiWhitespace(&shown);
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return absl::ascii_iscntrl(c); }, ' ');
  return absl::StrCat(begin > 0 ? "…" : "", shown, begin + cut.size() < text.size() ? "…" : "");
}

}  // namespace palier::registry
