// SPDX-License-Identifier: Apache-2.0
// What holds for every command: where the server is, who calls, how the answer is shown.
#ifndef PALIER_PALIERCTL_OPTIONS_H_
#define PALIER_PALIERCTL_OPTIONS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "palierctl/command.h"
#include "palierctl/language.h"

namespace palier::ctl {

enum class Format { kTable, kJson, kCsv };

struct Options {
  std::string address = "127.0.0.1:8443";
  // Id, without `organizations/`.
  std::string organization;
  // Bearer token; never shown.
  std::string token;
  // Principal for a server under --auth=dev; empty: the server's default.
  std::string principal;
  Format format = Format::kTable;
  Language language = Language::kEnglish;
  // Deadline of one call; a file's transfer gets more.
  absl::Duration timeout = absl::Seconds(30);
};

// Value of an environment variable, empty when unset.
using Environment = std::function<std::string(const char*)>;

// The global options as text, before they are checked: environment first, then the command line on
// top.
struct OptionTexts {
  std::string address, organization, token, principal, format = "table", language, timeout = "30s";
};

OptionTexts FromEnvironment(const Environment& environment);
// The options of the root command, writing into `texts`, which must outlive it.
void AddGlobalOptions(Command& root, OptionTexts* texts);
// Checks the texts. Returns a usage error that names the option that cannot be read.
absl::StatusOr<Options> Check(const OptionTexts& texts);

// Language in which to print help, before anything is parsed: `--language` among the arguments,
// else the environment.
Language LanguageOf(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OPTIONS_H_
