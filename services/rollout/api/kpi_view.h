// SPDX-License-Identifier: Apache-2.0
// What the roll-out service asks kpi.
#ifndef PALIER_ROLLOUT_API_KPI_VIEW_H_
#define PALIER_ROLLOUT_API_KPI_VIEW_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/client.h"
#include "palier/kpi/v1/adoption.pb.h"
#include "palier/kpi/v1/kpi.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/survey.pb.h"

namespace palier::rollout {

// The most periods that kpi tells of at once.
inline constexpr int kAdoptionPeriods = 26;

// Thread-safe. Blocking. Returns kpi's errors, UNAVAILABLE when it cannot be asked.
class KpiView {
 public:
  // `client` must outlive it.
  explicit KpiView(const rpc::Client& client) : client_(client) {}

  // The last 26 periods of a project: all that is known, asked on the service's own account, and
  // what everybody is told, on the caller's behalf. None where no KPI counts the project's users.
  absl::StatusOr<std::optional<kpi::v1::Adoption>> FullAdoption(const rpc::Call& call,
                                                                const std::string& project) const;
  absl::StatusOr<std::optional<kpi::v1::Adoption>> PublishedAdoption(
      const rpc::Call& call, const std::string& project) const;

  // On the caller's behalf.
  absl::StatusOr<kpi::v1::Kpi> Kpi(const rpc::Call& call, const std::string& name) const;
  // Where it stood on that day.
  absl::StatusOr<kpi::v1::KpiStatus> StatusOn(const rpc::Call& call, const std::string& name,
                                              absl::CivilDay day) const;
  absl::StatusOr<kpi::v1::Survey> Survey(const rpc::Call& call, const std::string& name) const;
  // As the two above.
  absl::StatusOr<kpi::v1::SurveyResults> FullResults(const rpc::Call& call,
                                                     const std::string& survey) const;
  absl::StatusOr<kpi::v1::SurveyResults> PublishedResults(const rpc::Call& call,
                                                          const std::string& survey) const;

  // The project's KPIs that count its users from data of real work (S2-03), by name, on the
  // caller's behalf.
  absl::StatusOr<std::set<std::string>> RealUserKpis(const rpc::Call& call,
                                                     const std::string& project) const;

  // On whose account comments are read: whoever may not read them can be told how many there are.
  enum class Account { kCaller, kService };
  absl::StatusOr<std::vector<kpi::v1::Survey>> Surveys(const rpc::Call& call,
                                                       const std::string& project,
                                                       Account account) const;
  // None of a survey that is open, or whose results are hidden.
  absl::StatusOr<std::vector<kpi::v1::SurveyFeedback>> Feedback(const rpc::Call& call,
                                                                const std::string& survey,
                                                                Account account) const;

 private:
  const rpc::Client& client_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_KPI_VIEW_H_
