// SPDX-License-Identifier: Apache-2.0
#include "common/aip/order_by.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "aip_test.pb.h"
#include "common/status/error.h"

namespace palier::aip {
namespace {

using ::testing::ElementsAre;

TEST(OrderByTest, ReadsTerms) {
  const FieldTable table = *FieldTable::Make(*test::Widget::descriptor());
  const int name = table.Find("display_name")->column;
  const int city = table.Find("place.city")->column;
  EXPECT_TRUE(ParseOrderBy("", table)->empty());
  EXPECT_TRUE(ParseOrderBy("  ", table)->empty());
  EXPECT_THAT(*ParseOrderBy("display_name", table), ElementsAre(OrderTerm{name, false}));
  EXPECT_THAT(*ParseOrderBy(" place.city  desc ,display_name asc", table),
              ElementsAre(OrderTerm{city, true}, OrderTerm{name, false}));
}

TEST(OrderByTest, RefusesTheRest) {
  const FieldTable table = *FieldTable::Make(*test::Widget::descriptor());
  const struct {
    std::string text;
    std::string field;
  } kCases[] = {
      {"colour", "colour"},
      {"display_name,", ""},
      {",display_name", ""},
      {"display_name down", "display_name down"},
      {"display_name desc desc", "display_name desc desc"},
      {"state, state desc", " state desc"},
      {"place", "place"},
      {"name", "name"},
      {"\xFF", "\xEF\xBF\xBD"},
      {std::string(600, ','), std::string(100, ',') + "…"},
  };
  for (const auto& c : kCases) {
    const absl::Status status = ParseOrderBy(c.text, table).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_ORDER_BY) << c.text;
    EXPECT_EQ(status::DetailOf(status).metadata().at("field"), c.field);
  }
}

}  // namespace
}  // namespace palier::aip
