// SPDX-License-Identifier: Apache-2.0
// Any path is found or not, any template reads or not, and what is encoded is decoded.
#include "common/aip/text.h"
#include "gateway/transcoding/api_files.h"
#include "gateway/transcoding/percent.h"
#include "gateway/transcoding/route_table.h"
#include "tests/fuzz/check.h"

using namespace palier::gateway;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const schema = Schema::Make(ApiFiles())->release();
  static const auto* const routes = RouteTable::Make(*schema)->release();
  const absl::string_view text(reinterpret_cast<const char*>(data), size);

  const auto parsed = ParsePathTemplate(text);
  if (parsed.ok()) {
    for (const PathVariable& variable : parsed->variables)
      FUZZ_CHECK(variable.begin < variable.end && variable.end <= parsed->segments.size());
  }
  for (const char* method : {"GET", "POST", "PATCH"}) {
    const RouteMatch match = routes->Find(method, text);
    if (match.route == nullptr) continue;
    FUZZ_CHECK(match.route->http_method == method && match.allowed.empty());
    FUZZ_CHECK(match.bindings.size() == match.route->path.variables.size());
    for (const auto& [field, value] : match.bindings)
      FUZZ_CHECK(palier::aip::IsValidUtf8(value));
  }
  const auto decoded = PercentDecode(text);
  if (decoded.has_value()) FUZZ_CHECK(PercentDecode(PercentEncode(*decoded)) == *decoded);
  return 0;
}
