// SPDX-License-Identifier: Apache-2.0
// The mechanical engineering firm of 140 (S1-35) with registry, kpi and roll-out service served
// over gRPC.
#ifndef PALIER_ROLLOUT_TESTING_ROLLOUT_FIXTURE_H_
#define PALIER_ROLLOUT_TESTING_ROLLOUT_FIXTURE_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/app/config.h"
#include "common/app/suite.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palier/rollout/v1/wave_service.pb.h"

namespace palier::rollout {

inline constexpr char kFirm[] = "organizations/firm";
inline constexpr char kProject[] = "organizations/firm/projects/quotation";
inline constexpr char kRollout[] = "organizations/firm/rollouts/quotation";

std::string WaveName(int number);

// `users/mia` is MANAGER and APPROVER, `users/abe` APPROVER, `users/carl` CONTRIBUTOR, `users/vic`
// VIEWER, `users/dev` administers. Monday 9 March 2026, 09:00 in Paris.
class RolloutFixture : public ::testing::Test {
 protected:
  void SetUp() override;
  // Changes the configuration before the start. With a peer `kpi` no kpi is served.
  virtual void Configure(app::Config& config) {}

  const rpc::Client& As(const std::string& principal, const std::string& language = "en");
  void SetTime(absl::Time now);

  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& principal, const std::string& method,
                                const google::protobuf::Message& request,
                                const std::string& language = "en") {
    return As(principal, language).Unary<Response>(rpc::MethodPath(method, request), request);
  }
  template <typename Response>
  absl::StatusOr<Response> Registry(const std::string& principal, const std::string& method,
                                    const google::protobuf::Message& request) {
    return As(principal).Unary<Response>(rpc::MethodPath(method, request), request);
  }

  // Twelve of commerce, eight of compta, four of innovation, who are the pilot; waves of 4, 12
  // and 8.
  static v1::Rollout FirmRollout();
  // Its people are prepared for the first wave, unless `prepared` is false.
  void CreateRollout(const v1::Rollout& rollout = FirmRollout(), bool prepared = true);
  // The card of the tool, what is said to everybody, and how everybody learns.
  void CreateToolCard();
  void CreateCommunication();
  void CreateUpskillingPlan();
  void Grant(const std::string& principal, api::v1::Role role);
  void CreateTeam(const std::string& id, const std::string& department, int headcount);
  // alix of innovation is certified, basile of commerce is not.
  void CreateChampion(const std::string& person, const std::string& team, bool certified);
  void CreateFirmRollout();
  // The same with seven teams more, so that no search tries every order.
  void CreateLargeRollout();
  absl::StatusOr<v1::PlanRevision> Plan(const std::string& request_id = "",
                                        bool validate_only = false);
  // The rules of the house in its four domains.
  void AdoptStandards();
  // What kpi tells of a KPI of the project from data of real work, for a year from that day on.
  void ProveValue(registry::v1::KpiFact::Status status, absl::CivilDay day);
  // The manual way was tried out with success on that day.
  void RecordDrill(absl::CivilDay day);
  // Rollout planned by mia, drill of 1 March.
  void MakeReady();

  absl::StatusOr<v1::Wave> Start(const std::string& principal, int number,
                                 const std::string& request_id = "");
  absl::StatusOr<v1::Wave> Complete(int number, bool waive, const std::string& waiver_reason);
  absl::StatusOr<v1::Wave> GetWave(int number, const std::string& language = "en");
  std::vector<v1::Wave> Waves();
  std::vector<v1::CheckIn> CheckIns(int wave);
  v1::Rollout GetRollout();
  // Every monthly review that is overdue says to go on.
  void CloseReviews();

  // Starts the services as `config_` says.
  void Serve();

  app::Config config_;
  std::unique_ptr<app::Suite> suite_;

 private:
  void CreateOrganization();

  testing::TempDir dir_;
  std::map<std::string, std::unique_ptr<rpc::Client>> clients_;
};

// Types of the precondition violations of a status, in order.
std::vector<std::string> Violations(const absl::Status& status);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_TESTING_ROLLOUT_FIXTURE_H_
