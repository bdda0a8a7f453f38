// SPDX-License-Identifier: Apache-2.0
#include "common/cache/redis_level.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/cache/frame.h"

namespace palier::cache {
namespace {

// Larger entries stay near: at 25 ms a larger one would often time out.
constexpr size_t kMaxEntryBytes = 8 << 20;
// Longer than any load that was under way when the invalidation came.
constexpr absl::Duration kTombstoneTtl = absl::Seconds(60);

// In the scripts, bytes 1-4 of a frame are its magic and 6-25 its revision (frame.h). pcall,
// because the key may hold a value of another type.
//
// ARGV: frame, revision, time to live in ms.
constexpr absl::string_view kPutScript = R"lua(
local held = redis.pcall('GETRANGE', KEYS[1], 0, 24)
if type(held) == 'string' and held:sub(1, 4) == 'PAL1' and held:sub(6, 25) > ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return 1)lua";

// ARGV: tombstone, revision, its time to live in ms, channel. Returns 1 if nothing older is left. A
// full server refuses the tombstone and one that cannot write refuses both; the message goes out
// all the same.
constexpr absl::string_view kInvalidateScript = R"lua(
local done = 1
local held = redis.pcall('GETRANGE', KEYS[1], 0, 24)
if type(held) ~= 'string' or held:sub(1, 4) ~= 'PAL1' or held:sub(6, 25) < ARGV[2] then
  if type(redis.pcall('DEL', KEYS[1])) ~= 'number' then done = 0 end
  redis.pcall('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
end
redis.call('PUBLISH', ARGV[4], ARGV[1])
return done)lua";

// ARGV: cursor, pattern.
constexpr absl::string_view kWipeScript = R"lua(
local page = redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', 500)
for _, key in ipairs(page[2]) do redis.call('UNLINK', key) end
return page[1])lua";

std::string Milliseconds(absl::Duration duration) {
  return absl::StrCat(std::max<int64_t>(1, absl::ToInt64Milliseconds(duration)));
}

}  // namespace

RedisLevel::RedisLevel(const Address& address, const Options& options, Tally& tally)
    : address_(address),
      prefix_(options.prefix),
      channel_(absl::StrCat(Escaped(options.prefix), ":invalidate")),
      entry_ttl_ms_(Milliseconds(options.redis_ttl)),
      tombstone_ttl_ms_(Milliseconds(std::max(kTombstoneTtl, 2 * options.near_ttl))),
      max_connections_(options.redis_connections),
      tally_(tally),
      breaker_(options.breaker_errors, ToMonotonic(options.breaker_pause)) {}

std::optional<Entry> RedisLevel::Get(KeyView key, MonotonicTime deadline) {
  const std::string name = RedisKey(prefix_, key);
  const std::unique_ptr<Reply> reply =
      Run({"GET", name}, {Reply::Kind::kString, Reply::Kind::kNil}, deadline);
  if (reply == nullptr || reply->kind == Reply::Kind::kNil) return std::nullopt;
  std::optional<Frame> frame = DecodeFrame(reply->text);
  if (!frame || frame->organization != key.organization || frame->key != key.key) {
    ++tally_.redis_errors;
    return std::nullopt;
  }
  if (frame->kind == FrameKind::kTombstone) return std::nullopt;
  return Entry{std::move(frame->bytes), frame->revision};
}

void RedisLevel::Put(KeyView key, const Entry& entry, MonotonicTime deadline) {
  if (entry.bytes.size() > kMaxEntryBytes) return;
  const std::string name = RedisKey(prefix_, key);
  const std::string frame = EncodeFrame(FrameKind::kEntry, key, entry.revision, entry.bytes);
  const std::string revision = RevisionText(entry.revision);
  Run({"EVAL", kPutScript, "1", name, frame, revision, entry_ttl_ms_}, {Reply::Kind::kInteger},
      deadline);
}

bool RedisLevel::Invalidate(KeyView key, int64_t revision, MonotonicTime deadline) {
  const std::string name = RedisKey(prefix_, key);
  const std::string frame = EncodeFrame(FrameKind::kTombstone, key, revision, "");
  const std::string text = RevisionText(revision);
  const std::unique_ptr<Reply> reply =
      Run({"EVAL", kInvalidateScript, "1", name, frame, text, tombstone_ttl_ms_, channel_},
          {Reply::Kind::kInteger}, deadline);
  return reply != nullptr && reply->integer == 1;
}

bool RedisLevel::WipeSome(std::string& cursor, MonotonicTime deadline) {
  const std::string pattern = absl::StrCat(Escaped(prefix_), ":{*");
  std::unique_ptr<Reply> reply =
      Run({"EVAL", kWipeScript, "0", cursor, pattern}, {Reply::Kind::kString}, deadline);
  if (reply == nullptr) return false;
  cursor = std::move(reply->text);
  return true;
}

std::unique_ptr<Reply> RedisLevel::Run(Command command, absl::Span<const Reply::Kind> kinds,
                                       MonotonicTime deadline) {
  if (MonotonicNow() >= deadline || !EnterPool()) return nullptr;
  const auto leave = absl::MakeCleanup([this] { LeavePool(); });
  if (!breaker_.Allow(MonotonicNow())) return nullptr;
  std::unique_ptr<Reply> reply = CallOnce(command, deadline);
  if (reply != nullptr && std::find(kinds.begin(), kinds.end(), reply->kind) != kinds.end()) {
    breaker_.Succeeded();
    return reply;
  }
  ++tally_.redis_errors;
  if (breaker_.Failed(MonotonicNow())) ++tally_.breaker_opens;
  return nullptr;
}

std::unique_ptr<Reply> RedisLevel::CallOnce(Command command, MonotonicTime deadline) {
  std::unique_ptr<Connection> connection = TakeIdle();
  if (connection == nullptr) connection = Connection::Open(address_, deadline);
  if (connection == nullptr) return nullptr;
  std::unique_ptr<Reply> reply = connection->Call(command, deadline);
  if (reply != nullptr) {
    Keep(std::move(connection));
  } else {
    // The others were most likely opened to the same server that went away.
    DropIdle();
  }
  return reply;
}

bool RedisLevel::EnterPool() {
  const std::lock_guard lock(mutex_);
  if (busy_ >= max_connections_) return false;
  ++busy_;
  return true;
}

void RedisLevel::LeavePool() {
  const std::lock_guard lock(mutex_);
  --busy_;
}

std::unique_ptr<Connection> RedisLevel::TakeIdle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  std::unique_ptr<Connection> connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void RedisLevel::Keep(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
}

void RedisLevel::DropIdle() {
  std::vector<std::unique_ptr<Connection>> dropped;
  const std::lock_guard lock(mutex_);
  dropped.swap(idle_);
}

}  // namespace palier::cache
