// SPDX-License-Identifier: Apache-2.0
// What changed between two versions of a record, for people to read.
#ifndef PALIER_REGISTRY_DOMAIN_HISTORY_DIFFERENCE_H_
#define PALIER_REGISTRY_DOMAIN_HISTORY_DIFFERENCE_H_

#include <google/protobuf/message.h>

#include <vector>

#include "palier/api/v1/change.pb.h"
#include "palier/registry/v1/history.pb.h"

namespace palier::registry {

// Bounds of one change as it is shown.
inline constexpr int kMaxDifferences = 200;
inline constexpr size_t kMaxValueBytes = 2000;

// The fields that differ, in the order of the message, lists by index and maps by key:
// `exit_criteria[1].value`, `origin.attributes["site"]`. Either message may be null: then what the
// other holds came or went. Something that only one side has is one difference, whole. What every
// record has (name, uid, etag, create_time, update_time) is left out at the top. At most
// kMaxDifferences; longer values are cut and marked.
std::vector<v1::FieldDifference> DifferencesOf(const google::protobuf::Message* before,
                                               const google::protobuf::Message* after);

// A change of the log with its differences. Contents of a type that this program does not know
// give none.
v1::RecordChange DescribeChange(const api::v1::Change& change);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_HISTORY_DIFFERENCE_H_
