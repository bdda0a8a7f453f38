// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/segment.h"

#include <algorithm>
#include <utility>

#include "absl/types/span.h"
#include "common/status/macros.h"
#include "kpi/segment/key_filter.h"

namespace palier::kpi {
namespace {

constexpr size_t kKeysPerBlock = 1024;
constexpr size_t kCellsPerBlock = 64;
// Most bytes of blocks that stay in the head: a segment of a small batch is one row of its table.
constexpr size_t kMaxInHead = 32 << 10;

absl::Status Damaged() {
  return absl::DataLossError("a segment of measurements is damaged");
}

storage::v1::Fence FenceOf(const CellPlace& place) {
  storage::v1::Fence fence;
  fence.set_kpi(place.kpi);
  fence.set_team(place.team);
  fence.set_day(place.day);
  return fence;
}

// Calls `write` with each piece of at most `size` items.
template <typename T, typename Write>
void ForEachPiece(const std::vector<T>& items, size_t size, Write write) {
  for (size_t begin = 0; begin < items.size(); begin += size) {
    write(absl::MakeConstSpan(items).subspan(begin, size));
  }
}

void EncodeBlocks(const Content& content, storage::v1::Segment& segment) {
  ForEachPiece(content.rows, kRowsPerBlock, [&](absl::Span<const Row> rows) {
    *segment.add_row_fences() = FenceOf(rows.front().cell);
    Encode(rows, *segment.add_row_blocks());
  });
  ForEachPiece(content.keys, kKeysPerBlock, [&](absl::Span<const KeyEntry> keys) {
    segment.add_key_fences(keys.front().key);
    Encode(keys, *segment.add_key_blocks());
  });
  ForEachPiece(content.cells, kCellsPerBlock, [&](absl::Span<const SegmentCell> cells) {
    *segment.add_cell_fences() = FenceOf(cells.front().place);
    CellBlocks blocks = Encode(cells);
    *segment.add_cell_blocks() = std::move(blocks.cells);
    *segment.add_sketch_blocks() = std::move(blocks.sketches);
    *segment.add_user_blocks() = std::move(blocks.users);
  });
}

template <typename Blocks>
void Serialize(BlockKind kind, const Blocks& from, std::vector<BlockBytes>& blocks) {
  for (int i = 0; i < from.size(); ++i) {
    blocks.push_back({kind, i, from.Get(i).SerializeAsString()});
  }
}

// The blocks that may hold [from, to]: the one before the first fence that is not below `from` may
// end with it.
template <typename Fence>
BlockSpan Find(const std::vector<Fence>& fences, const Fence& from, const Fence& to) {
  const auto first = std::lower_bound(fences.begin(), fences.end(), from);
  const auto end = std::upper_bound(first, fences.end(), to);
  const auto begin = first == fences.begin() ? first : first - 1;
  return {static_cast<size_t>(begin - fences.begin()), static_cast<size_t>(end - fences.begin())};
}

absl::Status ReadFences(const google::protobuf::RepeatedPtrField<storage::v1::Fence>& fences,
                        std::vector<CellPlace>& places) {
  for (const storage::v1::Fence& fence : fences) {
    places.push_back({fence.kpi(), fence.team(), fence.day()});
  }
  return std::is_sorted(places.begin(), places.end()) ? absl::OkStatus() : Damaged();
}

// The block in `bytes`, or in the head.
template <typename Block>
absl::StatusOr<const Block*> BlockOf(const google::protobuf::RepeatedPtrField<Block>& in_head,
                                     size_t position, const std::string* bytes, Block& read) {
  if (bytes != nullptr) {
    if (!read.ParseFromString(*bytes)) return Damaged();
    return &read;
  }
  if (position >= static_cast<size_t>(in_head.size())) return Damaged();
  return &in_head.Get(static_cast<int>(position));
}

}  // namespace

SegmentBytes Encode(const Content& content) {
  storage::v1::Segment segment;
  segment.set_row_count(static_cast<uint32_t>(content.rows.size()));
  content.texts->Serialize(*segment.mutable_texts());
  std::string filter = EmptyFilter(content.keys.size());
  for (const KeyEntry& entry : content.keys) AddToFilter(filter, entry.key);
  segment.set_key_filter(std::move(filter));
  EncodeBlocks(content, segment);
  SegmentBytes bytes;
  if (segment.ByteSizeLong() > kMaxInHead) {
    Serialize(BlockKind::kRows, segment.row_blocks(), bytes.blocks);
    Serialize(BlockKind::kKeys, segment.key_blocks(), bytes.blocks);
    Serialize(BlockKind::kCells, segment.cell_blocks(), bytes.blocks);
    Serialize(BlockKind::kSketches, segment.sketch_blocks(), bytes.blocks);
    Serialize(BlockKind::kUsers, segment.user_blocks(), bytes.blocks);
    segment.clear_row_blocks();
    segment.clear_key_blocks();
    segment.clear_cell_blocks();
    segment.clear_sketch_blocks();
    segment.clear_user_blocks();
  }
  bytes.head = segment.SerializeAsString();
  return bytes;
}

absl::StatusOr<std::shared_ptr<const Segment>> Segment::Parse(absl::string_view head) {
  auto segment = std::make_shared<Segment>();
  storage::v1::Segment& in = segment->head_;
  if (!in.ParseFromArray(head.data(), static_cast<int>(head.size()))) return Damaged();
  auto texts = std::make_shared<Texts>();
  RETURN_IF_ERROR(texts->Parse(in.texts()));
  segment->texts_ = std::move(texts);
  RETURN_IF_ERROR(ReadFences(in.row_fences(), segment->row_fences_));
  RETURN_IF_ERROR(ReadFences(in.cell_fences(), segment->cell_fences_));
  segment->key_fences_.assign(in.key_fences().begin(), in.key_fences().end());
  if (!std::is_sorted(segment->key_fences_.begin(), segment->key_fences_.end())) return Damaged();
  in.clear_texts();
  in.clear_row_fences();
  in.clear_key_fences();
  in.clear_cell_fences();
  return segment;
}

bool Segment::MayContain(uint64_t key) const {
  return kpi::MayContain(head_.key_filter(), key);
}

BlockSpan Segment::KeyBlocksWith(uint64_t key) const {
  return Find(key_fences_, key, key);
}

BlockSpan Segment::RowBlocksWith(const CellPlace& from, const CellPlace& to) const {
  return Find(row_fences_, from, to);
}

BlockSpan Segment::CellBlocksWith(const CellPlace& from, const CellPlace& to) const {
  return Find(cell_fences_, from, to);
}

size_t Segment::CountOf(BlockKind kind) const {
  switch (kind) {
    case BlockKind::kRows:
      return row_fences_.size();
    case BlockKind::kKeys:
      return key_fences_.size();
    case BlockKind::kCells:
    case BlockKind::kSketches:
    case BlockKind::kUsers:
      return cell_fences_.size();
  }
  return 0;
}

absl::StatusOr<std::shared_ptr<const Rows>> Segment::RowsOf(size_t block,
                                                            const std::string* bytes) const {
  storage::v1::RowBlock read;
  ASSIGN_OR_RETURN(const auto* found, BlockOf(head_.row_blocks(), block, bytes, read));
  auto rows = std::make_shared<Rows>();
  RETURN_IF_ERROR(Decode(*found, texts_->size(), *rows));
  return rows;
}

absl::StatusOr<std::shared_ptr<const KeyEntries>> Segment::KeysOf(size_t block,
                                                                  const std::string* bytes) const {
  storage::v1::KeyBlock read;
  ASSIGN_OR_RETURN(const auto* found, BlockOf(head_.key_blocks(), block, bytes, read));
  auto keys = std::make_shared<KeyEntries>();
  RETURN_IF_ERROR(Decode(*found, row_count(), *keys));
  return keys;
}

absl::StatusOr<std::shared_ptr<const SegmentCells>> Segment::CellsOf(
    size_t block, const std::string* bytes) const {
  storage::v1::CellBlock read;
  ASSIGN_OR_RETURN(const auto* found, BlockOf(head_.cell_blocks(), block, bytes, read));
  auto cells = std::make_shared<SegmentCells>();
  RETURN_IF_ERROR(Decode(*found, texts_->size(), *cells));
  return cells;
}

absl::StatusOr<std::shared_ptr<const storage::v1::SketchBlock>> Segment::SketchesOf(
    size_t block, const std::string* bytes) const {
  storage::v1::SketchBlock read;
  ASSIGN_OR_RETURN(const auto* found, BlockOf(head_.sketch_blocks(), block, bytes, read));
  return found == &read ? std::make_shared<const storage::v1::SketchBlock>(std::move(read))
                        : std::make_shared<const storage::v1::SketchBlock>(*found);
}

absl::StatusOr<std::shared_ptr<const storage::v1::UserBlock>> Segment::UsersOf(
    size_t block, const std::string* bytes) const {
  storage::v1::UserBlock read;
  ASSIGN_OR_RETURN(const auto* found, BlockOf(head_.user_blocks(), block, bytes, read));
  return found == &read ? std::make_shared<const storage::v1::UserBlock>(std::move(read))
                        : std::make_shared<const storage::v1::UserBlock>(*found);
}

absl::StatusOr<Content> Segment::ContentOf(const std::vector<BlockBytes>& blocks) const {
  const size_t wanted =
      CountOf(BlockKind::kRows) + CountOf(BlockKind::kKeys) + 3 * CountOf(BlockKind::kCells);
  if (blocks.size() != (is_whole() ? 0 : wanted)) return Damaged();
  size_t next = 0;
  const auto bytes_of_next = [&] { return is_whole() ? nullptr : &blocks[next++].bytes; };
  Content content;
  content.texts = texts_;
  content.rows.reserve(row_count());
  for (size_t i = 0; i < CountOf(BlockKind::kRows); ++i) {
    ASSIGN_OR_RETURN(auto rows, RowsOf(i, bytes_of_next()));
    content.rows.insert(content.rows.end(), rows->rows.begin(), rows->rows.end());
    content.origins.push_back(std::move(rows));
  }
  if (content.rows.size() != row_count()) return Damaged();
  for (size_t i = 0; i < CountOf(BlockKind::kKeys); ++i) {
    ASSIGN_OR_RETURN(const auto keys, KeysOf(i, bytes_of_next()));
    content.keys.insert(content.keys.end(), keys->begin(), keys->end());
  }
  const size_t cell_blocks = CountOf(BlockKind::kCells);
  const size_t first = next;
  const auto beside = [&](size_t kinds_before, size_t block) {
    return is_whole() ? nullptr : &blocks[first + kinds_before * cell_blocks + block].bytes;
  };
  for (size_t i = 0; i < cell_blocks; ++i) {
    ASSIGN_OR_RETURN(const auto cells, CellsOf(i, beside(0, i)));
    ASSIGN_OR_RETURN(const auto sketches, SketchesOf(i, beside(1, i)));
    ASSIGN_OR_RETURN(const auto users, UsersOf(i, beside(2, i)));
    if (static_cast<size_t>(sketches->sketches_size()) != cells->size() ||
        static_cast<size_t>(users->cells_size()) != cells->size()) {
      return Damaged();
    }
    content.cells.insert(content.cells.end(), cells->begin(), cells->end());
    RETURN_IF_ERROR(AddSketches(*sketches, content.cells));
    RETURN_IF_ERROR(AddUsers(*users, texts_->size(), content.cells));
  }
  return content;
}

size_t Segment::memory() const {
  return head_.SpaceUsedLong() + texts_->memory() + 16 * row_fences_.size() +
         8 * key_fences_.size() + 16 * cell_fences_.size() + sizeof(Segment);
}

}  // namespace palier::kpi
