// SPDX-License-Identifier: Apache-2.0
#include "kpi/import/event_log_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/digest/sha256.h"
#include "common/mapping/csv.h"
#include "common/mapping/encoding.h"
#include "common/mapping/errors.h"
#include "common/mapping/text.h"
#include "common/rpc/auth.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/domain/measurement.h"
#include "kpi/import/inflate.h"

namespace palier::kpi {
namespace {

constexpr size_t kMaxRaw = 4096;
// Longer than this, the remaining columns are kept as their hash: they only tell rows apart.
constexpr size_t kMaxRest = 64;

// Where the columns are; -1 for none.
struct Places {
  int case_id = -1, activity = -1, lifecycle = -1, timestamp = -1, resource = -1, team = -1;

  bool Named(int column) const {
    return column == case_id || column == activity || column == lifecycle || column == timestamp ||
           column == resource;
  }
};

int PlaceOf(const std::vector<std::string>& header, const std::string& name) {
  if (name.empty()) return -1;
  for (size_t i = 0; i < header.size(); ++i) {
    if (absl::StripAsciiWhitespace(header[i]) == name) return static_cast<int>(i);
  }
  return -1;
}

absl::Status MissingColumn(const std::string& name) {
  return mapping::UnreadableFile(
      {"The file has no column {detail}.", "Le fichier n'a pas de colonne {detail}."}, name);
}

absl::StatusOr<Places> Locate(const std::vector<std::string>& header, const LogColumns& columns) {
  Places places;
  const std::pair<int*, const std::string*> wanted[] = {
      {&places.case_id, &columns.case_id},     {&places.activity, &columns.activity},
      {&places.lifecycle, &columns.lifecycle}, {&places.timestamp, &columns.timestamp},
      {&places.resource, &columns.resource},   {&places.team, &columns.team}};
  for (const auto& [place, name] : wanted) *place = PlaceOf(header, *name);
  if (places.case_id < 0) return MissingColumn(columns.case_id);
  if (places.activity < 0) return MissingColumn(columns.activity);
  if (places.timestamp < 0) return MissingColumn(columns.timestamp);
  if (places.team < 0 && !columns.team.empty()) return MissingColumn(columns.team);
  return places;
}

// A time without an offset is UTC, as the profile says; it is not guessed further.
bool ParseEventTime(const std::string& text, absl::Time* time) {
  for (const char* format : {"%Y-%m-%d%ET%H:%M:%E*S%Ez", "%Y-%m-%d %H:%M:%E*S%Ez",
                             "%Y-%m-%d %H:%M:%E*S", "%Y-%m-%d%ET%H:%M:%E*S"}) {
    if (absl::ParseTime(format, text, absl::UTCTimeZone(), time, nullptr)) return true;
  }
  return false;
}

absl::Status InvalidTime(const std::string& text) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_TIME,
                       {"The time {time} cannot be read, is impossible, or lies too far in the "
                        "future.",
                        "La date {time} est illisible, impossible, ou trop loin dans le futur."})
      .With("time", mapping::Excerpt(text, 64));
}

std::string Value(const std::vector<std::string>& fields, int place) {
  return place < 0 ? "" : fields[static_cast<size_t>(place)];
}

std::string RestOf(const std::vector<std::string>& fields, const Places& places) {
  std::string rest;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (!places.Named(static_cast<int>(i))) absl::StrAppend(&rest, fields[i], "\x1f");
  }
  return rest.size() <= kMaxRest ? rest : digest::Sha256Hex(rest);
}

absl::StatusOr<LogEvent> EventOf(const mapping::CsvRow& row, const Places& places, absl::Time now) {
  if (row.shape != mapping::RowShape::kExact) {
    return status::InvalidField("row", {"The row has more or fewer values than the header.",
                                        "La ligne a plus ou moins de valeurs que l'en-tête."});
  }
  LogEvent event;
  event.case_id = Value(row.fields, places.case_id);
  event.activity = Value(row.fields, places.activity);
  if (event.case_id.empty()) {
    return status::InvalidField("case_id", {"The case is missing.", "Le dossier manque."});
  }
  const std::string time = Value(row.fields, places.timestamp);
  if (!ParseEventTime(time, &event.time) || event.time <= absl::UnixEpoch() ||
      event.time > now + kFutureAllowance) {
    return InvalidTime(time);
  }
  event.lifecycle = Value(row.fields, places.lifecycle);
  event.resource = Value(row.fields, places.resource);
  event.team = Value(row.fields, places.team);
  event.rest = RestOf(row.fields, places);
  return event;
}

}  // namespace

absl::StatusOr<EventLog> ReadEventLog(std::string bytes, const LogColumns& columns,
                                      absl::Time now) {
  ASSIGN_OR_RETURN(std::string content,
                   Inflate(std::move(bytes), static_cast<size_t>(mapping::kMaxFileBytes)));
  ASSIGN_OR_RETURN(const mapping::DecodedText decoded, mapping::Decode(std::move(content)));
  EventLog log;
  log.encoding = std::string(mapping::EncodingName(decoded.encoding));
  Places places;
  RETURN_IF_ERROR(mapping::ForEachRow(
      decoded.text, {},
      [&](const mapping::CsvRow& header) -> absl::Status {
        ASSIGN_OR_RETURN(places, Locate(header.fields, columns));
        return absl::OkStatus();
      },
      [&](const mapping::CsvRow& row) -> absl::Status {
        ++log.rows;
        absl::StatusOr<LogEvent> event = EventOf(row, places, now);
        if (event.ok()) {
          log.events.push_back(*std::move(event));
        } else {
          std::string raw = absl::StrJoin(row.fields, ",");
          if (raw.size() > kMaxRaw) raw = absl::StrCat("sha256:", digest::Sha256Hex(raw));
          log.rejected.push_back({std::move(raw), event.status()});
        }
        return absl::OkStatus();
      }));
  return log;
}

}  // namespace palier::kpi
