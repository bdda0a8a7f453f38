// SPDX-License-Identifier: Apache-2.0
// The first byte chooses the format, the rest is a delivery of records: each is read or refused,
// and mapped or refused, for a reason in both languages, and what is kept of it is JSON that means
// the same when it is read again.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "google/protobuf/text_format.h"
#include "kpi/mapping/record_reader.h"
#include "kpi/mapping/source_mapping.h"
#include "tests/fuzz/check.h"

using namespace palier::kpi;  // NOLINT
using palier::mapping::JsonDocument;

namespace {

constexpr int kMaxRecords = 200;

constexpr char kSource[] = R"pb(
  name: "organizations/firm/sources/crm"
  records: "$.r[*]"
  enclosing { name: "d" path: "$.d" }
  embedded_json: "$.e"
  mappings {
    filter: "v = 1 AND NOT x:*"
    event_id: "$.id"
    event_id: "$['i']"
    business_key: "$.k"
    order: "$.o"
    event_time {
      path: "$.t"
      formats: RFC3339
      formats: UNIX_MS
      formats: MS_JSON_DATE
      formats: PATTERN
      pattern: "%d/%m/%Y %H:%M"
    }
    operation {
      path: "$.op"
      operations { key: "u" value: UPSERT }
      operations { key: "d" value: RETRACT }
      operations { key: "i" value: IGNORE }
    }
    project {
      path: "$.p"
      table { key: "a" value: "alpha" }
    }
    team { path: "$.q" }
    user: "$.u"
    drop: "$.mail"
    measures { kpi: "m" path: "$.m" factor: "0.001" unit: "$.d" }
    measures { kpi: "n" path: "$.n[-1]" on_missing: SKIP }
  }
  mappings {
    filter: "v > 1 OR id = \"*z\""
    event_id: "$.id"
    order_by_event_time: true
    event_time { path: "$.t" formats: DATE formats: UNIX_S }
    project { path: "$.p" }
    measures { kpi: "c" constant: "1" }
  }
  mappings {
    filter: "a:*"
    event_id: "$.id"
    event_time { path: "$.t" formats: RFC3339 formats: UNIX_S }
    project { constant: "alpha" }
    team { path: "$.q" }
    case_mapping { case_id: "$.k" case_id: "$.i" activity: "$.a" }
    measures { kpi: "y" of_case: CYCLE_DAYS }
    measures { kpi: "z" path: "$.m" on_missing: SKIP }
  }
)pb";

const v1::Source& Declared() {
  static const auto* source = [] {
    auto* made = new v1::Source();
    FUZZ_CHECK(google::protobuf::TextFormat::ParseFromString(kSource, made));
    return made;
  }();
  return *source;
}

// How a source reads what is in the format.
const RecordReader& ReaderOf(v1::Source::Format format) {
  static const auto* readers = [] {
    auto* made = new std::map<v1::Source::Format, RecordReader>();
    for (const auto each :
         {v1::Source::NDJSON, v1::Source::JSON, v1::Source::CSV, v1::Source::CLOUD_EVENTS}) {
      v1::Source source = Declared();
      source.set_format(each);
      // Only a document has these.
      if (each != v1::Source::JSON) source.clear_records();
      if (each != v1::Source::JSON) source.clear_enclosing();
      made->emplace(each, *RecordReader::Compile(source));
    }
    return made;
  }();
  return readers->at(format);
}

const SourceMapping& Mapping() {
  static const auto* mapping =
      new SourceMapping(*SourceMapping::Compile(Declared(), absl::UTCTimeZone()));
  return *mapping;
}

void CheckReason(const absl::Status& status) {
  const palier::error::v1::ErrorDetail detail = palier::status::DetailOf(status);
  FUZZ_CHECK(detail.reason() != palier::error::v1::ERROR_REASON_UNSPECIFIED);
  FUZZ_CHECK(!detail.fr().empty());
}

// What is kept of a case is read as it is.
void CheckEvent(const MappedEvent& event) {
  FUZZ_CHECK(!event.case_id.empty() && event.figures.size() == 1);
  CaseEvents events;
  events.Add(event.event);
  const auto again = CaseEvents::Parse(events.Text());
  FUZZ_CHECK(again.ok() && again->Text() == events.Text() && again->size() == 1);
  FUZZ_CHECK(again->Record().first_team == event.event.team);
}

void CheckMapped(const MappedRecord& mapped) {
  if (mapped.event) CheckEvent(*mapped.event);
  FUZZ_CHECK(mapped.measurements.empty() || !mapped.project.empty());
  for (const v1::Measurement& measurement : mapped.measurements) {
    FUZZ_CHECK(!measurement.kpi().empty() && measurement.has_event_time());
    FUZZ_CHECK(measurement.retraction() != measurement.has_decimal());
  }
}

std::string KeptOf(palier::mapping::JsonNode record, std::vector<std::string>* users) {
  const auto hash = [](const std::string&) { return std::string("hash"); };
  return Mapping().Keepable(Mapping().Choose(record), record, hash, users);
}

absl::StatusOr<MappedRecord> MappedOf(palier::mapping::JsonNode record) {
  return Mapping().Map(Mapping().Choose(record), record);
}

void CheckKept(const SourceRecord& record, const SourceRecord& kept) {
  FUZZ_CHECK(kept.node.has_value());
  const auto mapped = MappedOf(*record.node);
  const auto again = MappedOf(*kept.node);
  FUZZ_CHECK(mapped.ok() == again.ok());
  if (!mapped.ok()) return CheckReason(mapped.status());
  FUZZ_CHECK(mapped->project == again->project);
  FUZZ_CHECK(mapped->measurements.size() == again->measurements.size());
  FUZZ_CHECK(mapped->units.size() == mapped->measurements.size());
  CheckMapped(*mapped);
}

void CheckRecord(const SourceRecord& record, const RecordReader& reader) {
  if (!record.node) return CheckReason(record.why);
  std::vector<std::string> users, users_again;
  const std::string text = KeptOf(*record.node, &users);
  // The hash of a user may be longer than the user.
  if (text.size() > kMaxRecordBytes) return;
  int seen = 0;
  const absl::Status status = reader.ReadKept(text, [&](const SourceRecord& kept) {
    ++seen;
    CheckKept(record, kept);
    FUZZ_CHECK(KeptOf(*kept.node, &users_again) == text);
    FUZZ_CHECK(users == users_again);
    return absl::OkStatus();
  });
  FUZZ_CHECK(status.ok() && seen == 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  if (size == 0) return 0;
  const RecordReader& reader = ReaderOf(static_cast<v1::Source::Format>(1 + bytes[0] % 4));
  const absl::string_view data(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  int seen = 0;
  const absl::Status status = reader.ForEach(data, kMaxRecords, [&](const auto& record) {
    FUZZ_CHECK(record.index == seen++);
    CheckRecord(record, reader);
    return absl::OkStatus();
  });
  FUZZ_CHECK(seen <= kMaxRecords);
  if (!status.ok()) CheckReason(status);
  return 0;
}
