// SPDX-License-Identifier: Apache-2.0
// Hours, users, satisfaction, leaders: as kpi tells them.
#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

using Parts = std::map<std::string, int64_t>;

class UseTest : public PeerFigureFixture {};

TEST_F(UseTest, HoursAreCountedByWhereTheyWent) {
  RecordProperty("requirement", "S1-42");
  Add("p", "stage: RUN");
  kpi_->projects[NameOf("p")].saved_time = Read<kpi::v1::QuerySavedTimeResponse>(
      "kpis: 'k' months { measured_hours: '60.50' reinvested_hours: '10.00' "
      "reduced_cost_hours: '20.00' unknown_hours: '30.50' excess_hours: '0.00' } "
      "months { measured_hours: '9.50' reinvested_hours: '9.50' unknown_hours: '0.00' }");
  // Measured, and not in the registry any more.
  kpi_->projects[NameOf("gone")] = kpi_->projects[NameOf("p")];
  const Figure figure = Compute("hours-saved");
  EXPECT_EQ(figure.value.unit, FigureUnit::kHours);
  EXPECT_EQ(figure.value.number, 70'000);
  EXPECT_EQ(PartsOf(figure),
            (Parts{{"REINVESTED", 19'500}, {"REDUCED_COST", 20'000}, {"UNKNOWN", 30'500}}));
  ASSERT_EQ(ItemsOf(figure, ""), "p");
  EXPECT_EQ(figure.items[0].note.en, "measured by 1 KPI; 30 h of it went nobody knows where");
  EXPECT_TRUE(figure.warning.en.empty());
  kpi_->projects[NameOf("p")].saved_time->mutable_months(0)->set_excess_hours("1.00");
  EXPECT_FALSE(Compute("hours-saved").warning.en.empty());
}

TEST_F(UseTest, WithoutAKpiOfHoursNobodyKnows) {
  Add("p", "stage: RUN");
  EXPECT_FALSE(Compute("hours-saved").value.number.has_value());
  EXPECT_FALSE(Compute("hours-saved-by-team").value.number.has_value());
}

TEST_F(UseTest, HoursOfATeamComeFromAllItsTools) {
  RecordProperty("requirement", "S1-42");
  Add("a", "stage: RUN");
  Add("b", "stage: RUN");
  kpi_->projects[NameOf("a")].team_hours_hundredths = {{"claims", 1'050}, {"", 200}};
  kpi_->projects[NameOf("b")].team_hours_hundredths = {{"claims", 50}, {"desk", 300}};
  const Figure figure = Compute("hours-saved-by-team");
  EXPECT_EQ(figure.value.number, 14'000);
  EXPECT_EQ(PartsOf(figure), (Parts{{"TEAMS", 14'000}, {"NO_TEAM", 2'000}}));
  EXPECT_EQ(ItemsOf(figure, ""), "claims desk");
  EXPECT_EQ(figure.items[0].value->number, 11'000);
  EXPECT_EQ(figure.items[0].note.en, "from 2 projects");
}

TEST_F(UseTest, UseIsToldOfTheLastPeriodAndOfNoSmallGroup) {
  RecordProperty("requirement", "S4-13 S4-14 S1-37");
  Add("p", "stage: RUN");
  Add("small", "stage: RUN");
  kpi_->projects[NameOf("p")].adoption = Read<kpi::v1::Adoption>(
      "periods { label: '2026-W25' units { unit: 'organizations/acme' active_user_count: 99 } } "
      "periods { label: '2026-W26' hidden_team_count: 1 "
      "units { unit: 'organizations/acme' active_user_count: 24 active_days_per_user: 2.5 } "
      "units { unit: 'organizations/acme/departments/ops' active_user_count: 20 } "
      "units { unit: 'organizations/acme/teams/claims' quadrant: CHAMPION } "
      "units { unit: 'organizations/acme/teams/desk' quadrant: CAPTIVE } "
      "units { unit: 'organizations/acme/teams/lab' quadrant: CHAMPION } "
      "units { unit: 'organizations/acme/teams/mute' } "
      "units { unit: 'organizations/acme/teams/tiny' hidden: true } "
      "segments { segment: REGULAR team_count: 3 } }");
  kpi_->projects[NameOf("small")].adoption = Read<kpi::v1::Adoption>(
      "periods { label: '2026-W26' units { unit: 'organizations/acme' hidden: true } }");
  const Figure users = Compute("active-users");
  EXPECT_EQ(users.value.number, 24);
  EXPECT_EQ(users.inputs[1].number, 1) << "one tool is not told of";
  EXPECT_EQ(ItemsOf(users, ""), "p");
  EXPECT_EQ(users.items[0].note.en, "2026-W26: 2.5 days per user");
  EXPECT_EQ(PartsOf(users),
            (Parts{{"NONE", 0}, {"TRYING", 0}, {"REGULAR", 3}, {"INTENSIVE", 0}, {"HIDDEN", 1}}));
  const Figure liked = Compute("use-and-satisfaction");
  EXPECT_EQ(liked.value.number, 667);
  EXPECT_EQ(liked.value.basis, 3);
  EXPECT_EQ(PartsOf(liked),
            (Parts{{"CHAMPION", 2}, {"CAPTIVE", 1}, {"PROMISING", 0}, {"DISTANT", 0}}));
  EXPECT_EQ(liked.items[1].note.en, "claims, lab");
  EXPECT_EQ(liked.inputs[1].number, 1);
  EXPECT_EQ(liked.inputs[2].number, 1);
}

TEST_F(UseTest, CasesThroughTheAiStepByTeamAndWeek) {
  RecordProperty("requirement", "S0-37");
  Add("p", "stage: RUN");
  kpi_->projects[NameOf("p")].penetration = Read<kpi::v1::QueryKpiResponse>(
      "series { team: 'claims' points { label: '2026-W25' value: 50 measurement_count: 10 } "
      "points { label: '2026-W26' value: 75 measurement_count: 20 } } "
      "series { points { label: '2026-W26' value: 0 measurement_count: 10 } }");
  const Figure figure = Compute("penetration");
  EXPECT_EQ(figure.value.number, 500) << "5 + 15 of 40";
  EXPECT_EQ(figure.value.basis, 40);
  EXPECT_EQ(PartsOf(figure), (Parts{{"2026-W25", 500}, {"2026-W26", 500}}));
  EXPECT_EQ(ItemsOf(figure, "2026-W26"), "acme claims");
  EXPECT_EQ(figure.items[1].value->number, 500);
  EXPECT_EQ(figure.items[1].resource, "organizations/acme/teams/claims");
  kpi_->projects.clear();
  EXPECT_FALSE(Compute("penetration").value.number.has_value());
}

TEST_F(UseTest, OfLeadersOnlyTheirLevelIsTold) {
  RecordProperty("requirement", "S1-40");
  const auto add = [this](const std::string& id, const std::string& level) {
    Add(id, "stage: RUN");
    kpi_->projects[NameOf(id)].adoption =
        Read<kpi::v1::Adoption>(absl::StrCat("periods { label: '2026-W26' ", level, " }"));
  };
  add("a", "leaders_use: FEW");
  add("too-few-leaders", "");
  const Figure few = Compute("leaders-use");
  EXPECT_EQ(few.value.number, 0);
  EXPECT_EQ(few.value.basis, 1);
  EXPECT_EQ(few.inputs[1].number, 1);
  EXPECT_FALSE(few.warning.en.empty());
  add("b", "leaders_use: MOST");
  const Figure more = Compute("leaders-use");
  EXPECT_EQ(more.value.number, 500);
  EXPECT_EQ(ItemsOf(more, "MOST"), "b");
  EXPECT_TRUE(more.warning.en.empty());
}

TEST_F(UseTest, ASilentServiceIsNamed) {
  Add("p", "stage: RUN");
  kpi_->projects[NameOf("p")].team_hours_hundredths = {{"claims", 100}};
  model_.kpi.answers = false;
  const Figure old = Compute("hours-saved-by-team");
  EXPECT_EQ(old.value.number, 1'000) << "what it told before";
  EXPECT_EQ(old.silent_peer, "kpi");
  EXPECT_EQ(old.notes.back().en,
            "The service kpi does not answer now: this is what it told before.");
  model_.kpi.facts = nullptr;
  const Figure none = Compute("hours-saved-by-team");
  EXPECT_FALSE(none.value.number.has_value());
  EXPECT_EQ(none.silent_peer, "kpi");
  EXPECT_EQ(none.notes.back().fr, "Le service kpi ne répond pas : personne ne sait.");
  EXPECT_EQ(Compute("quick-wins").silent_peer, "") << "the registry alone tells of it";
}

}  // namespace
}  // namespace palier::reporting
