// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/process_figures.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "registry/domain/landscape/amounts.h"
#include "registry/domain/landscape/testing/house.h"

namespace palier::landscape {
namespace {

v1::Process Of(int64_t volume, int64_t hundredths, google::type::Money hourly) {
  v1::Process process;
  process.set_monthly_volume(volume);
  process.set_unit_minutes_hundredths(hundredths);
  *process.mutable_hourly_cost() = std::move(hourly);
  return process;
}

TEST(ProcessFiguresTest, YearlyCostByHand) {
  RecordProperty("requirement", "S1-16");
  // 400 a month x 12 x 7.5 minutes = 600 hours, at 42 EUR.
  EXPECT_EQ(AmountText(*YearlyCost(Of(400, 750, Euros(42)))), "25200.00 EUR");
  // 1 x 12 x 0.07 minutes = 0.014 hours at 1 USD: 1.4 cents, rounded down.
  EXPECT_EQ(AmountText(*YearlyCost(Of(1, 7, Euros(1, "USD")))), "0.01 USD");
  EXPECT_EQ(YearlyCost(Of(1, 7, Euros(1)))->nanos(), 10'000'000);
}

TEST(ProcessFiguresTest, UnknownStaysUnknown) {
  EXPECT_FALSE(YearlyCost(Of(0, 750, Euros(42))).has_value());
  EXPECT_FALSE(YearlyCost(Of(400, 0, Euros(42))).has_value());
  v1::Process unpriced = Of(400, 750, Euros(42));
  unpriced.clear_hourly_cost();
  EXPECT_FALSE(YearlyCost(unpriced).has_value());
}

TEST(ProcessFiguresTest, TheLargestInputsDoNotOverflow) {
  const auto cost = YearlyCost(Of(1'000'000'000'000, 1'000'000'000, Euros(kLargestHourlyCost)));
  EXPECT_GT(cost->units(), kLargestAmount);
}

struct ChainCase {
  // One letter a step: m manual, a automated; upper case: its hand-over is automated.
  const char* chain;
  int steps_permille, handovers_permille;  // -1: unset
  const char* gaps;                        // s and h, with the step's number
};

TEST(ProcessFiguresTest, ChainsByHand) {
  RecordProperty("requirement", "S1-66");
  const ChainCase cases[] = {
      {"m", 0, -1, "s1"},      {"A", 1000, -1, ""},       {"aa", 1000, 0, "h1"},
      {"AAA", 1000, 1000, ""}, {"AmA", 666, 500, "s2h2"}, {"mMm", 0, 500, "s1h1s2s3"},
  };
  for (const ChainCase& each : cases) {
    v1::Process process;
    for (const char* c = each.chain; *c != '\0'; ++c) {
      v1::ChainStep& step = *process.add_chain();
      step.set_description(std::string(1, *c));
      step.set_automated(*c == 'a' || *c == 'A');
      step.set_handover_automated(*c == 'A' || *c == 'M');
    }
    const auto automation = Automation(process);
    ASSERT_TRUE(automation.has_value());
    EXPECT_EQ(automation->steps(), process.chain_size());
    EXPECT_EQ(automation->handovers(), process.chain_size() - 1);
    EXPECT_EQ(automation->automated_steps_permille(), each.steps_permille) << each.chain;
    EXPECT_EQ(automation->has_automated_handovers_permille()
                  ? automation->automated_handovers_permille()
                  : -1,
              each.handovers_permille)
        << each.chain;
    std::string gaps;
    for (const v1::ChainGap& gap : automation->gaps()) {
      absl::StrAppend(&gaps, gap.kind() == v1::ChainGap::MANUAL_STEP ? "s" : "h", gap.step());
      EXPECT_EQ(gap.description(), process.chain(gap.step() - 1).description());
    }
    EXPECT_EQ(gaps, each.gaps) << each.chain;
  }
  EXPECT_FALSE(Automation(v1::Process()).has_value());
}

}  // namespace
}  // namespace palier::landscape
