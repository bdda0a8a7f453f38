// SPDX-License-Identifier: Apache-2.0
// What each organisation says about authorisation, near at hand.
#ifndef PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_
#define PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_

#include <memory>
#include <string>
#include <vector>

#include "common/resource/near_books.h"
#include "registry/domain/governance/authorisation.h"
#include "registry/storage/types.h"

namespace palier::registry {

// Most rules of one organisation; the next one is refused.
inline constexpr int kMaxAuthorisationRules = 5000;

// Made anew as a whole: one rule may change what every other one says.
class AuthorisationSource : public resource::BookSource<AuthorisationBook> {
 public:
  explicit AuthorisationSource(const Types& types) : types_(types) {}

  bool Concerns(absl::string_view resource) const override;
  absl::StatusOr<Make> ReadBook(resource::Session& session, const std::string& organization,
                                const std::shared_ptr<const AuthorisationBook>& before,
                                const std::vector<std::string>& changed) const override;
  size_t SizeOfBook(const AuthorisationBook& book) const override { return book.size(); }

 private:
  const Types& types_;
};

// A book that is null says DENIED.
using AuthorisationStore = resource::NearBooks<AuthorisationBook>;

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_
