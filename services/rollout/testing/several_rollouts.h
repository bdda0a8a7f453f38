// SPDX-License-Identifier: Apache-2.0
// What tests about several roll-outs share.
#ifndef PALIER_ROLLOUT_TESTING_SEVERAL_ROLLOUTS_H_
#define PALIER_ROLLOUT_TESTING_SEVERAL_ROLLOUTS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/rollout/v1/programme_cycle_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {

class SeveralRolloutsFixture : public RolloutFixture {
 protected:
  static std::string RolloutName(const std::string& id) {
    return absl::StrCat(kFirm, "/rollouts/", id);
  }
  static std::string TeamName(const std::string& id) { return absl::StrCat(kFirm, "/teams/", id); }

  // The firm's roll-out under another id and name, without drills.
  static v1::Rollout OtherRollout(const std::string& id) {
    v1::Rollout rollout = FirmRollout();
    rollout.set_display_name(id);
    rollout.set_application(id);
    rollout.mutable_limits()->set_max_drill_age_days(0);
    return rollout;
  }
  absl::Status CreateOther(const std::string& id, const v1::Rollout& rollout) {
    v1::CreateRolloutRequest request;
    request.set_parent(kFirm);
    request.set_rollout_id(id);
    *request.mutable_rollout() = rollout;
    return Call<v1::Rollout>("users/mia", "CreateRollout", request).status();
  }
  std::string CreateProject(const std::string& id, const std::string& sponsor = "") {
    registry::v1::CreateProjectRequest request;
    request.set_parent(kFirm);
    request.set_project_id(id);
    request.mutable_project()->set_display_name(id);
    request.mutable_project()->set_sponsor(sponsor);
    const auto made = Registry<registry::v1::Project>("users/mia", "CreateProject", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? made->name() : "";
  }
  std::string CreatePerson(const std::string& id) {
    registry::v1::CreatePersonRequest request;
    request.set_parent(kFirm);
    request.set_person_id(id);
    request.mutable_person()->set_display_name(id);
    const auto made = Registry<registry::v1::Person>("users/dev", "CreatePerson", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? made->name() : "";
  }
  // Changes one field of the quotation roll-out.
  absl::StatusOr<v1::Rollout> Update(const v1::Rollout& changes, const std::string& mask) {
    v1::UpdateRolloutRequest request;
    *request.mutable_rollout() = changes;
    request.mutable_rollout()->set_name(kRollout);
    request.mutable_update_mask()->add_paths(mask);
    return Call<v1::Rollout>("users/mia", "UpdateRollout", request);
  }
  std::string CreateProgramme(const v1::Programme& programme) {
    v1::CreateProgrammeRequest request;
    request.set_parent(kFirm);
    request.set_programme_id("ai");
    *request.mutable_programme() = programme;
    request.mutable_programme()->set_display_name("AI");
    const auto made = Call<v1::Programme>("users/mia", "CreateProgramme", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? made->name() : "";
  }
};

inline google::type::Money Euros(int64_t units) {
  google::type::Money money;
  money.set_currency_code("EUR");
  money.set_units(units);
  return money;
}

// The first violation's type, subject and English sentence.
inline std::string FirstViolation(const absl::Status& status) {
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  if (detail.precondition_violations_size() == 0) return status.ToString();
  const auto& first = detail.precondition_violations(0);
  return absl::StrCat(first.type(), " ", first.subject(), ": ", first.en());
}

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_TESTING_SEVERAL_ROLLOUTS_H_
