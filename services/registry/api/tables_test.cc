// SPDX-License-Identifier: Apache-2.0
// Tables in and out, over a running registry.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/app/suite.h"
#include "common/mapping/xlsx_fixture.h"
#include "common/resource/type.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/module.h"

namespace palier::registry {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kFirm[] = "organizations/firm";

class TablesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    app::Config config;
    config.listen = "127.0.0.1:0";
    config.data = dir_.File("data");
    config.drain_delay = absl::ZeroDuration();
    auto suite = app::Suite::Start(config, {Spec()});
    ASSERT_EQ(suite.status(), absl::OkStatus());
    suite_ = *std::move(suite);
    CreateOrganization("firm");
  }

  void CreateOrganization(const std::string& id) {
    v1::CreateOrganizationRequest request;
    request.set_organization_id(id);
    request.mutable_organization()->set_display_name(id);
    ASSERT_EQ(Call<v1::Organization>("CreateOrganization", request).status(), absl::OkStatus());
    CreateStructure(absl::StrCat("organizations/", id));
  }

  rpc::Client Client(const std::string& principal = "users/dev",
                     const std::string& language = "en") {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
    options.default_timeout = absl::Seconds(120);
    return rpc::Client(rpc::Connect(suite_->address()), options);
  }
  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& method,
                                const google::protobuf::Message& request) {
    return Client().Unary<Response>(rpc::MethodPath(method, request), request);
  }

  // People anna and bob, department hr, team sales: what random projects refer to.
  void CreateStructure(const std::string& organization) {
    for (const char* id : {"anna", "bob"}) {
      v1::CreatePersonRequest person;
      person.set_parent(organization);
      person.set_person_id(id);
      person.mutable_person()->set_display_name(absl::StrCat("Name of ", id));
      ASSERT_EQ(Call<v1::Person>("CreatePerson", person).status(), absl::OkStatus());
    }
    v1::CreateDepartmentRequest department;
    department.set_parent(organization);
    department.set_department_id("hr");
    department.mutable_department()->set_display_name("Ressources humaines");
    ASSERT_EQ(Call<v1::Department>("CreateDepartment", department).status(), absl::OkStatus());
    v1::CreateTeamRequest team;
    team.set_parent(organization);
    team.set_team_id("sales");
    team.mutable_team()->set_display_name("Sales");
    ASSERT_EQ(Call<v1::Team>("CreateTeam", team).status(), absl::OkStatus());
  }

  absl::StatusOr<v1::ImportTableResponse> Import(v1::ImportTableRequest first,
                                                 const std::string& bytes,
                                                 const std::string& language = "en") {
    if (first.parent().empty()) first.set_parent(kFirm);
    if (first.kind() == v1::TABLE_KIND_UNSPECIFIED) first.set_kind(v1::PROJECTS);
    const rpc::Client client = Client("users/dev", language);
    const auto stream = client.Stream("palier.registry.v1.TableService/ImportTable");
    constexpr size_t kPiece = 100'000;
    for (size_t at = 0; at == 0 || at < bytes.size(); at += kPiece) {
      first.set_data(bytes.substr(at, kPiece));
      if (!stream->Write(first)) break;
      first.Clear();
    }
    stream->WritesDone();
    v1::ImportTableResponse response;
    stream->Read(&response);
    const absl::Status status = stream->Finish();
    if (!status.ok()) return status;
    return response;
  }
  absl::StatusOr<v1::ImportTableResponse> Import(const std::string& bytes) {
    return Import(v1::ImportTableRequest(), bytes);
  }

  absl::StatusOr<std::string> Export(v1::TableKind kind, v1::TableFormat format, bool french,
                                     const std::string& filter = "") {
    v1::ExportTableRequest request;
    request.set_parent(kFirm);
    request.set_kind(kind);
    request.set_format(format);
    request.set_french(french);
    request.set_filter(filter);
    const rpc::Client client = Client();
    const auto stream = client.Stream("palier.registry.v1.TableService/ExportTable");
    stream->Write(request);
    stream->WritesDone();
    std::string bytes;
    v1::ExportTableResponse piece;
    while (stream->Read(&piece)) bytes += piece.data();
    const absl::Status status = stream->Finish();
    if (!status.ok()) return status;
    return bytes;
  }

  std::vector<v1::Project> Projects(const std::string& organization) {
    v1::ListProjectsRequest request;
    request.set_parent(organization);
    request.set_page_size(1000);
    const auto response = Call<v1::ListProjectsResponse>("ListProjects", request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    if (!response.ok()) return {};
    return {response->projects().begin(), response->projects().end()};
  }
  v1::Project Create(const std::string& id, v1::Project project) {
    v1::CreateProjectRequest request;
    request.set_parent(kFirm);
    request.set_project_id(id);
    *request.mutable_project() = std::move(project);
    const auto made = Call<v1::Project>("CreateProject", request);
    EXPECT_EQ(made.status(), absl::OkStatus()) << request.DebugString();
    return made.value_or(v1::Project());
  }

  // Nothing is written where everything is there already.
  void ExpectUnchanged(const std::string& bytes, int rows) {
    const auto response = Import(bytes);
    ASSERT_EQ(response.status(), absl::OkStatus());
    EXPECT_EQ(response->errors_size(), 0) << response->DebugString();
    EXPECT_EQ(response->unchanged_count(), rows) << response->DebugString();
  }

  testing::TempDir dir_;
  std::unique_ptr<app::Suite> suite_;
};

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

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

