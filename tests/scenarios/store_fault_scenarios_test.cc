// SPDX-License-Identifier: Apache-2.0
// The store can take no more, and the clock jumps: writes fail clearly, reads go on, and nothing
// that was acknowledged is lost.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/client.h"
#include "common/status/error.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "tests/scenarios/measured_scenario.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

constexpr int kPerBatch = 1000;

absl::Time At(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

kpi::v1::IngestMeasurementsRequest BatchOf(int64_t number, absl::Time time) {
  kpi::v1::IngestMeasurementsRequest request;
  request.set_parent(kProject);
  for (int64_t i = number * kPerBatch; i < (number + 1) * kPerBatch; ++i) {
    *request.add_measurements() = MeasurementOf("uses", absl::StrCat("a use with a name, ", i),
                                                static_cast<double>(i + 1), time);
  }
  return request;
}

absl::StatusOr<kpi::v1::IngestCounts> Send(const rpc::Client& client,
                                           const kpi::v1::IngestMeasurementsRequest& request) {
  rpc::CallOptions options;
  options.deadline = absl::Now() + absl::Seconds(10);
  const auto response = client.Unary<kpi::v1::IngestMeasurementsResponse>(
      absl::StrCat(kIngestion, "IngestMeasurements"), request, options);
  if (!response.ok()) return response.status();
  return response->counts();
}

// No file of the process may grow beyond so many bytes, as on a disk that is full.
void LimitFiles(pid_t process, rlim_t bytes) {
  const rlimit limit{bytes, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(process, RLIMIT_FSIZE, &limit, nullptr), 0);
}

uintmax_t LargestFile(const std::string& folder) {
  uintmax_t largest = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) largest = std::max(largest, entry.file_size());
  }
  return largest;
}

// While it lives, no file of the store can be written, even by who has it open: as on a disk that
// went read-only after an error.
class ImmutableFiles {
 public:
  explicit ImmutableFiles(const std::string& folder) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string path = entry.path().string();
      const bool stored = absl::EndsWith(path, ".db") || absl::EndsWith(path, ".db-wal");
      if (stored && Change(path, true)) files_.push_back(path);
    }
  }
  ~ImmutableFiles() {
    for (const std::string& file : files_) Change(file, false);
  }
  ImmutableFiles(const ImmutableFiles&) = delete;
  ImmutableFiles& operator=(const ImmutableFiles&) = delete;

  // None where the file system or the user's rights do not allow it.
  bool empty() const { return files_.empty(); }

 private:
  static bool Change(const std::string& path, bool immutable) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    int flags = 0;
    bool changed = ::ioctl(file, FS_IOC_GETFLAGS, &flags) == 0;
    flags = immutable ? flags | FS_IMMUTABLE_FL : flags & ~FS_IMMUTABLE_FL;
    changed = changed && ::ioctl(file, FS_IOC_SETFLAGS, &flags) == 0;
    ::close(file);
    return changed;
  }

  std::vector<std::string> files_;
};

using FullStoreScenario = MeasuredScenario;

