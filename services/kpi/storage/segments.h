// SPDX-License-Identifier: Apache-2.0
// The segments of a project in the store. One object serves one transaction; not thread-safe.
#ifndef PALIER_KPI_STORAGE_SEGMENTS_H_
#define PALIER_KPI_STORAGE_SEGMENTS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "kpi/segment/segment.h"
#include "kpi/storage/project_key.h"

namespace palier::kpi {

struct StoredSegment {
  int64_t number = 0;  // by age, in the project
  int64_t uid = 0;
  int64_t row_count = 0;
  std::shared_ptr<const Segment> segment;
};

// Days of a KPI, of one team or of all.
struct Places {
  // With all teams, other days lie between these two.
  CellPlace from;
  CellPlace to;
  DaySpan days;

  bool Has(const CellPlace& place) const {
    return place >= from && place <= to && place.day >= days.first && place.day <= days.last;
  }
};
// `team` is nullptr for all. Returns nullopt when the segment with these texts has none.
std::optional<Places> PlacesOf(const Texts& texts, absl::string_view kpi, const std::string* team,
                               DaySpan days);

// Newest segments become one: made from a snapshot, to be written later.
struct MadeMerge {
  std::vector<StoredSegment> merged;
  int64_t row_count = 0;
  SegmentBytes bytes;
};

class Segments {
 public:
  Segments(sql::Transaction& transaction, const ProjectKey& key)
      : transaction_(transaction), key_(key) {}

  // Oldest first.
  absl::StatusOr<absl::Span<const StoredSegment>> All();

  absl::StatusOr<std::shared_ptr<const Rows>> RowsOf(const StoredSegment& stored, size_t block);
  absl::StatusOr<std::shared_ptr<const KeyEntries>> KeysOf(const StoredSegment& stored,
                                                           size_t block);
  // Without sketches and users.
  absl::StatusOr<std::shared_ptr<const SegmentCells>> CellsOf(const StoredSegment& stored,
                                                              size_t block);
  absl::StatusOr<std::shared_ptr<const storage::v1::SketchBlock>> SketchesOf(
      const StoredSegment& stored, size_t block);
  absl::StatusOr<std::shared_ptr<const storage::v1::UserBlock>> UsersOf(const StoredSegment& stored,
                                                                        size_t block);

  // To be called first by whoever writes: on PostgreSQL a writer that overlaps another one begins
  // again on what that one wrote, instead of failing on its keys.
  absl::Status PassGate();
  // Adds the newest segment, and merges the newest ones when they are many and small.
  absl::Status Append(const Content& content);
  // Whether there is more to merge than an Append should take the time for.
  bool merge_is_due() const { return merge_is_due_; }
  // Makes the merge that is due, in a transaction that writes nothing. Returns nullopt for none.
  absl::StatusOr<std::optional<MadeMerge>> MakeMerge();
  // Puts it in the place of what it was made of. Does nothing when any of that is no longer there:
  // then something else has been merged, or erased.
  absl::Status Take(const MadeMerge& made);
  // Writes the segments that speak of the KPI again without it.
  absl::Status RemoveKpi(absl::string_view kpi);
  // Writes the segments that speak of the user again with another text. `renamed` is called with
  // each version that named the user, once.
  absl::Status RenameUser(absl::string_view user, absl::string_view to,
                          const std::function<void(const Row&, const Texts&)>& renamed);

 private:
  // The list, once.
  absl::Status Load();
  absl::Status LoadHead(StoredSegment& stored);
  // The block from the cache, or as `decode` reads it from its segment.
  template <typename T>
  absl::StatusOr<std::shared_ptr<const T>> BlockOf(
      const StoredSegment& stored, BlockKind kind, size_t block,
      absl::StatusOr<std::shared_ptr<const T>> (Segment::*decode)(size_t, const std::string*)
          const);
  // The bytes of a block that is not in its head; nullptr for one that is.
  absl::StatusOr<std::unique_ptr<std::string>> BytesOf(const StoredSegment& stored, BlockKind kind,
                                                       size_t block);
  absl::Status ReadBlocks(const StoredSegment& stored, BlockKind kind,
                          std::vector<BlockBytes>& blocks);
  absl::StatusOr<Content> ContentOf(const StoredSegment& stored);
  absl::Status Insert(int64_t number, int64_t row_count, const SegmentBytes& bytes);
  absl::Status Insert(int64_t number, const Content& content);
  absl::Status Remove(const StoredSegment& stored);
  // The newest that should become one, after Load; empty for none.
  std::vector<StoredSegment> Tail() const;
  absl::StatusOr<Content> Merged(std::vector<StoredSegment>& segments);
  absl::Status MergeQuickly();
  // Writes the segments that have this text again as `change` makes them.
  absl::Status Rewrite(absl::string_view text, const std::function<void(Content&)>& change);

  sql::Transaction& transaction_;
  const ProjectKey& key_;
  bool loaded_ = false;
  bool merge_is_due_ = false;
  // Heads are loaded when they are asked for.
  std::vector<StoredSegment> segments_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_SEGMENTS_H_