// The public teams of the Rust project; the figures are those of its reference.json.
TEST_F(TablesTest, AnOrganisationCountsPeopleOnce) {
  const char* data = std::getenv("PALIER_TEST_DATA");
  const char* source = std::getenv("PALIER_SOURCE_DIR");
  const std::string folder =
      data != nullptr ? data : absl::StrCat(source != nullptr ? source : ".", "/../shared/data");
  const std::string teams = Content(folder + "/rust-teams/teams.csv");
  const std::string seats = Content(folder + "/rust-teams/memberships.csv");
  if (teams.empty()) GTEST_SKIP() << "no rust-teams data in " << folder;
  const auto import = [&](bool validate_only) {
    const rpc::Client client = Client();
    const auto stream = client.Stream("palier.registry.v1.TableService/ImportOrganization");
    v1::ImportOrganizationRequest request;
    request.set_parent(kFirm);
    request.set_profile("rust-teams");
    request.set_validate_only(validate_only);
    request.set_part(v1::ImportOrganizationRequest::TEAMS);
    request.set_data(teams);
    stream->Write(request);
    request.set_part(v1::ImportOrganizationRequest::MEMBERSHIPS);
    request.set_data(seats);
    stream->Write(request);
    stream->WritesDone();
    v1::ImportOrganizationResponse response;
    stream->Read(&response);
    EXPECT_EQ(stream->Finish(), absl::OkStatus());
    return response;
  };
  constexpr int kRecords = 7 + 402 + 165;
  EXPECT_EQ(import(true).created_count(), kRecords);
  const v1::ImportOrganizationResponse first = import(false);
  EXPECT_EQ(first.created_count(), kRecords);
  EXPECT_EQ(first.people_count(), 402);
  EXPECT_EQ(first.seat_count(), 987);
  EXPECT_EQ(first.team_count(), 165);
  EXPECT_EQ(first.archived_count(), 52);
  const v1::ImportOrganizationResponse second = import(false);
  EXPECT_EQ(second.created_count() + second.updated_count(), 0);
  v1::CountPeopleRequest count;
  count.set_name(kFirm);
  auto people = Call<v1::CountPeopleResponse>("CountPeople", count);
  ASSERT_EQ(people.status(), absl::OkStatus());
  EXPECT_EQ(people->people_count(), 402);
  EXPECT_EQ(people->seat_count(), 987);
  // Besides the team of the fixture, which has neither lead nor members.
  EXPECT_EQ(people->team_count(), 165 + 1);
  EXPECT_EQ(people->teams_without_lead_count(), 77 + 1);
  EXPECT_EQ(people->empty_team_count(), 12 + 1);
  count.set_name("organizations/firm/departments/compiler");
  const auto department = Call<v1::CountPeopleResponse>("CountPeople", count);
  count.set_name("organizations/firm/teams/compiler");
  const auto team = Call<v1::CountPeopleResponse>("CountPeople", count);
  ASSERT_EQ(department.status(), absl::OkStatus());
  ASSERT_EQ(team.status(), absl::OkStatus());
  EXPECT_GT(team->seat_count(), team->people_count());
  EXPECT_GE(department->people_count(), 75);
  EXPECT_EQ(department->people_count(), team->people_count());
  count.set_name("organizations/firm/teams/none");
  EXPECT_EQ(Call<v1::CountPeopleResponse>("CountPeople", count).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(TablesTest, ATeamIsNotPartOfItself) {
  v1::ImportTableRequest teams;
  teams.set_kind(v1::TEAMS);
  const auto response = Import(teams, "Id,Name,Parent team\nup,Up,\ndown,Down,up\n");
  ASSERT_EQ(response.status(), absl::OkStatus());
  EXPECT_EQ(response->created_count(), 2) << response->DebugString();
  const auto circle = Import(teams, "Id,Parent team\nup,down\n");
  ASSERT_EQ(circle.status(), absl::OkStatus());
  ASSERT_EQ(circle->errors_size(), 1);
  EXPECT_EQ(circle->errors(0).column(), "Parent team");
}

}  // namespace
}  // namespace palier::registry
