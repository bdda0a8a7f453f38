// SPDX-License-Identifier: Apache-2.0
// Every record of one type at once.
#ifndef PALIER_COMMON_RESOURCE_READ_ALL_H_
#define PALIER_COMMON_RESOURCE_READ_ALL_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/resource/rows.h"
#include "common/resource/store.h"
#include "common/status/error.h"

namespace palier::resource {

// What the store holds as `bytes`, as a message. INTERNAL, naming the type alone, when it does not
// read: a record's name or text may be personal.
template <typename Message>
absl::Status ReadStored(const Type& type, absl::string_view bytes, Message& to) {
  if (to.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  return status::Internal(absl::StrCat("a stored ", type.label(), " cannot be read"));
}

// Appends every record of a type below `parent` (exact, or with `-`), in name order.
template <typename Message>
absl::Status ReadAll(Session& session, const Type& type,
                     absl::string_view parent, std::vector<Message>& to) {
  return session.ForEach(
      type, OrganizationOf(parent), parent,
      [&](absl::string_view bytes) { return ReadStored(type, bytes, to.emplace_back()); });
}

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_READ_ALL_H_
