// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/record_reader.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/aip/text.h"
#include "common/mapping/csv.h"
#include "common/mapping/errors.h"
#include "common/mapping/json_text.h"
#include "common/mapping/lines.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/mapping/unreadable.h"

namespace palier::kpi {
namespace {

using mapping::JsonDocument;
using mapping::JsonNode;
using mapping::JsonPath;

constexpr char kDefaultRecords[] = "$[*]";
// The way to a record takes memory for each value that was looked at.
constexpr mapping::JsonPathLimits kWayLimits = {.max_results = size_t{1} << 16,
                                                .max_visits = size_t{1} << 20};

absl::Status TooLong() {
  return Unreadable("it is longer than 64 KiB.", "il dépasse 64 Kio.");
}

// Checks what it is given and hands it on.
class Records {
 public:
  Records(const RecordContent& content, int max_records, const RecordFn& on_record)
      : content_(content), max_records_(max_records), on_record_(on_record) {}

  // One JSON text.
  absl::Status TakeText(absl::string_view text) {
    const auto document = JsonDocument::Parse(text, Limits());
    if (document.ok()) return TakeAlone(document->root(), text);
    return Refuse(std::string(text), Unreadable(std::string(document.status().message()),
                                                status::DetailOf(document.status()).fr()));
  }
  // A value that stands in no document.
  absl::Status TakeAlone(JsonNode node, absl::string_view text) {
    return Take(node, text, [&] { return content_.Alone(node); });
  }
  // A value of a document at the end of the way to it.
  absl::Status TakeInDocument(absl::Span<const JsonNode> way) {
    return Take(way.back(), mapping::JsonText(way.back()),
                [&] { return content_.InDocument(way); });
  }
  absl::Status Refuse(std::string raw, absl::Status why) {
    if (raw.size() > kMaxRecordBytes) raw.resize(kMaxRecordBytes);
    const size_t bytes = raw.size();
    return Hand({.raw = std::move(raw), .why = std::move(why)}, bytes);
  }

 private:
  static mapping::JsonLimits Limits() {
    mapping::JsonLimits limits;
    limits.max_bytes = kMaxRecordBytes;
    return limits;
  }

  template <typename MakeFn>
  absl::Status Take(JsonNode node, absl::string_view text, const MakeFn& make) {
    if (node.type() != mapping::JsonType::kObject) {
      return Refuse(std::string(text),
                    Unreadable("it is no JSON object.", "ce n'est pas un objet JSON."));
    }
    if (text.size() > kMaxRecordBytes) return Refuse(std::string(text), TooLong());
    const absl::StatusOr<std::optional<std::string>> made = make();
    if (!made.ok()) return Refuse(std::string(text), made.status());
    if (!*made) return Hand({.node = node}, text.size());
    if ((*made)->size() > kMaxRecordBytes) return Refuse(std::string(text), TooLong());
    const auto document = JsonDocument::Parse(**made, Limits());
    if (document.ok()) return Hand({.node = document->root()}, (*made)->size());
    return Refuse(std::string(text), Unreadable(std::string(document.status().message()),
                                                status::DetailOf(document.status()).fr()));
  }

  absl::Status Hand(SourceRecord record, size_t bytes) {
    if (next_ >= max_records_) {
      return mapping::LimitExceeded({"A delivery may have at most {limit} records. Split it.",
                                     "Une livraison peut avoir au plus {limit} enregistrements. "
                                     "Scindez-la."},
                                    "records", max_records_);
    }
    bytes_ += bytes;
    if (bytes_ > kMaxDeliveredBytes) {
      return mapping::LimitExceeded({"The records of a delivery may have at most {limit} bytes "
                                     "together. Split it, or name records that do not lie in one "
                                     "another.",
                                     "Les enregistrements d'une livraison peuvent faire au plus "
                                     "{limit} octets ensemble. Scindez-la, ou désignez des "
                                     "enregistrements qui ne se contiennent pas."},
                                    "record bytes", static_cast<int64_t>(kMaxDeliveredBytes));
    }
    record.index = next_++;
    return on_record_(record);
  }

