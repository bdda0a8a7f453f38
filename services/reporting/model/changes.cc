// SPDX-License-Identifier: Apache-2.0
#include "reporting/model/changes.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace palier::reporting {
namespace {

using api::v1::Change;

// Collections beside the projects that no rule looks at.
constexpr absl::string_view kNotJudged[] = {"ideas",        "synergies",    "processes", "notices",
                                            "savedFilters", "roleBindings", "committees"};

bool IsGone(const Change& change) {
  return change.kind() == Change::DELETED && !change.has_after();
}

// A copy to change, put in the place of the shared one.
Dossier& Own(const std::string& project, PortfolioModel& model) {
  std::shared_ptr<const Dossier>& place = model.dossiers[project];
  auto own = place == nullptr ? std::make_shared<Dossier>() : std::make_shared<Dossier>(*place);
  Dossier& dossier = *own;
  place = std::move(own);
  return dossier;
}

// False when it cannot be read.
bool ApplyToProject(const Change& change, PortfolioModel& model) {
  registry::v1::Project project;
  if (!IsGone(change) && !change.after().UnpackTo(&project)) return false;
  if (IsGone(change) || project.has_delete_time()) {
    model.dossiers.erase(change.resource());
  } else {
    Own(change.resource(), model).project = std::move(project);
  }
  return true;
}

template <typename Record>
bool ApplyToRecord(const Change& change, std::map<std::string, Record>& records) {
  if (IsGone(change)) {
    records.erase(change.resource());
    return true;
  }
  Record record;
  if (!change.after().UnpackTo(&record)) return false;
  records[change.resource()] = std::move(record);
  return true;
}

// What is below a project. The changes of a deleted one are left out with it.
bool ApplyBelow(const Change& change, const std::string& project, absl::string_view collection,
                PortfolioModel& model) {
  if (model.dossiers.find(project) == model.dossiers.end()) return true;
  if (collection == "entries") return ApplyToRecord(change, Own(project, model).entries);
  if (collection == "evidence") return ApplyToRecord(change, Own(project, model).evidence);
  if (collection == "businessCases") return ApplyToRecord(change, Own(project, model).cases);
  return true;
}

}  // namespace

void Apply(const Change& change, PortfolioModel& model, Stale& stale) {
  if (change.sequence() <= model.cursor) return;
  model.cursor = change.sequence();
  // organizations/{o}/{collection}/{id}/{collection}/{id}
  const std::vector<absl::string_view> parts = absl::StrSplit(change.resource(), '/');
  if (parts.size() < 4 || parts[2] != "projects") {
    const bool judged = parts.size() < 4 || std::find(std::begin(kNotJudged), std::end(kNotJudged),
                                                      parts[2]) == std::end(kNotJudged);
    stale.surroundings = true;
    stale.all_projects = stale.all_projects || judged;
    return;
  }
  const size_t end = parts[3].data() + parts[3].size() - change.resource().data();
  const std::string project = change.resource().substr(0, end);
  stale.projects.insert(project);
  const bool readable = parts.size() == 4 ? ApplyToProject(change, model)
                                          : ApplyBelow(change, project, parts[4], model);
  stale.whole = stale.whole || !readable || change.kind() == Change::UNDELETED;
}

}  // namespace palier::reporting
