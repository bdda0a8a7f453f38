// SPDX-License-Identifier: Apache-2.0
#include "kpi/evidence/pusher.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/resource/type.h"
#include "common/status/macros.h"
#include "common/status/transient.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/small_groups_guard.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::kpi {
namespace {

constexpr absl::Duration kDebounce = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Minutes(1);
constexpr absl::Duration kRound = absl::Hours(24);
constexpr absl::Duration kValidity = absl::Hours(24 * 8);
constexpr absl::Duration kPushTimeout = absl::Seconds(10);

using Evidence = registry::v1::Evidence;

registry::v1::KpiFact FactOf(const v1::Kpi& kpi, const Assessment& assessment) {
  registry::v1::KpiFact fact;
  fact.set_definition_version(kpi.definition_version());
  fact.set_display_name(kpi.display_name());
  fact.set_quantified(kpi.quantified());
  fact.set_status(assessment.standing
                      ? static_cast<registry::v1::KpiFact::Status>(assessment.standing->status)
                      : registry::v1::KpiFact::UNKNOWN);
  if (assessment.latest && !CountsFew(kpi, assessment.latest)) {
    fact.set_value(FixedDouble(assessment.latest->value, kpi.decimals()));
  }
  // Of people no more than whether there are any: what a count grows by tells of a few.
  fact.set_measurement_count(CountsPeople(kpi) ? std::min<int64_t>(assessment.measurement_count, 1)
                                               : assessment.measurement_count);
  fact.set_nature(kpi.category() == v1::Kpi::TECHNICAL ? registry::v1::KpiFact::TECHNICAL
                                                       : registry::v1::KpiFact::BUSINESS);
  if (assessment.latest) {
    fact.mutable_latest_time()->set_seconds(absl::ToUnixSeconds(
        absl::FromCivil(absl::CivilHour(assessment.latest->date) + 12, absl::UTCTimeZone())));
  }
  return fact;
}

}  // namespace

void EvidencePusher::Start() {
  thread_ = std::thread([this] { Run(); });
}

void EvidencePusher::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void EvidencePusher::Renew(const std::string& kpi_name) {
  Mark(kpi_name);
  on_renew_(kpi_name);
}

void EvidencePusher::Mark(const std::string& kpi_name) {
  absl::MutexLock lock(&mutex_);
  marked_.insert(kpi_name);
}

bool EvidencePusher::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

absl::Time EvidencePusher::NextInstant() {
  absl::MutexLock lock(&mutex_);
  last_instant_ = std::max(store_.Now(), last_instant_ + absl::Microseconds(1));
  return last_instant_;
}

absl::Status EvidencePusher::MarkAll() {
  std::vector<std::string> names;
  const absl::Time now = store_.Now();
  RETURN_IF_ERROR(store_.Read(absl::Now() + kPushTimeout, [&](resource::Session& session) {
    names.clear();
    return session.sql().Query("SELECT name FROM resource WHERE type='Kpi'", {},
                               [&](const sql::Row& row) -> absl::Status {
                                 names.emplace_back(row.text(0));
                                 return absl::OkStatus();
                               });
  }));
  absl::MutexLock lock(&mutex_);
  marked_.insert(names.begin(), names.end());
  last_round_ = now;
  return absl::OkStatus();
}

absl::Status EvidencePusher::Push(const std::string& kpi_name, absl::Time deadline) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(kpi_name));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, view_.ZoneOf(key.project.organization, deadline));
  // Before the reading: what changes after it is pushed again, with a later instant.
  const absl::Time now = NextInstant();
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  v1::Kpi kpi;
  Assessment assessment;
  bool exists = false;
  RETURN_IF_ERROR(store_.Read(deadline, [&](resource::Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(exists, session.Find(types_.kpi, kpi_name, &kpi));
    if (!exists) return absl::OkStatus();
    ASSIGN_OR_RETURN(assessment,
                     Assess(session.sql(), key.project, key.kpi, kpi, AsOfDay(today, today)));
    return absl::OkStatus();
  }));
  registry::v1::RecordEvidenceRequest request;
  request.set_parent(NameOf(key.project));
  Evidence& evidence = *request.mutable_evidence();
  evidence.set_source("kpi");
  evidence.set_subject(kpi_name);
  evidence.set_grade(exists ? static_cast<Evidence::Grade>(kpi.evidence_grade()) : Evidence::REAL);
  resource::SetStandardTime(evidence, "as_of_time", now);
  // Nothing is known of a deleted KPI: what was said of it ends now.
  resource::SetStandardTime(evidence, "valid_until_time", exists ? now + kValidity : now);
  *evidence.mutable_kpi() = FactOf(kpi, assessment);
  rpc::CallOptions options;
  options.deadline = deadline;
  return registry_
      .Unary<Evidence>("palier.registry.v1.RegistryService/RecordEvidence", request, options)
      .status();
}

absl::Status EvidencePusher::Flush(absl::Time deadline) {
  absl::MutexLock pushing(&pushing_);
  std::set<std::string> names;
  {
    absl::MutexLock lock(&mutex_);
    names = std::exchange(marked_, {});
  }
  absl::Status first;
  for (const std::string& name : names) {
    const absl::Status status = absl::Now() < deadline && !stopping()
                                    ? Push(name, std::min(deadline, absl::Now() + kPushTimeout))
                                    : absl::DeadlineExceededError("evidence");
    if (status.ok()) continue;
    if (status::IsTransient(status)) Mark(name);
    first.Update(status);
  }
  return first;
}

bool EvidencePusher::AwaitWork() {
  absl::MutexLock lock(&mutex_);
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !marked_.empty();
  };
  // The business clock may jump, so it is looked at every so often.
  mutex_.AwaitWithTimeout(absl::Condition(&ready), kDebounce);
  const auto stop = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_; };
  if (!marked_.empty()) mutex_.AwaitWithTimeout(absl::Condition(&stop), kDebounce);
  return !stopping_;
}

void EvidencePusher::Run() {
  absl::Duration pause = kDebounce;
  bool all_marked = false;
  while (AwaitWork()) {
    {
      absl::MutexLock lock(&mutex_);
      all_marked = store_.Now() < last_round_ + kRound;
    }
    absl::Status status = all_marked ? absl::OkStatus() : MarkAll();
    status.Update(Flush(absl::InfiniteFuture()));
    if (status.ok() || !status::IsTransient(status)) {
      pause = kDebounce;
      continue;
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), pause);
    pause = std::min(pause * 2, kLongestPause);
  }
}

}  // namespace palier::kpi
