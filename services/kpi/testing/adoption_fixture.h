// SPDX-License-Identifier: Apache-2.0
// For tests only: a tool that teams use, over gRPC.
#ifndef PALIER_KPI_TESTING_ADOPTION_FIXTURE_H_
#define PALIER_KPI_TESTING_ADOPTION_FIXTURE_H_

#include <string>
#include <vector>

#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/adoption_service.pb.h"

namespace palier::kpi {

// A caller with the permission of full statistics.
inline constexpr char kGateKeeper[] = "services/reporting";
// Mondays. The fixture's clock stands on 9 March 2026, a Monday.
inline constexpr absl::CivilDay kWeek8(2026, 2, 16);
inline constexpr absl::CivilDay kWeek9(2026, 2, 23);
inline constexpr absl::CivilDay kWeek10(2026, 3, 2);

// Teams of the department `ops`: `claims` (10 people), `desk` (12), `audit` (3); of none: `lab`
// (30). The KPI `users` counts theirs by week.
class AdoptionFixture : public KpiFixture {
 protected:
  void SetUp() override;
  void AddTeam(const std::string& id, const std::string& department, int headcount);
  static v1::Kpi Users(v1::Kpi::Cadence cadence);
  // `people` of a team use the tool on each of the first `days` days from `first_day` on.
  void Use(const std::string& team, int people, absl::CivilDay first_day, int days);
  void UseInWeek10();
  absl::StatusOr<v1::Adoption> Adoption(const std::string& principal = "users/vic", int periods = 0,
                                        const std::string& unit = "");
  absl::StatusOr<v1::Adoption> Full(const std::string& principal);
  // `claims 8 INTENSIVE`, or `audit hidden`.
  static std::vector<std::string> Lines(const v1::AdoptionPeriod& period);
  static std::vector<std::string> Labels(const v1::Adoption& adoption);
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_TESTING_ADOPTION_FIXTURE_H_
