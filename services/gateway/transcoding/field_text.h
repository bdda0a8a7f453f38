// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TRANSCODING_FIELD_TEXT_H_
#define PALIER_GATEWAY_TRANSCODING_FIELD_TEXT_H_

#include <google/protobuf/message.h>

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::gateway {

// Sets the field at `path` (`project.name`, `asOfDate.year`) from a text of a path or query; a
// repeated field gets one value more. Texts are those of protobuf's JSON without the quotes: enums
// by name or number, times, durations, masks and wrappers as there, bytes in either base64. Returns
// what is wrong, and then may have set a part; nullopt when all is well.
std::optional<status::Text> SetFieldText(google::protobuf::Message& message, absl::string_view path,
                                         const std::string& text);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_FIELD_TEXT_H_
