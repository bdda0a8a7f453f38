// SPDX-License-Identifier: Apache-2.0
// Resources as people write them in JSON or as `field=value`, made into messages.
#ifndef PALIER_PALIERCTL_INPUT_RESOURCE_JSON_H_
#define PALIER_PALIERCTL_INPUT_RESOURCE_JSON_H_

#include <google/protobuf/message.h>

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace palier::ctl {

using Json = nlohmann::ordered_json;

// Bounds of a text: 16 MiB, nested 64 deep.
inline constexpr size_t kMaxJsonBytes = size_t{16} << 20;
inline constexpr int kMaxJsonDepth = 64;

// Returns a usage error that says `where` the text came from.
absl::StatusOr<Json> ParseJson(absl::string_view text, absl::string_view where);

// Fills `message` from protobuf JSON, in which dates may also be `2026-07-01` or `today-180d`,
// times the same or with `T10:30`, and money `2500.50 EUR`. Returns a usage error that names what
// does not fit.
absl::Status FillMessage(Json json, absl::CivilDay today, google::protobuf::Message* message);

// Puts `field=value` (`population.headcount=24`, `teams=["a"]`) into `json`, read by the type of
// the field. Returns a usage error for an unknown field or a value of another type.
absl::Status Assign(absl::string_view assignment, const google::protobuf::Descriptor* type,
                    Json* json);

// What a file, a JSON text and assignments say together, each on top of the one before; empty for
// what is not given. `-` is standard input.
absl::StatusOr<Json> Described(const std::string& file, const std::string& json,
                               const std::vector<std::string>& assignments,
                               const google::protobuf::Descriptor* type);

// The paths at the top of what the assignments change: a field mask.
std::vector<std::string> AssignedPaths(const std::vector<std::string>& assignments);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_INPUT_RESOURCE_JSON_H_
