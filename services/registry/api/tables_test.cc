// SPDX-License-Identifier: Apache-2.0
// Tables in, over a running registry: what is refused, what is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/xlsx_fixture.h"
#include "common/status/error.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/testing/tables_fixture.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST_F(TablesTest, AFileOfFrenchExcel) {
  v1::ImportTableRequest request;
  (*request.mutable_columns())["Budget du pilote"] = "poc_budget";
  // Windows-1252, semicolons, decimal commas, a department by its name for people.
  const auto response =
      Import(request,
             "Nom;Budget du pilote;Direction;Bac \xE0 sable;H\xE9"
             "bergement : Mod\xE8le;Couleur;Stade\r\n"
             "D\xE9tection de fraude;12 500,75;ressources HUMAINES;oui;Sur site;rouge;POC\r\n",
             "fr");
  ASSERT_EQ(response.status(), absl::OkStatus());
  EXPECT_EQ(response->errors_size(), 0) << response->DebugString();
  EXPECT_EQ(response->encoding(), "windows-1252");
  EXPECT_THAT(response->unknown_columns(), ElementsAre("Couleur"));
  EXPECT_THAT(response->read_only_columns(), ElementsAre("Stade"));
  const auto projects = Projects(kFirm);
  ASSERT_EQ(projects.size(), 1u);
  EXPECT_EQ(projects[0].name(), "organizations/firm/projects/detection-de-fraude");
  EXPECT_EQ(projects[0].department(), "organizations/firm/departments/hr");
  EXPECT_EQ(projects[0].poc_budget().units(), 12'500);
  EXPECT_EQ(projects[0].poc_budget().nanos(), 750'000'000);
  EXPECT_TRUE(projects[0].sandbox());
  EXPECT_EQ(projects[0].hosting().model(), v1::Hosting::ON_PREMISE);
  EXPECT_EQ(projects[0].stage(), v1::Project::IDEA);
  const auto bytes = Export(v1::PROJECTS, v1::CSV, true);
  ASSERT_EQ(bytes.status(), absl::OkStatus());
  EXPECT_THAT(*bytes, StartsWith("\xEF\xBB\xBFIdentifiant;Nom;Finalité;"));
  EXPECT_THAT(*bytes, HasSubstr(";12500,75;EUR;"));
  EXPECT_THAT(*bytes, HasSubstr(";vrai;"));
}

constexpr char kBadRows[] =
    "Id,Name,Owner,PoC budget,Kind\n"
    "a,Good,anna,12,Agent\n"
    "b,Bad owner,nobody,12,\n"
    "c,Bad budget,,twelve,robot\n"
    "UPPER,Bad id,,,\n"
    "d,,,,\n"
    "a,Again,,,\n"
    "e,Fine,Name of bob,,Model\n";

TEST_F(TablesTest, NamesEveryRowAndCellThatIsWrong) {
  for (const char* language : {"en", "fr"}) {
    v1::ImportTableRequest request;
    request.set_validate_only(true);
    const auto response = Import(request, kBadRows, language);
    ASSERT_EQ(response.status(), absl::OkStatus());
    EXPECT_EQ(response->created_count(), 2);
    EXPECT_EQ(response->rejected_count(), 5);
    std::vector<std::string> places;
    for (const v1::RowError& error : response->errors()) {
      places.push_back(absl::StrCat(error.row(), error.column(), ":", error.raw()));
      EXPECT_FALSE(error.message().empty());
    }
    EXPECT_THAT(places, ElementsAre("3Owner:nobody", "4PoC budget:twelve", "4Kind:robot",
                                    "5Id:UPPER", "6Name:", "7:"));
    EXPECT_THAT(response->errors(1).message(),
                HasSubstr(std::string(language) == "fr" ? "montant" : "amount"));
    EXPECT_THAT(Projects(kFirm), IsEmpty());
    EXPECT_TRUE(response->changes(0).created());
    EXPECT_EQ(response->changes(0).name(), "organizations/firm/projects/a");
  }
}

TEST_F(TablesTest, AllOrNothing) {
  v1::ImportTableRequest request;
  request.set_all_or_nothing(true);
  const absl::Status refused = Import(request, kBadRows).status();
  EXPECT_EQ(status::ReasonOf(refused), error::v1::IMPORT_REFUSED) << refused;
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status::DetailOf(refused).metadata().at("rejected"), "5");
  EXPECT_EQ(status::DetailOf(refused).field_violations(0).subject(), "rows[3].Owner");
  EXPECT_THAT(Projects(kFirm), IsEmpty());
  // Without it the good rows are written, and the bad ones leave nothing behind.
  const auto partly = Import(kBadRows);
  ASSERT_EQ(partly.status(), absl::OkStatus());
  EXPECT_EQ(partly->created_count(), 2);
  EXPECT_EQ(Projects(kFirm).size(), 2u);
  const auto whole = Import(request, "Name\nX\nY\n");
  ASSERT_EQ(whole.status(), absl::OkStatus());
  EXPECT_EQ(whole->created_count(), 2);
}

