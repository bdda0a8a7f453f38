// SPDX-License-Identifier: Apache-2.0
// What is stored about access, as a book to be asked.
#ifndef PALIER_ROLLOUT_STORAGE_ACCESS_SOURCE_H_
#define PALIER_ROLLOUT_STORAGE_ACCESS_SOURCE_H_

#include <memory>
#include <string>
#include <vector>

#include "common/resource/near_books.h"
#include "rollout/domain/access_book.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

using AccessBooks = resource::NearBooks<AccessBook>;

// 100,000 teams with 20 applications, and as many users: about 120 MB.
inline constexpr size_t kMaxAccessSize = 4000000;

// Reads again only the roll-outs and users that have changed. Thread-safe.
class AccessSource : public resource::BookSource<AccessBook> {
 public:
  explicit AccessSource(const Types& types) : types_(types) {}

  // A roll-out, its waves, its policy, and users.
  bool Concerns(absl::string_view resource) const override;
  absl::StatusOr<Make> ReadBook(resource::Session& session, const std::string& organization,
                                const std::shared_ptr<const AccessBook>& before,
                                const std::vector<std::string>& changed) const override;
  size_t SizeOfBook(const AccessBook& book) const override { return book.size(); }

 private:
  const Types& types_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_STORAGE_ACCESS_SOURCE_H_
