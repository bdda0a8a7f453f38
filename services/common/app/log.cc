// SPDX-License-Identifier: Apache-2.0
#include "common/app/log.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <unistd.h>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/aip/text.h"

namespace palier::app {

void Log(Severity severity, absl::string_view event, const LogFields& fields) {
  static constexpr const char* kNames[] = {"INFO", "WARNING", "ERROR"};
  google::protobuf::Struct entry;
  auto& values = *entry.mutable_fields();
  for (const auto& [key, value] : fields)
    values[aip::CleanText(key)].set_string_value(aip::CleanText(value));
  values["time"].set_string_value(
      absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::Now(), absl::UTCTimeZone()));
  values["severity"].set_string_value(kNames[static_cast<int>(severity)]);
  values["event"].set_string_value(aip::CleanText(event));
  std::string line;
  if (!google::protobuf::util::MessageToJsonString(entry, &line).ok()) return;
  line += '\n';
  // One write(2) a line: lines of several threads do not mix. What standard error does not take is
  // lost.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace palier::app