  const RecordContent& content_;
  const int max_records_;
  const RecordFn& on_record_;
  int next_ = 0;
  size_t bytes_ = 0;
};

absl::Status ReadLines(absl::string_view data, Records& records) {
  return mapping::ForEachLine(data, kMaxRecordBytes, [&](const mapping::TextLine& line) {
    if (line.too_long) return records.Refuse(std::string(line.text), TooLong());
    if (absl::StripAsciiWhitespace(line.text).empty()) return absl::OkStatus();
    return records.TakeText(line.text);
  });
}

absl::Status ReadDocument(absl::string_view data, const JsonPath& path, bool needs_way,
                          Records& records) {
  ASSIGN_OR_RETURN(const JsonDocument document, JsonDocument::Parse(data));
  if (needs_way) {
    return path.ForEachWay(document.root(), kWayLimits, [&](absl::Span<const JsonNode> way) {
      return records.TakeInDocument(way);
    });
  }
  ASSIGN_OR_RETURN(const auto nodes, path.Evaluate(document.root()));
  for (const JsonNode& node : nodes) {
    RETURN_IF_ERROR(records.TakeInDocument(absl::MakeConstSpan(&node, 1)));
  }
  return absl::OkStatus();
}

// One event may be written over several lines; what is no JSON as a whole is a line each.
absl::Status ReadEvents(absl::string_view data, const JsonPath& batch, Records& records) {
  const absl::string_view text = absl::StripAsciiWhitespace(data);
  if (!text.empty() && text.front() == '[') return ReadDocument(data, batch, false, records);
  if (text.size() > kMaxRecordBytes) return ReadLines(data, records);
  const auto whole = JsonDocument::Parse(text);
  if (!whole.ok()) return ReadLines(data, records);
  return records.TakeAlone(whole->root(), mapping::JsonText(whole->root()));
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
    if (!std::all_of(row.fields.begin(), row.fields.end(), aip::IsValidUtf8)) {
      return records.Refuse(text, Unreadable("it is not UTF-8; export the table as UTF-8.",
                                             "il n'est pas en UTF-8 ; exportez le tableau en "
                                             "UTF-8."));
    }
    if (row.shape == mapping::RowShape::kExact) return records.TakeText(text);
    return records.Refuse(text, Unreadable("it has another number of columns than the header.",
                                           "il n'a pas autant de colonnes que l'en-tête."));
  };
  return mapping::ForEachRow(data, {}, on_header, on_row);
}

}  // namespace

absl::StatusOr<RecordReader> RecordReader::Compile(const v1::Source& source) {
  FieldReader reader;
  if (!source.records().empty() && source.format() != v1::Source::JSON) {
    reader.Wrong("records", {"Only a JSON document has its records somewhere in it.",
                             "Seul un document JSON a ses enregistrements quelque part."});
  }
  auto path = reader.Take(
      "records", JsonPath::Parse(source.records().empty() ? kDefaultRecords : source.records()));
  if (!path) return reader.status();
  RecordContent content = RecordContent::Compile(source, *path, reader);
  RETURN_IF_ERROR(reader.status());
  return RecordReader(source.format(), *std::move(path), std::move(content));
}

absl::Status RecordReader::ForEach(absl::string_view data, int max_records,
                                   const RecordFn& on_record) const {
  // A byte order mark, which spreadsheets write.
  absl::ConsumePrefix(&data, "\xef\xbb\xbf");
  Records records(content_, max_records, on_record);
  switch (format_) {
    case v1::Source::JSON:
      return ReadDocument(data, records_, content_.needs_way(), records);
    case v1::Source::CSV:
      return ReadTable(data, records);
    case v1::Source::CLOUD_EVENTS:
      return ReadEvents(data, records_, records);
    default:
      return ReadLines(data, records);
  }
}

absl::Status RecordReader::ReadKept(absl::string_view text, const RecordFn& on_record) const {
  return Records(content_, 1, on_record).TakeText(text);
}

}  // namespace palier::kpi
