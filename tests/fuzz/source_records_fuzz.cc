// SPDX-License-Identifier: Apache-2.0
// The first byte chooses the format, the rest is a delivery of records: each is read or refused, and
// mapped or refused, for a reason in both languages, and what is kept of it is JSON that means the
// same.
#include <cstddef>
#include <cstdint>
#include <string>

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
    project { path: "$.p" table { key: "a" value: "alpha" } }
    team { path: "$.q" }
    user: "$.u"
    drop: "$.mail"
    measures { kpi: "m" path: "$.m" factor: "0.001" }
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
)pb";

const v1::Source& Declared() {
  static const auto* source = [] {
    auto* made = new v1::Source();
    FUZZ_CHECK(google::protobuf::TextFormat::ParseFromString(kSource, made));
    return made;
  }();
  return *source;
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

void CheckMapped(const MappedRecord& mapped) {
  FUZZ_CHECK(mapped.measurements.empty() || !mapped.project.empty());
  for (const v1::Measurement& measurement : mapped.measurements) {
    FUZZ_CHECK(!measurement.kpi().empty() && measurement.has_event_time());
    FUZZ_CHECK(measurement.retraction() != measurement.has_decimal());
  }
}

void CheckRecord(const SourceRecord& record) {
  if (!record.node) return CheckReason(record.why);
  const auto hash = [](const std::string&) { return std::string("hash"); };
  std::string user, user_again;
  const std::string kept = Mapping().Keepable(*record.node, hash, &user);
  const auto document = JsonDocument::Parse(kept);
  FUZZ_CHECK(document.ok());
  FUZZ_CHECK(Mapping().Keepable(document->root(), hash, &user_again) == kept);
  FUZZ_CHECK(user == user_again);
  const auto mapped = Mapping().Map(*record.node);
  const auto again = Mapping().Map(document->root());
  FUZZ_CHECK(mapped.ok() == again.ok());
  if (!mapped.ok()) return CheckReason(mapped.status());
  FUZZ_CHECK(mapped->project == again->project);
  FUZZ_CHECK(mapped->measurements.size() == again->measurements.size());
  CheckMapped(*mapped);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  if (size == 0) return 0;
  v1::Source source = Declared();
  source.set_format(static_cast<v1::Source::Format>(1 + bytes[0] % 3));
  const absl::string_view data(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  int seen = 0;
  const absl::Status status = ForEachRecord(source, data, kMaxRecords, [&](const auto& record) {
    FUZZ_CHECK(record.index == seen++);
    CheckRecord(record);
    return absl::OkStatus();
  });
  FUZZ_CHECK(seen <= kMaxRecords);
  if (!status.ok()) CheckReason(status);
  return 0;
}
