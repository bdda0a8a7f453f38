// SPDX-License-Identifier: Apache-2.0
#include "common/app/log.h"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace palier::app {

std::string JsonQuote(absl::string_view text) {
  return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void Log(Severity severity, absl::string_view event, const LogFields& fields) {
  static constexpr const char* kNames[] = {"INFO", "WARNING", "ERROR"};
  std::string line = absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()),
      "\",\"severity\":\"", kNames[static_cast<int>(severity)], "\",\"event\":", JsonQuote(event));
  for (const auto& [key, value] : fields) absl::StrAppend(&line, ",", JsonQuote(key), ":", JsonQuote(value));
  absl::StrAppend(&line, "}\n");
  // One write(2) a line: lines of several threads do not mix. What standard error does not take is lost.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace palier::app
