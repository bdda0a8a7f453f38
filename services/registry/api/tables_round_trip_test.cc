// SPDX-License-Identifier: Apache-2.0
// Tables out and in again, over a running registry.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/testing/tables_fixture.h"

namespace palier::registry {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::HasSubstr;

// What a client may set, without the names that differ from organisation to organisation.
v1::Project Comparable(v1::Project project, const std::string& organization) {
  for (const char* field : {"uid", "etag"}) resource::SetStandardString(project, field, "");
  for (const char* field : {"create_time", "update_time", "stage_time"})
    resource::ClearStandard(project, field);
  project.clear_promise_hash();
  std::string text = project.SerializeAsString();
  const std::string from = organization.substr(14), to = "firm";
  EXPECT_EQ(from.size(), to.size());
  for (size_t at = text.find("organizations/" + from); at != std::string::npos;
       at = text.find("organizations/" + from, at + 1)) {
    text.replace(at + 14, from.size(), to);
  }
  v1::Project same;
  EXPECT_TRUE(same.ParseFromString(text));
  return same;
}

// Projects with every kind of field and texts that tables trip over.
class RandomProjects {
 public:
  explicit RandomProjects(unsigned seed) : random_(seed) {}

  v1::Project Next() {
    v1::Project project;
    project.set_display_name(absl::StrCat("P", ++number_, " ", Text()));
    if (Coin()) project.set_purpose(Text());
    if (Coin()) project.set_outputs(Text());
    if (Coin()) project.set_kind(static_cast<v1::Project::Kind>(Below(4)));
    if (Coin()) project.set_department("organizations/firm/departments/hr");
    if (Coin()) project.set_owner("organizations/firm/people/anna");
    if (Coin()) project.set_sponsor("organizations/firm/people/bob");
    if (Coin()) *project.mutable_poc_budget() = Money();
    if (Coin()) *project.mutable_production_budget() = Money();
    project.set_sandbox(Coin());
    if (Coin()) AddPopulation(*project.mutable_population());
    if (Coin()) {
      project.mutable_hosting()->set_model(v1::Hosting::HYBRID);
      project.mutable_hosting()->set_target_load(Below(100'000) / 1000.0);
      project.mutable_hosting()->set_availability_percent(Below(10'001) / 100.0);
      if (Coin()) project.mutable_hosting()->set_security_class(Text());
    }
    for (int i = Below(3); i > 0; --i) AddCriterion(*project.add_exit_criteria());
    for (int i = Below(3); i > 0; --i) {
      v1::TeamMember& member = *project.add_team_members();
      member.set_person("organizations/firm/people/anna");
      member.set_function(static_cast<v1::TeamMember::Function>(1 + Below(6)));
      if (Coin()) SetDate(*member.mutable_join_date());
    }
    if (Coin()) {
      v1::RunPack& pack = *project.mutable_run_pack();
      pack.set_owner("organizations/firm/people/bob");
      pack.set_escalation_path(Text());
      *pack.mutable_cost_cap() = Money();
      SetDate(*pack.mutable_staffed_until_date());
    }
    if (Coin()) project.mutable_scalability()->set_clear_roi(Coin());
    if (Coin()) {
      project.mutable_agent_controls()->add_allowed_actions(Text());
      project.mutable_agent_controls()->set_autonomy(v1::AgentControls::SUGGESTS);
    }
    return project;
  }

 private:
  int Below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  bool Coin() { return Below(2) == 1; }

  std::string Text() {
    static const std::vector<std::string> kPieces = {
        "a",  "é",  "=1+1", "+33", "-",  "@",  "'", "\"",   ";",       ",", "|",    "\\", " ",
        "\n", "\t", "0",    "1,5", "x=", "中", "<", "&lt;", "_x0041_", "😀", "true", "œ"};
    std::string text;
    for (int i = 1 + Below(6); i > 0; --i) text += kPieces[Below(static_cast<int>(kPieces.size()))];
    // A text of white space alone or a mark of emptiness at its end stays what it is.
    return text;
  }
  google::type::Money Money() {
    google::type::Money money;
    money.set_currency_code(Coin() ? "EUR" : "CHF");
    money.set_units(Below(2'000'000'000));
    if (Coin()) money.set_nanos(Below(100) * 10'000'000);
    if (Below(10) == 0) money.set_nanos(123'456'789);
    return money;
  }
  void SetDate(google::type::Date& date) {
    date.set_year(1900 + Below(200));
    date.set_month(1 + Below(12));
    date.set_day(1 + Below(28));
  }
  void AddPopulation(v1::Population& population) {
    population.set_headcount(Below(5000));
    if (Coin()) population.add_teams("organizations/firm/teams/sales");
    for (int i = Below(4); i > 0; --i) population.add_systems(Text());
  }
  void AddCriterion(v1::ExitCriterion& criterion) {
    criterion.set_id(absl::StrCat("c", ++number_));
    criterion.set_metric(Text());
    if (Coin()) criterion.set_operator_(v1::ExitCriterion::AT_LEAST);
    if (Coin()) criterion.set_value(Below(1000) / 8.0);
    if (Coin()) criterion.set_unit("%");
  }

  std::mt19937 random_;
  int number_ = 0;
};

TEST_F(TablesTest, WhatIsExportedIsImportedUnchanged) {
  RandomProjects random(20260301);
  std::map<std::string, v1::Project> want;
  for (int i = 0; i < 150; ++i) {
    const v1::Project made = Create(absl::StrCat("p-", i), random.Next());
    want[made.name()] = Comparable(made, kFirm);
  }
  int round = 0;
  for (const v1::TableFormat format : {v1::CSV, v1::XLSX}) {
    for (const bool french : {false, true}) {
      const auto bytes = Export(v1::PROJECTS, format, french);
      ASSERT_EQ(bytes.status(), absl::OkStatus());
      ExpectUnchanged(*bytes, 150);
      // An empty organisation gets the same.
      const std::string id = absl::StrCat("cop", round++);
      CreateOrganization(id);
      const std::string copy = "organizations/" + id;
      v1::ImportTableRequest request;
      request.set_parent(copy);
      const auto response = Import(request, *bytes);
      ASSERT_EQ(response.status(), absl::OkStatus());
      EXPECT_EQ(response->errors_size(), 0) << response->DebugString();
      EXPECT_EQ(response->created_count(), 150);
      const std::vector<v1::Project> projects = Projects(copy);
      EXPECT_EQ(projects.size(), want.size());
      for (const v1::Project& project : projects) {
        const v1::Project got = Comparable(project, copy);
        std::string difference;
        MessageDifferencer differencer;
        differencer.ReportDifferencesToString(&difference);
        EXPECT_TRUE(differencer.Compare(want[got.name()], got))
            << v1::TableFormat_Name(format) << (french ? " fr " : " en ") << difference;
      }
    }
  }
}

TEST_F(TablesTest, EntriesAndTeamsComeBackToo) {
  Create("p", [] {
    v1::Project project;
    project.set_display_name("P");
    return project;
  }());
  v1::ImportTableRequest entries;
  entries.set_kind(v1::ENTRIES);
  const auto made = Import(entries,
                           "Projet;Nom;Crainte : Catégorie;Crainte : Résolu;Leçon : Texte;Leçon : "
                           "Économisé;Date\r\n"
                           "P;Peur;Emploi;non;;;31/12/2026\r\n"
                           "p;Appris;;;=texte;1 200,50;\r\n");
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->errors_size(), 0) << made->DebugString();
  EXPECT_EQ(made->created_count(), 2);
  v1::GetEntryRequest get;
  get.set_name("organizations/firm/projects/p/entries/appris");
  const auto entry = Call<v1::Entry>("GetEntry", get);
  ASSERT_EQ(entry.status(), absl::OkStatus());
  EXPECT_EQ(entry->lesson().text(), "=texte");
  EXPECT_EQ(entry->lesson().saved().currency_code(), "EUR");
  EXPECT_EQ(entry->lesson().saved().units(), 1200);
  EXPECT_EQ(entry->kind(), "lesson");
  for (const v1::TableFormat format : {v1::CSV, v1::XLSX}) {
    const auto bytes = Export(v1::ENTRIES, format, true);
    ASSERT_EQ(bytes.status(), absl::OkStatus());
    const auto again = Import(entries, *bytes);
    ASSERT_EQ(again.status(), absl::OkStatus());
    EXPECT_EQ(again->unchanged_count(), 2) << again->DebugString();
  }
  // Columns of the kinds that occur, and of no other.
  const auto lessons = Export(v1::ENTRIES, v1::CSV, false, "kind = \"lesson\"");
  ASSERT_EQ(lessons.status(), absl::OkStatus());
  EXPECT_THAT(*lessons, HasSubstr("Lesson: Text"));
  EXPECT_THAT(*lessons, ::testing::Not(HasSubstr("Concern")));
  v1::ImportTableRequest teams;
  teams.set_kind(v1::TEAMS);
  const auto team = Import(teams, "Name,Lead,Department,Headcount\nBuyers,Name of bob,hr,12\n");
  ASSERT_EQ(team.status(), absl::OkStatus());
  EXPECT_EQ(team->created_count(), 1) << team->DebugString();
  const auto bytes = Export(v1::TEAMS, v1::CSV, false);
  ASSERT_EQ(bytes.status(), absl::OkStatus());
  EXPECT_THAT(*bytes, HasSubstr("buyers,Buyers,departments/hr,12,people/bob"));
}

}  // namespace
}  // namespace palier::registry
