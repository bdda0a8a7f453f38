// SPDX-License-Identifier: Apache-2.0
#include "registry/api/landscape_loading.h"

#include <utility>

#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/structure.pb.h"

namespace palier::registry {
namespace {

using landscape::Landscape;
using resource::Session;

// What keeps an evaluation small: it never looks at these.
void LeaveOut(v1::Synergy& synergy) {
  synergy.clear_description();
}
void LeaveOut(v1::Process& process) {
  for (v1::ChainStep& step : *process.mutable_chain()) step.clear_description();
}
template <typename Record>
void LeaveOut(Record&) {}

class Loading {
 public:
  Loading(Session& session, const Types& types, const std::string& organization)
      : session_(session), types_(types), organization_(organization) {}

  absl::StatusOr<Landscape> Run() {
    v1::Organization organization;
    RETURN_IF_ERROR(session_.Get(types_.organization, organization_, &organization));
    map_.currency = organization.currency_code();
    RETURN_IF_ERROR(Fill(types_.application, map_.applications));
    RETURN_IF_ERROR(Fill(types_.data_source, map_.data_sources));
    RETURN_IF_ERROR(Fill(types_.process, map_.processes));
    RETURN_IF_ERROR(ForEach<v1::Project>(types_.project, [&](const v1::Project& project) {
      map_.projects.push_back(landscape::InitiativeOf(project));
      return CountNode();
    }));
    RETURN_IF_ERROR(ForEach<v1::Synergy>(types_.synergy, [&](v1::Synergy& synergy) {
      LeaveOut(synergy);
      map_.synergies.push_back(std::move(synergy));
      return map_.synergies.size() > landscape::kMostEdges ? landscape::TooManyEdges()
                                                           : absl::OkStatus();
    }));
    RETURN_IF_ERROR(LoadIndexes());
    return std::move(map_);
  }

 private:
  // What is looked up by name, and is no node.
  absl::Status LoadIndexes() {
    RETURN_IF_ERROR(ForEach<v1::Friction>(types_.friction, [&](const v1::Friction& friction) {
      if (!friction.process().empty())
        map_.friction_processes.emplace(friction.name(), friction.process());
      return CountNode();
    }));
    RETURN_IF_ERROR(ForEach<v1::Team>(types_.team, [&](const v1::Team& team) {
      if (!team.department().empty()) map_.team_departments.emplace(team.name(), team.department());
      return CountNode();
    }));
    return ForEach<v1::AiFunction>(types_.ai_function, [&](const v1::AiFunction& function) {
      map_.function_titles.emplace(function.name(), function.display_name());
      return CountNode();
    });
  }

  template <typename Record>
  absl::Status Fill(const resource::Type& type, std::vector<Record>& records) {
    return ForEach<Record>(type, [&](Record& record) {
      LeaveOut(record);
      records.push_back(std::move(record));
      return CountNode();
    });
  }

  template <typename Record, typename Fn>
  absl::Status ForEach(const resource::Type& type, const Fn& fn) {
    return session_.ForEach(type, resource::OrganizationOf(organization_), organization_,
                            [&](absl::string_view bytes) -> absl::Status {
                              Record record;
                              RETURN_IF_ERROR(ReadStored(type, bytes, record));
                              return fn(record);
                            });
  }

  absl::Status CountNode() {
    return ++nodes_ > landscape::kMostNodes ? landscape::TooManyNodes() : absl::OkStatus();
  }

  Session& session_;
  const Types& types_;
  const std::string& organization_;
  Landscape map_;
  int nodes_ = 0;
};

}  // namespace

absl::StatusOr<Landscape> LoadLandscape(const Context& context, const std::string& organization,
                                        absl::Time deadline) {
  RETURN_IF_ERROR(context.types.organization.pattern().Parse(organization).status());
  Landscape map;
  RETURN_IF_ERROR(context.store.Read(deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(map, Loading(session, context.types, organization).Run());
    return absl::OkStatus();
  }));
  return map;
}

}  // namespace palier::registry
