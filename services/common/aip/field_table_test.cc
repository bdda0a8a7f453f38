// SPDX-License-Identifier: Apache-2.0
#include "common/aip/field_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "aip_test.pb.h"
#include "common/aip/text.h"

namespace palier::aip {
namespace {

using test::Widget;

FieldTable WidgetTable() {
  return *FieldTable::Make(*Widget::descriptor());
}

std::string Stored(const Widget& widget, absl::string_view path) {
  const FieldTable table = WidgetTable();
  return EncodeField(widget, *table.Find(path));
}

TEST(FieldTableTest, ListsFieldsInDeclarationOrder) {
  const FieldTable table = WidgetTable();
  EXPECT_EQ(table.Paths(),
            "display_name, description, owner, priority, budget, score, ratio, archived, pinned, "
            "state, create_time, due_date, period, place.city, place.site.code, place.site.floor");
  for (int i = 0; i < table.size(); ++i) EXPECT_EQ(table.fields()[i].column, i);
  EXPECT_EQ(table.Find("display_name")->kind, FieldKind::kText);
  EXPECT_EQ(table.Find("owner")->kind, FieldKind::kExact);
  EXPECT_EQ(table.Find("place"), nullptr);
  EXPECT_EQ(table.Find("name"), nullptr);
}

TEST(FieldTableTest, RefusesTypesThatCannotBeStored) {
  EXPECT_EQ(FieldTable::Make(*test::FilterableList::descriptor()).status().code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(FieldTable::Make(*test::TooManyFilterable::descriptor()).status().code(),
            absl::StatusCode::kInternal);
}

TEST(FieldTableTest, AnEmptyMessageIsUnsetButForPlainNumbers) {
  const FieldTable table = WidgetTable();
  for (const FilterField& field : table.fields()) {
    const bool plain =
        field.path == "priority" || field.path == "score" || field.path == "archived";
    EXPECT_EQ(EncodeField(Widget(), field).empty(), !plain) << field.path;
  }
}

TEST(FieldTableTest, StoresValues) {
  Widget widget;
  widget.set_display_name("  Équipe  A ");
  widget.set_owner("Équipe  A");
  widget.set_budget(0);
  widget.set_ratio(0.1f);
  widget.set_state(Widget::ACTIVE);
  widget.mutable_create_time()->set_seconds(12);
  widget.mutable_create_time()->set_nanos(3999);
  widget.mutable_due_date()->set_year(2024);
  widget.mutable_due_date()->set_month(5);
  widget.mutable_period()->set_seconds(-1);
  widget.mutable_place();
  EXPECT_EQ(Stored(widget, "display_name"), "equipe a");
  EXPECT_EQ(Stored(widget, "owner"), "Équipe  A");
  EXPECT_EQ(Stored(widget, "budget"), EncodeOrderedInt(0));
  EXPECT_EQ(Stored(widget, "ratio"), EncodeOrderedDouble(0.1f));
  EXPECT_EQ(Stored(widget, "state"), EncodeOrderedEnum(Widget::ACTIVE));
  EXPECT_EQ(Stored(widget, "create_time"), EncodeOrderedTime(absl::FromUnixMicros(12'000'003)));
  EXPECT_EQ(Stored(widget, "due_date"), "20240500");
  EXPECT_EQ(Stored(widget, "period"), EncodeOrderedDuration(-absl::Seconds(1)));
  EXPECT_EQ(Stored(widget, "place.city"), "");
  EXPECT_EQ(Stored(widget, "place.site.floor"), "");
}

TEST(FieldTableTest, SurvivesExtremeValues) {
  Widget widget;
  widget.set_score(std::nan(""));
  widget.mutable_create_time()->set_seconds(std::numeric_limits<int64_t>::max());
  widget.mutable_period()->set_seconds(std::numeric_limits<int64_t>::min());
  widget.mutable_due_date()->set_year(-7);
  widget.set_owner(std::string("a\0b", 3));
  EXPECT_EQ(Stored(widget, "score"), "");
  EXPECT_EQ(Stored(widget, "create_time"), EncodeOrderedTime(absl::InfiniteFuture()));
  EXPECT_EQ(Stored(widget, "period"), EncodeOrderedInt(std::numeric_limits<int64_t>::min()));
  EXPECT_EQ(Stored(widget, "due_date"), "");
  EXPECT_EQ(Stored(widget, "owner"), "ab");
}

}  // namespace
}  // namespace palier::aip
