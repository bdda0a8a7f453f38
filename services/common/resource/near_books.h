// SPDX-License-Identifier: Apache-2.0
// NearShelves for books of one type.
#ifndef PALIER_COMMON_RESOURCE_NEAR_BOOKS_H_
#define PALIER_COMMON_RESOURCE_NEAR_BOOKS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/resource/near_shelves.h"

namespace palier::resource {

// What books of a type are made of: see NearShelves::Source. Thread-safe.
template <typename T>
class BookSource : public NearShelves::Source {
 public:
  // Called outside the transaction.
  using Make = std::function<std::shared_ptr<const T>()>;
  virtual absl::StatusOr<Make> ReadBook(Session& session, const std::string& organization,
                                        const std::shared_ptr<const T>& before,
                                        const std::vector<std::string>& changed) const = 0;
  virtual size_t SizeOfBook(const T& book) const = 0;

 private:
  absl::StatusOr<NearShelves::Bind> Read(Session& session, const std::string& organization,
                                         const NearShelves::Book& before,
                                         const std::vector<std::string>& changed) const final {
    absl::StatusOr<Make> make =
        ReadBook(session, organization, std::static_pointer_cast<const T>(before), changed);
    if (!make.ok()) return make.status();
    return [make = *std::move(make)]() -> NearShelves::Book { return make(); };
  }
  size_t SizeOf(const NearShelves::Book& book) const final {
    return SizeOfBook(*static_cast<const T*>(book.get()));
  }
};

// See NearShelves. Thread-safe.
template <typename T>
class NearBooks {
 public:
  using Book = std::shared_ptr<const T>;

  NearBooks(const Store& store, const BookSource<T>& source, NearShelves::Limits limits = {},
            NearShelves::Monotonic now = std::chrono::steady_clock::now)
      : source_(source), shelves_(store, source, limits, std::move(now)) {}

  std::optional<Book> Known(absl::string_view organization) {
    const std::optional<NearShelves::Book> known = shelves_.Known(organization);
    if (!known.has_value()) return std::nullopt;
    return std::static_pointer_cast<const T>(*known);
  }
  Book Look(absl::string_view organization) {
    return std::static_pointer_cast<const T>(shelves_.Look(organization));
  }
  // Something was committed here.
  void Saw(absl::string_view organization, absl::string_view resource) {
    if (source_.Concerns(resource)) shelves_.Forget(organization);
  }

 private:
  const BookSource<T>& source_;
  NearShelves shelves_;
};

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_NEAR_BOOKS_H_
