// SPDX-License-Identifier: Apache-2.0
#include "palierctl/commands/commands.h"

namespace palier::ctl {

void AddCommands(Command& root) {
  AddHealth(root);
  AddReading(root);
  AddWriting(root);
  AddStages(root);
  AddDecisions(root);
  AddGovernance(root);
  AddIdeas(root);
  AddAudit(root);
  AddErasing(root);
  Command& import = root.Sub("import", {"Bring a file in", "Importer un fichier"});
  AddImportProjects(import);
  AddImportEvents(import);
  AddImportTables(import);
  AddExportTables(root);
  AddIngest(root);
  AddSources(root);
  AddKpi(root);
  AddSurveys(root);
  AddAdoption(root);
  AddReturns(root);
  AddProgramme(root);
  AddRollout(root);
  AddLandscape(root);
  AddReport(root);
  AddProposals(root);
  AddLoadExample(root);
  AddCompletion(root);
}

}  // namespace palier::ctl
