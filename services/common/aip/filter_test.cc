// SPDX-License-Identifier: Apache-2.0
#include "common/aip/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "aip_test.pb.h"
#include "common/status/error.h"

namespace palier::aip {
namespace {

using ::testing::HasSubstr;

FieldTable WidgetTable() {
  return *FieldTable::Make(*test::Widget::descriptor());
}

std::string ColumnName(int column) {
  return absl::StrCat("f", column);
}

struct GoldenCase {
  std::string input;
  std::string expected;
};

std::string GoldenPath(absl::string_view file) {
  const char* root = std::getenv("PALIER_SOURCE_DIR");
  return absl::StrCat(root == nullptr ? "." : root, "/services/common/aip/testdata/", file);
}

// Cases `input LF -- LF expected LF == LF`, after a first line that is a comment.
std::vector<GoldenCase> ReadGolden(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  const std::string text = content.str();
  std::vector<GoldenCase> cases;
  for (absl::string_view part : absl::StrSplit(text.substr(text.find('\n') + 1), "\n==\n")) {
    const std::vector<std::string> halves = absl::StrSplit(part, absl::MaxSplits("\n--\n", 1));
    if (halves.size() == 2) cases.push_back({halves[0], halves[1]});
  }
  return cases;
}

// What a filter means: its canonical form, its SQL and parameters; or its error.
std::string Describe(const std::string& input, const FieldTable& table) {
  const absl::StatusOr<Filter> filter = ParseFilter(input);
  const absl::StatusOr<SqlFragment> sql = filter.ok()
                                              ? CompileFilter(*filter, table, ColumnName)
                                              : absl::StatusOr<SqlFragment>(filter.status());
  if (!sql.ok()) {
    return absl::StrCat("error: ", sql.status().message(),
                        "\nerreur : ", status::DetailOf(sql.status()).fr());
  }
  return absl::StrCat("ast: ", ToString(*filter), "\nsql: ", sql->sql,
                      "\nparameters: ", absl::StrJoin(sql->parameters, " | "));
}

void RewriteGolden(const std::string& path, const std::vector<GoldenCase>& cases,
                   const FieldTable& table) {
  std::ofstream file(path);
  file << "# What each filter means for testdata Widget: canonical form, SQL, parameters; or the "
          "error in English and French.\n";
  for (const GoldenCase& c : cases) {
    file << c.input << "\n--\n" << Describe(c.input, table) << "\n==\n";
  }
}

TEST(FilterGoldenTest, MeansWhatTheTableSays) {
  const std::string path = GoldenPath("filter.golden");
  std::vector<GoldenCase> cases = ReadGolden(path);
  if (std::getenv("PALIER_UPDATE_GOLDEN") != nullptr) {
    RewriteGolden(path, cases, WidgetTable());
    cases = ReadGolden(path);
  }
  ASSERT_GE(cases.size(), 100) << path;
  const FieldTable table = WidgetTable();
  for (const GoldenCase& c : cases) EXPECT_EQ(Describe(c.input, table), c.expected) << c.input;
}

TEST(FilterTest, TheCanonicalFormMeansTheSame) {
  int read = 0;
  for (const GoldenCase& c : ReadGolden(GoldenPath("filter.golden"))) {
    const absl::StatusOr<Filter> filter = ParseFilter(c.input);
    if (!filter.ok()) continue;
    const absl::StatusOr<Filter> again = ParseFilter(ToString(*filter));
    ASSERT_TRUE(again.ok()) << c.input << again.status();
    EXPECT_EQ(ToString(*again), ToString(*filter));
    ++read;
  }
  EXPECT_GE(read, 60);
}

TEST(FilterTest, ErrorsSayWhereAndWhatIsAllowed) {
  const absl::Status status =
      CompileFilter(*ParseFilter("state = ACTIVE AND colour = red"), WidgetTable(), ColumnName)
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto detail = status::DetailOf(status);
  EXPECT_EQ(detail.reason(), error::v1::INVALID_FILTER);
  EXPECT_EQ(detail.metadata().at("position"), "20");
  EXPECT_EQ(detail.metadata().at("field"), "colour");
  EXPECT_THAT(detail.metadata().at("allowed"), HasSubstr("display_name, description, owner"));
  EXPECT_THAT(detail.fr(), HasSubstr("n'est pas utilisable"));
}

TEST(FilterTest, EveryRefusalCarriesThePosition) {
  int refused = 0;
  for (const GoldenCase& c : ReadGolden(GoldenPath("filter.golden"))) {
    if (!absl::StartsWith(c.expected, "error: ")) continue;
    const absl::StatusOr<Filter> filter = ParseFilter(c.input);
    const absl::Status status =
        filter.ok() ? CompileFilter(*filter, WidgetTable(), ColumnName).status() : filter.status();
    EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_FILTER) << c.input;
    EXPECT_EQ(status::DetailOf(status).metadata().count("position"), 1) << c.input;
    ++refused;
  }
  EXPECT_GE(refused, 40);
}

std::string Repeat(absl::string_view part, int times) {
  return absl::StrJoin(std::vector<absl::string_view>(times, part), "");
}

TEST(FilterTest, IsBounded) {
  EXPECT_TRUE(ParseFilter(std::string(kMaxFilterBytes, 'a')).ok());
  EXPECT_FALSE(ParseFilter(std::string(kMaxFilterBytes + 1, 'a')).ok());
  EXPECT_TRUE(ParseFilter(absl::StrCat(Repeat("(", 32), "a", Repeat(")", 32))).ok());
  EXPECT_FALSE(ParseFilter(absl::StrCat(Repeat("(", 33), "a", Repeat(")", 33))).ok());
  EXPECT_FALSE(ParseFilter(Repeat("-(", 1000)).ok());
  EXPECT_TRUE(ParseFilter(Repeat("a ", kMaxFilterRestrictions)).ok());
  EXPECT_FALSE(ParseFilter(Repeat("a ", kMaxFilterRestrictions + 1)).ok());
  EXPECT_FALSE(ParseFilter("a \xFF").ok());
  EXPECT_FALSE(ParseFilter(absl::string_view("a\0b", 3)).ok());
}

TEST(FilterTest, ParametersCountFromTheNumberGiven) {
  const absl::StatusOr<SqlFragment> sql = CompileFilter(
      *ParseFilter("owner = a AND priority > 1"), WidgetTable(),
      [](int column) { return absl::StrCat("r.f", column); }, 7);
  ASSERT_TRUE(sql.ok());
  EXPECT_EQ(sql->sql, "(r.f2 = $7 AND r.f3 > $8)");
  EXPECT_EQ(sql->parameters.size(), 2);
}

TEST(FilterTest, WordsNeedATextField) {
  const FieldTable sites = *FieldTable::Make(*test::Site::descriptor());
  EXPECT_EQ(status::ReasonOf(CompileFilter(*ParseFilter("word"), sites, ColumnName).status()),
            error::v1::INVALID_FILTER);
  EXPECT_TRUE(CompileFilter(*ParseFilter("code = word"), sites, ColumnName).ok());
}

TEST(FilterTest, ALongTextComparesByItsStoredPart) {
  test::Widget widget;
  widget.set_display_name(std::string(300, 'a'));
  const FieldTable table = WidgetTable();
  const Filter filter = *ParseFilter(absl::StrCat("display_name = ", std::string(300, 'A')));
  EXPECT_EQ(*Matches(filter, table, widget), true);
  EXPECT_EQ(EncodeField(widget, *table.Find("display_name")).size(), kMaxTextBytes);
}

}  // namespace
}  // namespace palier::aip
