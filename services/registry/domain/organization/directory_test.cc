// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/organization/directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "common/status/error.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;

constexpr char kTeams[] =
    "team,kind,parent,top_level,archived\n"
    "parsing,team,compiler,False,False\ncompiler,team,,True,False\nold,team,compiler,False,True\n"
    "empty,team,,False,False\n";
constexpr char kSeats[] =
    "team,person,role\n"
    "compiler,p1,lead\ncompiler,p2,lead\nparsing,p1,member\nparsing,p3,alumni\nold,p4,lead\n"
    "parsing,p1,lead\n";

TEST(DirectoryTest, CountsPeopleOnceAndPutsParentsFirst) {
  const auto directory = ReadDirectory("rust-teams", kTeams, kSeats);
  ASSERT_EQ(directory.status(), absl::OkStatus());
  EXPECT_THAT(directory->departments, ElementsAre("compiler"));
  ASSERT_EQ(directory->teams.size(), 4u);
  EXPECT_EQ(directory->teams[0].name, "compiler");
  EXPECT_EQ(directory->teams[0].lead, "p1");
  EXPECT_THAT(directory->teams[0].members, ElementsAre("p1", "p2"));
  EXPECT_EQ(directory->teams[1].name, "parsing");
  EXPECT_EQ(directory->teams[1].department, "compiler");
  EXPECT_THAT(directory->teams[1].members, ElementsAre("p1"));
  EXPECT_EQ(directory->teams[3].department, "");
  EXPECT_EQ(directory->people.size(), 2u);
  EXPECT_EQ(directory->people[0].department, "compiler");
  EXPECT_EQ(directory->seats(), 3);
}

TEST(DirectoryTest, RefusesWhatItCannotUnderstand) {
  const auto reason = [](const char* profile, const std::string& teams, const std::string& seats) {
    return status::ReasonOf(ReadDirectory(profile, teams, seats).status());
  };
  EXPECT_EQ(reason("sap", kTeams, kSeats), error::v1::UNKNOWN_PROFILE);
  const std::string head = "team,parent,top_level,archived\n";
  const std::string seats = "team,person,role\n";
  const auto unreadable = error::v1::UNREADABLE_FILE;
  EXPECT_EQ(reason("rust-teams", "", seats), unreadable);
  EXPECT_EQ(reason("rust-teams", "team,parent\n", seats), unreadable);
  EXPECT_EQ(reason("rust-teams", head + "a,b,False,False\nb,a,False,False\n", seats), unreadable);
  EXPECT_EQ(reason("rust-teams", head + "a,none,False,False\n", seats), unreadable);
  EXPECT_EQ(reason("rust-teams", head + "a,,False,False\na,,False,False\n", seats), unreadable);
  EXPECT_EQ(reason("rust-teams", head + "a,,False,False\n", seats + "b,p,lead\n"), unreadable);
  EXPECT_EQ(reason("rust-teams", head + "a,,False,False\n", seats + "a,p,boss\n"), unreadable);
}

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

TEST(DirectoryTest, TheTeamsOfTheRustProject) {
  const char* data = std::getenv("PALIER_TEST_DATA");
  const char* source = std::getenv("PALIER_SOURCE_DIR");
  const std::string folder =
      data != nullptr ? data : std::string(source ? source : ".") + "/../shared/data";
  const std::string teams = Content(folder + "/rust-teams/teams.csv");
  if (teams.empty()) GTEST_SKIP() << "no rust-teams data in " << folder;
  const auto directory =
      ReadDirectory("rust-teams", teams, Content(folder + "/rust-teams/memberships.csv"));
  ASSERT_EQ(directory.status(), absl::OkStatus());
  int active = 0, leaderless = 0, empty = 0;
  std::set<std::string> before;
  for (const DirectoryTeam& team : directory->teams) {
    EXPECT_TRUE(team.parent.empty() || before.contains(team.parent)) << team.name;
    before.insert(team.name);
    if (team.archived) continue;
    ++active;
    leaderless += team.lead.empty() ? 1 : 0;
    empty += team.members.empty() ? 1 : 0;
  }
  // rust-teams/reference.json, computed independently.
  EXPECT_EQ(directory->teams.size(), 217u);
  EXPECT_EQ(active, 165);
  EXPECT_EQ(directory->people.size(), 402u);
  EXPECT_EQ(directory->seats(), 987);
  EXPECT_EQ(leaderless, 77);
  EXPECT_EQ(empty, 12);
  EXPECT_EQ(directory->departments.size(), 7u);
}

}  // namespace
}  // namespace palier::registry
