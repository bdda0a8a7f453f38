// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/columns.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::registry {
namespace {

Profile Small() {
  Profile profile;
  profile.columns = {
      Needed(Text("display_name", &ProjectDraft::display_name, {"Name", "Title"})),
      Attribute("code", {"Code"}),
      FollowUp("code_other", "If Other"),
      Attribute("data", {"Data"}),
      FollowUp("data_other", "If Other"),
      Ignored("url"),
  };
  return profile;
}

// Columns as name=index and findings as CODE(column).
std::string Bind(std::vector<std::string> names) {
  const Profile profile = Small();
  const absl::StatusOr<ColumnPlan> plan = BindColumns(mapping::Header(std::move(names)), profile);
  if (!plan.ok()) return std::string(plan.status().message());
  std::vector<std::string> parts;
  for (const BoundColumn& column : plan->columns) {
    parts.push_back(absl::StrCat(column.rule->name, "=", column.index));
  }
  for (const Finding& finding : plan->findings) {
    parts.push_back(absl::StrCat(CodeName(finding.code), "(", finding.column, ")"));
  }
  return absl::StrJoin(parts, " ");
}

TEST(ColumnsTest, Table) {
  const std::string all = "display_name=0 code=1 code_other=2 data=3 data_other=4";
  EXPECT_EQ(Bind({"Name", "Code", "If Other", "Data", "If Other"}), all);
  EXPECT_EQ(Bind({" NAME ", "code:", "if other?", "data", "If_Other", "URL"}), all);
  EXPECT_EQ(Bind({"Title", "Data", "If Other"}),
            "display_name=0 data=1 data_other=2 MISSING_COLUMN(Code) MISSING_COLUMN(If Other)");
  EXPECT_EQ(Bind({"Name", "Code", "Data", "If Other", "If Other"}),
            "display_name=0 code=1 data=2 data_other=3 MISSING_COLUMN(If Other) UNKNOWN_COLUMN(If "
            "Other)");
  EXPECT_EQ(Bind({"Name", "Code", "If Other", "Data", "If Other", "name", ""}),
            absl::StrCat(all, " UNKNOWN_COLUMN(name) UNKNOWN_COLUMN(#7)"));
  EXPECT_EQ(Bind({"Code"}), "The file lacks needed columns: Name.");
  EXPECT_EQ(Bind({}), "The file lacks needed columns: Name.");
}

TEST(ColumnsTest, MissingColumnIsNamedInBothLanguages) {
  const Profile profile = UsAiInventory2024();
  const absl::Status status =
      BindColumns(mapping::Header({"Use Case Name", "Agency"}), profile).status();
  EXPECT_EQ(status::ReasonOf(status), error::v1::UNREADABLE_FILE);
  EXPECT_EQ(status::DetailOf(status).metadata().at("detail"),
            "Bureau, Stage of Development, Date Initiated, Date Implemented");
  EXPECT_NE(status::DetailOf(status).fr().find("Date Initiated"), std::string::npos);
}

}  // namespace
}  // namespace palier::registry
