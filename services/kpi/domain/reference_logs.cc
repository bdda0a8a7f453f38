// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/reference_logs.h"

#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

std::string LogFolder() {
  const char* data = std::getenv("PALIER_TEST_DATA");
  if (data != nullptr) return absl::StrCat(data, "/eventlogs");
  const char* source = std::getenv("PALIER_SOURCE_DIR");
  return absl::StrCat(source == nullptr ? "." : source, "/../shared/data/eventlogs");
}

std::string Unzip(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return "";
  std::string text;
  char block[1 << 16];
  for (int read = 0; (read = gzread(file, block, sizeof(block))) > 0;) {
    text.append(block, static_cast<size_t>(read));
  }
  gzclose(file);
  return text;
}

std::vector<std::string> Fields(absl::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back().push_back(c);
    }
  }
  return fields;
}

LogEvent EventOf(const std::vector<std::string>& fields, size_t team) {
  LogEvent event;
  event.case_id = fields[0];
  event.activity = fields[1];
  event.lifecycle = fields[2];
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, fields[3], &event.time, &error)) << error;
  event.resource = fields[4];
  if (team < fields.size()) event.team = fields[team];
  for (size_t i = 5; i < fields.size(); ++i) absl::StrAppend(&event.rest, fields[i], "\x1f");
  return event;
}

}  // namespace

bool HaveReferenceLogs() {
  return std::filesystem::exists(LogFolder() + "/reference");
}

std::vector<LogEvent> ReadLog(const std::string& name, absl::string_view team_column) {
  const std::string text = Unzip(absl::StrCat(LogFolder(), "/", name, ".csv.gz"));
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  EXPECT_GT(lines.size(), 1u) << name;
  std::vector<LogEvent> events;
  if (lines.empty()) return events;
  const std::vector<std::string> header = Fields(lines[0]);
  const size_t team = static_cast<size_t>(
      std::find(header.begin(), header.end(), std::string(team_column)) - header.begin());
  for (size_t i = 1; i < lines.size(); ++i) events.push_back(EventOf(Fields(lines[i]), team));
  return events;
}

google::protobuf::Struct ReadReference(const std::string& name) {
  std::ifstream file(absl::StrCat(LogFolder(), "/reference/", name, ".json"));
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  google::protobuf::Struct json;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &json).ok()) << name;
  return json;
}

absl::Time UtcDay(const std::string& date) {
  absl::CivilDay day;
  EXPECT_TRUE(absl::ParseCivilTime(date, &day)) << date;
  return absl::FromCivil(day, absl::UTCTimeZone());
}

}  // namespace palier::kpi
