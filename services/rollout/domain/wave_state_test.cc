// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_state.h"

#include <functional>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr WaveState kAll[] = {WaveState::kPlanned, WaveState::kActive, WaveState::kPaused,
                              WaveState::kCompleted, WaveState::kStopped};

Wave WaveIn(WaveState state, int number = 1) {
  Wave wave;
  wave.name = "organizations/o/rollouts/r/waves/" + std::to_string(number);
  wave.number = number;
  wave.state = state;
  wave.members = {"zoe", "amir", "zoe"};
  wave.check_ins = {{"a", 1, true}, {"a", 2, true}, {"a", 3, true}, {"a", 4, true}};
  return wave;
}

// What lets wave 2 start on 1 June 2026.
StartContext Ready() {
  StartContext context;
  context.today = CivilDay(2026, 6, 1);
  context.previous = WaveIn(WaveState::kCompleted);
  context.previous->gate_decision = GateDecision::kContinue;
  context.drills = {{"assistant", CivilDay(2026, 3, 3)}};
  return context;
}

TEST(WaveStateTest, EachCallFromEachState) {
  const struct {
    const char* name;
    std::function<absl::StatusOr<Wave>(Wave)> call;
    // The state after the call from each state of kAll, in order; none for a refusal.
    std::vector<std::optional<WaveState>> after;
  } cases[] = {
      {"start", [](Wave w) { return StartWave(w, Ready()); }, {WaveState::kActive, {}, {}, {}, {}}},
      {"pause", PauseWave, {{}, WaveState::kPaused, {}, {}, {}}},
      {"resume", ResumeWave, {{}, {}, WaveState::kActive, {}, {}}},
      {"complete", CompleteWave, {{}, WaveState::kCompleted, {}, {}, {}}},
      {"stop", StopWave, {{}, WaveState::kStopped, WaveState::kStopped, {}, {}}},
      {"change members",
       [](Wave w) { return ChangeMembers(w, {"eve"}); },
       {WaveState::kPlanned, {}, {}, {}, {}}},
      {"decide to continue",
       [](Wave w) { return DecideGate(w, GateDecision::kContinue); },
       {{}, {}, {}, WaveState::kCompleted, {}}},
      {"decide to stop",
       [](Wave w) { return DecideGate(w, GateDecision::kStop); },
       {{}, {}, {}, WaveState::kCompleted, WaveState::kStopped}},
  };
  for (const auto& c : cases) {
    for (size_t i = 0; i < std::size(kAll); ++i) {
      SCOPED_TRACE(std::string(c.name) + " from " + std::string(WaveStateName(kAll[i])));
      const absl::StatusOr<Wave> after = c.call(WaveIn(kAll[i], 2));
      ASSERT_EQ(after.ok(), c.after[i].has_value()) << after.status();
      if (after.ok()) {
        EXPECT_EQ(after->state, *c.after[i]);
        continue;
      }
      EXPECT_EQ(status::ReasonOf(after.status()), error::v1::ILLEGAL_TRANSITION);
      const error::v1::ErrorDetail detail = status::DetailOf(after.status());
      EXPECT_EQ(detail.metadata().at("state"), std::string(WaveStateName(kAll[i])));
      EXPECT_THAT(detail.fr() + std::string(after.status().message()), Not(HasSubstr("{")));
    }
  }
}

