// SPDX-License-Identifier: Apache-2.0
// Checks that fields of several resources share.
#ifndef PALIER_ROLLOUT_API_FIELD_CHECKS_H_
#define PALIER_ROLLOUT_API_FIELD_CHECKS_H_

#include <google/protobuf/repeated_ptr_field.h>
#include <google/type/date.pb.h>

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "common/status/error.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

using Names = google::protobuf::RepeatedPtrField<std::string>;

// `name` is `organizations/{that of owner}/{collection}/{id}`.
void CheckReference(absl::string_view path, const std::string& name, absl::string_view collection,
                    const std::string& owner, status::FieldErrors& errors);
// The same of each, given once.
void CheckReferences(const std::string& path, const Names& names, absl::string_view collection,
                     const std::string& owner, status::FieldErrors& errors);
// A date that is given is a day that exists.
void CheckDate(const std::string& path, bool given, const google::type::Date& date,
               status::FieldErrors& errors);
// A day that exists and has come somewhere on earth.
void CheckPastDate(const std::string& path, const google::type::Date& date, absl::Time now,
                   status::FieldErrors& errors);
// The teams are those of the roll-out, each once.
void CheckTeamsOf(const v1::Rollout& rollout, const std::string& path, const Names& teams,
                  status::FieldErrors& errors);

// The roll-out that `name` lies below. NOT_FOUND.
absl::StatusOr<v1::Rollout> RolloutAbove(resource::Session& session, const Types& types,
                                         const std::string& name);
// The roll-outs that `name`, whose id may be `-`, names, without deleted ones. NOT_FOUND when it
// names one that is not there.
absl::StatusOr<std::set<std::string>> RolloutsNamed(resource::Session& session, const Types& types,
                                                    const std::string& name);
// FAILED_PRECONDITION (RESOURCE_HAS_CHILDREN) for what cannot be deleted while `by` names it.
absl::Status StillNamed(const std::string& resource, const std::string& by);
// RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) when `limit` of the type lie below `parent`; `subject` is
// their plural.
absl::Status CheckRoom(resource::Session& session, const resource::Type& type,
                       const std::string& parent, absl::string_view subject, int limit);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_FIELD_CHECKS_H_
