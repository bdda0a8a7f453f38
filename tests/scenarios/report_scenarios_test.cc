// SPDX-License-Identifier: Apache-2.0
// Reporting dies while it reads an organisation, while it makes documents and while it writes
// digests: whoever asks again gets the same, and each digest is there once.
#include <gmock/gmock.h>

#include <atomic>
#include <functional>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/digest/sha256.h"
#include "google/longrunning/operations.pb.h"
#include "palier/reporting/v1/document_service.pb.h"
#include "palier/reporting/v1/export_service.pb.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "palier/reporting/v1/report_service.pb.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/unary.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using reporting::v1::Report;
using reporting::v1::ReportSchedule;

constexpr char kOrganization[] = "organizations/acme";
constexpr int kProjects = 40;
constexpr int kSchedules = 6;
constexpr int kWeeks = 5;

class ReportScenario : public ScenarioTest {
 protected:
  void Configure(WorldOptions& options) override { options.now = now_; }

  void SetUp() override {
    ScenarioTest::SetUp();
    if (HasFatalFailure() || IsSkipped()) return;
    MakeOrganization(As("registry", "users/dev"), "acme", {{"users/mia", api::v1::MANAGER}}, "UTC");
    for (int i = 0; i < kProjects; ++i) {
      registry::v1::Project project;
      project.set_display_name(absl::StrCat("Project ", i));
      MakeProject(As("registry", "users/mia"), "acme", absl::StrCat("p", i), project);
    }
    // A second process on the same store writes and sends as well.
    if (GetParam() == std::make_pair(Topology::kDistributed, StoreKind::kPostgres)) {
      ASSERT_TRUE(world().StartReplica("reporting").ok());
    }
  }

  bool CanKill() const { return GetParam().first != Topology::kEmbedded; }

  // Tries again for a minute: the service may be dead at any instant.
  static bool Await(const std::function<bool()>& condition) {
    const absl::Time deadline = absl::Now() + absl::Minutes(1);
    while (!condition()) {
      if (absl::Now() > deadline) return false;
      absl::SleepFor(absl::Milliseconds(20));
    }
    return true;
  }

  void MakeSchedules() {
    for (int i = 0; i < kSchedules; ++i) {
      reporting::v1::CreateReportScheduleRequest request;
      request.set_parent(kOrganization);
      request.set_report_schedule_id(absl::StrCat("s", i));
      ReportSchedule& schedule = *request.mutable_report_schedule();
      schedule.set_display_name(absl::StrCat("Digest ", i));
      schedule.set_audience(static_cast<ReportSchedule::Audience>(1 + i % 3));
      schedule.set_cadence(ReportSchedule::WEEKLY);
      schedule.set_language_code(i % 2 == 0 ? "en" : "fr");
      const auto made =
          Unary<ReportSchedule>(As("reporting", "users/mia"), "CreateReportSchedule", request);
      ASSERT_TRUE(made.ok()) << made.status();
    }
    // Somebody has looked at each before the week ends.
    ASSERT_TRUE(Await([this] {
      reporting::v1::ListReportSchedulesRequest request;
      request.set_parent(kOrganization);
      const auto list = Unary<reporting::v1::ListReportSchedulesResponse>(
          As("reporting", "users/mia"), "ListReportSchedules", request);
      return list.ok() &&
             std::all_of(list->report_schedules().begin(), list->report_schedules().end(),
                         [](const ReportSchedule& each) { return each.has_next_time(); });
    }));
  }

  std::vector<Report> Reports() {
    reporting::v1::ListReportsRequest request;
    request.set_parent(kOrganization);
    request.set_page_size(1000);
    const auto list = Unary<reporting::v1::ListReportsResponse>(As("reporting", "users/mia"),
                                                                "ListReports", request);
    if (!list.ok()) return {};
    return {list->reports().begin(), list->reports().end()};
  }

  absl::StatusOr<reporting::v1::ListFiguresResponse> Figures() {
    reporting::v1::ListFiguresRequest request;
    request.set_parent(kOrganization);
    request.set_page_size(1000);
    return Unary<reporting::v1::ListFiguresResponse>(As("reporting", "users/mia"), "ListFigures",
                                                     request);
  }

  absl::StatusOr<std::string> BoardPack() {
    reporting::v1::ExportBoardPackRequest request;
    request.set_name(kOrganization);
    request.set_format(reporting::v1::DOCUMENT_FORMAT_HTML);
    const auto pack = Unary<reporting::v1::ExportBoardPackResponse>(As("reporting", "users/mia"),
                                                                    "ExportBoardPack", request);
    if (!pack.ok()) return pack.status();
    return pack->document().data();
  }

  // A Monday.
  absl::Time now_ = absl::FromCivil(absl::CivilHour(2026, 3, 9, 8), absl::UTCTimeZone());
};

