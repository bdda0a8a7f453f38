// SPDX-License-Identifier: Apache-2.0
#include "registry/api/landscape_removal.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/landscape.pb.h"
#include "registry/api/matching.h"
#include "registry/domain/landscape/landscape.h"

namespace palier::registry {
namespace {

using resource::Session;

absl::Status StillNamed(absl::string_view name, const std::string& by) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::RESOURCE_HAS_CHILDREN,
                       {"{resource} is still named by {by}. Change that first, or set `force`.",
                        "{resource} est encore cité par {by}. Changez cela d'abord, ou mettez "
                        "`force`."})
      .With("resource", name)
      .With("by", by);
}

// Takes `name` out of `ai_functions`; false when it is not there.
template <typename Record>
bool TakeOut(absl::string_view name, Record& record) {
  auto& names = *record.mutable_ai_functions();
  const auto rest = std::remove(names.begin(), names.end(), std::string(name));
  if (rest == names.end()) return false;
  names.DeleteSubrange(static_cast<int>(rest - names.begin()),
                       static_cast<int>(names.end() - rest));
  return true;
}

template <typename Record>
absl::Status ReleaseFrom(Session& session, const resource::Type& type, absl::string_view function,
                         bool force) {
  std::vector<std::pair<Record, Record>> changes;
  RETURN_IF_ERROR(session.ForEach(type, resource::OrganizationOf(function),
                                  resource::ParentOf(function),
                                  [&](absl::string_view bytes) -> absl::Status {
                                    Record before;
                                    RETURN_IF_ERROR(ReadStored(type, bytes, before));
                                    Record after = before;
                                    if (!TakeOut(function, after)) return absl::OkStatus();
                                    if (!force) return StillNamed(function, before.name());
                                    changes.emplace_back(std::move(before), std::move(after));
                                    return absl::OkStatus();
                                  }));
  for (auto& [before, after] : changes)
    RETURN_IF_ERROR(session.Replace(type, before, after).status());
  return absl::OkStatus();
}

}  // namespace

absl::Status ReleaseNode(Session& session, const Types& types, absl::string_view name, bool force) {
  ASSIGN_OR_RETURN(
      const auto synergies,
      AllMatching<v1::Synergy>(session, types.synergy, resource::ParentOf(name),
                               absl::StrCat("source = \"", name, "\" OR target = \"", name, "\""),
                               landscape::kMostEdges, landscape::TooManyEdges));
  if (!force && !synergies.empty()) return StillNamed(name, synergies[0].name());
  for (const v1::Synergy& synergy : synergies)
    RETURN_IF_ERROR(session.Remove(types.synergy, synergy));
  return absl::OkStatus();
}

absl::Status ReleaseFunction(Session& session, const Types& types, absl::string_view name,
                             bool force) {
  RETURN_IF_ERROR(ReleaseFrom<v1::Application>(session, types.application, name, force));
  return ReleaseFrom<v1::Process>(session, types.process, name, force);
}

absl::Status ReleaseVendor(Session& session, const Types& types, absl::string_view name,
                           bool force) {
  ASSIGN_OR_RETURN(
      const auto applications,
      AllMatching<v1::Application>(session, types.application, resource::ParentOf(name),
                                   absl::StrCat("vendor = \"", name, "\""), landscape::kMostNodes,
                                   landscape::TooManyNodes));
  if (!force && !applications.empty()) return StillNamed(name, applications[0].name());
  for (const v1::Application& before : applications) {
    v1::Application after = before;
    after.clear_vendor();
    RETURN_IF_ERROR(session.Replace(types.application, before, after).status());
  }
  return absl::OkStatus();
}

}  // namespace palier::registry
