// SPDX-License-Identifier: Apache-2.0
// For tests only: a landscape written down in a few lines.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_TESTING_HOUSE_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_TESTING_HOUSE_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "registry/domain/landscape/graph.h"

namespace palier::landscape {

// Whole name of `applications/mail` and the like; empty for nothing.
inline std::string In(absl::string_view place) {
  return place.empty() ? "" : absl::StrCat("organizations/house/", place);
}

inline google::type::Money Euros(int64_t units, absl::string_view currency = "EUR") {
  google::type::Money money;
  money.set_currency_code(std::string(currency));
  money.set_units(units);
  return money;
}

// References to records stay valid until the next record of the kind is added.
class House {
 public:
  House() { landscape.currency = "EUR"; }

  v1::Application& Application(const std::string& id, const std::string& department,
                               const std::vector<std::string>& functions = {}) {
    v1::Application& application = Named(landscape.applications, "applications/", id);
    application.set_state(v1::Application::DEPLOYED);
    application.set_ai(true);
    application.set_department(Department(department));
    for (const auto& each : functions) application.add_ai_functions(In("aiFunctions/" + each));
    return application;
  }
  v1::Process& Process(const std::string& id, const std::string& department, int64_t volume = 0,
                       const std::vector<std::string>& chain = {}) {
    v1::Process& process = Named(landscape.processes, "processes/", id);
    process.set_department(Department(department));
    process.set_monthly_volume(volume);
    for (const auto& each : chain) {
      v1::ChainStep& step = *process.add_chain();
      step.set_description("step");
      if (!each.empty()) step.set_application(In("applications/" + each));
    }
    return process;
  }
  v1::DataSource& DataSource(const std::string& id) {
    return Named(landscape.data_sources, "dataSources/", id);
  }
  Initiative& Project(const std::string& id, v1::Project::Stage stage = v1::Project::POC,
                      const std::vector<std::string>& applications = {},
                      const std::string& department = "") {
    Initiative& project = landscape.projects.emplace_back();
    project.name = In("projects/" + id);
    project.display_name = id;
    project.stage = stage;
    project.department = Department(department);
    for (const auto& each : applications)
      project.applications.push_back(In("applications/" + each));
    return project;
  }
  v1::Synergy& Synergy(const std::string& source, const std::string& target,
                       v1::Synergy::Type type = v1::Synergy::DATA, int64_t gain = 0,
                       const std::string& currency = "EUR") {
    v1::Synergy& synergy =
        Named(landscape.synergies, "synergies/", absl::StrCat("s", landscape.synergies.size()));
    synergy.set_type(type);
    synergy.set_source(In(source));
    synergy.set_target(In(target));
    if (gain != 0) *synergy.mutable_yearly_gain() = Euros(gain, currency);
    return synergy;
  }
  // `target` needs `source` first.
  void Needs(const std::string& target, const std::string& source) {
    Synergy(source, target).set_dependency(true);
  }

  // Dies when the landscape is too large.
  Graph Map() const { return *Graph::Of(landscape); }

  Landscape landscape;

 private:
  static std::string Department(const std::string& id) {
    return id.empty() ? "" : In("departments/" + id);
  }
  template <typename Record>
  static Record& Named(std::vector<Record>& records, const char* collection,
                       const std::string& id) {
    Record& record = records.emplace_back();
    record.set_name(In(collection + id));
    record.set_display_name(id);
    return record;
  }
};

// What follows the organisation in the names of nodes.
inline std::vector<std::string> NamesOf(const Graph& graph, const std::vector<int>& nodes) {
  std::vector<std::string> names;
  for (const int node : nodes)
    names.emplace_back(graph.nodes()[node].name.substr(In("x").size() - 1));
  return names;
}

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_TESTING_HOUSE_H_
