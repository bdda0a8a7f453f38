// SPDX-License-Identifier: Apache-2.0
#include "gateway/cloudevents/attributes.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/mapping/time_text.h"

namespace palier::gateway::cloudevents {
namespace {

using mapping::JsonNode;
using mapping::JsonType;
using status::Text;

template <typename Predicate>
bool AllOf(absl::string_view text, Predicate fits) {
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

bool IsOneOf(char c, absl::string_view marks) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains(marks, c);
}

// Control characters and noncharacters have no place in a text; it is valid UTF-8.
bool HasForbiddenCharacter(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](size_t at) {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
    };
    const unsigned char first = byte(i);
    if (first < 0x20 || first == 0x7F) return true;
    // U+0080 to U+009F.
    if (first == 0xC2 && byte(i + 1) < 0xA0) return true;
    // U+FDD0 to U+FDEF; U+FFFE and U+FFFF.
    if (first == 0xEF && byte(i + 1) == 0xB7 && byte(i + 2) >= 0x90 && byte(i + 2) <= 0xAF)
      return true;
    if (first == 0xEF && byte(i + 1) == 0xBF && byte(i + 2) >= 0xBE) return true;
    // The last two of each other plane.
    if (first >= 0xF0 && (byte(i + 1) & 0x0F) == 0x0F && byte(i + 2) == 0xBF && byte(i + 3) >= 0xBE)
      return true;
  }
  return false;
}

// By its characters (RFC 3986).
bool IsUriReference(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (!IsOneOf(text[i], "-._~:/?#[]@!$&'()*+,;=")) return false;
    } else if (i + 2 >= text.size() ||
               !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 1])) ||
               !absl::ascii_isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      return false;
    }
  }
  return !text.empty();
}

bool IsUri(absl::string_view text) {
  const size_t colon = text.find(':');
  return colon != absl::string_view::npos && colon > 0 &&
         absl::ascii_isalpha(static_cast<unsigned char>(text[0])) &&
         AllOf(text.substr(0, colon), [](char c) { return IsOneOf(c, "+-."); }) &&
         IsUriReference(text);
}

// `type/subtype`, and whatever parameters (RFC 2046).
bool IsMediaType(absl::string_view text) {
  const absl::string_view type = absl::StripAsciiWhitespace(text.substr(0, text.find(';')));
  const size_t slash = type.find('/');
  const auto is_token = [](absl::string_view part) {
    return AllOf(part, [](char c) { return IsOneOf(c, "!#$%&'*+-.^_`|~"); });
  };
  return slash != absl::string_view::npos && is_token(type.substr(0, slash)) &&
         is_token(type.substr(slash + 1));
}

bool IsTime(absl::string_view text) {
  static const auto* const reader =
      new mapping::TimeReader(*mapping::TimeReader::Make({{}}, absl::UTCTimeZone()));
  return reader->Read(text).ok();
}

bool IsVersion(absl::string_view text) {
  return text == "1.0";
}

bool IsNotEmpty(absl::string_view text) {
  return !text.empty();
}

// An attribute that the specification itself names.
struct Known {
  const char* name;
  bool is_required;
  bool (*fits)(absl::string_view text);
  const char* en;
  const char* fr;
};
constexpr Known kKnown[] = {
    {"specversion", true, IsVersion, "Expected \"1.0\".", "Attendu : « 1.0 »."},
    {"id", true, IsNotEmpty, "It may not be empty.", "Il ne peut pas être vide."},
    {"source", true, IsUriReference, "Expected a URI reference, without spaces.",
     "Attendu : une référence URI, sans espace."},
    {"type", true, IsNotEmpty, "It may not be empty.", "Il ne peut pas être vide."},
    {"datacontenttype", false, IsMediaType, "Expected a media type, as application/json.",
     "Attendu : un type de média, comme application/json."},
    {"dataschema", false, IsUri, "Expected a URI with its scheme.",
     "Attendu : une URI avec son schéma."},
    {"subject", false, IsNotEmpty, "It may not be empty; leave it out.",
     "Il ne peut pas être vide ; omettez-le."},
    {"time", false, IsTime, "Expected a time of RFC 3339, as 2026-03-02T10:00:00Z.",
     "Attendu : une date et heure RFC 3339, comme 2026-03-02T10:00:00Z."},
};

