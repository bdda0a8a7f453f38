// SPDX-License-Identifier: Apache-2.0
// What the commands about one KPI ask for, and how they tell it.
#ifndef PALIER_PALIERCTL_COMMANDS_KPI_ARGUMENTS_H_
#define PALIER_PALIERCTL_COMMANDS_KPI_ARGUMENTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palierctl/command.h"
#include "palierctl/session.h"

namespace palier::ctl {

struct KpiArguments {
  std::string kpi, project, unit, team;
};

// Adds KPI and --project.
Command& WithKpi(Command& command, KpiArguments* arguments);
// --by and --team.
Parameter By(KpiArguments* arguments);
Parameter OnlyTeam(KpiArguments* arguments);

// `chatbot/usage`, or `usage` with --project.
absl::StatusOr<std::string> KpiName(const Session& session, const KpiArguments& arguments);
// Teams are typed short, but for the whole organisation they stay empty.
absl::Status SetTeam(const Session& session, const std::string& text, std::string* team);
// As a word for people.
Text StatusText(kpi::v1::KpiStatus::Status status);
absl::StatusOr<kpi::v1::PeriodUnit> ParseUnit(const std::string& text);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMMANDS_KPI_ARGUMENTS_H_
