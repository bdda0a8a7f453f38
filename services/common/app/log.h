// SPDX-License-Identifier: Apache-2.0
// Structured log lines: one JSON object per line on standard error, for machines to read.
#ifndef PALIER_COMMON_APP_LOG_H_
#define PALIER_COMMON_APP_LOG_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace palier::app {

enum class Severity { kInfo, kWarning, kError };

using LogFields = std::vector<std::pair<std::string, std::string>>;

// Writes an object with `time`, `severity`, `event` and the fields. Thread-safe; a line is written
// at once. Never pass secrets or personal data: fields are names of resources, methods, counts and
// reasons.
void Log(Severity severity, absl::string_view event, const LogFields& fields = {});

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_LOG_H_
