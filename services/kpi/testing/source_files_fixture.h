// SPDX-License-Identifier: Apache-2.0
// For tests only: real exports of a vendor as sources, against figures computed without Palier.
#ifndef PALIER_KPI_TESTING_SOURCE_FILES_FIXTURE_H_
#define PALIER_KPI_TESTING_SOURCE_FILES_FIXTURE_H_

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "kpi/testing/source_fixture.h"

namespace palier::kpi {

// The clock stands on 1 July 2026.
class SourceFilesFixture : public SourceFixture {
 protected:
  using Json = nlohmann::json;

  void SetUp() override {
    SourceFixture::SetUp();
    SetTime(absl::FromCivil(absl::CivilDay(2026, 7, 1), absl::UTCTimeZone()));
  }
  void Measure(const std::string& kpi, int decimals = 0) {
    const auto made = Create(kpi, AmountIn("1", decimals));
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Declare(const std::string& id, const std::string& text) {
    const auto made = CreateSource(id, Parsed(text));
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Send(const std::string& id, const std::string& data) {
    const auto sent = SendRecords(id, data);
    ASSERT_TRUE(sent.ok()) << sent.status();
    const auto& refused = sent->refusals();
    EXPECT_EQ(refused.size(), 0) << refused.begin()->ShortDebugString();
  }
  // A table in pieces, each with its header.
  void SendTable(const std::string& id, const std::string& table) {
    const std::vector<std::string> lines = absl::StrSplit(table, '\n', absl::SkipEmpty());
    for (size_t begin = 1; begin < lines.size(); begin += 1500) {
      std::string piece = absl::StrCat(lines[0], "\n");
      for (size_t i = begin; i < std::min(begin + 1500, lines.size()); ++i) {
        absl::StrAppend(&piece, lines[i], "\n");
      }
      Send(id, piece);
    }
  }
  // By day; `measured` says what of a day.
  template <typename Measured>
  std::map<std::string, double> Days(const std::string& kpi, const Measured& measured) {
    std::map<std::string, double> days;
    const auto answer = Query(kpi, v1::DAY);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok() || answer->series().empty()) return days;
    for (const auto& point : answer->series(0).points()) days[point.label()] = measured(point);
    return days;
  }
  std::map<std::string, double> Days(const std::string& kpi) {
    return Days(kpi, [](const auto& point) { return point.value(); });
  }
  double Total(const std::string& kpi) {
    double total = 0;
    for (const auto& [day, value] : Days(kpi)) total += value;
    return total;
  }
  // The same by team.
  std::map<std::string, double> Teams(const std::string& kpi) {
    std::map<std::string, double> teams;
    const auto answer = Query(kpi, v1::DAY, true);
    EXPECT_TRUE(answer.ok()) << answer.status();
    for (const auto& series : answer->series()) {
      for (const auto& point : series.points()) teams[series.team()] += point.value();
    }
    return teams;
  }
  void ExpectDays(const std::string& kpi, const Json& reference) {
    const auto days = Days(kpi);
    ASSERT_EQ(days.size(), reference["days"].get<size_t>()) << kpi;
    EXPECT_EQ(days.begin()->first, reference["first"].get<std::string>()) << kpi;
    EXPECT_EQ(days.rbegin()->first, reference["last"].get<std::string>()) << kpi;
  }
};

// Of PALIER_TEST_DATA; in the body of a test.
#define READ_OR_SKIP(name, path)           \
  const std::string name = ReadData(path); \
  if (name.empty()) GTEST_SKIP() << "PALIER_TEST_DATA has no " << (path)

}  // namespace palier::kpi

#endif  // PALIER_KPI_TESTING_SOURCE_FILES_FIXTURE_H_
