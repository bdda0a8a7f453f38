// SPDX-License-Identifier: Apache-2.0
// Random filters over random resources: the SQL on SQLite selects exactly what the in-memory
// evaluator says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "aip_test.pb.h"
#include "common/aip/filter.h"

namespace palier::aip {
namespace {

using test::Widget;

class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  int Below(int limit) { return static_cast<int>(engine_() % static_cast<uint32_t>(limit)); }
  bool OneIn(int n) { return Below(n) == 0; }
  template <typename T>
  T Of(const std::vector<T>& choices) {
    return choices[static_cast<size_t>(Below(static_cast<int>(choices.size())))];
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string>& Texts() {
  static const auto* const kTexts = new std::vector<std::string>{
      "",           "a",   "A",  "ab",  "abc",   "Équipe", "equipe", "ÉQUIPE A",
      "b a",        "ß",   "ss", "%",   "_a",    "*",      "a*b",    "œuvre",
      "日本",       "日",  "!",  "z",   "zz\"z", "it's a", "a\\b",   "\u00FF",
      "\U0001F600", "aaa", "aa", " a ", "-1",    "10"};
  return *kTexts;
}

Widget RandomWidget(Dice& dice) {
  Widget widget;
  widget.set_display_name(dice.Of(Texts()));
  widget.set_description(dice.Of(Texts()) + dice.Of(Texts()));
  widget.set_owner(dice.Of(Texts()));
  widget.set_priority(dice.Below(7) - 3);
  if (dice.OneIn(2)) widget.set_budget(dice.Below(5) - 2);
  widget.set_score((dice.Below(9) - 4) * 0.5);
  if (dice.OneIn(2)) widget.set_ratio(static_cast<float>(dice.Below(3)) * 0.1f);
  widget.set_archived(dice.OneIn(2));
  if (dice.OneIn(2)) widget.set_pinned(dice.OneIn(2));
  widget.set_state(static_cast<Widget::State>(dice.Below(4)));
  if (dice.OneIn(2)) widget.mutable_create_time()->set_seconds((dice.Below(5) - 2) * 86400);
  if (dice.OneIn(2)) {
    widget.mutable_due_date()->set_year(2024);
    widget.mutable_due_date()->set_month(dice.Below(3));
    widget.mutable_due_date()->set_day(dice.Below(3));
  }
  if (dice.OneIn(2)) widget.mutable_period()->set_seconds(dice.Below(5) - 2);
  if (dice.OneIn(2)) widget.mutable_place()->set_city(dice.Of(Texts()));
  if (dice.OneIn(2)) widget.mutable_place()->mutable_site()->set_code(dice.Of(Texts()));
  if (dice.OneIn(3)) widget.mutable_place()->mutable_site()->set_floor(dice.Below(3));
  return widget;
}

std::string QuotedText(Dice& dice) {
  const std::string escaped =
      absl::StrReplaceAll(dice.Of(Texts()), {{"\\", "\\\\"}, {"\"", "\\\""}, {"*", "\\*"}});
  return absl::StrCat("\"", dice.OneIn(4) ? "*" : "", escaped, dice.OneIn(4) ? "*" : "", "\"");
}

std::string Value(Dice& dice, const FilterField& field) {
  switch (field.kind) {
    case FieldKind::kExact:
    case FieldKind::kText:
      return QuotedText(dice);
    case FieldKind::kInt:
      return absl::StrCat(dice.Below(7) - 3);
    case FieldKind::kDouble:
      return dice.Of<std::string>({"-1.5", "0", "0.1", "0.2", "1", "2e0"});
    case FieldKind::kBool:
      return dice.OneIn(2) ? "true" : "false";
    case FieldKind::kEnum:
      return dice.Of<std::string>({"STATE_UNSPECIFIED", "DRAFT", "ACTIVE", "RETIRED"});
    case FieldKind::kTime:
      return dice.Of<std::string>(
          {"1969-12-31", "1970-01-01T00:00:00Z", "1970-01-02T02:00:00+02:00"});
    case FieldKind::kDuration:
      return dice.Of<std::string>({"-1s", "0s", "1.5s", "2s"});
    case FieldKind::kDate:
      return dice.Of<std::string>({"2024-01-01", "2024-01-02", "2024-02-01"});
  }
  return "";
}

std::string RandomRestriction(Dice& dice, const FieldTable& table) {
  if (dice.OneIn(8)) return QuotedText(dice);
  const FilterField& field = table.fields()[static_cast<size_t>(dice.Below(table.size()))];
  if (dice.OneIn(8)) return absl::StrCat(field.path, ":*");
  return absl::StrCat(field.path, " ",
                      dice.Of<std::string>({"=", "=", "!=", "<", "<=", ">", ">=", ":"}), " ",
                      Value(dice, field));
}

std::string RandomFilter(Dice& dice, const FieldTable& table, int depth) {
  if (depth == 0 || dice.OneIn(3)) return RandomRestriction(dice, table);
  const std::string left = RandomFilter(dice, table, depth - 1);
  switch (dice.Below(5)) {
    case 0:
      return absl::StrCat("NOT (", left, ")");
    case 1:
      return absl::StrCat("-(", left, ")");
    case 2:
      return absl::StrCat(left, " AND ", RandomFilter(dice, table, depth - 1));
    case 3:
      return absl::StrCat(left, " OR ", RandomFilter(dice, table, depth - 1));
    default:
      return absl::StrCat("(", left, " ", RandomFilter(dice, table, depth - 1), ")");
  }
}

// A table with one TEXT column per filterable field, as the generic store has.
class SqliteTable {
 public:
  explicit SqliteTable(const FieldTable& fields) {
    sqlite3_open(":memory:", &db_);
    std::vector<std::string> columns;
    for (const FilterField& field : fields.fields()) {
      columns.push_back(absl::StrCat("f", field.column, " TEXT NOT NULL"));
    }
    Run(absl::StrCat("CREATE TABLE t (id INTEGER, ", absl::StrJoin(columns, ", "), ")"), {});
  }
  ~SqliteTable() { sqlite3_close(db_); }

  void Insert(int id, const Widget& widget, const FieldTable& fields) {
    std::vector<std::string> values;
    std::vector<std::string> holes;
    for (const FilterField& field : fields.fields()) {
      values.push_back(EncodeField(widget, field));
      holes.push_back(absl::StrCat("?", values.size()));
    }
    Run(absl::StrCat("INSERT INTO t VALUES (", id, ", ", absl::StrJoin(holes, ", "), ")"), values);
  }

  std::set<int> Select(const SqlFragment& where) {
    return Run(
        absl::StrCat("SELECT id FROM t WHERE ", absl::StrReplaceAll(where.sql, {{"$", "?"}})),
        where.parameters);
  }

 private:
  std::set<int> Run(const std::string& sql, const std::vector<std::string>& parameters) {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(db_);
    for (size_t i = 0; i < parameters.size(); ++i) {
      sqlite3_bind_text(statement, static_cast<int>(i) + 1, parameters[i].data(),
                        static_cast<int>(parameters[i].size()), SQLITE_TRANSIENT);
    }
    std::set<int> ids;
    while (sqlite3_step(statement) == SQLITE_ROW) ids.insert(sqlite3_column_int(statement, 0));
    sqlite3_finalize(statement);
    return ids;
  }

  sqlite3* db_ = nullptr;
};

TEST(FilterPropertyTest, SqlSelectsWhatMatches) {
  Dice dice(20240131);
  const FieldTable table = *FieldTable::Make(*Widget::descriptor());
  SqliteTable store(table);
  std::vector<Widget> widgets;
  for (int id = 0; id < 60; ++id) {
    widgets.push_back(RandomWidget(dice));
    store.Insert(id, widgets.back(), table);
  }
  int compared = 0;
  int selective = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::string text = RandomFilter(dice, table, 3);
    const absl::StatusOr<Filter> filter = ParseFilter(text);
    ASSERT_TRUE(filter.ok()) << text << ": " << filter.status();
    const auto sql = CompileFilter(*filter, table, [](int c) { return absl::StrCat("f", c); });
    // An ordering with a wildcard and a search for nothing are refused, by both alike.
    ASSERT_EQ(sql.ok(), Matches(*filter, table, widgets[0]).ok()) << text;
    if (!sql.ok()) continue;
    std::set<int> expected;
    for (int id = 0; id < static_cast<int>(widgets.size()); ++id) {
      if (*Matches(*filter, table, widgets[static_cast<size_t>(id)])) expected.insert(id);
    }
    ASSERT_EQ(store.Select(*sql), expected) << text << "\n" << sql->sql;
    ++compared;
    if (!expected.empty() && expected.size() < widgets.size()) ++selective;
  }
  EXPECT_GT(compared, 1500);
  EXPECT_GT(selective, 1000);
}

}  // namespace
}  // namespace palier::aip
