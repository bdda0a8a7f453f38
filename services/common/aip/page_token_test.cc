// SPDX-License-Identifier: Apache-2.0
#include "common/aip/page_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "aip_test.pb.h"
#include "common/status/error.h"

namespace palier::aip {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

test::ListWidgetsRequest Request() {
  test::ListWidgetsRequest request;
  request.set_parent("organizations/acme");
  request.set_filter("state = ACTIVE");
  return request;
}

TEST(PageSizeTest, IsBroughtIntoItsRange) {
  EXPECT_EQ(*EffectivePageSize(0), 50);
  EXPECT_EQ(*EffectivePageSize(1), 1);
  EXPECT_EQ(*EffectivePageSize(1000), 1000);
  EXPECT_EQ(*EffectivePageSize(1001), 1000);
  for (const int negative : {-1, std::numeric_limits<int>::min()}) {
    const auto detail = status::DetailOf(EffectivePageSize(negative).status());
    EXPECT_EQ(detail.reason(), error::v1::INVALID_FIELDS);
    EXPECT_EQ(detail.field_violations(0).subject(), "page_size");
  }
}

TEST(RequestChecksumTest, LeavesThePageOut) {
  const test::ListWidgetsRequest first = Request();
  test::ListWidgetsRequest next = first;
  next.set_page_token("token");
  next.set_page_size(7);
  EXPECT_EQ(RequestChecksum(first, "users/a"), RequestChecksum(next, "users/a"));
}

TEST(RequestChecksumTest, DependsOnAllElse) {
  const test::ListWidgetsRequest request = Request();
  const uint64_t checksum = RequestChecksum(request, "users/a");
  EXPECT_NE(RequestChecksum(request, "users/b"), checksum);
  test::ListWidgetsRequest other = request;
  other.set_filter("state = DRAFT");
  EXPECT_NE(RequestChecksum(other, "users/a"), checksum);
  other = request;
  other.set_order_by("state");
  EXPECT_NE(RequestChecksum(other, "users/a"), checksum);
  test::CreateWidgetRequest other_type;
  other_type.set_parent(request.parent());
  other = request;
  other.clear_filter();
  EXPECT_NE(RequestChecksum(other, "users/a"), RequestChecksum(other_type, "users/a"));
}

TEST(RequestChecksumTest, DoesNotDependOnTheOrderOfMaps) {
  test::ListWidgetsRequest forwards = Request();
  test::ListWidgetsRequest backwards = Request();
  for (int i = 0; i < 50; ++i) (*forwards.mutable_weights())[absl::StrCat("k", i)] = i;
  for (int i = 49; i >= 0; --i) (*backwards.mutable_weights())[absl::StrCat("k", i)] = i;
  EXPECT_EQ(RequestChecksum(forwards, ""), RequestChecksum(backwards, ""));
}

TEST(PageTokenTest, GivesTheValuesBack) {
  const std::vector<std::vector<std::string>> kCases = {
      {},
      {""},
      {"a", ""},
      {"8000000000000005", "équipe", std::string("\0\xFF", 2)},
      std::vector<std::string>(kMaxPageTokenValues, "x"),
      {std::string(10000, 'y')},
  };
  for (const auto& values : kCases) {
    const absl::StatusOr<std::string> token = MakePageToken(values, 42);
    ASSERT_TRUE(token.ok());
    EXPECT_THAT(*ReadPageToken(*token, 42), ElementsAreArray(values));
    EXPECT_EQ(token->find_first_of("+/="), std::string::npos);
  }
  EXPECT_THAT(*ReadPageToken("", 42), IsEmpty());
}

TEST(PageTokenTest, RefusesToBeTooLong) {
  EXPECT_FALSE(MakePageToken(std::vector<std::string>(kMaxPageTokenValues + 1, ""), 1).ok());
  EXPECT_FALSE(MakePageToken({std::string(kMaxPageTokenBytes, 'a')}, 1).ok());
  EXPECT_FALSE(MakePageToken({std::string(1 << 17, 'a')}, 1).ok());
}

void ExpectRefused(const std::string& token) {
  const absl::Status status = ReadPageToken(token, 42).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << token;
  EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_PAGE_TOKEN) << token;
}

TEST(PageTokenTest, RefusesOthers) {
  const std::string token = *MakePageToken({"abc", "def"}, 42);
  EXPECT_FALSE(ReadPageToken(token, 43).ok());
  for (const std::string& bad : std::vector<std::string>{
           "x", "!!!!", "AAAAAAAAAAAAAAAA", token + "AAAA", token.substr(0, token.size() - 4),
           *MakePageToken({"abc"}, 43), std::string(kMaxPageTokenBytes + 1, 'A')}) {
    ExpectRefused(bad);
  }
}

TEST(PageTokenTest, NoticesEveryChangedByte) {
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(*MakePageToken({"abc", "def"}, 42), &bytes));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    ExpectRefused(absl::WebSafeBase64Escape(changed));
  }
}

}  // namespace
}  // namespace palier::aip
