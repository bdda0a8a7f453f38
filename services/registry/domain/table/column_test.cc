// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/column.h"

#include <gmock/gmock.h>
#include <google/type/money.pb.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_split.h"
#include "common/mapping/text.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "registry/domain/table/labels.h"

namespace palier::registry {
namespace {

const Columns& ProjectColumns() {
  static const auto* columns = new Columns(*v1::Project::descriptor());
  return *columns;
}

TEST(ColumnsTest, AreFoundByPathAndInBothLanguages) {
  const std::pair<const char*, const char*> cases[] = {
      {"display_name", "display_name"},
      {"NAME", "display_name"},
      {"nom", "display_name"},
      {"Budget PoC", "poc_budget"},
      {"poc_budget.currency", "poc_budget.currency"},
      {"Budget PoC : Devise", "poc_budget.currency"},
      {"population headcount", "population.headcount"},
      {"Population – Effectif", "population.headcount"},
      {"Identifiant", "id"},
      {"Stade", "stage"},
      {"Version", "etag"},
  };
  for (const auto& [header, path] : cases) {
    const int found = ProjectColumns().Find(header);
    ASSERT_GE(found, 0) << header;
    EXPECT_EQ(ProjectColumns().all()[found].path, path) << header;
  }
  for (const char* none : {"", "uid", "create_time", "origin", "Budget"})
    EXPECT_LT(ProjectColumns().Find(none), 0) << none;
}

TEST(ColumnsTest, KnowWhichColumnAnErrorIsAbout) {
  const auto path_of = [](const char* field) -> std::string {
    const int column = ProjectColumns().Concerned(field);
    return column < 0 ? "" : ProjectColumns().all()[column].path;
  };
  EXPECT_EQ(path_of("team_members[2].person"), "team_members");
  EXPECT_EQ(path_of("poc_budget.currency_code"), "poc_budget");
  EXPECT_EQ(path_of("hosting.model"), "hosting.model");
  EXPECT_EQ(path_of("own"), "");
  EXPECT_EQ(path_of("owner"), "owner");
}

// A field, facet or value added to the protos needs a French name in label tables; a list of
// records must consist of fields that a cell can hold.
void CheckLabels(const google::protobuf::Descriptor& type,
                 std::set<const google::protobuf::Descriptor*>& seen) {
  if (!seen.insert(&type).second) return;
  const Columns columns(type);
  for (const Column& column : columns.all()) {
    for (const auto* step : column.steps) {
      EXPECT_TRUE(HasFieldLabel(step->name())) << column.path << ": " << step->full_name();
      if (step->enum_type() == nullptr) continue;
      std::set<std::string> names;
      for (int i = 0; i < step->enum_type()->value_count(); ++i) {
        const std::string& value = step->enum_type()->value(i)->name();
        if (step->enum_type()->value(i)->number() == 0) continue;
        EXPECT_TRUE(HasValueLabel(value)) << step->full_name() << ": " << value;
        EXPECT_TRUE(names.insert(mapping::FoldHeader(ValueLabel(value).fr)).second) << value;
      }
    }
    if (column.steps.empty() || !column.leaf().is_repeated() ||
        column.leaf().message_type() == nullptr) {
      continue;
    }
    const auto& record = *column.leaf().message_type();
    for (int i = 0; i < record.field_count(); ++i) {
      EXPECT_NE(record.field(i)->message_type(), google::type::Money::descriptor())
          << record.field(i)->full_name();
    }
    CheckLabels(record, seen);
  }
}

TEST(ColumnsTest, EverythingHasAFrenchName) {
  std::set<const google::protobuf::Descriptor*> seen;
  CheckLabels(*v1::Project::descriptor(), seen);
  CheckLabels(*v1::Team::descriptor(), seen);
  CheckLabels(*v1::Entry::descriptor(), seen);
}

TEST(ColumnsTest, HeadersAreUnambiguous) {
  for (const auto* type :
       {v1::Project::descriptor(), v1::Team::descriptor(), v1::Entry::descriptor()}) {
    const Columns columns(*type);
    for (size_t i = 0; i < columns.all().size(); ++i) {
      const Column& column = columns.all()[i];
      const int index = static_cast<int>(i);
      EXPECT_EQ(columns.Find(column.path), index) << column.path;
      EXPECT_EQ(columns.Find(column.label.en), index) << column.label.en;
      EXPECT_EQ(columns.Find(column.label.fr), index) << column.label.fr;
    }
  }
}

TEST(LabelsTest, ValuesAreFoundInBothLanguages) {
  const auto* type = google::protobuf::GetEnumDescriptor<v1::ExitCriterion::Operator>();
  for (const char* text : {"AT_LEAST", "at least", "At-Least", "au moins"}) {
    const auto* value = FindValue(*type, text);
    ASSERT_NE(value, nullptr) << text;
    EXPECT_EQ(value->name(), "AT_LEAST");
  }
  for (const char* text : {"", "OPERATOR_UNSPECIFIED", "least"}) {
    EXPECT_EQ(FindValue(*type, text), nullptr) << text;
  }
  EXPECT_EQ(ValueList(*type).fr, "Au moins, Au plus, Supérieur à, Inférieur à");
}

TEST(ReferencesTest, EveryRowOfTheTableIsAField) {
  const std::pair<const google::protobuf::Descriptor*, const char*> cases[] = {
      {v1::Project::descriptor(), "owner"},    {v1::TeamMember::descriptor(), "person"},
      {v1::Population::descriptor(), "teams"}, {v1::Team::descriptor(), "lead"},
      {v1::Entry::descriptor(), "owner"},      {v1::RoleChange::descriptor(), "hr_signer"}};
  for (const auto& [type, field] : cases)
    EXPECT_FALSE(ReferenceOf(*type->FindFieldByName(field)).collection.empty()) << field;
  EXPECT_TRUE(
      ReferenceOf(*v1::Project::descriptor()->FindFieldByName("purpose")).collection.empty());
}

}  // namespace
}  // namespace palier::registry
