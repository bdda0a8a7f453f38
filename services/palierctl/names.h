// SPDX-License-Identifier: Apache-2.0
// Short resource names, as people type them, made whole.
#ifndef PALIER_PALIERCTL_NAMES_H_
#define PALIER_PALIERCTL_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::ctl {

// The whole name of what `text` names, whose names have the shape `pattern`
// (`organizations/*/projects/*/kpis/*`). With organisation `acme`, `chatbot/usage`,
// `projects/chatbot/kpis/usage` and the whole name itself mean the same. Returns a usage error if
// `text` does not fit, or if it is short and there is no organisation.
absl::StatusOr<std::string> CompleteName(absl::string_view pattern, absl::string_view organization,
                                         absl::string_view text);

// `organizations/{organization}`. Returns a usage error without one.
absl::StatusOr<std::string> OrganizationName(absl::string_view organization);

// What follows the organisation in a name, for tables: `projects/chatbot` is `chatbot`, a name
// below it stays whole.
std::string ShortName(absl::string_view name);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_NAMES_H_
