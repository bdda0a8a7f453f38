// SPDX-License-Identifier: Apache-2.0
// Headers, a line each as `name: value`, an empty line and a body: events of any mode are refused
// by their attributes or become lines that are events again, the same ones.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/error.h"
#include "gateway/cloudevents/delivery.h"
#include "gateway/cloudevents/target.h"
#include "tests/fuzz/check.h"

using namespace palier::gateway::cloudevents;  // NOLINT

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields FieldsOf(absl::string_view head) {
  Fields fields;
  for (const absl::string_view line : absl::StrSplit(head, '\n')) {
    const std::pair<std::string, std::string> field =
        absl::StrSplit(line, absl::MaxSplits(": ", 1));
    fields.push_back(field);
  }
  return fields;
}

void CheckFault(const absl::Status& status) {
  const palier::error::v1::ErrorDetail detail = palier::status::DetailOf(status);
  FUZZ_CHECK(absl::IsInvalidArgument(status) || absl::IsResourceExhausted(status));
  FUZZ_CHECK(!detail.fr().empty() && detail.field_violations_size() <= 20);
  for (const auto& violation : detail.field_violations())
    FUZZ_CHECK(!violation.en().empty() && !violation.fr().empty());
}

void CheckLine(absl::string_view line) {
  FUZZ_CHECK(line.size() <= kMaxEventBytes);
  const auto again = ReadDelivery(Mode::kStructured, {}, line);
  FUZZ_CHECK(again.ok() && again->size() == 1);
  FUZZ_CHECK(again->at(0).lines == absl::StrCat(line, "\n"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t end = text.find("\n\n");
  const Fields headers = FieldsOf(text.substr(0, end));
  const absl::string_view body = end == absl::string_view::npos ? "" : text.substr(end + 2);
  SourceOf(text);
  TokenOf(body).status().IgnoreError();
  const std::optional<Mode> mode = ModeOf(headers);
  if (!mode) return 0;
  const auto pieces = ReadDelivery(*mode, headers, body);
  if (!pieces.ok()) {
    CheckFault(pieces.status());
    return 0;
  }
  int next = 0;
  for (const Piece& piece : *pieces) {
    FUZZ_CHECK(piece.first == next && piece.count > 0 && absl::EndsWith(piece.lines, "\n"));
    std::vector<absl::string_view> lines = absl::StrSplit(piece.lines, '\n');
    lines.pop_back();
    FUZZ_CHECK(lines.size() == static_cast<size_t>(piece.count));
    for (const absl::string_view line : lines) CheckLine(line);
    next += piece.count;
  }
  FUZZ_CHECK(next <= kMaxEvents && (*mode == Mode::kBatch || next == 1));
  return 0;
}
