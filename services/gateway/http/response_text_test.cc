// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/response_text.h"

#include <gtest/gtest.h>

namespace palier::gateway::http {
namespace {

constexpr absl::Time kNow = absl::UnixEpoch();

TEST(HeadText, IsStatusAndHeaders) {
  EXPECT_EQ(HeadText({404, {{"A", "b"}}, ""}, {.content_length = 3, .keep_alive = false}, kNow),
            "HTTP/1.1 404 Not Found\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nA: b\r\n"
            "Content-Length: 3\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(HeadText({200, {}, ""}, {.chunked = true}, kNow),
            "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
            "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n");
}

TEST(HeadText, NoValueBeginsAnotherHeader) {
  const std::string text =
      HeadText({200, {{"A", "b\r\nSet-Cookie: x"}, {"B\n", "c"}, {"C", "d"}}, ""}, {}, kNow);
  EXPECT_EQ(text.find("Set-Cookie"), std::string::npos);
  EXPECT_EQ(text.find("B\n"), std::string::npos);
  EXPECT_NE(text.find("C: d\r\n"), std::string::npos);
}

TEST(ChunkText, SaysItsSizeInHexadecimal) {
  EXPECT_EQ(ChunkText("0123456789abcdefg"), "11\r\n0123456789abcdefg\r\n");
}

}  // namespace
}  // namespace palier::gateway::http
