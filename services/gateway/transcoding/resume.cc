// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/resume.h"

#include <algorithm>
#include <vector>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "gateway/transcoding/route_options.h"

namespace palier::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

bool SameType(const FieldDescriptor* a, const FieldDescriptor* b) {
  return !a->is_repeated() && !b->is_repeated() && a->type() == b->type() &&
         a->message_type() == b->message_type() && a->enum_type() == b->enum_type();
}

// Those of the response; none when the method cannot be resumed.
std::vector<const FieldDescriptor*> ResumeFields(const MethodDescriptor& method) {
  std::vector<const FieldDescriptor*> fields;
  const Descriptor& response = *method.output_type();
  for (int i = 0; i < response.field_count(); ++i) {
    const FieldDescriptor* asked = method.input_type()->FindFieldByName(response.field(i)->name());
    if (asked != nullptr && SameType(asked, response.field(i))) fields.push_back(response.field(i));
  }
  const bool resumable =
      std::any_of(fields.begin(), fields.end(),
                  [](const FieldDescriptor* field) { return field->name() == "cursor"; });
  if (!resumable) fields.clear();
  return fields;
}

bool IsOf(const std::vector<const FieldDescriptor*>& fields, const Descriptor& request,
          absl::string_view key) {
  const FieldDescriptor* top = FieldAt(request, key.substr(0, key.find('.')));
  return top != nullptr &&
         std::any_of(fields.begin(), fields.end(),
                     [&](const FieldDescriptor* field) { return field->name() == top->name(); });
}

}  // namespace

std::string ResumeId(const MethodDescriptor& method, const google::protobuf::Message& message) {
  return FormatQuery(ParametersOf(message, ResumeFields(method)));
}

absl::StatusOr<QueryParameters> ResumedQuery(const MethodDescriptor& method,
                                             const QueryParameters& query,
                                             absl::string_view last_event_id) {
  const std::vector<const FieldDescriptor*> fields = ResumeFields(method);
  const Descriptor& request = *method.input_type();
  QueryParameters resumed;
  for (const auto& parameter : query) {
    if (!IsOf(fields, request, parameter.first)) resumed.push_back(parameter);
  }
  ASSIGN_OR_RETURN(const QueryParameters last, ParseQuery(last_event_id));
  for (const auto& parameter : last) {
    if (!IsOf(fields, request, parameter.first)) {
      return status::InvalidField("Last-Event-ID",
                                  {"It is no id of an event of this stream.",
                                   "Ce n'est pas l'identifiant d'un événement de ce flux."});
    }
    resumed.push_back(parameter);
  }
  return resumed;
}

}  // namespace palier::gateway