constexpr char kData[] = "data", kDataBase64[] = "data_base64";

std::optional<JsonNode> Member(JsonNode event, absl::string_view name) {
  const std::optional<JsonNode> found = event.Find(name);
  return found && found->type() != JsonType::kNull ? found : std::nullopt;
}

std::optional<Text> FaultOf(const Known& known, const std::optional<JsonNode>& value) {
  if (!value) {
    if (!known.is_required) return std::nullopt;
    return Text{"An event needs this attribute.", "Un événement demande cet attribut."};
  }
  if (value->type() != JsonType::kString) return Text{"Expected a text.", "Attendu : un texte."};
  if (!known.fits(value->text())) return Text{known.en, known.fr};
  return std::nullopt;
}

std::optional<Text> FaultOfExtension(absl::string_view name, JsonNode value) {
  if (!AllOf(name, [](char c) { return IsOneOf(c, ""); })) {
    return Text{"Names of attributes are of letters and digits only.",
                "Les noms d'attributs n'ont que des lettres et des chiffres."};
  }
  int32_t integer = 0;
  switch (value.type()) {
    case JsonType::kString:
    case JsonType::kBool:
    case JsonType::kNull:
      return std::nullopt;
    case JsonType::kNumber:
      if (absl::SimpleAtoi(value.text(), &integer)) return std::nullopt;
      return Text{"A number of an attribute is an integer of 32 bits; write any other as a text.",
                  "Un nombre d'un attribut est un entier de 32 bits ; écrivez tout autre nombre "
                  "comme un texte."};
    default:
      return Text{"An attribute is a text, a boolean or an integer; objects belong in `data`.",
                  "Un attribut est un texte, un booléen ou un entier ; les objets vont dans "
                  "`data`."};
  }
}

std::optional<Text> FaultOfEncoded(JsonNode event, JsonNode encoded) {
  std::string bytes;
  if (encoded.type() != JsonType::kString || !absl::Base64Unescape(encoded.text(), &bytes))
    return Text{"Expected a text in Base64.", "Attendu : un texte en Base64."};
  if (!Member(event, kData)) return std::nullopt;
  return Text{"An event has `data` or `data_base64`, not both.",
              "Un événement a `data` ou `data_base64`, pas les deux."};
}

}  // namespace

void Faults::Add(absl::string_view path, status::Text text) {
  if (full()) return;
  ++count_;
  errors_.Add(path, std::move(text));
}

void CheckEvent(JsonNode event, absl::string_view prefix, Faults& faults) {
  if (event.type() != JsonType::kObject) {
    const absl::string_view path = prefix.substr(0, prefix.find_last_not_of('.') + 1);
    return faults.Add(path.empty() ? "event" : path,
                      {"An event is a JSON object.", "Un événement est un objet JSON."});
  }
  const auto add = [&](absl::string_view name, const std::optional<Text>& fault) {
    if (fault) faults.Add(absl::StrCat(prefix, aip::Excerpt(name)), *fault);
  };
  for (const Known& known : kKnown) add(known.name, FaultOf(known, Member(event, known.name)));
  if (const auto encoded = Member(event, kDataBase64))
    add(kDataBase64, FaultOfEncoded(event, *encoded));
  for (size_t i = 0; i < event.size() && !faults.full(); ++i) {
    const absl::string_view name = event[i].name();
    if (name == kData || name == kDataBase64) continue;
    const bool is_known = std::any_of(std::begin(kKnown), std::end(kKnown),
                                      [&](const Known& known) { return known.name == name; });
    if (!is_known) add(name, FaultOfExtension(name, event[i]));
    if (event[i].type() == JsonType::kString && HasForbiddenCharacter(event[i].text()))
      add(name,
          Text{"A text has no control characters.", "Un texte n'a pas de caractères de contrôle."});
  }
}

std::string MediaTypeOf(absl::string_view content_type) {
  return absl::AsciiStrToLower(
      absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';'))));
}

bool IsJsonType(absl::string_view content_type) {
  const std::string media = MediaTypeOf(content_type);
  return absl::EndsWith(media, "/json") || absl::EndsWith(media, "+json");
}

}  // namespace palier::gateway::cloudevents
