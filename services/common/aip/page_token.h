// SPDX-License-Identifier: Apache-2.0
// Pages of List methods (AIP-158): the size of a page, and the opaque token that says where the
// next one begins.
//
// A token holds the keyset values behind which the next page begins, and a checksum over them, the
// request's other fields and the caller. The checksum finds mistakes, it is no secret: a caller
// could forge a position, and would see nothing that the same request does not show anyway.
#ifndef PALIER_COMMON_AIP_PAGE_TOKEN_H_
#define PALIER_COMMON_AIP_PAGE_TOKEN_H_

#include <google/protobuf/message.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace palier::aip {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
// Of the token as text; keyset values that would make a longer one are refused when it is made.
inline constexpr size_t kMaxPageTokenBytes = 16384;
inline constexpr size_t kMaxPageTokenValues = 32;

// 0 means 50, more than 1,000 means 1,000. Returns INVALID_ARGUMENT with INVALID_FIELDS on
// `page_size` if negative.
absl::StatusOr<int> EffectivePageSize(int page_size);

// A checksum of the request's type and of all its known fields but `page_token` and `page_size`,
// and of `principal`. The same in every process of one release.
uint64_t RequestChecksum(const google::protobuf::Message& request, absl::string_view principal);

// The token of the page behind `values`. Returns INTERNAL if there are too many or too long values.
absl::StatusOr<std::string> MakePageToken(absl::Span<const std::string> values, uint64_t checksum);

// The values in a token made with the same checksum; none for the empty token, which asks for the
// first page. Returns INVALID_ARGUMENT with INVALID_PAGE_TOKEN if it is damaged or was made for
// another request or caller.
absl::StatusOr<std::vector<std::string>> ReadPageToken(absl::string_view token, uint64_t checksum);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_PAGE_TOKEN_H_
