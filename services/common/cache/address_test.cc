// SPDX-License-Identifier: Apache-2.0
#include "common/cache/address.h"

#include <gtest/gtest.h>

#include <string>

#include "common/cache/cache.h"

namespace palier::cache {
namespace {

struct Case {
  std::string text;
  int family;  // 0: refused
};

TEST(AddressTest, ReadsWhatNeedsNoResolver) {
  const Case cases[] = {
      {"unix:/run/redis.sock", AF_UNIX},
      {"unix:" + std::string(107, 'x'), AF_UNIX},
      {"127.0.0.1:6379", AF_INET},
      {"localhost:1", AF_INET},
      {"[::1]:65535", AF_INET6},
      {"", 0},
      {"unix:", 0},
      {"unix:" + std::string(108, 'x'), 0},
      {"127.0.0.1", 0},
      {"127.0.0.1:", 0},
      {"127.0.0.1:0", 0},
      {"127.0.0.1:65536", 0},
      {"127.0.0.1:-1", 0},
      {"127.1:6379", 0},
      {"::1:6379", 0},
      {"[127.0.0.1]:6379", 0},
      {"redis.example:6379", 0},
      {":6379", 0},
  };
  for (const Case& c : cases) {
    const std::optional<Address> address = ParseAddress(c.text);
    EXPECT_EQ(address ? address->storage.ss_family : 0, c.family) << c.text;
    EXPECT_EQ(IsRedisAddress(c.text), c.family != 0) << c.text;
  }
}

}  // namespace
}  // namespace palier::cache
