// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_MODEL_CHANGES_H_
#define PALIER_REPORTING_MODEL_CHANGES_H_

#include <set>
#include <string>

#include "palier/api/v1/change.pb.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// What of a model does not follow from the changes themselves and is to be read anew.
struct Stale {
  // Projects that the rules judge from other facts now, by resource name.
  std::set<std::string> projects;
  // Something that the rules look at in every project: settings, people, standards ...
  bool all_projects = false;
  // Objectives, islands, ideas: something beside the projects has changed.
  bool surroundings = false;
  // The model cannot follow: everything is to be read.
  bool whole = false;
};

// Takes one change of registry's log into the model. Changes come in the order of the log; one that
// the model shows already does nothing. A change that cannot be read, or that brings back a project
// with its records, makes the whole stale. Dossiers that others share are not touched: the model
// gets a new one.
void Apply(const api::v1::Change& change, PortfolioModel& model, Stale& stale);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MODEL_CHANGES_H_
