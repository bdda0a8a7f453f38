// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/resource_json.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/util/json_util.h>

#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "palierctl/errors.h"
#include "palierctl/input/day.h"
#include "palierctl/input/pieces.h"

namespace palier::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Checked before parsing: what reads and destroys nested JSON recurses.
bool TooDeep(absl::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxJsonDepth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

const FieldDescriptor* FieldOf(const Descriptor* type, const std::string& key) {
  const FieldDescriptor* field = type->FindFieldByName(key);
  return field != nullptr ? field : type->FindFieldByCamelcaseName(key);
}

absl::StatusOr<Json> DateJson(const std::string& text, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(text, today));
  return Json{{"year", day.year()}, {"month", day.month()}, {"day", day.day()}};
}

// `today-3d`, `2026-07-01` (both noon UTC), `today-3dT10:30`, or a full RFC 3339 time.
absl::StatusOr<Json> TimeJson(const std::string& text, absl::CivilDay today) {
  if (absl::EndsWith(text, "Z") || text.size() > 16) return Json(text);
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('T', 1));
  ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(parts[0], today));
  return Json(absl::StrCat(FormatDay(day), "T", parts.size() == 2 ? parts[1] : "12:00", ":00Z"));
}

// `-2500.50 EUR`.
absl::StatusOr<Json> MoneyJson(const std::string& text) {
  const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  const std::vector<std::string> amount =
      absl::StrSplit(words.empty() ? "" : words[0], absl::MaxSplits('.', 1));
  std::string fraction = amount.size() == 2 ? amount[1] : "";
  int64_t units = 0;
  int nanos = 0;
  const bool fits = words.size() == 2 && words[1].size() == 3 && fraction.size() <= 9;
  fraction.resize(9, '0');
  if (!fits || !absl::SimpleAtoi(amount[0], &units) || !absl::SimpleAtoi(fraction, &nanos) ||
      nanos < 0) {
    return Usage({absl::StrCat("`", text, "` is no amount. Example: 2500.50 EUR."),
                  absl::StrCat("« ", text, " » n'est pas un montant. Exemple : 2500.50 EUR.")});
  }
  if (absl::StartsWith(text, "-")) nanos = -nanos;
  return Json{{"currency_code", words[1]}, {"units", absl::StrCat(units)}, {"nanos", nanos}};
}

absl::Status Normalize(Json& json, const Descriptor* type, absl::CivilDay today);

absl::Status NormalizeValue(Json& value, const FieldDescriptor* field, absl::CivilDay today) {
  const Descriptor* type = field->message_type();
  if (type == nullptr) return absl::OkStatus();
  if (!value.is_string()) return Normalize(value, type, today);
  const std::string text = value.get<std::string>();
  if (type->full_name() == "google.type.Date") {
    ASSIGN_OR_RETURN(value, DateJson(text, today));
  } else if (type->full_name() == "google.type.Money") {
    ASSIGN_OR_RETURN(value, MoneyJson(text));
  } else if (type->full_name() == "google.protobuf.Timestamp") {
    ASSIGN_OR_RETURN(value, TimeJson(text, today));
  }
  return absl::OkStatus();
}

absl::Status Normalize(Json& json, const Descriptor* type, absl::CivilDay today) {
  if (!json.is_object() || type->options().map_entry()) return absl::OkStatus();
  for (auto& [key, value] : json.items()) {
    const FieldDescriptor* field = FieldOf(type, key);
    if (field == nullptr || field->is_map())
      continue;  // the message parser names what it does not know
    if (!field->is_repeated()) {
      RETURN_IF_ERROR(NormalizeValue(value, field, today));
    } else if (value.is_array()) {
      for (Json& item : value) RETURN_IF_ERROR(NormalizeValue(item, field, today));
    }
  }
  return absl::OkStatus();
}

bool TakesText(const FieldDescriptor* field) {
  if (field->is_repeated()) return false;
  if (field->message_type() != nullptr) {
    const std::string& type = field->message_type()->full_name();
    return type == "google.type.Date" || type == "google.type.Money" ||
           type == "google.protobuf.Timestamp";
  }
  // Numbers and names of enums are read from text too.
  return field->cpp_type() != FieldDescriptor::CPPTYPE_BOOL;
}

