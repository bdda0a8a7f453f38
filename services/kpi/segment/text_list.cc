// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/text_list.h"

#include <algorithm>

#include "common/status/macros.h"

namespace palier::kpi {
namespace {

// No text of a measurement is longer; what says otherwise is damaged.
constexpr uint32_t kMaxText = 4096;

absl::Status Damaged() {
  return absl::DataLossError("a list of texts is damaged");
}

}  // namespace

void TextListWriter::Add(absl::string_view text) {
  const size_t most = std::min(text.size(), before_.size());
  const size_t shared = static_cast<size_t>(
      std::mismatch(text.begin(), text.begin() + static_cast<ptrdiff_t>(most), before_.begin())
          .first -
      text.begin());
  list_.add_shared(static_cast<uint32_t>(shared));
  list_.add_size(static_cast<uint32_t>(text.size() - shared));
  list_.mutable_suffixes()->append(text.data() + shared, text.size() - shared);
  before_.resize(shared);
  before_.append(text.data() + shared, text.size() - shared);
}

absl::Status ParseTexts(const storage::v1::TextList& list, std::string& bytes,
                        std::vector<absl::string_view>& texts) {
  if (list.shared_size() != list.size_size()) return Damaged();
  size_t all = 0;
  size_t own = 0;
  uint32_t before = 0;
  for (int i = 0; i < list.size_size(); ++i) {
    if (list.shared(i) > before || list.size(i) > kMaxText - list.shared(i)) return Damaged();
    before = list.shared(i) + list.size(i);
    all += before;
    own += list.size(i);
  }
  if (own != list.suffixes().size()) return Damaged();
  bytes.resize(all);
  texts.reserve(texts.size() + static_cast<size_t>(list.size_size()));
  char* end = bytes.data();
  const char* last = end;
  const char* suffix = list.suffixes().data();
  for (int i = 0; i < list.size_size(); ++i) {
    char* const text = end;
    end = std::copy_n(last, list.shared(i), end);
    end = std::copy_n(suffix, list.size(i), end);
    suffix += list.size(i);
    last = text;
    texts.emplace_back(text, static_cast<size_t>(end - text));
  }
  return absl::OkStatus();
}

Texts::Texts(std::vector<absl::string_view> texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  size_t size = 0;
  for (const absl::string_view text : texts) size += text.size();
  bytes_.reserve(size);
  texts_.reserve(texts.size());
  for (const absl::string_view text : texts) {
    const size_t begin = bytes_.size();
    bytes_.append(text.data(), text.size());
    texts_.emplace_back(bytes_.data() + begin, text.size());
  }
}

absl::Status Texts::Parse(const storage::v1::TextList& list) {
  texts_.clear();
  RETURN_IF_ERROR(ParseTexts(list, bytes_, texts_));
  const auto descends = [](absl::string_view a, absl::string_view b) { return a >= b; };
  const bool ordered = std::adjacent_find(texts_.begin(), texts_.end(), descends) == texts_.end();
  return ordered ? absl::OkStatus() : Damaged();
}

void Texts::Serialize(storage::v1::TextList& list) const {
  TextListWriter writer(list);
  for (const absl::string_view text : texts_) writer.Add(text);
}

std::optional<uint32_t> Texts::Find(absl::string_view text) const {
  const auto found = std::lower_bound(texts_.begin(), texts_.end(), text);
  if (found == texts_.end() || *found != text) return std::nullopt;
  return static_cast<uint32_t>(found - texts_.begin());
}

}  // namespace palier::kpi
