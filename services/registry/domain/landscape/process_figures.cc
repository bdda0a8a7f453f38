// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/process_figures.h"

#include "registry/domain/landscape/amounts.h"

namespace palier::landscape {
namespace {

using registry::v1::ChainAutomation;
using registry::v1::ChainGap;
using registry::v1::Process;

void AddGap(const Process& process, int index, ChainGap::Kind kind, ChainAutomation& automation) {
  ChainGap& gap = *automation.add_gaps();
  gap.set_step(index + 1);
  gap.set_kind(kind);
  gap.set_description(process.chain(index).description());
}

}  // namespace

std::optional<google::type::Money> YearlyCost(const Process& process) {
  if (process.monthly_volume() == 0 || process.unit_minutes_hundredths() == 0 ||
      !process.has_hourly_cost()) {
    return std::nullopt;
  }
  constexpr int kHundredthsPerHour = 60 * 100;
  constexpr int kNanosPerCent = 10'000'000;
  const absl::int128 nanos = absl::int128(process.monthly_volume()) * 12 *
                             process.unit_minutes_hundredths() * NanosOf(process.hourly_cost()) /
                             kHundredthsPerHour;
  return MoneyOf(nanos / kNanosPerCent * kNanosPerCent, process.hourly_cost().currency_code());
}

std::optional<ChainAutomation> Automation(const Process& process) {
  const int steps = process.chain_size();
  if (steps == 0) return std::nullopt;
  ChainAutomation automation;
  int automated = 0;
  int handed_over = 0;
  for (int i = 0; i < steps; ++i) {
    automated += process.chain(i).automated();
    if (!process.chain(i).automated()) AddGap(process, i, ChainGap::MANUAL_STEP, automation);
    if (i + 1 == steps) break;
    handed_over += process.chain(i).handover_automated();
    if (!process.chain(i).handover_automated())
      AddGap(process, i, ChainGap::MANUAL_HANDOVER, automation);
  }
  automation.set_steps(steps);
  automation.set_automated_steps(automated);
  automation.set_automated_steps_permille(automated * 1000 / steps);
  automation.set_handovers(steps - 1);
  automation.set_automated_handovers(handed_over);
  if (steps > 1) automation.set_automated_handovers_permille(handed_over * 1000 / (steps - 1));
  return automation;
}

}  // namespace palier::landscape
