// SPDX-License-Identifier: Apache-2.0
// What a Redis server answers, read with bounds: the peer may be anything.
#ifndef PALIER_COMMON_CACHE_REPLY_H_
#define PALIER_COMMON_CACHE_REPLY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

struct redisReader;

namespace palier::cache {

struct Reply {
  enum class Kind { kNil, kString, kStatus, kError, kInteger, kArray };
  Kind kind = Kind::kNil;
  std::string text;             // of a string, status or error
  int64_t integer = 0;          // of an integer
  std::vector<Reply> elements;  // of an array; never arrays themselves
};

// Cuts a stream of bytes into replies. Fails for good when the bytes are not RESP2, when a reply is
// longer than `kMaxBytes`, and on arrays that are nested or have more than `kMaxElements`: no
// command of ours is answered so. Not thread-safe.
class ReplyReader {
 public:
  static constexpr int64_t kMaxBytes = 9 << 20;
  static constexpr int kMaxElements = 16;

  ReplyReader();
  ~ReplyReader();

  // Adds bytes. Returns false if the reader has failed.
  bool Feed(absl::string_view bytes);
  // The next whole reply; null if there is none yet or the reader has failed.
  std::unique_ptr<Reply> Next();
  bool failed() const { return failed_; }

 private:
  redisReader* const reader_;
  // Bytes fed since the last whole reply.
  int64_t pending_ = 0;
  bool failed_ = false;
};

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_REPLY_H_
