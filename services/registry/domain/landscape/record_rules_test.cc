// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/record_rules.h"

#include <gtest/gtest.h>

#include "common/status/error.h"
#include "registry/domain/landscape/testing/house.h"

namespace palier::landscape {
namespace {

// Field of the first violation; empty when there is none.
std::string FirstField(const absl::Status& status) {
  const auto detail = status::DetailOf(status);
  if (detail.field_violations_size() == 0) return status.ok() ? "" : status.ToString();
  EXPECT_FALSE(detail.field_violations(0).fr().empty());
  return detail.field_violations(0).subject();
}

TEST(RecordRulesTest, ApplicationsNameNothingTwice) {
  v1::Application application;
  application.add_ai_functions("f");
  application.add_ai_functions("g");
  application.add_data_sources("f");
  EXPECT_EQ(FirstField(CheckApplication(application)), "");
  application.add_ai_functions("f");
  EXPECT_EQ(FirstField(CheckApplication(application)), "application.ai_functions[2]");
  application.clear_ai_functions();
  application.add_data_sources("f");
  EXPECT_EQ(FirstField(CheckApplication(application)), "application.data_sources[1]");
}

TEST(RecordRulesTest, ADepartmentReadsOrAsks) {
  RecordProperty("requirement", "S1-04");
  v1::DataSource source;
  source.add_consumers("a");
  source.add_requesters("b");
  EXPECT_EQ(FirstField(CheckDataSource(source)), "");
  source.add_requesters("a");
  EXPECT_EQ(FirstField(CheckDataSource(source)), "data_source.requesters[1]");
}

struct ProcessCase {
  const char* field;
  void (*change)(v1::Process&);
};

TEST(RecordRulesTest, Processes) {
  RecordProperty("requirement", "S1-16 S1-66");
  const ProcessCase cases[] = {
      {"", [](v1::Process&) {}},
      {"process.ai_functions[1]",
       [](v1::Process& process) {
         process.add_ai_functions("f");
         process.add_ai_functions("f");
       }},
      {"process.chain[0].application",
       [](v1::Process& process) { process.mutable_chain(0)->clear_application(); }},
      {"", [](v1::Process& process) { process.mutable_chain(0)->set_automated(false); }},
      {"process.hourly_cost",
       [](v1::Process& process) { *process.mutable_hourly_cost() = Euros(100'001); }},
      {"process.hourly_cost",
       [](v1::Process& process) { *process.mutable_hourly_cost() = Euros(-1); }},
      {"process.hourly_cost.currency_code",
       [](v1::Process& process) { *process.mutable_hourly_cost() = Euros(1, "euro"); }},
      {"process.monthly_volume",
       [](v1::Process& process) {
         process.set_monthly_volume(1'000'000'000'000);
         process.set_unit_minutes_hundredths(1'000'000'000);
       }},
  };
  for (const ProcessCase& each : cases) {
    v1::Process process;
    process.set_monthly_volume(10);
    process.set_unit_minutes_hundredths(100);
    *process.mutable_hourly_cost() = Euros(100'000);
    process.add_chain()->set_application("a");
    process.mutable_chain(0)->set_automated(true);
    each.change(process);
    EXPECT_EQ(FirstField(CheckProcess(process)), each.field);
  }
}

struct SynergyCase {
  const char* field;
  const char* source;
  const char* target;
  v1::Synergy::Type type;
  int64_t gain;
};

TEST(RecordRulesTest, Synergies) {
  RecordProperty("requirement", "S1-14 S1-66");
  const SynergyCase cases[] = {
      {"", "applications/a", "applications/b", v1::Synergy::WORKFLOW, 10},
      {"", "projects/a", "processes/b", v1::Synergy::VERTICAL, 0},
      {"synergy.target", "projects/a", "projects/a", v1::Synergy::DATA, 0},
      {"synergy.target", "applications/a", "projects/b", v1::Synergy::WORKFLOW, 0},
      {"synergy.source", "processes/a", "applications/b", v1::Synergy::WORKFLOW, 0},
      {"synergy.yearly_gain", "projects/a", "projects/b", v1::Synergy::DATA, -5},
      {"synergy.yearly_gain", "projects/a", "projects/b", v1::Synergy::DATA, 1'000'000'000'000'001},
  };
  for (const SynergyCase& each : cases) {
    House house;
    EXPECT_EQ(
        FirstField(CheckSynergy(house.Synergy(each.source, each.target, each.type, each.gain))),
        each.field);
  }
}

TEST(RecordRulesTest, ObjectivesCiteOnce) {
  v1::Objective objective;
  objective.add_cites("a");
  EXPECT_EQ(FirstField(CheckObjective(objective)), "");
  objective.add_cites("a");
  EXPECT_EQ(FirstField(CheckObjective(objective)), "objective.cites[1]");
}

TEST(RecordRulesTest, FrictionsAreMeasured) {
  RecordProperty("requirement", "S4-03");
  v1::Friction friction;
  EXPECT_EQ(FirstField(CheckFriction(friction)), "friction");
  *friction.mutable_monthly_cost() = Euros(0);
  EXPECT_EQ(FirstField(CheckFriction(friction)), "friction");
  *friction.mutable_monthly_cost() = Euros(1);
  EXPECT_EQ(FirstField(CheckFriction(friction)), "");
  *friction.mutable_monthly_cost() = Euros(1, "x");
  EXPECT_EQ(FirstField(CheckFriction(friction)), "friction.monthly_cost.currency_code");
  friction.clear_monthly_cost();
  friction.set_monthly_hours_hundredths(1);
  EXPECT_EQ(FirstField(CheckFriction(friction)), "");
  friction.clear_monthly_hours_hundredths();
  friction.set_errors_per_thousand(1);
  EXPECT_EQ(FirstField(CheckFriction(friction)), "");
}

}  // namespace
}  // namespace palier::landscape