TEST_P(ReportScenario, EachDigestIsWrittenOnceWhoeverDies) {
  RecordProperty("requirement", "S0-32");
  MakeSchedules();
  std::mt19937 random(32);
  int kills = 0;
  for (int week = 1; week <= kWeeks; ++week) {
    now_ += absl::Hours(7 * 24);
    world().SetTime(now_);
    for (int i = 0; CanKill() && i < 2; ++i) {
      absl::SleepFor(absl::Milliseconds(std::uniform_int_distribution<>(0, 600)(random)));
      ASSERT_TRUE(world().KillAndRestart("reporting").ok());
      ++kills;
    }
    ASSERT_TRUE(Await([&] {
      const std::vector<Report> reports = Reports();
      return reports.size() == static_cast<size_t>(week * kSchedules) &&
             std::all_of(reports.begin(), reports.end(),
                         [](const Report& report) { return report.state() == Report::PUBLISHED; });
    })) << "week "
        << week << ": " << Reports().size();
  }
  std::set<std::string> told;
  for (const Report& report : Reports()) {
    EXPECT_TRUE(told.insert(absl::StrCat(report.schedule(), report.period_label())).second);
    EXPECT_FALSE(report.text().empty());
  }
  RecordProperty("kills", absl::StrCat(kills));
}

TEST_P(ReportScenario, WhoAsksAgainGetsTheSameFiguresAndDocuments) {
  const auto figures = Figures();
  ASSERT_TRUE(figures.ok()) << figures.status();
  const auto pack = BoardPack();
  ASSERT_TRUE(pack.ok()) << pack.status();
  if (!CanKill()) return;
  std::atomic<bool> going = true;
  std::atomic<int> answers = 0, refusals = 0;
  std::vector<std::thread> readers;
  // Clients are made here: the world is one thread's.
  As("reporting", "users/mia");
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (going) {
        const bool ok = Figures().ok() && BoardPack().ok();
        ++(ok ? answers : refusals);
      }
    });
  }
  std::mt19937 random(7);
  for (int i = 0; i < 8; ++i) {
    absl::SleepFor(absl::Milliseconds(std::uniform_int_distribution<>(0, 250)(random)));
    EXPECT_TRUE(world().KillAndRestart("reporting").ok());
  }
  const int before = answers;
  EXPECT_TRUE(Await([&] { return answers > before; })) << "nobody is answered any more";
  going = false;
  for (std::thread& reader : readers) reader.join();
  const auto again = Figures();
  ASSERT_TRUE(again.ok()) << again.status();
  ASSERT_EQ(again->figures_size(), figures->figures_size());
  for (int i = 0; i < again->figures_size(); ++i)
    EXPECT_EQ(again->figures(i).DebugString(), figures->figures(i).DebugString());
  const auto same = BoardPack();
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_EQ(*same, *pack);
}

// An export that its process did not end is made by the next one: once, and whole.
TEST_P(ReportScenario, AnExportOutlivesItsProcess) {
  constexpr int kExports = 4;
  std::mt19937 random(11);
  for (int i = 0; i < kExports; ++i) {
    reporting::v1::ExportFiguresRequest request;
    request.set_parent(kOrganization);
    request.set_content(reporting::v1::Export::RECORDS);
    request.set_format(i % 2 == 0 ? reporting::v1::Export::CSV : reporting::v1::Export::XLSX);
    request.set_request_id(absl::StrCat("9d0a7f0e-7f0c-4a80-9f50-7c11a4c9c00", i));
    const rpc::Client& reporting = As("reporting", "users/mia");
    google::longrunning::Operation operation;
    // Whoever heard no answer asks again.
    std::thread asker([&] {
      EXPECT_TRUE(Await([&] {
        const auto begun =
            Unary<google::longrunning::Operation>(reporting, "ExportFigures", request);
        if (begun.ok()) operation = *begun;
        return begun.ok() && begun->done();
      }));
    });
    if (CanKill()) {
      absl::SleepFor(absl::Milliseconds(std::uniform_int_distribution<>(0, 60)(random)));
      EXPECT_TRUE(world().KillAndRestart("reporting").ok());
    }
    asker.join();
    EXPECT_FALSE(operation.has_error()) << operation.error().message();
  }
  reporting::v1::ListExportsRequest list;
  list.set_parent(kOrganization);
  absl::StatusOr<reporting::v1::ListExportsResponse> made;
  ASSERT_TRUE(Await([&] {
    made = Unary<reporting::v1::ListExportsResponse>(As("reporting", "users/mia"), "ListExports",
                                                     list);
    return made.ok();
  }));
  EXPECT_EQ(made->exports_size(), kExports);
  for (const reporting::v1::Export& file : made->exports()) {
    std::string bytes;
    reporting::v1::QueryExportBytesRequest read;
    read.set_name(file.name());
    while (static_cast<int64_t>(bytes.size()) < file.size_bytes()) {
      read.set_offset(static_cast<int64_t>(bytes.size()));
      const auto piece = Unary<reporting::v1::QueryExportBytesResponse>(
          As("reporting", "users/mia"), "QueryExportBytes", read);
      ASSERT_TRUE(piece.ok()) << piece.status();
      ASSERT_FALSE(piece->data().empty());
      bytes += piece->data();
    }
    EXPECT_EQ(digest::Sha256Hex(bytes), file.sha256());
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, ReportScenario, ::testing::ValuesIn(AllWorlds()), WorldName);

}  // namespace
}  // namespace palier::scenarios
