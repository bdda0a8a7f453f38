// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/quota.h"

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "common/status/error.h"

namespace palier::kpi {
namespace {

// The business clock may jump; this one does not.
absl::Duration SteadyNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

absl::Status OverQuota(double per_second, absl::Duration wait) {
  return status::Error(absl::StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED,
                       {"The organisation sends more than {limit} measurements a second. Send this "
                        "again after the delay given.",
                        "L'organisation envoie plus de {limit} mesures par seconde. Renvoyez-les "
                        "après le délai indiqué."})
      .With("subject", "measurements a second")
      .With("limit", static_cast<int64_t>(per_second))
      .RetryAfter(wait);
}

}  // namespace

absl::Duration Quota::Take(const std::string& organization, int64_t count, absl::Duration now) {
  if (per_second_ <= 0) return absl::ZeroDuration();
  const double most = per_second_ * absl::ToDoubleSeconds(burst_);
  absl::MutexLock lock(&mutex_);
  Bucket& bucket = buckets_.try_emplace(organization, Bucket{most, now}).first->second;
  const double came = per_second_ * absl::ToDoubleSeconds(now - bucket.at);
  bucket.tokens = std::min(most, bucket.tokens + std::max(0.0, came));
  bucket.at = std::max(bucket.at, now);
  if (bucket.tokens < 1) return absl::Seconds((1 - bucket.tokens) / per_second_);
  bucket.tokens -= static_cast<double>(count);
  return absl::ZeroDuration();
}

absl::Status Quota::TakeNow(const std::string& organization, int64_t count) {
  const absl::Duration wait = Take(organization, count, SteadyNow());
  return wait > absl::ZeroDuration() ? OverQuota(per_second_, wait) : absl::OkStatus();
}

absl::Status Quota::Await(const std::string& organization, int64_t count, absl::Time deadline,
                          const std::function<bool()>& over) {
  constexpr absl::Duration kLook = absl::Milliseconds(200);
  while (!over()) {
    const absl::Duration wait = Take(organization, count, SteadyNow());
    if (wait == absl::ZeroDuration()) return absl::OkStatus();
    if (absl::Now() + wait > deadline) return OverQuota(per_second_, wait);
    absl::SleepFor(std::min(wait, kLook));
  }
  return absl::CancelledError("the call is over");
}

}  // namespace palier::kpi