absl::StatusOr<Json> ValueOf(const std::string& text, const FieldDescriptor* field) {
  if (TakesText(field)) return Json(text);
  // A list of words need not be written as JSON.
  if (field->is_repeated() && field->message_type() == nullptr && !absl::StartsWith(text, "[")) {
    Json list = Json::array();
    for (const auto word : absl::StrSplit(text, ',', absl::SkipEmpty()))
      list.push_back(std::string(word));
    return list;
  }
  return ParseJson(text, field->name());
}

}  // namespace

absl::StatusOr<Json> ParseJson(absl::string_view text, absl::string_view where) {
  if (text.size() > kMaxJsonBytes || TooDeep(text)) {
    return Usage(
        {absl::StrCat(where, ": larger or deeper than any resource (16 MiB, 64 levels)."),
         absl::StrCat(where,
                      " : plus grand ou plus profond que toute ressource (16 Mio, 64 niveaux).")});
  }
  Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    return Usage({absl::StrCat(where, ": this is no JSON."),
                  absl::StrCat(where, " : ce n'est pas du JSON.")});
  }
  return json;
}

absl::Status FillMessage(Json json, absl::CivilDay today, google::protobuf::Message* message) {
  RETURN_IF_ERROR(Normalize(json, message->GetDescriptor(), today));
  const auto status = google::protobuf::util::JsonStringToMessage(
      json.dump(-1, ' ', false, Json::error_handler_t::replace), message);
  if (status.ok()) return absl::OkStatus();
  const std::string what(status.message().data(), status.message().size());
  return Usage({absl::StrCat(message->GetDescriptor()->name(), ": ", what),
                absl::StrCat(message->GetDescriptor()->name(), " : ", what)});
}

absl::Status Assign(absl::string_view assignment, const Descriptor* type, Json* json) {
  const std::vector<std::string> sides = absl::StrSplit(assignment, absl::MaxSplits('=', 1));
  if (sides.size() != 2) {
    return Usage({absl::StrCat("--set ", assignment, ": expected field=value."),
                  absl::StrCat("--set ", assignment, " : champ=valeur attendu.")});
  }
  const std::vector<std::string> path = absl::StrSplit(sides[0], '.');
  for (size_t i = 0; i < path.size(); ++i) {
    const FieldDescriptor* field = type == nullptr ? nullptr : FieldOf(type, path[i]);
    if (field == nullptr || (i + 1 < path.size() && field->is_repeated())) {
      return Usage({absl::StrCat("--set ", sides[0], ": there is no such field."),
                    absl::StrCat("--set ", sides[0], " : ce champ n'existe pas.")});
    }
    json = &(*json)[field->name()];
    type = field->message_type();
    if (i + 1 == path.size()) {
      ASSIGN_OR_RETURN(*json, ValueOf(sides[1], field));
    } else if (!json->is_object()) {
      *json = Json::object();
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Json> Described(const std::string& file, const std::string& json,
                               const std::vector<std::string>& assignments,
                               const google::protobuf::Descriptor* type) {
  Json described = Json::object();
  if (!file.empty()) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(file));
    ASSIGN_OR_RETURN(described, ParseJson(text, file));
  }
  if (!json.empty()) {
    ASSIGN_OR_RETURN(described, ParseJson(json, "--json"));
  }
  if (!described.is_object()) {
    return Usage(
        {"A resource is a JSON object: {...}.", "Une ressource est un objet JSON : {...}."});
  }
  for (const std::string& assignment : assignments) {
    RETURN_IF_ERROR(Assign(assignment, type, &described));
  }
  return described;
}

std::vector<std::string> AssignedPaths(const std::vector<std::string>& assignments) {
  std::vector<std::string> paths;
  for (const std::string& assignment : assignments)
    paths.push_back(assignment.substr(0, assignment.find('=')));
  return paths;
}

}  // namespace palier::ctl
