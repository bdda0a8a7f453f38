// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/segments.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "kpi/segment/merge_policy.h"
#include "kpi/storage/block_cache.h"

namespace palier::kpi {
namespace {

constexpr char kOfProject[] = " WHERE organization=$1 AND project=$2";
constexpr int64_t kHead = 0;  // among BlockKind, in the cache
// Most rows that a merge in the transaction of a batch has: some ten milliseconds.
constexpr int64_t kQuickMerge = 1 << 15;

// About what decoded blocks take.
size_t MemoryOf(const Rows& rows) {
  return rows.rows.size() * sizeof(Row) + rows.event_ids.size() + rows.business_keys.size();
}
size_t MemoryOf(const KeyEntries& keys) {
  return keys.size() * sizeof(KeyEntry);
}
size_t MemoryOf(const SegmentCells& cells) {
  size_t bytes = cells.size() * sizeof(SegmentCell);
  for (const SegmentCell& cell : cells) bytes += cell.day.last.id.capacity();
  return bytes;
}
size_t MemoryOf(const google::protobuf::Message& block) {
  return block.SpaceUsedLong();
}

int64_t RowsOf(const std::vector<StoredSegment>& segments) {
  return std::accumulate(
      segments.begin(), segments.end(), int64_t{0},
      [](int64_t rows, const StoredSegment& stored) { return rows + stored.row_count; });
}

}  // namespace

std::optional<Places> PlacesOf(const Texts& texts, absl::string_view kpi, const std::string* team,
                               DaySpan days) {
  const std::optional<uint32_t> number = texts.Find(kpi);
  if (!number) return std::nullopt;
  if (team == nullptr) {
    return Places{{*number, 0, INT64_MIN}, {*number, UINT32_MAX, INT64_MAX}, days};
  }
  const std::optional<uint32_t> team_number = texts.Find(*team);
  if (!team_number) return std::nullopt;
  return Places{{*number, *team_number, days.first}, {*number, *team_number, days.last}, days};
}

absl::Status Segments::Load() {
  if (loaded_) return absl::OkStatus();
  segments_.clear();
  RETURN_IF_ERROR(
      transaction_.Query(absl::StrCat("SELECT number, uid, row_count FROM kpi_segment", kOfProject,
                                      " ORDER BY number"),
                         {key_.organization, key_.project}, [&](const sql::Row& row) {
                           segments_.push_back({row.int64(0), row.int64(1), row.int64(2), nullptr});
                           return absl::OkStatus();
                         }));
  loaded_ = true;
  return absl::OkStatus();
}

absl::Status Segments::LoadHead(StoredSegment& stored) {
  if (stored.segment != nullptr) return absl::OkStatus();
  const BlockCache::Key key(stored.uid, kHead, 0);
  stored.segment = BlockCache::Shared().Find<Segment>(key);
  if (stored.segment != nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat("SELECT head FROM kpi_segment", kOfProject, " AND number=$3"),
      {key_.organization, key_.project, stored.number}, [&](const sql::Row& row) -> absl::Status {
        ASSIGN_OR_RETURN(stored.segment, Segment::Parse(row.blob(0)));
        return absl::OkStatus();
      }));
  if (stored.segment == nullptr) return absl::DataLossError("a segment has no head");
  BlockCache::Shared().Put(key, stored.segment, stored.segment->memory());
  return absl::OkStatus();
}

absl::StatusOr<absl::Span<const StoredSegment>> Segments::All() {
  RETURN_IF_ERROR(Load());
  for (StoredSegment& stored : segments_) RETURN_IF_ERROR(LoadHead(stored));
  return absl::MakeConstSpan(segments_);
}

absl::StatusOr<std::unique_ptr<std::string>> Segments::BytesOf(const StoredSegment& stored,
                                                               BlockKind kind, size_t block) {
  std::unique_ptr<std::string> bytes;
  if (stored.segment->is_whole()) return bytes;
  RETURN_IF_ERROR(transaction_.Query(absl::StrCat("SELECT data FROM kpi_segment_block", kOfProject,
                                                  " AND uid=$3 AND kind=$4 AND position=$5"),
                                     {key_.organization, key_.project, stored.uid,
                                      static_cast<int64_t>(kind), static_cast<int64_t>(block)},
                                     [&](const sql::Row& row) {
                                       const absl::string_view data = row.blob(0);
                                       bytes =
                                           std::make_unique<std::string>(data.data(), data.size());
                                       return absl::OkStatus();
                                     }));
  if (bytes == nullptr) return absl::DataLossError("a block of a segment is missing");
  return bytes;
}

