// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/case_events.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/digest/sha256.h"
#include "kpi/domain/fixed.h"

namespace palier::kpi {
namespace {

constexpr size_t kIdDigits = 32;
constexpr size_t kActivityDigits = 16;
constexpr int kDayDecimals = 9;

std::string Hashed(absl::string_view text, size_t digits) {
  return digest::Sha256Hex(text).substr(0, digits);
}

}  // namespace

absl::StatusOr<CaseEvents> CaseEvents::Parse(absl::string_view text) {
  CaseEvents events;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ');
    Version version;
    if (parts.size() != 5 || parts[0].size() != kIdDigits || parts[3].size() != kActivityDigits ||
        !absl::SimpleAtoi(parts[1], &version.order) ||
        !absl::SimpleAtoi(parts[2], &version.time_us)) {
      return absl::DataLossError("events of a case: unreadable");
    }
    version.id = std::string(parts[0]);
    version.activity = std::string(parts[3]);
    version.team = std::string(parts[4]);
    events.versions_.insert(std::move(version));
  }
  return events;
}

void CaseEvents::Add(const CaseEvent& event) {
  versions_.insert({Hashed(event.id, kIdDigits), event.order, absl::ToUnixMicros(event.time),
                    Hashed(event.activity, kActivityDigits), event.team});
}

CaseRecord CaseEvents::Record() const {
  std::vector<LogEvent> standing;
  for (auto it = versions_.begin(); it != versions_.end(); ++it) {
    // They are in the order of their ids, the greatest of an id last.
    const auto next = std::next(it);
    if (next != versions_.end() && next->id == it->id) continue;
    LogEvent& event = standing.emplace_back();
    event.activity = it->activity;
    event.time = absl::FromUnixMicros(it->time_us);
    event.team = it->team;
  }
  return CasesOf(standing).front();
}

std::string CaseEvents::Text() const {
  std::string text;
  for (const Version& version : versions_) {
    absl::StrAppend(&text, version.id, " ", version.order, " ", version.time_us, " ",
                    version.activity, " ", version.team, "\n");
  }
  return text;
}

std::string CycleDaysText(const CaseRecord& record) {
  constexpr int64_t kMicrosPerDay = int64_t{86400} * 1000000;
  const absl::int128 nanodays =
      absl::int128(absl::ToInt64Microseconds(record.end - record.begin)) * 1000000000;
  return FixedText(DivideRounded(nanodays, kMicrosPerDay), kDayDecimals);
}

}  // namespace palier::kpi
