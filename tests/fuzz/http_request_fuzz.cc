// SPDX-License-Identifier: Apache-2.0
// `METHOD target`, a newline and a body become a message or an error, and any message is printed or
// refused.
#include <google/protobuf/stubs/logging.h>

#include <string>

#include "gateway/transcoding/api_files.h"
#include "gateway/transcoding/request.h"
#include "tests/fuzz/check.h"

using namespace palier::gateway;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto silent = google::protobuf::SetLogHandler(nullptr);
  static_cast<void>(silent);
  static const auto* const schema = Schema::Make(ApiFiles())->release();
  static const auto* const routes = RouteTable::Make(*schema)->release();
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::string_view line = text.substr(0, text.find('\n'));
  const absl::string_view body = text.substr(std::min(text.size(), line.size() + 1));
  const size_t space = line.find(' ');
  if (space == absl::string_view::npos) return 0;
  const absl::string_view target = line.substr(space + 1);
  const size_t mark = target.find('?');
  const RouteMatch match = routes->Find(line.substr(0, space), target.substr(0, mark));
  const auto query = ParseQuery(mark == absl::string_view::npos ? "" : target.substr(mark + 1));
  if (match.route == nullptr || !query.ok()) return 0;
  const auto request = ReadRequest(*schema, match, *query, body);
  if (!request.ok()) return 0;
  // Times, durations and masks that a body may hold and JSON cannot are the service's to refuse.
  FUZZ_CHECK((*request)->IsInitialized());
  schema->Json(**request).IgnoreError();
  return 0;
}
