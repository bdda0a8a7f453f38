// SPDX-License-Identifier: Apache-2.0
// Applications, AI functions, vendors and data sources.
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "registry/api/context.h"
#include "registry/api/landscape_hooks.h"
#include "registry/api/landscape_removal.h"
#include "registry/api/references.h"
#include "registry/domain/landscape/record_rules.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status Check(Session& session, const Types& types, const v1::Application& application) {
  const std::string& name = application.name();
  RETURN_IF_ERROR(landscape::CheckApplication(application));
  RETURN_IF_ERROR(CheckReference(session, {&types.department}, "application.department",
                                 application.department(), name));
  RETURN_IF_ERROR(
      CheckReference(session, {&types.person}, "application.owner", application.owner(), name));
  RETURN_IF_ERROR(
      CheckReference(session, {&types.vendor}, "application.vendor", application.vendor(), name));
  RETURN_IF_ERROR(CheckReferences(session, {&types.ai_function}, "application.ai_functions",
                                  application.ai_functions(), name));
  return CheckReferences(session, {&types.data_source}, "application.data_sources",
                         application.data_sources(), name);
}

absl::Status Check(Session& session, const Types& types, const v1::DataSource& source) {
  RETURN_IF_ERROR(landscape::CheckDataSource(source));
  RETURN_IF_ERROR(CheckReference(session, {&types.person, &types.department}, "data_source.owner",
                                 source.owner(), source.name()));
  RETURN_IF_ERROR(CheckReferences(session, {&types.department}, "data_source.consumers",
                                  source.consumers(), source.name()));
  return CheckReferences(session, {&types.department}, "data_source.requesters",
                         source.requesters(), source.name());
}

}  // namespace

void AddCatalogue(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  const auto add = [&](const resource::Type& type, const std::string& plural,
                       resource::Hooks hooks) {
    resource::AddStandardMethods(table, context.store, context.cache, type, plural,
                                 resource::MethodSet::All(), std::move(hooks));
  };
  resource::Hooks function;
  function.on_delete = [&types](Session& session, const rpc::Call&, const Message& before,
                                bool force) {
    return ReleaseFunction(session, types, static_cast<const v1::AiFunction&>(before).name(),
                           force);
  };
  resource::Hooks vendor;
  vendor.on_delete = [&types](Session& session, const rpc::Call&, const Message& before,
                              bool force) {
    return ReleaseVendor(session, types, static_cast<const v1::Vendor&>(before).name(), force);
  };
  add(types.application, "Applications", NodeHooks<v1::Application>(types, Check));
  add(types.ai_function, "AiFunctions", std::move(function));
  add(types.vendor, "Vendors", std::move(vendor));
  add(types.data_source, "DataSources", NodeHooks<v1::DataSource>(types, Check));
}

}  // namespace palier::registry
