// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/row.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {
namespace {

using google::protobuf::util::MessageDifferencer;
using mapping::Cell;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

const Columns& ProjectColumns() {
  static const auto* columns = new Columns(*v1::Project::descriptor());
  return *columns;
}
const Columns& EntryColumns() {
  static const auto* columns = new Columns(*v1::Entry::descriptor());
  return *columns;
}

mapping::TableHead Head(const char* names) {
  mapping::TableHead head;
  head.names = absl::StrSplit(names, ',');
  return head;
}

mapping::TableRow Row(const char* values) {
  mapping::TableRow row{2, {}, 0};
  for (const absl::string_view value : absl::StrSplit(values, ','))
    row.cells.push_back(Cell::Text(std::string(value)));
  return row;
}

std::vector<RowError> Apply(const Columns& columns, const char* names, const char* values,
                            google::protobuf::Message& resource) {
  const auto mapping = TableMapping::Make(columns, Head(names), {});
  EXPECT_EQ(mapping.status(), absl::OkStatus());
  ReadContext context;
  context.organization = "organizations/acme";
  context.currency = "EUR";
  return mapping->Apply(Row(values), context, resource);
}

TEST(TableMappingTest, FindsColumns) {
  const auto mapping =
      TableMapping::Make(ProjectColumns(), Head("Nom,Stade,Budget du pilote,Couleur,,purpose"),
                         {{"budget du pilote", "poc_budget"}});
  ASSERT_EQ(mapping.status(), absl::OkStatus());
  EXPECT_THAT(mapping->unknown(), ElementsAre("Couleur"));
  EXPECT_THAT(mapping->read_only(), ElementsAre("Stade"));
  EXPECT_EQ(mapping->Text(Row(" A ,IDEA,12,red,,p"), "display_name"), "A");
}

TEST(TableMappingTest, RefusesWhatItCannotMap) {
  const auto reason = [](const char* names, std::map<std::string, std::string> overrides) {
    return status::ReasonOf(TableMapping::Make(ProjectColumns(), Head(names), overrides).status());
  };
  EXPECT_EQ(reason("purpose", {}), error::v1::UNREADABLE_FILE);
  EXPECT_EQ(reason("Nom,Name", {}), error::v1::UNREADABLE_FILE);
  EXPECT_EQ(reason("Name", {{"Nome", "purpose"}}), error::v1::INVALID_FIELDS);
  EXPECT_EQ(reason("Name,x", {{"x", "no.field"}}), error::v1::INVALID_FIELDS);
}

TEST(TableMappingTest, SetsClearsAndLeavesAlone) {
  auto project = Parse<v1::Project>(
      "display_name: 'A' purpose: 'old' outputs: 'kept' hosting { model: CLOUD target_load: 2 } "
      "poc_budget { currency_code: 'CHF' units: 5 }");
  EXPECT_THAT(Apply(ProjectColumns(),
                    "name,purpose,hosting.model,hosting.target_load,hosting.availability_percent,"
                    "hosting.security_class,poc_budget,population.headcount",
                    "B,,,,,,7.5,0", project),
              IsEmpty());
  EXPECT_TRUE(MessageDifferencer::Equals(
      project, Parse<v1::Project>("display_name: 'B' outputs: 'kept' population {} poc_budget { "
                                  "currency_code: 'CHF' units: 7 nanos: 500000000 }")))
      << project.DebugString();
}

TEST(TableMappingTest, NamesEveryCellThatIsWrong) {
  v1::Project project;
  const auto errors = Apply(ProjectColumns(), "Nom,Sandbox,PoC budget,Population: Headcount",
                            "A,maybe,much,1.5", project);
  ASSERT_EQ(errors.size(), 3u);
  EXPECT_EQ(errors[0].column, "Sandbox");
  EXPECT_EQ(errors[0].raw, "maybe");
  EXPECT_EQ(errors[2].message.fr, "attendu : un nombre entier");
}

TEST(TableMappingTest, ChecksTheProtosRules) {
  const auto mapping =
      TableMapping::Make(ProjectColumns(), Head("Name,Hosting: Target load (requests/s)"), {});
  ASSERT_EQ(mapping.status(), absl::OkStatus());
  const auto project = Parse<v1::Project>("hosting { target_load: -1 }");
  const auto row = Row(",-1");
  const auto created = mapping->Check(row, project, false);
  ASSERT_EQ(created.size(), 3u);  // the name, the model of the hosting, the load
  EXPECT_EQ(created[0].column, "Name");
  EXPECT_EQ(created[1].column, "");
  EXPECT_EQ(created[1].message.fr.substr(0, 22), "Hébergement : Modèle");
  EXPECT_EQ(created[2].raw, "-1");
  EXPECT_EQ(mapping->Check(row, project, true).size(), 2u);
}

TEST(TableMappingTest, AnEntryIsOfOneKind) {
  v1::Entry entry;
  EXPECT_THAT(Apply(EntryColumns(), "project,name,concern.category,concern.resolved,lesson.text",
                    "p,Fear,Emploi,non,", entry),
              IsEmpty());
  EXPECT_EQ(entry.concern().category(), v1::Concern::JOB);
  v1::Entry two;
  const auto errors = Apply(EntryColumns(), "project,name,concern.category,lesson.text",
                            "p,Fear,Emploi,learnt", two);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].column, "lesson.text");
  v1::Entry named;
  EXPECT_THAT(Apply(EntryColumns(), "project,name,kind,concern.category", "p,D,Diagnostic,", named),
              IsEmpty());
  EXPECT_TRUE(named.has_diagnostic());
}

TEST(ResourceCellTest, ShowsNamesAndVersions) {
  const auto entry = Parse<v1::Entry>(
      "name: 'organizations/a/projects/p/entries/e' etag: '\"17\"' lesson { saved { units: 3 } }");
  const auto cell = [&](const char* path) {
    return ResourceCell(entry, EntryColumns().all()[EntryColumns().FindPath(path)],
                        {"organizations/a", false})
        .text;
  };
  EXPECT_EQ(cell("id"), "e");
  EXPECT_EQ(cell("project"), "p");
  EXPECT_EQ(cell("etag"), "17");
  EXPECT_EQ(cell("lesson.saved"), "3");
  EXPECT_EQ(cell("concern.category"), "");
}

}  // namespace
}  // namespace palier::registry
