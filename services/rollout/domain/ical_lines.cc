// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/ical_lines.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace palier::rollout {
namespace {

struct Unfolded {
  int number = 0;
  std::string text;
};

std::vector<Unfolded> Unfold(absl::string_view content) {
  absl::ConsumePrefix(&content, "\xEF\xBB\xBF");
  std::vector<Unfolded> lines;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    ++number;
    absl::ConsumeSuffix(&line, "\r");
    const bool folded = !line.empty() && (line[0] == ' ' || line[0] == '\t');
    if (folded && !lines.empty()) {
      lines.back().text.append(line.data() + 1, line.size() - 1);
    } else {
      lines.push_back({number, std::string(line)});
    }
  }
  return lines;
}

// Name and parameters end at the first colon that is not in quotes.
CalendarLine Parse(const Unfolded& from) {
  CalendarLine line;
  line.number = from.number;
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (size_t i = 0; i < from.text.size(); ++i) {
    const char c = from.text[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ';' && !quoted) {
      parts.emplace_back();
    } else if (c == ':' && !quoted) {
      line.name = absl::AsciiStrToUpper(parts[0]);
      line.parameters.assign(parts.begin() + 1, parts.end());
      line.value = from.text.substr(i + 1);
      return line;
    } else {
      parts.back() += c;
    }
  }
  line.value = from.text;
  return line;
}

}  // namespace

std::vector<CalendarLine> ReadCalendarLines(absl::string_view content) {
  std::vector<CalendarLine> lines;
  for (const Unfolded& one : Unfold(content)) {
    if (!absl::StripAsciiWhitespace(one.text).empty()) lines.push_back(Parse(one));
  }
  return lines;
}

}  // namespace palier::rollout
