// SPDX-License-Identifier: Apache-2.0
#include "common/aip/etag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "common/status/error.h"

namespace palier::aip {
namespace {

TEST(EtagTest, QuotesTheRevision) {
  EXPECT_EQ(MakeEtag(17), "\"17\"");
  EXPECT_EQ(MakeEtag(std::numeric_limits<int64_t>::max()), "\"9223372036854775807\"");
}

TEST(EtagTest, HoldsWhenEmptyOrEqual) {
  EXPECT_TRUE(CheckEtag("", MakeEtag(2), "organizations/a").ok());
  EXPECT_TRUE(CheckEtag("\"2\"", MakeEtag(2), "organizations/a").ok());
}

TEST(EtagTest, OtherwiseTellsBoth) {
  for (const char* given : {"\"1\"", "2", "W/\"2\"", "\"2\" ", "*", "\xFF"}) {
    const absl::Status status = CheckEtag(given, MakeEtag(2), "organizations/a");
    EXPECT_EQ(status.code(), absl::StatusCode::kAborted) << given;
    const auto detail = status::DetailOf(status);
    EXPECT_EQ(detail.reason(), error::v1::ETAG_MISMATCH) << given;
    EXPECT_EQ(detail.metadata().at("current_etag"), "\"2\"");
    EXPECT_EQ(detail.metadata().at("resource"), "organizations/a");
  }
}

}  // namespace
}  // namespace palier::aip
