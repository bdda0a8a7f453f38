// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/record_content.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/json_text.h"
#include "common/status/macros.h"
#include "kpi/mapping/cloud_event.h"
#include "kpi/mapping/unreadable.h"

namespace palier::kpi {
namespace {

using mapping::JsonNode;
using mapping::JsonPath;
using mapping::JsonType;

constexpr size_t kMaxEnclosingBytes = 1024;

bool IsMemberName(absl::string_view name) {
  const auto fits = [](char c) { return absl::ascii_isalnum(c) || c == '_'; };
  return !name.empty() && absl::ascii_isalpha(name[0]) &&
         std::all_of(name.begin(), name.end(), fits);
}

}  // namespace

// What a record is to be: its own members, edited, then those that are added.
class RecordEdits {
 public:
  explicit RecordEdits(JsonNode record) : record_(record) {}

  void Replace(JsonNode node, std::string json) { edits_.emplace_back(node, std::move(json)); }
  // In the place of a member of that name.
  void Add(absl::string_view name, absl::string_view json) {
    Remove(name);
    absl::StrAppend(&added_, ",", mapping::JsonString(name), ":", json);
  }
  void Remove(absl::string_view name) {
    if (const auto own = record_.Find(name)) Replace(*own, "");
  }
  std::optional<std::string> Text() const {
    if (edits_.empty() && added_.empty()) return std::nullopt;
    std::string text = mapping::JsonText(record_, [&](JsonNode node) -> std::optional<std::string> {
      for (const auto& [edited, json] : edits_) {
        if (edited == node) return json;
      }
      return std::nullopt;
    });
    if (added_.empty()) return text;
    text.pop_back();
    const bool alone = text.size() == 1;
    return absl::StrCat(text, absl::string_view(added_).substr(alone ? 1 : 0), "}");
  }

 private:
  const JsonNode record_;
  std::vector<std::pair<JsonNode, std::string>> edits_;
  std::string added_;
};

std::optional<RecordContent::Enclosing> RecordContent::OneEnclosing(const v1::EnclosingValue& from,
                                                                    const JsonPath& records,
                                                                    FieldReader& reader) {
  if (!IsMemberName(from.name())) {
    reader.Wrong("name", {"Letters, digits and _, a letter first.",
                          "Des lettres, des chiffres et _, une lettre d'abord."});
  }
  const auto whole = reader.Take("path", JsonPath::Parse(from.path()));
  if (!whole) return std::nullopt;
  const size_t level = whole->CommonSegments(records);
  JsonPath path = whole->Without(level);
  if (level == whole->segment_count() || !path.IsSingular()) {
    reader.Wrong("path",
                 {"Begin as `records` does, and go on to one value that stands around them.",
                  "Commencez comme `records`, puis menez à une seule valeur qui se trouve "
                  "autour d'eux."});
    return std::nullopt;
  }
  return Enclosing{from.name(), level, std::move(path)};
}

RecordContent RecordContent::Compile(const v1::Source& source, const JsonPath& records,
                                     FieldReader& reader) {
  RecordContent content;
  content.is_cloud_event_ = source.format() == v1::Source::CLOUD_EVENTS;
  content.embedded_ = reader.Paths("embedded_json", source.embedded_json());
  if (!source.enclosing().empty() && source.format() != v1::Source::JSON) {
    reader.Wrong("enclosing", {"Only the records of a JSON document have something around them.",
                               "Seuls les enregistrements d'un document JSON ont quelque chose "
                               "autour d'eux."});
  }
  for (int i = 0; i < source.enclosing_size(); ++i) {
    FieldReader at = reader.At(absl::StrCat("enclosing[", i, "]"));
    const v1::EnclosingValue& from = source.enclosing(i);
    for (int j = 0; j < i; ++j) {
      if (source.enclosing(j).name() != from.name()) continue;
      at.Wrong("name", {"Each name once.", "Chaque nom une seule fois."});
      break;
    }
    if (auto one = OneEnclosing(from, records, at)) content.enclosing_.push_back(*std::move(one));
  }
  return content;
}

absl::Status RecordContent::EditInside(JsonNode record, RecordEdits& edits) const {
  if (is_cloud_event_) {
    ASSIGN_OR_RETURN(const std::optional<std::string> data, EncodedData(record));
    if (data) {
      edits.Remove("data_base64");
      edits.Add("data", *data);
    }
  }
  for (const RecordPath& path : embedded_) {
    const std::optional<JsonNode> text = path.Node(record);
    if (!text || text->type() != JsonType::kString || text->text().empty()) continue;
    const auto document = mapping::JsonDocument::Parse(text->text());
    if (!document.ok()) {
      return Unreadable(absl::StrCat("what it has at ", path.text(), " is no JSON."),
                        absl::StrCat("ce qu'il a à ", path.text(), " n'est pas du JSON."));
    }
    // A text in a text would be another one each time that the record is read.
    const JsonType type = document->root().type();
    if (type != JsonType::kObject && type != JsonType::kArray) continue;
    edits.Replace(*text, mapping::JsonText(document->root()));
  }
  return absl::OkStatus();
}

absl::Status RecordContent::AddEnclosing(absl::Span<const JsonNode> way, RecordEdits& edits) const {
  for (const Enclosing& one : enclosing_) {
    const std::optional<JsonNode> value = one.path.Find(way[one.level]);
    if (!value || !mapping::ScalarText(*value)) {
      edits.Remove(one.name);
      continue;
    }
    if (value->text().size() > kMaxEnclosingBytes) {
      return Unreadable("a value around it is longer than 1,024 bytes.",
                        "une valeur autour de lui dépasse 1 024 octets.");
    }
    edits.Add(one.name, mapping::JsonText(*value));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> RecordContent::InDocument(
    absl::Span<const JsonNode> way) const {
  RecordEdits edits(way.back());
  RETURN_IF_ERROR(EditInside(way.back(), edits));
  RETURN_IF_ERROR(AddEnclosing(way, edits));
  return edits.Text();
}

absl::StatusOr<std::optional<std::string>> RecordContent::Alone(JsonNode record) const {
  RecordEdits edits(record);
  RETURN_IF_ERROR(EditInside(record, edits));
  return edits.Text();
}

}  // namespace palier::kpi