template <typename T>
absl::StatusOr<std::shared_ptr<const T>> Segments::BlockOf(
    const StoredSegment& stored, BlockKind kind, size_t block,
    absl::StatusOr<std::shared_ptr<const T>> (Segment::*decode)(size_t, const std::string*) const) {
  const BlockCache::Key key(stored.uid, static_cast<int64_t>(kind), static_cast<int64_t>(block));
  if (auto found = BlockCache::Shared().Find<T>(key)) return found;
  ASSIGN_OR_RETURN(const auto bytes, BytesOf(stored, kind, block));
  ASSIGN_OR_RETURN(std::shared_ptr<const T> read, ((*stored.segment).*decode)(block, bytes.get()));
  BlockCache::Shared().Put(key, read, MemoryOf(*read));
  return read;
}

absl::StatusOr<std::shared_ptr<const Rows>> Segments::RowsOf(const StoredSegment& stored,
                                                             size_t block) {
  return BlockOf(stored, BlockKind::kRows, block, &Segment::RowsOf);
}

absl::StatusOr<std::shared_ptr<const KeyEntries>> Segments::KeysOf(const StoredSegment& stored,
                                                                   size_t block) {
  return BlockOf(stored, BlockKind::kKeys, block, &Segment::KeysOf);
}

absl::StatusOr<std::shared_ptr<const SegmentCells>> Segments::CellsOf(const StoredSegment& stored,
                                                                      size_t block) {
  return BlockOf(stored, BlockKind::kCells, block, &Segment::CellsOf);
}

absl::StatusOr<std::shared_ptr<const storage::v1::SketchBlock>> Segments::SketchesOf(
    const StoredSegment& stored, size_t block) {
  return BlockOf(stored, BlockKind::kSketches, block, &Segment::SketchesOf);
}

absl::StatusOr<std::shared_ptr<const storage::v1::UserBlock>> Segments::UsersOf(
    const StoredSegment& stored, size_t block) {
  return BlockOf(stored, BlockKind::kUsers, block, &Segment::UsersOf);
}

