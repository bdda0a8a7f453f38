// SPDX-License-Identifier: Apache-2.0
#include "kpi/import/inflate.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "common/status/error.h"

namespace palier::kpi {
namespace {

constexpr size_t kLimit = 1 << 20;

std::string Gzip(const std::string& content) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string bytes(deflateBound(&stream, content.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  return bytes;
}

error::v1::ErrorReason ReasonFor(std::string bytes) {
  return status::ReasonOf(Inflate(std::move(bytes), kLimit).status());
}

TEST(InflateTest, PlainBytesStay) {
  EXPECT_EQ(Inflate("case_id,x\n", kLimit).value(), "case_id,x\n");
}

TEST(InflateTest, OneOrSeveralMembers) {
  EXPECT_EQ(Inflate(Gzip("one"), kLimit).value(), "one");
  EXPECT_EQ(Inflate(Gzip("one") + Gzip("two"), kLimit).value(), "onetwo");
  EXPECT_EQ(Inflate(Gzip(""), kLimit).value(), "");
}

TEST(InflateTest, ABombStopsAtTheLimit) {
  EXPECT_EQ(Inflate(Gzip(std::string(kLimit, 'x')), kLimit).value().size(), kLimit);
  EXPECT_EQ(ReasonFor(Gzip(std::string(kLimit + 1, 'x'))), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(ReasonFor(std::string(kLimit + 1, 'x')), error::v1::LIMIT_EXCEEDED);
}

TEST(InflateTest, EveryCutAndADamagedFileAreRefused) {
  const std::string bytes = Gzip("one two three four five");
  for (size_t size = 2; size < bytes.size(); ++size) {
    EXPECT_EQ(ReasonFor(bytes.substr(0, size)), error::v1::UNREADABLE_FILE) << size;
  }
  std::string damaged = bytes;
  damaged[damaged.size() - 6] ^= 1;  // in the checksum
  EXPECT_EQ(ReasonFor(damaged), error::v1::UNREADABLE_FILE);
}

}  // namespace
}  // namespace palier::kpi