TEST_P(FullStoreScenario, WritesFailClearlyAndReadsGoOn) {
  const auto& carl = As("kpi", "users/carl");
  const absl::Time time = At(2026, 1, 5);
  int64_t taken = 0;
  const auto send = [&] { return Send(carl, BatchOf(taken, time)); };
  for (; taken < 3; ++taken) ASSERT_TRUE(send().ok());
  LimitFiles(world().ProcessOf("kpi"), LargestFile(world().folder()) + 200'000);
  absl::Status refused;
  while (taken < 500 && refused.ok()) {
    refused = send().status();
    if (refused.ok()) ++taken;
  }
  EXPECT_TRUE(absl::IsUnavailable(refused) || absl::IsResourceExhausted(refused)) << refused;
  EXPECT_TRUE(status::ReasonOf(refused) == error::v1::STORE_UNAVAILABLE ||
              status::ReasonOf(refused) == error::v1::LIMIT_EXCEEDED)
      << refused;
  const auto expected = [&] {
    const int64_t count = taken * kPerBatch;
    return std::pair<int64_t, double>(
        count, static_cast<double>(count) * static_cast<double>(count + 1) / 2);
  };
  EXPECT_EQ(Total(), expected());
  EXPECT_FALSE(send().ok());
  EXPECT_EQ(Total(), expected());
  // Room again: it goes on by itself.
  LimitFiles(world().ProcessOf("kpi"), RLIM_INFINITY);
  EXPECT_TRUE(Await([&] { return send().ok(); }));
  ++taken;
  EXPECT_EQ(Total(), expected());
  ASSERT_EQ(world().KillAndRestart("kpi"), absl::OkStatus());
  EXPECT_EQ(Total(), expected());
}

TEST_P(FullStoreScenario, AStoreThatTurnsReadOnlyIsReadOn) {
  const auto& carl = As("kpi", "users/carl");
  const absl::Time time = At(2026, 1, 5);
  ASSERT_TRUE(Send(carl, BatchOf(0, time)).ok());
  const auto before = Total();
  EXPECT_EQ(before.first, kPerBatch);
  {
    const ImmutableFiles files(world().folder());
    if (files.empty()) GTEST_SKIP() << "files cannot be made immutable here (root, ext4 or xfs)";
    const absl::Status refused = Send(carl, BatchOf(1, time)).status();
    EXPECT_EQ(status::ReasonOf(refused), error::v1::STORE_UNAVAILABLE) << refused;
    EXPECT_EQ(Total(), before);
  }
  EXPECT_TRUE(Await([&] { return Send(carl, BatchOf(1, time)).ok(); }));
  EXPECT_EQ(Total().first, 2 * kPerBatch);
  ASSERT_EQ(world().KillAndRestart("kpi"), absl::OkStatus());
  EXPECT_EQ(Total().first, 2 * kPerBatch);
}

INSTANTIATE_TEST_SUITE_P(Worlds, FullStoreScenario,
                         ::testing::Values(std::pair(Topology::kPalierd, StoreKind::kSqlite)),
                         WorldName);

class ClockScenario : public MeasuredScenario {
 protected:
  void Configure(WorldOptions& options) override { options.now = At(2026, 6, 1); }
};

TEST_P(ClockScenario, AClockThatJumpsLosesNothing) {
  const auto& carl = As("kpi", "users/carl");
  ASSERT_TRUE(Send(carl, BatchOf(0, At(2026, 5, 1))).ok());
  EXPECT_EQ(Total().first, kPerBatch);
  // Back by two years: what happened since lies in its future, and is kept aside with its reason.
  world().SetTime(At(2024, 6, 1));
  int64_t taken_before_the_jump = 0;
  ASSERT_TRUE(Await([&] {
    const auto sent = Send(carl, BatchOf(1, At(2026, 5, 2)));
    if (sent.ok()) taken_before_the_jump += sent->accepted_count();
    return sent.ok() && sent->quarantined_count() == kPerBatch;
  }));
  EXPECT_EQ(Total().first, kPerBatch + taken_before_the_jump);
  // Ahead by ten years, and right again: the same batch counts once.
  world().SetTime(At(2036, 6, 1));
  ASSERT_TRUE(Await([&] {
    const auto sent = Send(carl, BatchOf(2, At(2035, 5, 2)));
    return sent.ok() && sent->quarantined_count() == 0;
  }));
  world().SetTime(At(2026, 6, 1));
  for (int again = 0; again < 2; ++again) {
    const auto sent = Send(carl, BatchOf(1, At(2026, 5, 2)));
    ASSERT_TRUE(sent.ok()) << sent.status();
    EXPECT_EQ(sent->quarantined_count(), 0);
  }
  EXPECT_EQ(Total().first, 3 * kPerBatch);
}

INSTANTIATE_TEST_SUITE_P(Worlds, ClockScenario, ::testing::ValuesIn(AllWorlds()), WorldName);

}  // namespace
}  // namespace palier::scenarios
