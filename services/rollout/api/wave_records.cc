// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/wave_records.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/rpc/auth.h"
#include "common/status/macros.h"
#include "rollout/api/news.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/domain/rhythm.h"

namespace palier::rollout {
namespace {

// Longest id of a resource.
constexpr size_t kMaxIdBytes = 63;

std::string CheckInId(const std::string& team, int week) {
  const std::string id = absl::StrCat("week-", week, "-", team);
  if (id.size() <= kMaxIdBytes) return id;
  return absl::StrCat(id.substr(0, 40), "-", digest::Sha256Hex(team).substr(0, 16));
}

v1::Rollout::State StateOf(const v1::Rollout& rollout, const v1::Wave& wave) {
  const bool stopped =
      wave.state() == v1::Wave::STOPPED || wave.gate().decision() == v1::Wave::STOP;
  if (stopped) return v1::Rollout::STOPPED;
  const bool last = wave.number() == rollout.plan().wave_count();
  if (last && wave.state() == v1::Wave::COMPLETED && wave.gate().decision() == v1::Wave::CONTINUE) {
    return v1::Rollout::COMPLETED;
  }
  return v1::Rollout::ACTIVE;
}

}  // namespace

Wave WaveRecord::ToDomain() const {
  Wave domain;
  domain.name = wave.name();
  domain.number = wave.number();
  domain.state = static_cast<WaveState>(wave.state() - v1::Wave::PLANNED);
  for (const v1::WaveTeam& team : wave.teams()) domain.members.push_back(team.team());
  const auto& waived = wave.gate().waived_check_ins();
  for (const v1::CheckIn& check_in : check_ins) {
    const bool done =
        check_in.has_done_time() || std::count(waived.begin(), waived.end(), check_in.name()) > 0;
    domain.check_ins.push_back({IdOf(check_in.team()), check_in.week(), done});
  }
  if (wave.gate().decision() != v1::Wave::GATE_DECISION_UNSPECIFIED) {
    domain.gate_decision = static_cast<GateDecision>(wave.gate().decision() - v1::Wave::CONTINUE);
  }
  return domain;
}

std::vector<std::string> WaveRecord::OpenCheckIns() const {
  std::vector<std::string> open;
  for (const v1::CheckIn& check_in : check_ins) {
    if (!check_in.has_done_time()) open.push_back(check_in.name());
  }
  return open;
}

absl::StatusOr<WaveRecord> ReadWave(resource::Session& session, const Types& types,
                                    const std::string& name) {
  RETURN_IF_ERROR(types.wave.pattern().Parse(name).status());
  WaveRecord record;
  RETURN_IF_ERROR(session.Get(types.wave, name, &record.wave));
  RETURN_IF_ERROR(session.Get(types.rollout, resource::ParentOf(name), &record.rollout));
  RETURN_IF_ERROR(session.ForEach(types.check_in, resource::OrganizationOf(name), name,
                                  [&](absl::string_view bytes) -> absl::Status {
                                    record.check_ins.emplace_back().ParseFromArray(
                                        bytes.data(), static_cast<int>(bytes.size()));
                                    return absl::OkStatus();
                                  }));
  return record;
}

void SetState(const Wave& domain, v1::Wave& wave) {
  wave.set_state(static_cast<v1::Wave::State>(static_cast<int>(domain.state) + v1::Wave::PLANNED));
}

absl::Status StoreWave(resource::Session& session, const Types& types, const WaveRecord& record,
                       v1::Wave& after) {
  RETURN_IF_ERROR(session.Replace(types.wave, record.wave, after).status());
  v1::Rollout rollout = record.rollout;
  rollout.set_state(StateOf(record.rollout, after));
  RETURN_IF_ERROR(session.Replace(types.rollout, record.rollout, rollout).status());
  return AnnounceWave(session, types, record.rollout, after);
}

bool IsUnderWay(const v1::Rollout& rollout) {
  return rollout.state() == v1::Rollout::PLANNED || rollout.state() == v1::Rollout::ACTIVE;
}

absl::StatusOr<std::vector<v1::Wave>> ReadWaves(resource::Session& session, const Types& types,
                                                const std::string& rollout) {
  std::vector<v1::Wave> waves;
  RETURN_IF_ERROR(resource::ReadAll(session, types.wave, rollout, waves));
  std::sort(waves.begin(), waves.end(),
            [](const v1::Wave& a, const v1::Wave& b) { return a.number() < b.number(); });
  return waves;
}

absl::StatusOr<std::optional<WaveRecord>> ReadSibling(resource::Session& session,
                                                      const Types& types, const WaveRecord& record,
                                                      int number) {
  absl::StatusOr<WaveRecord> found =
      ReadWave(session, types, absl::StrCat(record.rollout.name(), "/waves/wave-", number));
  if (absl::IsNotFound(found.status())) return std::optional<WaveRecord>();
  RETURN_IF_ERROR(found.status());
  return std::optional<WaveRecord>(*std::move(found));
}

std::vector<v1::CheckIn> NewCheckIns(const v1::Wave& wave, absl::CivilDay start,
                                     absl::TimeZone zone) {
  const std::string teams =
      absl::StrCat("organizations/", resource::OrganizationOf(wave.name()), "/teams/");
  std::vector<std::string> ids;
  for (const v1::WaveTeam& team : wave.teams()) ids.push_back(IdOf(team.team()));
  std::vector<v1::CheckIn> check_ins;
  for (const CheckIn& from : WeeklyCheckIns(ids, start, zone)) {
    v1::CheckIn& check_in = check_ins.emplace_back();
    check_in.set_name(absl::StrCat(wave.name(), "/checkIns/", CheckInId(from.team, from.week)));
    check_in.set_team(teams + from.team);
    check_in.set_week(from.week);
    resource::SetStandardTime(check_in, "due_time", from.when.due);
    resource::SetStandardTime(check_in, "overdue_time", from.when.overdue);
  }
  return check_ins;
}

void FillState(absl::Time now, v1::CheckIn& check_in) {
  const bool overdue = now >= resource::StandardTime(check_in, "overdue_time");
  check_in.set_state(check_in.has_done_time() ? v1::CheckIn::DONE
                     : overdue                ? v1::CheckIn::OVERDUE
                                              : v1::CheckIn::DUE);
}

}  // namespace palier::rollout
