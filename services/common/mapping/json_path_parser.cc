// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_path_parser.h"

#include <utf8proc.h>

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "common/mapping/encoding.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

// RFC 9535, section 2.1: the integers that every implementation of JSON has exactly (RFC 7493).
constexpr int64_t kMaxInteger = (int64_t{1} << 53) - 1;

// `at` is an offset; people count from 1.
status::Error Invalid(size_t at, status::Text text) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
                       std::move(text))
      .With("position", static_cast<int64_t>(at) + 1);
}

status::Error TooLong(size_t at, size_t limit, status::Text text) {
  return Invalid(at, std::move(text)).With("limit", static_cast<int64_t>(limit));
}

bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool BeginsName(char c) {
  return absl::ascii_isalpha(c) || c == '_' || !absl::ascii_isascii(c);
}

bool IsHighSurrogate(int unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}

bool IsLowSurrogate(int unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

void AppendUtf8(int code_point, std::string& to) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(code_point, bytes);
  to.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  absl::StatusOr<std::vector<JsonPathSegment>> Path() {
    if (!Take('$')) {
      return Invalid(at_, {"Position {position}: a path begins with `$`.",
                           "Position {position} : un chemin commence par `$`."});
    }
    std::vector<JsonPathSegment> segments;
    while (at_ < text_.size()) {
      if (segments.size() == kMaxJsonPathSegments) {
        return TooLong(at_, kMaxJsonPathSegments,
                       {"Position {position}: a path has at most {limit} segments.",
                        "Position {position} : un chemin a au plus {limit} segments."});
      }
      ASSIGN_OR_RETURN(JsonPathSegment segment, Segment());
      segments.push_back(std::move(segment));
    }
    return segments;
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool Take(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }

  void SkipBlanks() {
    while (IsBlank(Peek())) ++at_;
  }

  absl::StatusOr<JsonPathSegment> Segment() {
    SkipBlanks();
    JsonPathSegment segment;
    if (Peek() == '[') {
      RETURN_IF_ERROR(Brackets(segment));
    } else if (Take('.')) {
      segment.descendant = Take('.');
      RETURN_IF_ERROR(AfterDots(segment));
    } else {
      return NoSegment();
    }
    return segment;
  }

  absl::Status NoSegment() const {
    if (at_ == text_.size()) {
      return Invalid(at_, {"Position {position}: a path does not end with a blank.",
                           "Position {position} : un chemin ne finit pas par un blanc."});
    }
    return Invalid(at_,
                   {"Position {position}: `.`, `..` or `[` is expected, or the end. A name with "
                    "characters other than letters, digits and `_` is written ['name'].",
                    "Position {position} : `.`, `..` ou `[` est attendu, ou la fin. Un nom "
                    "avec d'autres caractères que lettres, chiffres et `_` s'écrit ['nom']."});
  }

  absl::Status AfterDots(JsonPathSegment& segment) {
    if (segment.descendant && Peek() == '[') return Brackets(segment);
    if (Take('*')) return Add(WildcardSelector{}, segment);
    if (BeginsName(Peek())) return ShortName(segment);
    if (segment.descendant) {
      return Invalid(at_, {"Position {position}: behind `..` a name, `*` or `[` is expected.",
                           "Position {position} : après `..`, un nom, `*` ou `[` est attendu."});
    }
    return Invalid(at_, {"Position {position}: behind `.` a name or `*` is expected.",
                         "Position {position} : après `.`, un nom ou `*` est attendu."});
  }

  absl::Status ShortName(JsonPathSegment& segment) {
    const size_t begin = at_;
    while (BeginsName(Peek()) || absl::ascii_isdigit(Peek())) ++at_;
    const absl::string_view name = text_.substr(begin, at_ - begin);
    if (Peek() == '(') {
      return Invalid(begin, {"Position {position}: functions are not supported: `{name}()`.",
                             "Position {position} : les fonctions ne sont pas prises en charge : "
                             "`{name}()`."})
          .With("name", name);
    }
    return Add(NameSelector{std::string(name)}, segment);
  }

  absl::Status Brackets(JsonPathSegment& segment) {
    ++at_;
    do {
      SkipBlanks();
      ASSIGN_OR_RETURN(JsonPathSelector selector, Selector());
      RETURN_IF_ERROR(Add(std::move(selector), segment));
      SkipBlanks();
    } while (Take(','));
    if (Take(']')) return absl::OkStatus();
    return Invalid(at_, {"Position {position}: `,` or `]` is expected.",
                         "Position {position} : `,` ou `]` est attendu."});
  }

  absl::Status Add(JsonPathSelector selector, JsonPathSegment& segment) {
    if (++selectors_ > kMaxJsonPathSelectors) {
      return TooLong(at_, kMaxJsonPathSelectors,
                     {"Position {position}: a path has at most {limit} selectors.",
                      "Position {position} : un chemin a au plus {limit} sélecteurs."});
    }
    segment.selectors.push_back(std::move(selector));
    return absl::OkStatus();
  }

  absl::StatusOr<JsonPathSelector> Selector() {
    const char c = Peek();
    if (c == '"' || c == '\'') return QuotedName();
    if (Take('*')) return WildcardSelector{};
    if (c == '-' || c == ':' || absl::ascii_isdigit(c)) return IndexOrSlice();
    if (c != '\0' && absl::StrContains("?@(", c)) {
      return Invalid(at_, {"Position {position}: filters and expressions are not supported: "
                           "`{text}`.",
                           "Position {position} : les filtres et les expressions ne sont pas pris "
                           "en charge : `{text}`."})
          .With("text", absl::string_view(&c, 1));
    }
    return Invalid(at_, {"Position {position}: a name in quotes, an integer, a slice such as `0:2` "
                         "or `*` is expected.",
                         "Position {position} : un nom entre guillemets, un entier, une tranche "
                         "comme `0:2` ou `*` est attendu."});
  }

  absl::StatusOr<JsonPathSelector> IndexOrSlice() {
    ASSIGN_OR_RETURN(const std::optional<int64_t> first, OptionalInteger());
    SkipBlanks();
    if (!Take(':')) return IndexSelector{*first};
    SliceSelector slice{.start = first};
    SkipBlanks();
    ASSIGN_OR_RETURN(slice.end, OptionalInteger());
    SkipBlanks();
    if (!Take(':')) return slice;
    SkipBlanks();
    ASSIGN_OR_RETURN(const std::optional<int64_t> step, OptionalInteger());
    slice.step = step.value_or(1);
    return slice;
  }

  absl::StatusOr<std::optional<int64_t>> OptionalInteger() {
    if (Peek() != '-' && !absl::ascii_isdigit(Peek())) return std::optional<int64_t>();
    const size_t begin = at_;
    Take('-');
    const size_t digits = at_;
    while (absl::ascii_isdigit(Peek())) ++at_;
    const absl::string_view written = text_.substr(begin, at_ - begin);
    if (digits == at_ || (text_[digits] == '0' && written != "0")) {
      return Invalid(begin, {"Position {position}: an integer is expected, without leading zeros "
                             "and without `-0`.",
                             "Position {position} : un entier est attendu, sans zéro en tête et "
                             "sans `-0`."});
    }
    int64_t value = 0;
    if (!absl::SimpleAtoi(written, &value) || value > kMaxInteger || value < -kMaxInteger) {
      return TooLong(begin, kMaxInteger,
                     {"Position {position}: an integer is between -{limit} and {limit}.",
                      "Position {position} : un entier est compris entre -{limit} et {limit}."});
    }
    return std::optional<int64_t>(value);
  }

  absl::StatusOr<JsonPathSelector> QuotedName() {
    const size_t begin = at_;
    const char quote = text_[at_++];
    std::string name;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (Take(quote)) return NameSelector{std::move(name)};
      if (static_cast<unsigned char>(c) < 0x20) {
        return Invalid(at_, {"Position {position}: a control character in a name is written as an "
                             "escape such as \\n or \\u000a.",
                             "Position {position} : dans un nom, un caractère de contrôle s'écrit "
                             "avec un échappement comme \\n ou \\u000a."});
      }
      ++at_;
      if (c != '\\') {
        name.push_back(c);
      } else {
        RETURN_IF_ERROR(Escape(quote, name));
      }
    }
    return Invalid(begin, {"Position {position}: the name does not end. Add the closing quote.",
                           "Position {position} : le nom n'est pas fermé. Ajoutez le guillemet "
                           "fermant."});
  }

  absl::Status Escape(char quote, std::string& name) {
    static constexpr absl::string_view kLetters = "bfnrt/\\";
    static constexpr absl::string_view kMeanings = "\b\f\n\r\t/\\";
    const char c = Peek();
    if (Take('u')) return Unicode(name);
    const size_t letter = kLetters.find(c);
    if (c != quote && letter == absl::string_view::npos) {
      return Invalid(at_, {"Position {position}: behind a backslash one of b f n r t / \\ u or the "
                           "quote of the name is expected.",
                           "Position {position} : après une barre oblique inverse, l'un de b f n r "
                           "t / \\ u ou le guillemet du nom est attendu."});
    }
    name.push_back(c == quote ? quote : kMeanings[letter]);
    ++at_;
    return absl::OkStatus();
  }

  // Behind "\u".
  absl::Status Unicode(std::string& name) {
    const size_t begin = at_;
    const int unit = FourHexDigits();
    if (unit < 0 || IsLowSurrogate(unit)) return NoCodePoint(begin);
    if (!IsHighSurrogate(unit)) {
      AppendUtf8(unit, name);
      return absl::OkStatus();
    }
    const int low = Take('\\') && Take('u') ? FourHexDigits() : -1;
    if (!IsLowSurrogate(low)) return NoCodePoint(begin);
    AppendUtf8(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), name);
    return absl::OkStatus();
  }

  // -1 for anything else.
  int FourHexDigits() {
    int value = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = Peek();
      if (!absl::ascii_isxdigit(c)) return -1;
      value = value * 16 + (absl::ascii_isdigit(c) ? c - '0' : absl::ascii_tolower(c) - 'a' + 10);
    }
    return value;
  }

  static absl::Status NoCodePoint(size_t at) {
    return Invalid(at,
                   {"Position {position}: behind \\u the four hexadecimal digits of a character "
                    "are expected, or a pair of surrogates such as \\ud83d\\ude00.",
                    "Position {position} : après \\u, les quatre chiffres hexadécimaux d'un "
                    "caractère sont attendus, ou une paire de demi-codes comme "
                    "\\ud83d\\ude00."});
  }

  const absl::string_view text_;
  size_t at_ = 0;
  size_t selectors_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<JsonPathSegment>> ParseJsonPath(absl::string_view text) {
  if (text.size() > kMaxJsonPathBytes) {
    return TooLong(kMaxJsonPathBytes, kMaxJsonPathBytes,
                   {"Position {position}: a path has at most {limit} bytes.",
                    "Position {position} : un chemin a au plus {limit} octets."});
  }
  if (!IsUtf8(text)) {
    return Invalid(0, {"The path is not text in UTF-8.", "Le chemin n'est pas du texte en UTF-8."});
  }
  return Parser(text).Path();
}

}  // namespace palier::mapping
