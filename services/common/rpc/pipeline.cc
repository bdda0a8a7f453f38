// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/pipeline.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/aip/field_behavior.h"
#include "common/aip/resource_name.h"
#include "common/rpc/resource_field.h"
#include "common/rpc/rights.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::rpc {
namespace {

// How long rights are looked for when there is an answer without them.
constexpr absl::Duration kPatience = absl::Seconds(1);

}  // namespace

absl::Status Overloaded() {
  return status::Error(absl::StatusCode::kResourceExhausted, error::v1::OVERLOADED,
                       {"The server is at its capacity. Try again in a moment.",
                        "Le serveur est à pleine capacité. Réessayez dans un instant."})
      .RetryAfter(absl::Milliseconds(500));
}

Pipeline::Pipeline(const Options& options, std::shared_ptr<const Authenticator> authenticator,
                   std::shared_ptr<Authorizer> authorizer, Observer observer, DefectLog defects)
    : options_(options),
      authenticator_(std::move(authenticator)),
      authorizer_(std::move(authorizer)),
      observer_(std::move(observer)),
      defects_(std::move(defects)),
      executor_(options.unary),
      streams_(Executor::Options{options.max_streams, 0, absl::ZeroDuration()}) {}

Pipeline::~Pipeline() {
  Stop();
}

void Pipeline::Stop() {
  draining_ = true;
  executor_.Stop();
  streams_.Stop();
}

absl::StatusOr<Call> Pipeline::Identify(const MethodTable& method, const MetadataFn& metadata,
                                        absl::Time client_deadline) const {
  Call call;
  ASSIGN_OR_RETURN(call.caller, authenticator_->Authenticate(metadata));
  call.method =
      absl::StrCat("/", method.descriptor->service()->full_name(), "/", method.descriptor->name());
  call.language = PreferredLanguage(metadata("accept-language"));
  call.traceparent = std::string(metadata("traceparent").substr(0, 64));
  // A stream lasts as long as its caller wants; a unary call is bounded whatever the caller says.
  call.deadline = method.stream ? client_deadline
                                : std::min(client_deadline, absl::Now() + options_.max_deadline);
  return call;
}

absl::Status Pipeline::Admit(const MethodTable& method, const google::protobuf::Message& request,
                             Call& call) {
  // An answer that needs no rights is not kept waiting for them.
  const absl::Time until =
      method.without_rights ? std::min(call.deadline, absl::Now() + kPatience) : call.deadline;
  return Check(method, request, call, [&](const std::string& subject, const std::string& resource) {
    return authorizer_->RolesOn(subject, resource, until);
  });
}

bool Pipeline::AdmitAtOnce(const MethodTable& method, const google::protobuf::Message& request,
                           Call& call) {
  const auto known = [&](const std::string& subject,
                         const std::string& resource) -> absl::StatusOr<RoleSet> {
    const std::optional<RoleSet> roles = authorizer_->KnownRolesOn(subject, resource);
    if (!roles.has_value()) return absl::UnavailableError("not known");
    return *roles;
  };
  return Check(method, request, call, known).ok();
}

absl::Status Pipeline::Check(const MethodTable& method, const google::protobuf::Message& request,
                             Call& call, const RolesFn& roles_on) {
  const api::v1::Access& access = method.access;
  std::string holder;
  if (!access.resource_field().empty()) {
    const std::string text = StringField(request, access.resource_field());
    ASSIGN_OR_RETURN(const aip::ResourceName name, aip::ParseName(text, aip::Wildcard::kAllowed));
    call.organization = std::string(name.organization());
    if (call.organization.empty() || call.organization == "-")
      return PermissionDenied(access.permission(), text);
    holder = RightsHolder(name);
  }
  RETURN_IF_ERROR(CheckRights(access, call.caller, holder, roles_on));
  return aip::ValidateRequest(request);
}

}  // namespace palier::rpc