TEST(WaveStateTest, StartNeedsEveryCondition) {
  const struct {
    const char* name;
    std::function<void(Wave&, StartContext&)> change;
    std::vector<std::string> types;
  } cases[] = {
      {"ready", [](Wave&, StartContext&) {}, {}},
      {"first wave has none before it",
       [](Wave& w, StartContext& c) {
         w.number = 1;
         c.previous = std::nullopt;
       },
       {}},
      {"the wave before is unknown",
       [](Wave&, StartContext& c) { c.previous = std::nullopt; },
       {"PREVIOUS_WAVE_OPEN"}},
      {"another wave is shown",
       [](Wave&, StartContext& c) { c.previous->number = 3; },
       {"PREVIOUS_WAVE_OPEN"}},
      {"still active",
       [](Wave&, StartContext& c) {
         c.previous->state = WaveState::kActive;
         c.previous->gate_decision = std::nullopt;
       },
       {"PREVIOUS_WAVE_OPEN", "GATE_DECISION_MISSING"}},
      {"stopped",
       [](Wave&, StartContext& c) { c.previous->state = WaveState::kStopped; },
       {"PREVIOUS_WAVE_OPEN"}},
      {"not decided",
       [](Wave&, StartContext& c) { c.previous->gate_decision = std::nullopt; },
       {"GATE_DECISION_MISSING"}},
      {"decided to adjust",
       [](Wave&, StartContext& c) { c.previous->gate_decision = GateDecision::kAdjust; },
       {"GATE_DECISION_MISSING"}},
      {"two check-ins missing",
       [](Wave&, StartContext& c) {
         c.previous->check_ins[1].done = c.previous->check_ins[3].done = false;
       },
       {"CHECK_IN_MISSING", "CHECK_IN_MISSING"}},
      {"drill of 90 days",
       [](Wave&, StartContext& c) { c.drills[0].last_test = c.today - 90; },
       {}},
      {"drill of 91 days",
       [](Wave&, StartContext& c) { c.drills[0].last_test = c.today - 91; },
       {"FALLBACK_DRILL_STALE"}},
      {"drill never held",
       [](Wave&, StartContext& c) { c.drills[0].last_test = std::nullopt; },
       {"FALLBACK_DRILL_MISSING"}},
      {"drill of tomorrow",
       [](Wave&, StartContext& c) { c.drills[0].last_test = c.today + 1; },
       {"FALLBACK_DRILL_MISSING"}},
      {"nobody in it", [](Wave& w, StartContext&) { w.members.clear(); }, {"NO_MEMBERS"}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Wave wave = WaveIn(WaveState::kPlanned, 2);
    StartContext context = Ready();
    c.change(wave, context);
    const absl::StatusOr<Wave> started = StartWave(wave, context);
    EXPECT_EQ(started.ok(), c.types.empty()) << started.status();
    std::vector<std::string> types;
    const error::v1::ErrorDetail detail = status::DetailOf(started.status());
    for (const error::v1::Violation& violation : detail.precondition_violations()) {
      types.push_back(violation.type());
      EXPECT_FALSE(violation.en().empty() || violation.fr().empty());
    }
    EXPECT_EQ(types, c.types);
    if (started.ok()) continue;
    EXPECT_EQ(detail.reason(), error::v1::GATE_NOT_MET);
    EXPECT_EQ(detail.metadata().at("unmet"), std::to_string(c.types.size()));
  }
}

TEST(WaveStateTest, StartFreezesSortedMembers) {
  const absl::StatusOr<Wave> started = StartWave(WaveIn(WaveState::kPlanned, 2), Ready());
  ASSERT_TRUE(started.ok()) << started.status();
  EXPECT_THAT(started->members, ElementsAre("amir", "zoe"));
  EXPECT_EQ(status::ReasonOf(ChangeMembers(*started, {"eve"}).status()),
            error::v1::ILLEGAL_TRANSITION);
}

TEST(WaveStateTest, CompletionListsMissingCheckIns) {
  Wave wave = WaveIn(WaveState::kActive);
  wave.check_ins[2].done = false;
  const absl::Status status = CompleteWave(wave).status();
  EXPECT_EQ(status::ReasonOf(status), error::v1::GATE_NOT_MET);
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  ASSERT_EQ(detail.precondition_violations_size(), 1);
  EXPECT_EQ(detail.precondition_violations(0).subject(), "a week 3");
  wave.check_ins.clear();
  EXPECT_EQ(status::ReasonOf(CompleteWave(wave).status()), error::v1::GATE_NOT_MET);
}

}  // namespace
}  // namespace palier::rollout
