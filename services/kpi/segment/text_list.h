// SPDX-License-Identifier: Apache-2.0
// Lists of texts in little space: each leaves out what it shares with the one before. Pure, safe
// from any thread.
#ifndef PALIER_KPI_SEGMENT_TEXT_LIST_H_
#define PALIER_KPI_SEGMENT_TEXT_LIST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "palier/kpi/storage/v1/segment.pb.h"

namespace palier::kpi {

// Appends texts to a list.
class TextListWriter {
 public:
  explicit TextListWriter(storage::v1::TextList& list) : list_(list) {}
  void Add(absl::string_view text);

 private:
  storage::v1::TextList& list_;
  std::string before_;
};

// Appends the texts to `texts`; they point into `bytes`, which must stay where it is.
// DATA_LOSS for a list that TextListWriter does not write.
absl::Status ParseTexts(const storage::v1::TextList& list, std::string& bytes,
                        std::vector<absl::string_view>& texts);

// Different texts in byte order; each is told by its number. Cannot be copied, as its texts point
// into it.
class Texts {
 public:
  Texts() = default;
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;
  // Sorts them and drops repeats.
  explicit Texts(std::vector<absl::string_view> texts);
  // DATA_LOSS.
  absl::Status Parse(const storage::v1::TextList& list);
  void Serialize(storage::v1::TextList& list) const;

  size_t size() const { return texts_.size(); }
  absl::string_view operator[](size_t number) const { return texts_[number]; }
  absl::Span<const absl::string_view> all() const { return texts_; }
  std::optional<uint32_t> Find(absl::string_view text) const;
  // About, in bytes.
  size_t memory() const { return bytes_.size() + texts_.size() * sizeof(absl::string_view); }

 private:
  std::string bytes_;
  std::vector<absl::string_view> texts_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_TEXT_LIST_H_
