// SPDX-License-Identifier: Apache-2.0
// Watching the KPIs of a project: all at first, then what changes, and where one left off.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WatchTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
    ASSERT_TRUE(Create("rework", LeadTime()).ok());
    Measure("lead-time", 9.5);
  }
  void Measure(const std::string& kpi, double value) {
    ASSERT_TRUE(
        Ingest({Of(kpi, absl::StrCat(kpi, "-", ++events_), value, absl::CivilDay(2026, 3, 2))})
            .ok());
  }
  std::unique_ptr<rpc::ClientStream> Watch(const v1::WatchKpisResponse& from = {},
                                           const std::string& principal = "users/vic") {
    auto stream = As(principal).Stream("palier.kpi.v1.KpiService/WatchKpis");
    v1::WatchKpisRequest request;
    request.set_parent(kProject);
    request.set_cursor(from.cursor());
    if (from.has_as_of_date()) *request.mutable_as_of_date() = from.as_of_date();
    stream->Write(request);
    stream->WritesDone();
    return stream;
  }
  static v1::WatchKpisResponse Next(rpc::ClientStream& stream) {
    v1::WatchKpisResponse response;
    EXPECT_TRUE(stream.Read(&response)) << stream.Finish();
    return response;
  }
  // "lead-time 9.5 ON_TRACK".
  static std::vector<std::string> Said(const v1::WatchKpisResponse& response) {
    std::vector<std::string> said;
    for (const v1::KpiStatus& status : response.statuses()) {
      said.push_back(absl::StrCat(status.name().substr(KpiName("").size()), " ",
                                  status.actual_value(), " ",
                                  v1::KpiStatus::Status_Name(status.status())));
    }
    return said;
  }

  int events_ = 0;
};

TEST_F(WatchTest, AllAtFirstThenWhatChanges) {
  const auto stream = Watch();
  const v1::WatchKpisResponse all = Next(*stream);
  EXPECT_THAT(Said(all), ElementsAre("lead-time 9.5 ON_TRACK", "rework 0 UNKNOWN"));
  EXPECT_TRUE(all.complete());
  Measure("rework", 12);
  const v1::WatchKpisResponse changed = Next(*stream);
  EXPECT_THAT(Said(changed), ElementsAre("rework 12 BEHIND"));
  EXPECT_FALSE(changed.complete());
  v1::DeleteKpiRequest remove;
  remove.set_name(KpiName("rework"));
  remove.set_force(true);
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", remove).ok());
  const v1::WatchKpisResponse gone = Next(*stream);
  EXPECT_THAT(gone.removed_kpis(), ElementsAre(KpiName("rework")));
  EXPECT_THAT(gone.statuses(), IsEmpty());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 5, 9, 8), absl::UTCTimeZone()));
  const v1::WatchKpisResponse later = Next(*stream);
  EXPECT_THAT(Said(later), ElementsAre("lead-time 9.5 UNKNOWN")) << "the measure is outdated";
  EXPECT_EQ(later.statuses(0).reason(), "NO_RECENT_MEASURE");
  EXPECT_EQ(later.as_of_date().month(), 5);
  stream->Cancel();
}

TEST_F(WatchTest, WhoComesBackIsSentOnlyWhatChangedAndOnlyIfItDid) {
  auto stream = Watch();
  const v1::WatchKpisResponse first = Next(*stream);
  stream->Cancel();
  stream = Watch(first);
  EXPECT_THAT(Said(Next(*stream)), IsEmpty());
  Measure("rework", 12);
  const v1::WatchKpisResponse second = Next(*stream);
  EXPECT_THAT(Said(second), ElementsAre("rework 12 BEHIND"));
  EXPECT_GT(second.cursor(), first.cursor());
  stream->Cancel();
  stream = Watch(first);
  EXPECT_THAT(Said(Next(*stream)), ElementsAre("lead-time 9.5 ON_TRACK", "rework 12 BEHIND"))
      << "it missed something";
  stream->Cancel();
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 10, 8), absl::UTCTimeZone()));
  stream = Watch(second);
  EXPECT_THAT(Said(Next(*stream)), ElementsAre("lead-time 9.5 ON_TRACK", "rework 12 BEHIND"))
      << "it is another day";
  stream->Cancel();
}

TEST_F(WatchTest, WhoMissedADeletionIsToldThatItIsAll) {
  auto stream = Watch();
  v1::WatchKpisResponse last = Next(*stream);
  stream->Cancel();
  v1::DeleteKpiRequest remove;
  remove.set_name(KpiName("rework"));
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", remove).ok());
  stream = Watch(last);
  const v1::WatchKpisResponse back = Next(*stream);
  EXPECT_THAT(Said(back), ElementsAre("lead-time 9.5 ON_TRACK"));
  EXPECT_TRUE(back.complete());
  stream->Cancel();
  // A cursor of a store that was put back to an earlier time.
  last = back;
  last.set_cursor(back.cursor() + 1000);
  stream = Watch(last);
  EXPECT_TRUE(Next(*stream).complete());
  stream->Cancel();
  stream = Watch(back);
  EXPECT_FALSE(Next(*stream).complete()) << "nothing has changed";
  stream->Cancel();
}

TEST_F(WatchTest, OnlyWhoMaySeeTheProject) {
  const auto stream = Watch({}, "users/nobody");
  v1::WatchKpisResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(absl::IsPermissionDenied(stream->Finish()));
}

}  // namespace
}  // namespace palier::kpi
