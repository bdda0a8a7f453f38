// SPDX-License-Identifier: Apache-2.0
// The commands, one function per file; each adds what it knows to the tree.
#ifndef PALIER_PALIERCTL_COMMANDS_COMMANDS_H_
#define PALIER_PALIERCTL_COMMANDS_COMMANDS_H_

#include "palierctl/command.h"

namespace palier::ctl {

void AddHealth(Command& root);      // health, version
void AddReading(Command& root);     // get, list
void AddWriting(Command& root);     // create, update, delete
void AddStages(Command& root);      // gate, request-advance, advance
void AddDecisions(Command& root);   // assess, vote, close-decision, approve-case
void AddGovernance(Command& root);  // may, waiver approve ...
void AddIdeas(Command& root);       // idea accept ..., conflicts
void AddLandscape(Command& root);
void AddSynergyGains(Command& map);  // map gains
void AddAudit(Command& root);        // audit verify, audit head, history, search
void AddErasing(Command& root);      // erase person, erase user
void AddImportProjects(Command& import);
void AddImportEvents(Command& import);
void AddImportTables(Command& import);  // import table, import organization
void AddExportTables(Command& root);    // export
void AddIngest(Command& root);
void AddSources(Command& root);
void AddKpi(Command& root);                      // kpi status, query, compare
void AddKpiCohorts(Command& kpi);                // kpi cohorts
void AddKpiDriftChecks(Command& kpi);            // kpi drift-checks
void AddKpiForecast(Command& kpi);               // kpi forecast
void AddKpiAlerts(Command& kpi);                 // kpi alerts, notices
void AddKpiPromise(Command& kpi);                // kpi promise
void AddKpiQuality(Command& kpi);                // kpi quality
void AddKpiWatch(Command& kpi);                  // kpi watch
void AddSurveys(Command& root);                  // survey results, answer, comments
void AddAdoption(Command& root);                 // adoption show
void AddReturns(Command& root);                  // returns
void AddProgramme(Command& root);                // programme plan
void AddProgrammePhases(Command& programme);     // programme show, roadmap, estimate ...
void AddProgrammeConflicts(Command& programme);  // programme conflicts
void AddRollout(Command& root);                  // rollout start, complete ...
void AddRolloutPlan(Command& rollout);           // rollout plan
void AddOperations(Command& rollout);            // rollout operations list, wait, cancel ...
void AddRolloutAccess(Command& rollout);         // rollout access, switch-off, switch-on, answers
void AddRolloutGate(Command& rollout);           // rollout gate
void AddRolloutAgenda(Command& rollout);         // rollout agenda, calendar, close-days
void AddRolloutReviews(Command& rollout);        // rollout reviews, review
void AddRolloutPeople(Command& rollout);         // rollout people, ambassadors, successes ...
void AddRolloutFeedback(Command& rollout);       // rollout feedback, answer
void AddRolloutTemplates(Command& rollout);      // rollout templates, apply-template
void AddRolloutTraining(Command& rollout);  // rollout learning, load, attend, support, use-cases
void AddRolloutRecords(Command& rollout);   // rollout level, supported, completed
void AddRolloutRisk(Command& rollout);      // rollout risk
void AddRolloutDependencies(Command& rollout);  // rollout dependencies, confirm, cluster
void AddRolloutReplan(Command& rollout);        // rollout replan, rollback
void AddReport(Command& root);                  // report portfolio, purgatory
void AddReportCase(Command& report);            // report case
void AddReportFigures(Command& report);         // report figures
void AddReportDocuments(Command& report);       // report board, brief
void AddReportStaff(Command& report);           // report staff, digest
void AddReportCandidates(Command& report);      // report candidates
void AddReportRegisters(Command& report);       // report registers
void AddReportChanges(Command& report);         // report changes
void AddReportProgress(Command& report);        // report progress
void AddReportExport(Command& report);          // report export
void AddReportMonitoring(Command& report);      // report monitoring
void AddProposals(Command& root);               // proposal next, approve, reject, apply
void AddLoadExample(Command& root);
void AddCompletion(Command& root);

// The whole tree; AddGlobalOptions is the caller's.
void AddCommands(Command& root);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMMANDS_COMMANDS_H_
