// SPDX-License-Identifier: Apache-2.0
// Whatever bytes a client sends, the parsers answer: with a value that holds its promises or with
// their own error.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "aip_test.pb.h"
#include "common/aip/filter.h"
#include "common/aip/order_by.h"
#include "common/aip/page_token.h"
#include "common/aip/resource_name.h"
#include "common/aip/text.h"
#include "common/status/error.h"

namespace palier::aip {
namespace {

constexpr int kFilters = 100'000;
constexpr int kOthers = 50'000;

// Random bytes, pieces of grammar side by side, and good inputs with some bytes changed.
class Inputs {
 public:
  Inputs(std::vector<std::string> seeds, std::vector<std::string> pieces)
      : seeds_(std::move(seeds)), pieces_(std::move(pieces)) {}

  std::string Next() {
    switch (Below(3)) {
      case 0:
        return Bytes(Below(24));
      case 1:
        return Pieces(Below(12));
      default:
        return Mutated(seeds_[Below(seeds_.size())]);
    }
  }

 private:
  size_t Below(size_t limit) { return random_() % limit; }

  std::string Bytes(size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(Below(256));
    return bytes;
  }

  std::string Pieces(size_t count) {
    std::string text;
    for (size_t i = 0; i < count; ++i) text += pieces_[Below(pieces_.size())];
    return text;
  }

  std::string Mutated(std::string text) {
    for (size_t i = Below(4); i > 0 && !text.empty(); --i) {
      const size_t at = Below(text.size());
      switch (Below(3)) {
        case 0:
          text[at] = static_cast<char>(Below(256));
          break;
        case 1:
          text.erase(at, 1 + Below(3));
          break;
        default:
          text.insert(at, pieces_[Below(pieces_.size())]);
      }
    }
    return text;
  }

  std::mt19937 random_{20240229};
  std::vector<std::string> seeds_;
  std::vector<std::string> pieces_;
};

TEST(RobustnessTest, Filters) {
  Inputs inputs(
      {"state = ACTIVE AND -(priority > 3 OR \"chat bot\")", "display_name:\"Éq*\" NOT a*",
       "create_time >= 2024-01-31T08:00:00Z due_date < 2024-02-01", "place.city = 'a\\'b'"},
      {"(", ")", " AND ", " OR ", " NOT ", "-", "a", "state", "=", "!=", "<",     ">=",
       ":", "*", "\"",    "'",    "\\",    " ", "1", "é",     ".", ",",  "DRAFT", "priority"});
  const FieldTable table = *FieldTable::Make(*test::Widget::descriptor());
  int read = 0;
  for (int i = 0; i < kFilters; ++i) {
    const std::string text = inputs.Next();
    const absl::StatusOr<Filter> filter = ParseFilter(text);
    if (!filter.ok()) {
      ASSERT_EQ(status::ReasonOf(filter.status()), error::v1::INVALID_FILTER) << text;
      continue;
    }
    ++read;
    const std::string canonical = ToString(*filter);
    const absl::StatusOr<Filter> again = ParseFilter(canonical);
    ASSERT_TRUE(again.ok()) << text << " -> " << canonical;
    ASSERT_EQ(ToString(*again), canonical);
    const absl::StatusOr<SqlFragment> sql =
        CompileFilter(*filter, table, [](int column) { return absl::StrCat("f", column); });
    if (!sql.ok()) continue;
    for (const std::string& parameter : sql->parameters)
      ASSERT_TRUE(IsValidUtf8(parameter)) << text;
  }
  EXPECT_GT(read, kFilters / 20);
}

TEST(RobustnessTest, Names) {
  Inputs inputs({"organizations/acme/projects/chat-bot", "organizations/a/settings"},
                {"/", "a", "-", "organizations", "1", "A", "é", "//", "_"});
  int read = 0;
  for (int i = 0; i < kOthers; ++i) {
    const std::string text = inputs.Next();
    const absl::StatusOr<ResourceName> name = ParseName(text, Wildcard::kAllowed);
    if (name.ok()) {
      ASSERT_EQ(name->full(), text);
      ++read;
    } else {
      ASSERT_EQ(status::ReasonOf(name.status()), error::v1::INVALID_NAME) << text;
    }
  }
  EXPECT_GT(read, kOthers / 50);
}

TEST(RobustnessTest, PageTokensAndOrders) {
  Inputs inputs(
      {*MakePageToken({"abc", "équipe"}, 7), *MakePageToken({}, 7), "state desc, priority"},
      {"A", "_", "-", "=", "state", " desc", ",", "AAAA"});
  const FieldTable table = *FieldTable::Make(*test::Widget::descriptor());
  int tokens = 0;
  int orders = 0;
  for (int i = 0; i < kOthers; ++i) {
    const std::string text = inputs.Next();
    const auto values = ReadPageToken(text, 7);
    if (values.ok()) {
      ++tokens;
    } else {
      ASSERT_EQ(status::ReasonOf(values.status()), error::v1::INVALID_PAGE_TOKEN) << text;
    }
    const auto terms = ParseOrderBy(text, table);
    if (terms.ok()) {
      ++orders;
    } else {
      ASSERT_EQ(status::ReasonOf(terms.status()), error::v1::INVALID_ORDER_BY) << text;
    }
  }
  EXPECT_GT(tokens, 100);
  EXPECT_GT(orders, 100);
}

}  // namespace
}  // namespace palier::aip