absl::Status Segments::ReadBlocks(const StoredSegment& stored, BlockKind kind,
                                  std::vector<BlockBytes>& blocks) {
  // Not all at once: a connection keeps the memory of its largest result.
  constexpr size_t kAtOnce = 64;
  const size_t count = stored.segment->CountOf(kind);
  for (size_t begin = 0; begin < count; begin += kAtOnce) {
    RETURN_IF_ERROR(transaction_.Query(
        absl::StrCat("SELECT position, data FROM kpi_segment_block", kOfProject,
                     " AND uid=$3 AND kind=$4 AND position>=$5 AND position<$6 ORDER BY position"),
        {key_.organization, key_.project, stored.uid, static_cast<int64_t>(kind),
         static_cast<int64_t>(begin), static_cast<int64_t>(begin + kAtOnce)},
        [&](const sql::Row& row) {
          blocks.push_back({kind, row.int64(0), std::string(row.blob(1))});
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

absl::StatusOr<Content> Segments::ContentOf(const StoredSegment& stored) {
  std::vector<BlockBytes> blocks;
  if (!stored.segment->is_whole()) {
    for (const BlockKind kind : {BlockKind::kRows, BlockKind::kKeys, BlockKind::kCells,
                                 BlockKind::kSketches, BlockKind::kUsers}) {
      RETURN_IF_ERROR(ReadBlocks(stored, kind, blocks));
    }
  }
  return stored.segment->ContentOf(blocks);
}

absl::Status Segments::Insert(int64_t number, const Content& content) {
  return Insert(number, static_cast<int64_t>(content.rows.size()), Encode(content));
}

absl::Status Segments::Insert(int64_t number, int64_t row_count, const SegmentBytes& bytes) {
  const auto uid = static_cast<int64_t>(absl::Uniform<uint64_t>(absl::BitGen()));
  RETURN_IF_ERROR(
      transaction_
          .Execute("INSERT INTO kpi_segment (organization, project, number, uid, row_count, head) "
                   "VALUES ($1,$2,$3,$4,$5,$6)",
                   {key_.organization, key_.project, number, uid, row_count, sql::Blob{bytes.head}})
          .status());
  static constexpr absl::string_view kColumns[] = {"organization", "project",  "uid",
                                                   "kind",         "position", "data"};
  std::vector<std::vector<sql::Value>> rows;
  rows.reserve(bytes.blocks.size());
  for (const BlockBytes& block : bytes.blocks) {
    rows.push_back({key_.organization, key_.project, uid, static_cast<int64_t>(block.kind),
                    block.position, sql::Blob{block.bytes}});
  }
  if (!rows.empty()) RETURN_IF_ERROR(transaction_.BulkInsert("kpi_segment_block", kColumns, rows));
  const auto place = std::find_if(segments_.begin(), segments_.end(),
                                  [&](const auto& stored) { return stored.number > number; });
  segments_.insert(place, {number, uid, row_count, nullptr});
  return absl::OkStatus();
}

absl::Status Segments::Remove(const StoredSegment& stored) {
  if (!stored.segment->is_whole()) {
    RETURN_IF_ERROR(
        transaction_
            .Execute(absl::StrCat("DELETE FROM kpi_segment_block", kOfProject, " AND uid=$3"),
                     {key_.organization, key_.project, stored.uid})
            .status());
  }
  RETURN_IF_ERROR(
      transaction_
          .Execute(absl::StrCat("DELETE FROM kpi_segment", kOfProject, " AND number=$3"),
                   {key_.organization, key_.project, stored.number})
          .status());
  std::erase_if(segments_, [&](const auto& one) { return one.number == stored.number; });
  return absl::OkStatus();
}

absl::Status Segments::PassGate() {
  // SQLite has one writer at a time anyway.
  if (transaction_.dialect() == "sqlite") return absl::OkStatus();
  return transaction_
      .Execute(
          "INSERT INTO kpi_gate (organization, project, turn) VALUES ($1,$2,1) ON CONFLICT "
          "(organization, project) DO UPDATE SET turn = kpi_gate.turn + 1",
          {key_.organization, key_.project})
      .status();
}

absl::Status Segments::Append(const Content& content) {
  RETURN_IF_ERROR(Load());
  RETURN_IF_ERROR(Insert(segments_.empty() ? 1 : segments_.back().number + 1, content));
  return MergeQuickly();
}

std::vector<StoredSegment> Segments::Tail() const {
  std::vector<int64_t> row_counts;
  for (const StoredSegment& stored : segments_) row_counts.push_back(stored.row_count);
  const auto tail = static_cast<ptrdiff_t>(TailToMerge(row_counts));
  return {std::prev(segments_.end(), tail), segments_.end()};
}

absl::StatusOr<Content> Segments::Merged(std::vector<StoredSegment>& segments) {
  std::vector<Content> contents;
  for (StoredSegment& stored : segments) {
    RETURN_IF_ERROR(LoadHead(stored));
    ASSIGN_OR_RETURN(contents.emplace_back(), ContentOf(stored));
  }
  return kpi::Merge(std::move(contents));
}

absl::Status Segments::MergeQuickly() {
  std::vector<StoredSegment> tail = Tail();
  merge_is_due_ = palier::kpi::RowsOf(tail) > kQuickMerge;
  if (tail.empty() || merge_is_due_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Content content, Merged(tail));
  for (const StoredSegment& stored : tail) RETURN_IF_ERROR(Remove(stored));
  return Insert(tail.front().number, content);
}

absl::StatusOr<std::optional<MadeMerge>> Segments::MakeMerge() {
  RETURN_IF_ERROR(Load());
  MadeMerge made;
  made.merged = Tail();
  if (made.merged.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const Content content, Merged(made.merged));
  made.row_count = static_cast<int64_t>(content.rows.size());
  made.bytes = Encode(content);
  return made;
}

absl::Status Segments::Take(const MadeMerge& made) {
  RETURN_IF_ERROR(PassGate());
  RETURN_IF_ERROR(Load());
  const auto begin =
      std::search(segments_.begin(), segments_.end(), made.merged.begin(), made.merged.end(),
                  [](const StoredSegment& a, const StoredSegment& b) { return a.uid == b.uid; });
  if (begin == segments_.end()) return absl::OkStatus();
  for (const StoredSegment& stored : made.merged) RETURN_IF_ERROR(Remove(stored));
  return Insert(made.merged.front().number, made.row_count, made.bytes);
}

absl::Status Segments::Rewrite(absl::string_view text,
                               const std::function<void(Content&)>& change) {
  RETURN_IF_ERROR(PassGate());
  RETURN_IF_ERROR(All().status());
  const std::vector<StoredSegment> before = segments_;
  for (const StoredSegment& stored : before) {
    if (!stored.segment->texts().Find(text)) continue;
    ASSIGN_OR_RETURN(Content content, ContentOf(stored));
    change(content);
    RETURN_IF_ERROR(Remove(stored));
    if (!content.rows.empty()) RETURN_IF_ERROR(Insert(stored.number, content));
  }
  return absl::OkStatus();
}

absl::Status Segments::RenameUser(absl::string_view user, absl::string_view to,
                                  const std::function<void(const Row&, const Texts&)>& renamed) {
  return Rewrite(user, [&](Content& content) {
    const uint32_t number = *content.texts->Find(user) + 1;
    for (const Row& row : content.rows) {
      if (row.user == number && !row.rewrites) renamed(row, *content.texts);
    }
    kpi::RenameUser(user, to, content);
  });
}

absl::Status Segments::RemoveKpi(absl::string_view kpi) {
  return Rewrite(kpi, [&](Content& content) { content = WithoutKpi(std::move(content), kpi); });
}

}  // namespace palier::kpi
