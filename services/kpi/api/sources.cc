// SPDX-License-Identifier: Apache-2.0
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "google/protobuf/util/message_differencer.h"
#include "kpi/api/context.h"
#include "kpi/mapping/record_reader.h"
#include "kpi/mapping/source_mapping.h"
#include "palier/kpi/v1/source_service.pb.h"

namespace palier::kpi {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

// Whether a record may mean something else than before.
bool ChangesMeaning(v1::Source before, v1::Source after) {
  for (v1::Source* source : {&before, &after}) {
    for (const int field : {v1::Source::kDisplayNameFieldNumber, v1::Source::kOwnerFieldNumber,
                            v1::Source::kCreateTimeFieldNumber, v1::Source::kUpdateTimeFieldNumber,
                            v1::Source::kEtagFieldNumber, v1::Source::kMappingVersionFieldNumber}) {
      source->GetReflection()->ClearField(source,
                                          source->GetDescriptor()->FindFieldByNumber(field));
    }
  }
  return !MessageDifferencer::Equals(before, after);
}

absl::Status OnWrite(const v1::Source* before, v1::Source& after) {
  RETURN_IF_ERROR(RecordReader::Compile(after).status());
  RETURN_IF_ERROR(SourceMapping::Compile(after, absl::UTCTimeZone()).status());
  const int64_t version = before == nullptr ? 0 : before->mapping_version();
  const bool changed = before == nullptr || ChangesMeaning(*before, after);
  after.set_mapping_version(version + (changed ? 1 : 0));
  return absl::OkStatus();
}

}  // namespace

void AddSources(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [](resource::Session&, const rpc::Call&, const Message* before, Message& after) {
    return OnWrite(static_cast<const v1::Source*>(before), static_cast<v1::Source&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.source, "Sources",
                               resource::MethodSet::All(), hooks);
}

}  // namespace palier::kpi