TEST_F(TablesTest, WritesWhatChangedAndSaysWho) {
  ASSERT_EQ(Import("Name,Purpose,Outputs\nA,one,x\n").status(), absl::OkStatus());
  v1::ImportTableRequest preview;
  preview.set_validate_only(true);
  const char kNext[] = "Name,Purpose\nA,two\nB,new\n";
  const auto would = Import(preview, kNext);
  ASSERT_EQ(would.status(), absl::OkStatus());
  EXPECT_EQ(would->updated_count(), 1);
  EXPECT_EQ(would->created_count(), 1);
  EXPECT_THAT(would->changes(0).fields(), ElementsAre("purpose"));
  ASSERT_EQ(Projects(kFirm).size(), 1u);
  EXPECT_EQ(Projects(kFirm)[0].purpose(), "one");
  ASSERT_EQ(Import(kNext).status(), absl::OkStatus());
  EXPECT_EQ(Projects(kFirm)[0].purpose(), "two");
  EXPECT_EQ(Projects(kFirm)[0].outputs(), "x");
  ExpectUnchanged(kNext, 2);
  v1::ListChangesRequest list;
  list.set_parent(kFirm);
  list.set_page_size(1000);
  const auto changes = Call<v1::ListChangesResponse>("ListChanges", list);
  ASSERT_EQ(changes.status(), absl::OkStatus());
  int imported = 0;
  for (const auto& change : changes->changes()) {
    if (!absl::EndsWith(change.method(), "/ImportTable")) continue;
    ++imported;
    EXPECT_EQ(change.actor(), "users/dev");
  }
  EXPECT_EQ(imported, 3);
}

TEST_F(TablesTest, AnOldTableDoesNotUndoWhatOthersDid) {
  ASSERT_EQ(Import("Id,Name,Purpose\na,A,one\n").status(), absl::OkStatus());
  const auto bytes = Export(v1::PROJECTS, v1::CSV, false);
  ASSERT_EQ(bytes.status(), absl::OkStatus());
  v1::UpdateProjectRequest update;
  update.mutable_project()->set_name("organizations/firm/projects/a");
  update.mutable_project()->set_purpose("by somebody else");
  ASSERT_EQ(Call<v1::Project>("UpdateProject", update).status(), absl::OkStatus());
  const auto response = Import(*bytes);
  ASSERT_EQ(response.status(), absl::OkStatus());
  ASSERT_EQ(response->errors_size(), 1);
  EXPECT_EQ(response->errors(0).column(), "Version");
  EXPECT_EQ(Projects(kFirm)[0].purpose(), "by somebody else");
}

TEST_F(TablesTest, RefusesWhatIsNoTable) {
  const auto reason = [&](const std::string& bytes) {
    return status::ReasonOf(Import(bytes).status());
  };
  EXPECT_EQ(reason(""), error::v1::UNREADABLE_FILE);
  EXPECT_EQ(reason("Colour\nred\n"), error::v1::UNREADABLE_FILE);
  EXPECT_EQ(reason("PK\x03\x04 no archive"), error::v1::UNREADABLE_FILE);
  mapping::Parts bomb = mapping::WorkbookParts("");
  bomb["xl/worksheets/sheet1.xml"] = absl::StrCat("<worksheet>", std::string(32 << 20, ' '));
  EXPECT_EQ(reason(mapping::Zipped(bomb)), error::v1::LIMIT_EXCEEDED);
  std::string many = "Name\n";
  for (int i = 0; i <= 100'000; ++i) many += "x\n";
  v1::ImportTableRequest preview;
  preview.set_validate_only(true);
  preview.set_all_or_nothing(true);
  EXPECT_EQ(status::ReasonOf(Import(preview, many).status()), error::v1::LIMIT_EXCEEDED);
  v1::ImportTableRequest mapped;
  (*mapped.mutable_columns())["Nope"] = "purpose";
  EXPECT_EQ(status::ReasonOf(Import(mapped, "Name\nA\n").status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(status::ReasonOf(Export(v1::PROJECTS, v1::CSV, false, "nope = 1").status()),
            error::v1::INVALID_FILTER);
}

}  // namespace
}  // namespace palier::registry
