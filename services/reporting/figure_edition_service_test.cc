// SPDX-License-Identifier: Apache-2.0
// Figures of months that are over, over gRPC.
#include <gmock/gmock.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/figure_edition_service.pb.h"
#include "reporting/testing/services.h"

namespace palier::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using v1::FigureChange;
using v1::QueryFigureChangesResponse;

constexpr char kMarch[] = "organizations/acme/figureEditions/2026-03";
constexpr char kApril[] = "organizations/acme/figureEditions/2026-04";

class FigureEditionServiceTest : public ::testing::Test {
 protected:
  std::vector<std::string> Editions() {
    v1::ListFigureEditionsRequest request;
    request.set_parent("organizations/acme");
    const auto list =
        services_.Call<v1::ListFigureEditionsResponse>("users/mia", "ListFigureEditions", request);
    EXPECT_TRUE(list.ok()) << list.status();
    std::vector<std::string> names;
    if (list.ok())
      for (const v1::FigureEdition& edition : list->figure_editions())
        names.push_back(edition.name());
    return names;
  }
  // The service looks by itself; false when half a minute was not enough.
  bool AwaitEditions(size_t count) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    // A month is closed half an hour after it was first seen to be over.
    while (Editions().size() < count && absl::Now() < deadline) {
      services_.Advance(absl::Minutes(10));
      absl::SleepFor(absl::Milliseconds(300));
    }
    return Editions().size() == count;
  }

  absl::StatusOr<QueryFigureChangesResponse> Changes(const std::string& from,
                                                     const std::string& to = "",
                                                     const std::string& language = "en") {
    v1::QueryFigureChangesRequest request;
    request.set_from_edition(from);
    request.set_to_edition(to);
    request.set_changed_only(true);
    return services_.Call<QueryFigureChangesResponse>("users/mia", "QueryFigureChanges", request,
                                                      language);
  }
  static FigureChange Of(const absl::StatusOr<QueryFigureChangesResponse>& changes,
                         const std::string& figure) {
    EXPECT_TRUE(changes.ok()) << changes.status();
    if (!changes.ok()) return {};
    for (const FigureChange& change : changes->changes())
      if (change.figure() == absl::StrCat("organizations/acme/figures/", figure)) return change;
    return {};
  }

  Services services_;
};

TEST_F(FigureEditionServiceTest, AMonthThatIsOverIsKeptAndComparedWithLaterOnes) {
  RecordProperty("requirement", "S1-54");
  services_.SaveHours(12.5);
  EXPECT_THAT(Editions(), IsEmpty()) << "the organisation was not there in February";
  services_.Advance(absl::Hours(24 * 23));  // 1 April
  ASSERT_TRUE(AwaitEditions(1));
  EXPECT_THAT(Editions(), ElementsAre(kMarch));

  services_.SaveHours(20);
  services_.Advance(absl::Minutes(2));  // the figures listen to kpi once a minute
  const FigureChange english = Of(Changes(kMarch), "hours-saved");
  EXPECT_EQ(english.state(), FigureChange::COMPARED);
  EXPECT_EQ(english.before().text(), "12.5\u00a0h");
  EXPECT_EQ(english.after().text(), "32.5\u00a0h");
  EXPECT_EQ(english.difference().text(), "+20.0\u00a0h");
  const FigureChange french = Of(Changes(kMarch, "", "fr"), "hours-saved");
  EXPECT_EQ(french.difference().text(), "+20,0\u00a0h");
  EXPECT_NE(french.title(), english.title());

  services_.Advance(absl::Hours(24 * 30));  // 1 May
  ASSERT_TRUE(AwaitEditions(2));
  services_.SaveHours(1);
  services_.Advance(absl::Minutes(2));
  EXPECT_EQ(Of(Changes(kMarch, kApril), "hours-saved").difference().text(), "+20.0\u00a0h")
      << "as known when April closed";
  EXPECT_EQ(Of(Changes(kApril), "hours-saved").difference().text(), "+1.0\u00a0h");
  for (const auto& [from, to, what] :
       {std::tuple(kApril, kMarch, "to_edition"), std::tuple(kMarch, kMarch, "to_edition"),
        std::tuple(kMarch, "organizations/other/figureEditions/2026-04", "to_edition")}) {
    const auto refused = Changes(from, to);
    EXPECT_TRUE(absl::IsInvalidArgument(refused.status())) << refused.status();
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr(what));
  }
  EXPECT_TRUE(absl::IsNotFound(Changes("organizations/acme/figureEditions/2026-02").status()));
}

TEST_F(FigureEditionServiceTest, ItWaitsADayForWhoIsSilentThenSaysSo) {
  RecordProperty("requirement", "S1-54");
  services_.SaveHours(12.5);
  services_.Stop("kpi");
  services_.Advance(absl::Hours(24 * 23));
  // A round that found it too early is over when the one that was due after it has begun.
  services_.Stop("reporting");
  services_.Start("reporting");
  services_.Advance(absl::Hours(12));
  EXPECT_THAT(Editions(), IsEmpty());
  services_.Advance(absl::Hours(3));
  EXPECT_THAT(Editions(), IsEmpty());
  ASSERT_TRUE(AwaitEditions(1));
  v1::GetFigureEditionRequest request;
  request.set_name(kMarch);
  const auto edition = services_.Call<v1::FigureEdition>("users/mia", "GetFigureEdition", request);
  ASSERT_TRUE(edition.ok()) << edition.status();
  EXPECT_THAT(edition->unreachable_services(), ElementsAre("kpi"));
  EXPECT_THAT(Changes(kMarch)->unreachable_services(), ElementsAre("kpi"));
}

}  // namespace
}  // namespace palier::reporting
