// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/field_behavior.h"
#include "common/rpc/resource_field.h"
#include "common/status/macros.h"

namespace palier::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;

// What is wrong with how the proto declares a method's access; empty when nothing is.
std::string AccessDefect(const MethodDescriptor* method) {
  const api::v1::Access& access = method->options().GetExtension(api::v1::access);
  if (access.permission().empty()) return "has no (palier.api.v1.access) permission";
  if (access.roles().empty() && !access.authenticated()) return "names no role";
  if (!access.resource_field().empty() &&
      !HasStringField(method->input_type(), access.resource_field())) {
    return absl::StrCat("has no request field ", access.resource_field());
  }
  return "";
}

}  // namespace

std::string DescriptorNameOf(absl::string_view method) {
  std::string name(method.substr(method.find_first_not_of('/')));
  const size_t slash = name.find('/');
  if (slash != std::string::npos) name[slash] = '.';
  return name;
}

ServiceTable::ServiceTable(absl::string_view full_name)
    : descriptor_(DescriptorPool::generated_pool()->FindServiceByName(std::string(full_name))) {
  if (descriptor_ == nullptr) defects_.push_back(absl::StrCat(full_name, " is not linked in"));
}

void ServiceTable::AddUnary(absl::string_view method, UnaryFn handler) {
  Add(method).unary = std::move(handler);
}

void ServiceTable::AddStream(absl::string_view method, StreamFn handler) {
  Add(method).stream = std::move(handler);
}

void ServiceTable::AddUnaryOrReady(absl::string_view method, UnaryFn handler, ReadyFn ready,
                                   UnaryFn without_rights) {
  MethodTable& table = Add(method);
  table.unary = std::move(handler);
  table.ready = std::move(ready);
  table.without_rights = std::move(without_rights);
}

UnaryFn ServiceTable::HandlerOf(absl::string_view method) const {
  for (const MethodTable& table : methods_) {
    if (table.descriptor == nullptr || table.descriptor->name() != method) continue;
    return [handler = table.unary](const Call& call, const google::protobuf::Message& request,
                                   google::protobuf::Message* response) -> absl::Status {
      RETURN_IF_ERROR(aip::ValidateRequest(request));
      return handler(call, request, response);
    };
  }
  return nullptr;
}

MethodTable& ServiceTable::Add(absl::string_view name) {
  MethodTable& table = methods_.emplace_back();
  const MethodDescriptor* method =
      descriptor_ == nullptr ? nullptr : descriptor_->FindMethodByName(std::string(name));
  if (method == nullptr) {
    defects_.push_back(absl::StrCat("no method ", name, " in the proto"));
    return table;
  }
  table.descriptor = method;
  table.access = method->options().GetExtension(api::v1::access);
  const int limit = method->options().GetExtension(api::v1::limits).max_request_bytes();
  if (limit > 0) table.max_request_bytes = limit;
  return table;
}

absl::Status ServiceTable::Check() const {
  std::vector<std::string> defects = defects_;
  for (int i = 0; descriptor_ != nullptr && i < descriptor_->method_count(); ++i) {
    const MethodDescriptor* method = descriptor_->method(i);
    const bool served =
        std::any_of(methods_.begin(), methods_.end(),
                    [&](const MethodTable& table) { return table.descriptor == method; });
    if (!served) defects.push_back(absl::StrCat(method->full_name(), " has no handler"));
    const std::string defect = AccessDefect(method);
    if (!defect.empty()) defects.push_back(absl::StrCat(method->full_name(), " ", defect));
  }
  if (defects.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrJoin(defects, "; "));
}

std::vector<const ServiceTable*> ServiceTables::all() const {
  std::vector<const ServiceTable*> all;
  for (const ServiceTable& table : tables_) all.push_back(&table);
  return all;
}

}  // namespace palier::rpc
