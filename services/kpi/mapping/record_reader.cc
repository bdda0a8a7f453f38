// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/record_reader.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/csv.h"
#include "common/mapping/errors.h"
#include "common/mapping/json_path.h"
#include "common/mapping/json_text.h"
#include "common/mapping/lines.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

constexpr char kDefaultRecords[] = "$[*]";

absl::Status Unreadable(absl::string_view en, absl::string_view fr) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::UNREADABLE_RECORD,
                       {absl::StrCat("The record cannot be read: ", en),
                        absl::StrCat("L'enregistrement est illisible : ", fr)})
      .With("detail", en);
}

// Counts what it hands on.
class Records {
 public:
  Records(int max_records, const RecordFn& on_record)
      : max_records_(max_records), on_record_(on_record) {}

  absl::Status Take(mapping::JsonNode node) {
    if (node.type() != mapping::JsonType::kObject) {
      return Refuse(mapping::JsonText(node),
                    Unreadable("it is no JSON object.", "ce n'est pas un objet JSON."));
    }
    return Hand({.node = node});
  }
  // One JSON text.
  absl::Status TakeText(absl::string_view text) {
    mapping::JsonLimits limits;
    limits.max_bytes = kMaxRecordBytes;
    const auto document = mapping::JsonDocument::Parse(text, limits);
    if (document.ok()) return Take(document->root());
    return Refuse(std::string(text), Unreadable(std::string(document.status().message()),
                                                status::DetailOf(document.status()).fr()));
  }
  absl::Status Refuse(std::string raw, absl::Status why) {
    return Hand({.raw = std::move(raw), .why = std::move(why)});
  }

 private:
  absl::Status Hand(SourceRecord record) {
    if (next_ >= max_records_) {
      return mapping::LimitExceeded({"A delivery may have at most {limit} records. Split it.",
                                     "Une livraison peut avoir au plus {limit} enregistrements. "
                                     "Scindez-la."},
                                    "records", max_records_);
    }
    record.index = next_++;
    return on_record_(record);
  }

  const int max_records_;
  const RecordFn& on_record_;
  int next_ = 0;
};

absl::Status ReadLines(absl::string_view data, Records& records) {
  return mapping::ForEachLine(data, kMaxRecordBytes, [&](const mapping::TextLine& line) {
    if (line.too_long) {
      return records.Refuse(std::string(line.text),
                            Unreadable("it is longer than 64 KiB.", "il dépasse 64 Kio."));
    }
    if (absl::StripAsciiWhitespace(line.text).empty()) return absl::OkStatus();
    return records.TakeText(line.text);
  });
}

absl::Status ReadDocument(const v1::Source& source, absl::string_view data, Records& records) {
  ASSIGN_OR_RETURN(
      const mapping::JsonPath path,
      mapping::JsonPath::Parse(source.records().empty() ? kDefaultRecords : source.records()));
  ASSIGN_OR_RETURN(const mapping::JsonDocument document, mapping::JsonDocument::Parse(data));
  ASSIGN_OR_RETURN(const auto nodes, path.Evaluate(document.root()));
  for (const mapping::JsonNode& node : nodes) RETURN_IF_ERROR(records.Take(node));
  return absl::OkStatus();
}

absl::Status ReadTable(absl::string_view data, Records& records) {
  std::vector<std::string> columns;
  const auto on_header = [&](const mapping::CsvRow& header) {
    columns = header.fields;
    return absl::OkStatus();
  };
  const auto on_row = [&](const mapping::CsvRow& row) {
    std::vector<std::pair<std::string, std::string>> members;
    for (size_t i = 0; i < row.fields.size(); ++i) {
      members.emplace_back(i < columns.size() ? columns[i] : absl::StrCat("#", i), row.fields[i]);
    }
    const std::string text = mapping::JsonObjectText(members);
    if (row.shape == mapping::RowShape::kExact) return records.TakeText(text);
    return records.Refuse(text, Unreadable("it has another number of columns than the header.",
                                           "il n'a pas autant de colonnes que l'en-tête."));
  };
  return mapping::ForEachRow(data, {}, on_header, on_row);
}

}  // namespace

absl::Status ForEachRecord(const v1::Source& source, absl::string_view data, int max_records,
                           const RecordFn& on_record) {
  Records records(max_records, on_record);
  switch (source.format()) {
    case v1::Source::JSON:
      return ReadDocument(source, data, records);
    case v1::Source::CSV:
      return ReadTable(data, records);
    default:
      return ReadLines(data, records);
  }
}

}  // namespace palier::kpi
