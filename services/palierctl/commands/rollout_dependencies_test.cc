// SPDX-License-Identifier: Apache-2.0
// What roll-outs wait for and share, from the command line, against running services.
#include <gmock/gmock.h>

#include "palier/registry/v1/landscape_service.pb.h"
#include "palierctl/testing/ran.h"
#include "rollout/testing/several_rollouts.h"

namespace palier::ctl {
namespace {

using ::testing::HasSubstr;

class RolloutDependenciesCommandTest : public rollout::SeveralRolloutsFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    Grant("users/dev", api::v1::MANAGER);
  }
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }
};

TEST_F(RolloutDependenciesCommandTest, TellsWhatARolloutWaitsForAndTakesAWordForIt) {
  RecordProperty("requirement", "S1-29");
  CreateFirmRollout();
  const Ran made = Palierctl({"create", "dependency", "--id", "articles", "--parent",
                              "rollouts/quotation", "--set", "display_name=Clean articles", "--set",
                              "type=DATA", "--set", "expected_date=2026-04-01"});
  ASSERT_EQ(made.code, 0) << made.err;
  const Ran open = Palierctl({"rollout", "dependencies", "quotation"});
  ASSERT_EQ(open.code, 0) << open.err;
  EXPECT_THAT(open.out, HasSubstr("Clean articles"));
  EXPECT_THAT(open.out, HasSubstr("2026-04-01"));
  EXPECT_THAT(open.out, HasSubstr("Nobody has said yet"));
  const Ran said = Palierctl({"rollout", "confirm", "quotation/articles", "--since", "2026-03-01",
                              "--evidence", "minutes", "--language", "fr"});
  ASSERT_EQ(said.code, 0) << said.err;
  EXPECT_EQ(said.out, "Clean articles : c'est là.\n");
  EXPECT_THAT(Palierctl({"rollout", "dependencies", "quotation", "--language", "fr"}).out,
              HasSubstr("C'est là depuis le 2026-03-01 : minutes"));
}

TEST_F(RolloutDependenciesCommandTest, MakesAClusterOfWhatTheMapPutsTogether) {
  RecordProperty("requirement", "S1-28");
  CreateProject("mail");
  const Ran alone = Palierctl({"rollout", "cluster", "customers", "--with", "quotation"});
  EXPECT_NE(alone.code, 0);
  EXPECT_THAT(alone.err, HasSubstr("puts no other project together with quotation"));
  registry::v1::CreateSynergyRequest synergy;
  synergy.set_parent(rollout::kFirm);
  synergy.mutable_synergy()->set_display_name("Mails become quotations");
  synergy.mutable_synergy()->set_source(rollout::kProject);
  synergy.mutable_synergy()->set_target("organizations/firm/projects/mail");
  synergy.mutable_synergy()->set_type(registry::v1::Synergy::VERTICAL);
  ASSERT_EQ(Registry<registry::v1::Synergy>("users/mia", "CreateSynergy", synergy).status(),
            absl::OkStatus());
  const Ran made = Palierctl({"rollout", "cluster", "customers", "--with", "quotation"});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(made.out, "organizations/firm/clusters/customers: mail quotation\n");
}

TEST_F(RolloutDependenciesCommandTest, ListsWherePlansMeet) {
  RecordProperty("requirement", "S0-15");
  CreateFirmRollout();
  ASSERT_EQ(Plan().status(), absl::OkStatus());
  ASSERT_EQ(CreateOther("mail", OtherRollout("mail")), absl::OkStatus());
  ASSERT_EQ(Palierctl({"rollout", "plan", "mail"}).code, 0);
  rollout::v1::Programme programme;
  programme.add_rollouts(rollout::kRollout);
  programme.add_rollouts(RolloutName("mail"));
  CreateProgramme(programme);
  const Ran met = Palierctl({"programme", "conflicts", "ai", "--language", "fr"});
  ASSERT_EQ(met.code, 0) << met.err;
  EXPECT_THAT(met.out, HasSubstr("commerce vit plusieurs déploiements du"));
}

}  // namespace
}  // namespace palier::ctl
