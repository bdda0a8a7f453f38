// SPDX-License-Identifier: Apache-2.0
// What CloudEvents 1.0 asks of an event. Pure functions, thread-safe.
#ifndef PALIER_GATEWAY_CLOUDEVENTS_ATTRIBUTES_H_
#define PALIER_GATEWAY_CLOUDEVENTS_ATTRIBUTES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/mapping/json_value.h"
#include "common/status/error.h"

namespace palier::gateway::cloudevents {

// What is wrong with the events of a request: the first twenty, each by its attribute.
class Faults {
 public:
  void Add(absl::string_view path, status::Text text);
  bool full() const { return count_ == kMax; }
  // OK, or INVALID_ARGUMENT with each.
  absl::Status ToStatus() const { return errors_.ToStatus(); }

 private:
  static constexpr int kMax = 20;

  status::FieldErrors errors_;
  int count_ = 0;
};

// Whether `event` is an event in the JSON format: adds what is not to `faults`, behind `prefix`
// (`events[3].`). null is absent. One freedom: names of extensions may have capitals, as Debezium
// writes `iodebeziumtxId`.
void CheckEvent(mapping::JsonNode event, absl::string_view prefix, Faults& faults);

// `application/json` or `application/vnd.acme+json; charset=utf-8`.
bool IsJsonType(absl::string_view content_type);
// The media type before any parameter, in lower case.
std::string MediaTypeOf(absl::string_view content_type);

}  // namespace palier::gateway::cloudevents

#endif  // PALIER_GATEWAY_CLOUDEVENTS_ATTRIBUTES_H_
