// SPDX-License-Identifier: Apache-2.0
#include "common/cache/two_level_cache.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"

namespace palier::cache {
namespace {

constexpr size_t kMaxPendingInvalidations = 10'000;
constexpr size_t kInvalidationsPerTick = 256;
constexpr absl::Duration kShortestTick = absl::Milliseconds(10);
constexpr absl::Duration kLongestTick = absl::Milliseconds(500);

}  // namespace

TwoLevelCache::TwoLevelCache(const Options& options, const std::optional<Address>& redis)
    : timeout_(ToMonotonic(options.timeout)),
      near_(options.near_max_bytes, ToMonotonic(options.near_ttl)),
      outbox_(kMaxPendingInvalidations) {
  if (!redis) return;
  redis_ = std::make_unique<RedisLevel>(*redis, options, tally_);
  // A lost connection is noticed in two ticks, within the time that a near entry lives.
  const absl::Duration tick = std::clamp(options.near_ttl / 4, kShortestTick, kLongestTick);
  listener_ = std::make_unique<Listener>(
      *redis, redis_->channel(), options.timeout, tick,
      Listener::Handlers{.subscribed = [this] { OnSubscribed(); },
                         .heard =
                             [this](const Frame& f) {
                               Forget({f.organization, f.key}, f.revision);
                             },
                         .tick = [this] { OnTick(); }});
}

absl::StatusOr<Entry> TwoLevelCache::Get(absl::string_view organization, absl::string_view key,
                                         const Loader& loader) {
  const KeyView view{organization, key};
  if (const SharedEntry near = Hit(view)) return *near;
  const Flights::Ticket ticket = flights_.Board(view);
  const absl::StatusOr<SharedEntry> entry =
      ticket.leads ? Lead(view, *ticket.flight, loader) : flights_.Wait(*ticket.flight);
  if (!entry.ok()) return entry.status();
  return **entry;
}

std::optional<Entry> TwoLevelCache::Near(absl::string_view organization, absl::string_view key) {
  const SharedEntry near = Hit({organization, key});
  return near == nullptr ? std::nullopt : std::optional<Entry>(*near);
}

void TwoLevelCache::Put(absl::string_view organization, absl::string_view key, const Entry& entry) {
  const KeyView view{organization, key};
  const bool current = near_.Put(view, std::make_shared<const Entry>(entry), MonotonicNow());
  if (current && redis_ != nullptr) redis_->Put(view, entry, MonotonicNow() + timeout_);
}

void TwoLevelCache::Invalidate(absl::string_view organization, absl::string_view key,
                               int64_t revision) {
  const KeyView view{organization, key};
  Forget(view, revision);
  if (redis_ == nullptr || redis_->Invalidate(view, revision, MonotonicNow() + timeout_)) return;
  outbox_.Add(view, revision);
}

SharedEntry TwoLevelCache::Hit(KeyView key) {
  SharedEntry near = near_.Get(key, MonotonicNow());
  if (near != nullptr) ++tally_.near_hits;
  return near;
}

absl::StatusOr<SharedEntry> TwoLevelCache::Lead(KeyView key, Flight& flight, const Loader& loader) {
  absl::StatusOr<SharedEntry> result = absl::InternalError("the load did not end");
  // On every path, a loader's exception too: the others on the flight wait without a limit of their
  // own.
  auto land = absl::MakeCleanup([&] { flights_.Land(key, flight, result); });
  // The flight before this one may have landed between our look and our boarding.
  if (SharedEntry near = Hit(key)) return result = std::move(near);

  const MonotonicTime asked = MonotonicNow();
  if (SharedEntry shared = FromRedis(key, flight, asked + timeout_)) {
    return result = std::move(shared);
  }
  // What the question left of the one timeout is for sharing the answer.
  const MonotonicDuration left = timeout_ - (MonotonicNow() - asked);
  result = Load(loader);
  const bool current = result.ok() && Fill(key, flight, *result);
  std::move(land).Invoke();
  if (current && redis_ != nullptr) redis_->Put(key, **result, MonotonicNow() + left);
  return result;
}

SharedEntry TwoLevelCache::FromRedis(KeyView key, const Flight& flight, MonotonicTime deadline) {
  if (redis_ == nullptr) return nullptr;
  std::optional<Entry> entry = redis_->Get(key, deadline);
  if (!entry || !outbox_.Trusts(key, entry->revision)) return nullptr;
  auto shared = std::make_shared<const Entry>(*std::move(entry));
  if (!Fill(key, flight, shared)) return nullptr;
  ++tally_.redis_hits;
  return shared;
}

absl::StatusOr<SharedEntry> TwoLevelCache::Load(const Loader& loader) {
  ++tally_.loads;
  absl::StatusOr<Entry> entry = loader();
  if (!entry.ok()) return entry.status();
  return std::make_shared<const Entry>(*std::move(entry));
}

bool TwoLevelCache::Fill(KeyView key, const Flight& flight, const SharedEntry& entry) {
  return flights_.IsCurrent(flight, entry->revision) && near_.Put(key, entry, MonotonicNow());
}

bool TwoLevelCache::Forget(KeyView key, int64_t revision) {
  // The floor first, so that a flight that starts in between is at worst diverted for nothing.
  if (!near_.Invalidate(key, revision, MonotonicNow())) return false;
  flights_.Divert(key, revision);
  ++tally_.invalidations;
  return true;
}

void TwoLevelCache::OnSubscribed() {
  near_.Flush();
  ++tally_.subscriptions;
}

void TwoLevelCache::OnTick() {
  if (const int64_t due = outbox_.wipe_due()) WipeRedis(due);
  for (const auto& [key, revision] : outbox_.Some(kInvalidationsPerTick)) {
    if (!redis_->Invalidate(key, revision, MonotonicNow() + timeout_)) return;
    outbox_.Said(key, revision);
  }
}

void TwoLevelCache::WipeRedis(int64_t due) {
  std::string cursor = "0";
  do {
    if (!redis_->WipeSome(cursor, MonotonicNow() + timeout_)) return;
  } while (cursor != "0");
  outbox_.Wiped(due);
}

}  // namespace palier::cache
