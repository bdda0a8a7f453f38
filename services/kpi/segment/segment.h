// SPDX-License-Identifier: Apache-2.0
// A segment as it is stored: a head, and blocks of rows, keys and cells. It never changes: merging
// writes another one. Thread-safe once made.
#ifndef PALIER_KPI_SEGMENT_SEGMENT_H_
#define PALIER_KPI_SEGMENT_SEGMENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "kpi/segment/content.h"
#include "palier/kpi/storage/v1/segment.pb.h"

namespace palier::kpi {

// The numbers are stored.
enum class BlockKind : int64_t { kRows = 1, kKeys = 2, kCells = 3, kSketches = 4, kUsers = 5 };

inline constexpr size_t kRowsPerBlock = 1024;

struct BlockBytes {
  BlockKind kind = BlockKind::kRows;
  int64_t position = 0;
  std::string bytes;
};

struct SegmentBytes {
  std::string head;
  // None for a small segment, whose head holds them.
  std::vector<BlockBytes> blocks;
};

SegmentBytes Encode(const Content& content);

// [first, end)
struct BlockSpan {
  size_t first = 0;
  size_t end = 0;
};

using KeyEntries = std::vector<KeyEntry>;
using SegmentCells = std::vector<SegmentCell>;

// An opened head.
class Segment {
 public:
  // DATA_LOSS for what Encode does not write.
  static absl::StatusOr<std::shared_ptr<const Segment>> Parse(absl::string_view head);

  size_t row_count() const { return head_.row_count(); }
  const Texts& texts() const { return *texts_; }
  // Whether its blocks are in its head.
  bool is_whole() const { return head_.row_blocks_size() > 0 || head_.row_count() == 0; }
  bool MayContain(uint64_t key) const;
  BlockSpan KeyBlocksWith(uint64_t key) const;
  // Of the places [from, to].
  BlockSpan RowBlocksWith(const CellPlace& from, const CellPlace& to) const;
  BlockSpan CellBlocksWith(const CellPlace& from, const CellPlace& to) const;
  // How many blocks of the kind there are.
  size_t CountOf(BlockKind kind) const;

  // Decode a block: from `bytes` as they are stored, or (null) from the head. DATA_LOSS.
  absl::StatusOr<std::shared_ptr<const Rows>> RowsOf(size_t block, const std::string* bytes) const;
  absl::StatusOr<std::shared_ptr<const KeyEntries>> KeysOf(size_t block,
                                                           const std::string* bytes) const;
  absl::StatusOr<std::shared_ptr<const SegmentCells>> CellsOf(size_t block,
                                                              const std::string* bytes) const;
  absl::StatusOr<std::shared_ptr<const storage::v1::SketchBlock>> SketchesOf(
      size_t block, const std::string* bytes) const;
  absl::StatusOr<std::shared_ptr<const storage::v1::UserBlock>> UsersOf(
      size_t block, const std::string* bytes) const;
  // All of it; `blocks` as they are stored, in the order of kind and position.
  absl::StatusOr<Content> ContentOf(const std::vector<BlockBytes>& blocks) const;

  // About, in bytes.
  size_t memory() const;

 private:
  storage::v1::Segment head_;  // without texts and fences
  std::shared_ptr<const Texts> texts_;
  std::vector<CellPlace> row_fences_;
  std::vector<uint64_t> key_fences_;
  std::vector<CellPlace> cell_fences_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_SEGMENT_H_
