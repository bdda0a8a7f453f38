// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;

struct Event {
  absl::string_view id;
  int64_t value = 0;
  absl::string_view team = "sales";
  absl::string_view user = "";
  bool rewrites = false;
  int64_t order_key = 0;
};

// A segment of one KPI whose rows are all of one day.
Content ContentWith(const std::vector<Event>& events, bool anew = false) {
  std::vector<absl::string_view> texts = {"erp", "cycle-time"};
  for (const Event& event : events) texts.insert(texts.end(), {event.team, event.user});
  Content content;
  content.texts = std::make_shared<const Texts>(texts);
  const auto number = [&](absl::string_view text) { return *content.texts->Find(text); };
  for (const Event& event : events) {
    Row row;
    row.cell = {number("cycle-time"), number(event.team), 7};
    row.source = number("erp");
    if (!event.user.empty()) row.user = number(event.user) + 1;
    row.event_id = event.id;
    row.value = event.value;
    row.rewrites = event.rewrites;
    row.order_key = event.order_key;
    content.rows.push_back(row);
  }
  std::sort(content.rows.begin(), content.rows.end(),
            [](const Row& a, const Row& b) { return a.order() < b.order(); });
  for (size_t i = 0; i < content.rows.size(); ++i) {
    const uint64_t key = KeyOfBusinessKey("", content.rows[i].event_id);
    content.keys.push_back({key, static_cast<uint32_t>(i)});
    if (content.cells.empty() || content.cells.back().place != content.rows[i].cell) {
      content.cells.push_back({content.rows[i].cell, anew, {}, {}});
    }
    SegmentCell& cell = content.cells.back();
    cell.day.Add({0, 0, "", content.rows[i].value});
    if (content.rows[i].user > 0) cell.users.push_back(content.rows[i].user - 1);
  }
  std::sort(content.keys.begin(), content.keys.end(),
            [](const KeyEntry& a, const KeyEntry& b) { return a.key < b.key; });
  for (SegmentCell& cell : content.cells) std::sort(cell.users.begin(), cell.users.end());
  return content;
}

std::vector<std::string> RowsOf(const Content& content) {
  std::vector<std::string> rows;
  for (const Row& row : content.rows) {
    rows.push_back(absl::StrCat((*content.texts)[row.cell.team], " ", row.event_id, " ", row.value,
                                " ", row.order_key, " ",
                                row.user > 0 ? (*content.texts)[row.user - 1] : "-"));
  }
  return rows;
}

std::vector<std::string> CellsOf(const Content& content) {
  std::vector<std::string> cells;
  for (const SegmentCell& cell : content.cells) {
    std::string users;
    for (const uint32_t user : cell.users) absl::StrAppend(&users, " ", (*content.texts)[user]);
    cells.push_back(absl::StrCat((*content.texts)[cell.place.team], " ", cell.day.count, " ",
                                 cell.day.sum.Text(0), users));
  }
  return cells;
}

Content MergeOf(Content a, Content b) {
  std::vector<Content> contents;
  contents.push_back(std::move(a));
  contents.push_back(std::move(b));
  return Merge(std::move(contents));
}

TEST(ContentTest, MergingKeepsRowsInOrderAndAddsDaysUp) {
  const Content merged = MergeOf(ContentWith({{"1", 10, "sales", "u2"}, {"2", 20, "zoo", "u1"}}),
                                 ContentWith({{"3", 5, "audit", "u3"}, {"4", 7, "zoo", "u0"}}));
  EXPECT_THAT(RowsOf(merged),
              ElementsAre("audit 3 5 0 u3", "sales 1 10 0 u2", "zoo 2 20 0 u1", "zoo 4 7 0 u0"));
  EXPECT_THAT(CellsOf(merged), ElementsAre("audit 1 5 u3", "sales 1 10 u2", "zoo 2 27 u0 u1"));
  for (const KeyEntry& entry : merged.keys) {
    const absl::string_view event = merged.rows[entry.row].event_id;
    EXPECT_EQ(entry.key, KeyOfBusinessKey("", event)) << event;
  }
}

TEST(ContentTest, ARowThatRewritesTakesThePlaceOfTheOlder) {
  const Content merged =
      MergeOf(ContentWith({{"1", 10}, {"2", 20}}),
              ContentWith({{.id = "1", .value = 10, .rewrites = true, .order_key = 3}}, true));
  EXPECT_THAT(RowsOf(merged), ElementsAre("sales 2 20 0 -", "sales 1 10 3 -"));
  EXPECT_EQ(merged.keys.size(), 2);
  // The newer segment says all of its day.
  EXPECT_THAT(CellsOf(merged), ElementsAre("sales 1 10"));
  EXPECT_TRUE(merged.cells[0].anew);
}

TEST(ContentTest, TheSameEventWithAnotherContentStays) {
  const Content merged = MergeOf(ContentWith({{"1", 10}}), ContentWith({{"1", 11}}));
  EXPECT_THAT(RowsOf(merged), ElementsAre("sales 1 10 0 -", "sales 1 11 0 -"));
}

TEST(ContentTest, AKpiIsTakenOut) {
  Content content = ContentWith({{"1", 10}});
  EXPECT_EQ(RowsOf(WithoutKpi(std::move(content), "users")).size(), 1);
  const Content without = WithoutKpi(ContentWith({{"1", 10}, {"2", 20}}), "cycle-time");
  EXPECT_TRUE(without.rows.empty() && without.keys.empty() && without.cells.empty());
}

TEST(ContentTest, AUserIsRenamedAndNothingElse) {
  Content content =
      ContentWith({{"1", 10, "sales", "lea"}, {"2", 20, "sales", "ada"}, {"3", 30, "zoo", "lea"}});
  RenameUser("lea", "0", content);
  EXPECT_THAT(RowsOf(content), ElementsAre("sales 1 10 0 0", "sales 2 20 0 ada", "zoo 3 30 0 0"));
  EXPECT_THAT(CellsOf(content), ElementsAre("sales 2 30 0 ada", "zoo 1 30 0"));
  EXPECT_EQ(content.texts->Find("lea"), std::nullopt);
}

}  // namespace
}  // namespace palier::kpi
