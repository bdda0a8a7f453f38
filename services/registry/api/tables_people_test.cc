// SPDX-License-Identifier: Apache-2.0
// Tables of people and teams: an organisation at once, over a running registry.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/rpc/client.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/testing/tables_fixture.h"

namespace palier::registry {
namespace {

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
