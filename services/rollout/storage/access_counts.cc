// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/access_counts.h"

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"

namespace palier::rollout {
namespace {

constexpr size_t kLive = static_cast<size_t>(AccessReason::kLive);

// How long what others have written is believed.
constexpr std::chrono::seconds kBelieved{3};

std::string TextOf(absl::CivilDay day) {
  return absl::FormatCivilTime(day);
}

}  // namespace

AccessCounts::AccessCounts(sql::Database& database, std::string writer)
    : database_(database), writer_(std::move(writer)) {}

bool AccessCounts::Count(const AccessRollout& rollout, AccessReason reason, absl::Time now) {
  const absl::MutexLock lock(&mutex_);
  Rollout& counted = rollouts_[rollout.terms().name];
  // A clock that was set back counts on for the day it had come to.
  if (now >= counted.day_end) {
    const absl::TimeZone zone = rollout.terms().zone;
    counted.today = absl::ToCivilDay(now, zone);
    counted.day_end = absl::FromCivil(counted.today + 1, zone);
  }
  ++counted.days[counted.today][static_cast<size_t>(reason)];
  const bool clean = counted.unwritten.empty();
  counted.unwritten.insert(counted.today);
  return clean;
}

std::optional<int64_t> AccessCounts::Uses(const AccessRollout& rollout, absl::Time now) const {
  const absl::CivilMonth month(absl::ToCivilSecond(now, rollout.terms().zone));
  const absl::MutexLock lock(&mutex_);
  const auto found = rollouts_.find(rollout.terms().name);
  if (found == rollouts_.end() || !found->second.others) return std::nullopt;
  const Rollout::Others& others = *found->second.others;
  const bool fresh = std::chrono::steady_clock::now() - others.read < kBelieved;
  if (others.month != month || !fresh) return std::nullopt;
  int64_t uses = others.uses;
  for (const auto& [day, sums] : found->second.days) {
    if (absl::CivilMonth(day) == month) uses += sums[kLive];
  }
  return uses;
}

absl::Status AccessCounts::Load(const AccessRollout& rollout, absl::Time now, absl::Time deadline) {
  const std::string& name = rollout.terms().name;
  const absl::CivilMonth month(absl::ToCivilSecond(now, rollout.terms().zone));
  const auto read = std::chrono::steady_clock::now();
  int64_t others = 0;
  RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(others, ReadOthers(transaction, name, month));
    return absl::OkStatus();
  }));
  const absl::MutexLock lock(&mutex_);
  rollouts_[name].others = {month, others, read};
  return absl::OkStatus();
}

absl::StatusOr<int64_t> AccessCounts::ReadOthers(sql::Transaction& transaction,
                                                 const std::string& rollout,
                                                 absl::CivilMonth month) const {
  int64_t others = 0;
  RETURN_IF_ERROR(transaction.Query(
      "SELECT answers FROM access_count WHERE organization=$1 AND rollout=$2 AND day>=$3 AND "
      "day<$4 AND reason=$5 AND writer<>$6",
      {resource::OrganizationOf(rollout), rollout, TextOf(absl::CivilDay(month)),
       TextOf(absl::CivilDay(month + 1)), static_cast<int64_t>(kLive), writer_},
      [&](const sql::Row& row) -> absl::Status {
        others += row.int64(0);
        return absl::OkStatus();
      }));
  return others;
}

absl::Status AccessCounts::Write(sql::Transaction& transaction, const std::string& rollout,
                                 absl::CivilDay day, const Sums& sums) const {
  for (size_t reason = 0; reason < sums.size(); ++reason) {
    if (sums[reason] == 0) continue;
    RETURN_IF_ERROR(
        transaction
            .Execute("INSERT INTO access_count (organization, rollout, day, reason, writer, "
                     "answers) VALUES ($1,$2,$3,$4,$5,$6) "
                     "ON CONFLICT (organization, rollout, day, reason, writer) "
                     "DO UPDATE SET answers=excluded.answers",
                     {resource::OrganizationOf(rollout), rollout, TextOf(day),
                      static_cast<int64_t>(reason), writer_, sums[reason]})
            .status());
  }
  return absl::OkStatus();
}

absl::Status AccessCounts::Flush(absl::Time deadline) {
  std::map<std::string, std::map<absl::CivilDay, Sums>> due;
  {
    const absl::MutexLock lock(&mutex_);
    for (auto& [name, counted] : rollouts_) {
      for (const absl::CivilDay day : counted.unwritten) due[name][day] = counted.days[day];
      counted.unwritten.clear();
    }
  }
  if (due.empty()) return absl::OkStatus();
  const absl::Status written =
      database_.Write(deadline, [&](sql::Transaction& transaction) -> absl::Status {
        for (const auto& [name, days] : due) {
          for (const auto& [day, sums] : days) RETURN_IF_ERROR(Write(transaction, name, day, sums));
        }
        return absl::OkStatus();
      });
  const absl::MutexLock lock(&mutex_);
  for (const auto& [name, days] : due) {
    Rollout& counted = rollouts_[name];
    if (!written.ok()) {
      for (const auto& [day, sums] : days) counted.unwritten.insert(day);
      continue;
    }
    // Months that are over are not asked for any more.
    std::erase_if(counted.days, [&](const auto& entry) {
      return absl::CivilMonth(entry.first) < absl::CivilMonth(counted.today) &&
             !counted.unwritten.contains(entry.first);
    });
  }
  return written;
}

absl::Status AccessCounts::Fold(absl::CivilDay day, absl::Time deadline) {
  return database_.Write(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(
        transaction
            .Execute("INSERT INTO access_count (organization, rollout, day, reason, writer, "
                     "answers) SELECT organization, rollout, day, reason, '', SUM(answers) "
                     "FROM access_count WHERE day<$1 AND writer<>'' "
                     "GROUP BY organization, rollout, day, reason "
                     "ON CONFLICT (organization, rollout, day, reason, writer) "
                     "DO UPDATE SET answers=access_count.answers+excluded.answers",
                     {TextOf(day)})
            .status());
    return transaction
        .Execute("DELETE FROM access_count WHERE day<$1 AND writer<>''", {TextOf(day)})
        .status();
  });
}

absl::StatusOr<std::vector<AccessTally>> AccessCounts::Read(const std::string& rollout,
                                                            absl::CivilDay first,
                                                            absl::CivilDay last,
                                                            absl::Time deadline) const {
  std::vector<AccessTally> tallies;
  RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    tallies.clear();
    return transaction.Query(
        "SELECT day, reason, answers FROM access_count WHERE organization=$1 AND rollout=$2 AND "
        "day>=$3 AND day<=$4 ORDER BY day, reason",
        {resource::OrganizationOf(rollout), rollout, TextOf(first), TextOf(last)},
        [&](const sql::Row& row) -> absl::Status {
          AccessTally tally;
          if (!absl::ParseCivilTime(row.text(0), &tally.day))
            return absl::DataLossError("access_count holds a day that is none");
          tally.reason = static_cast<AccessReason>(row.int64(1));
          tally.answers = row.int64(2);
          const bool same = !tallies.empty() && tallies.back().day == tally.day &&
                            tallies.back().reason == tally.reason;
          if (same) {
            tallies.back().answers += tally.answers;
          } else {
            tallies.push_back(tally);
          }
          return absl::OkStatus();
        });
  }));
  return tallies;
}

}  // namespace palier::rollout
