// SPDX-License-Identifier: Apache-2.0
// The words of the projects, kept beside them in the same transactions.
#ifndef PALIER_REGISTRY_STORAGE_SEARCH_INDEX_H_
#define PALIER_REGISTRY_STORAGE_SEARCH_INDEX_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/resource/store.h"
#include "palier/registry/v1/project.pb.h"
#include "registry/domain/search/ranking.h"
#include "registry/storage/types.h"

namespace palier::registry {

// An inverted index in SQL, the same on SQLite and PostgreSQL: a row for each word of each project,
// and one without a word for each project, by which they are counted. Deleted projects have none.
// Thread-safe.
class SearchIndex {
 public:
  // `types` must outlive it.
  explicit SearchIndex(const Types& types) : types_(types) {}

  static absl::Span<const sql::Migration> Migrations();
  // Takes in the projects that have no words yet: those of a version that did not know of the
  // index.
  absl::Status Fill(resource::Store& store) const;
  // Brings the words of a project up to date with a write (either may be null); for other types
  // does nothing. Writes what differs only.
  absl::Status Update(resource::Session& session, const resource::Type& type,
                      const google::protobuf::Message* before,
                      const google::protobuf::Message* after) const;
  // The best projects for the words (WordsOfQuery), of which the last may be a prefix; their
  // `project` is the id. Reads at most 20,000 places of each whole word and as many of the prefix.
  absl::StatusOr<std::vector<RankedProject>> Find(resource::Session& session,
                                                  absl::string_view organization,
                                                  const std::vector<std::string>& words,
                                                  size_t limit) const;

 private:
  const Types& types_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_STORAGE_SEARCH_INDEX_H_
