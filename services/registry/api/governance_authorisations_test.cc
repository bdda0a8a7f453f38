// SPDX-License-Identifier: Apache-2.0
// May this application process this data? Asked of a running registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/api/testing/governance_fixture.h"
#include "registry/storage/authorisation_store.h"

namespace palier::registry {
namespace {

using ::testing::HasSubstr;

using AuthorisationsTest = GovernanceTest;

TEST_F(AuthorisationsTest, WhatNoRuleAllowsIsDenied) {
  RecordProperty("requirement", "S1-11");
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::DENIED);
  EXPECT_THAT(May(kScribe, "public").explanation(), HasSubstr("No rule allows"));
  const Rule rule = MakeRule("scribe", Rule::ALLOWED, kScribe);
  const Check allowed = May(kScribe, "public", kInside);
  EXPECT_EQ(allowed.effect(), Rule::ALLOWED);
  EXPECT_EQ(allowed.rule(), rule.name());
  EXPECT_EQ(allowed.rule_version(), rule.etag());
  EXPECT_FALSE(allowed.has_expire_time());
  EXPECT_EQ(May("organizations/firm/applications/none", "public").effect(), Rule::DENIED);
  EXPECT_EQ(May("organizations/other/applications/scribe", "public").effect(), Rule::DENIED);
  EXPECT_EQ(May(kScribe, "public", "organizations/firm/teams/none").effect(), Rule::DENIED);
}

TEST_F(AuthorisationsTest, NamesOfAnotherShapeAreMistakes) {
  EXPECT_EQ(ReasonOf(Ask("scribe", "public").status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Ask(kScribe, "public", kLea).status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Ask(kScribe, "").status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Ask(kScribe, "public", "", "users/nobody").status()),
            error::v1::PERMISSION_DENIED);
}

TEST_F(AuthorisationsTest, SpeaksTheCallersLanguage) {
  const auto answer = Ask(kScribe, "public", "", "services/crm", "fr");
  ASSERT_EQ(answer.status(), absl::OkStatus());
  EXPECT_THAT(answer->explanation(), HasSubstr("Aucune règle"));
}

TEST_F(AuthorisationsTest, AProvisionalRuleFlipsAtItsExpiryWithoutARestart) {
  RecordProperty("requirement", "S1-13 S1-11");
  const absl::Time end = now_ + absl::Hours(24);
  Rule provisional;
  provisional.set_application(kScribe);
  provisional.set_effect(Rule::ALLOWED);
  provisional.set_then(Rule::DENIED);
  provisional.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(end));
  ASSERT_EQ(CreateRule("provisional", provisional).status(), absl::OkStatus());
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::ALLOWED);
  EXPECT_EQ(May(kScribe, "public").expire_time().seconds(), absl::ToUnixSeconds(end));
  SetTime(end - absl::Seconds(1));
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::ALLOWED);
  SetTime(end);
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::DENIED);
  v1::GetAuthorisationRuleRequest get;
  get.set_name(absl::StrCat(kFirm, "/authorisationRules/provisional"));
  const auto shown = Governance<Rule>("users/mia", "GetAuthorisationRule", get);
  ASSERT_EQ(shown.status(), absl::OkStatus());
  EXPECT_EQ(shown->current_effect(), Rule::DENIED);
  EXPECT_EQ(shown->effect(), Rule::ALLOWED);
}

TEST_F(AuthorisationsTest, SensitiveDataInACloudNeedsAWaiver) {
  RecordProperty("requirement", "S1-62 S1-19 S1-11");
  MakeRule("all", Rule::ALLOWED);
  EXPECT_EQ(May(kChatbot, "public").effect(), Rule::ALLOWED);
  EXPECT_EQ(May(kScribe, "sensitive").effect(), Rule::ALLOWED);
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::DENIED);
  EXPECT_THAT(May(kChatbot, "sensitive").explanation(), HasSubstr("waiver"));

  const absl::Time end = now_ + absl::Hours(48);
  ASSERT_EQ(RequestWaiver("users/mia", "w", end).status(), absl::OkStatus());
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::DENIED) << "asked for is not granted";
  const auto approved = Approve("users/tom", "w");
  ASSERT_EQ(approved.status(), absl::OkStatus());
  EXPECT_TRUE(approved->in_force());
  EXPECT_EQ(approved->approver(), "users/tom");
  const Check conditional = May(kChatbot, "sensitive");
  EXPECT_EQ(conditional.effect(), Rule::CONDITIONAL);
  EXPECT_EQ(conditional.waiver(), approved->name());
  EXPECT_THAT(conditional.condition(), HasSubstr("Trial with the vendor"));
  EXPECT_EQ(conditional.expire_time().seconds(), absl::ToUnixSeconds(end));

  const auto revoked = Revoke("users/dev", "w");
  ASSERT_EQ(revoked.status(), absl::OkStatus());
  EXPECT_EQ(revoked->state(), v1::Waiver::REVOKED);
  EXPECT_FALSE(revoked->in_force());
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::DENIED) << "at once";
}

TEST_F(AuthorisationsTest, AWaiverEndsByItself) {
  RecordProperty("requirement", "S1-19");
  MakeRule("all", Rule::ALLOWED);
  const absl::Time end = now_ + absl::Hours(48);
  ASSERT_EQ(RequestWaiver("users/mia", "w", end).status(), absl::OkStatus());
  ASSERT_EQ(Approve("users/tom", "w").status(), absl::OkStatus());
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::CONDITIONAL);
  SetTime(end);
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::DENIED);
  v1::GetWaiverRequest get;
  get.set_name(absl::StrCat(kFirm, "/waivers/w"));
  EXPECT_FALSE(Governance<v1::Waiver>("users/mia", "GetWaiver", get)->in_force());
}

TEST_F(AuthorisationsTest, TheOrganisationSaysWhatIsSensitive) {
  RecordProperty("requirement", "S1-62");
  MakeRule("all", Rule::ALLOWED);
  EXPECT_EQ(May(kChatbot, "health").effect(), Rule::ALLOWED);
  v1::UpdateOrganizationSettingsRequest update;
  update.mutable_organization_settings()->set_name(absl::StrCat(kFirm, "/settings"));
  update.mutable_organization_settings()->add_sensitive_data_classes("Health");
  ASSERT_EQ(Registry<v1::OrganizationSettings>("UpdateOrganizationSettings", update).status(),
            absl::OkStatus());
  EXPECT_EQ(May(kChatbot, "health").effect(), Rule::DENIED);
}

TEST_F(AuthorisationsTest, RulesThatCannotBeAreRefused) {
  Rule rule;
  rule.set_effect(Rule::CONDITIONAL);
  EXPECT_EQ(ReasonOf(CreateRule("condition", rule).status()), error::v1::INVALID_FIELDS);
  rule.set_effect(Rule::ALLOWED);
  rule.set_application("organizations/firm/applications/none");
  EXPECT_EQ(ReasonOf(CreateRule("application", rule).status()), error::v1::INVALID_FIELDS);
  rule.clear_application();
  rule.add_populations(kLea);
  EXPECT_EQ(ReasonOf(CreateRule("population", rule).status()), error::v1::INVALID_FIELDS);
  rule.set_populations(0, "");
  EXPECT_EQ(ReasonOf(CreateRule("nobody", rule).status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::DENIED);
}

TEST_F(AuthorisationsTest, AWithdrawnApplicationMayNothing) {
  RecordProperty("requirement", "S1-11");
  MakeRule("all", Rule::ALLOWED);
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::ALLOWED);
  v1::UpdateApplicationRequest update;
  update.mutable_application()->set_name(kScribe);
  update.mutable_application()->set_state(v1::Application::WITHDRAWN);
  ASSERT_EQ(Call<v1::Application>("users/dev", "UpdateApplication", update).status(),
            absl::OkStatus());
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::DENIED);
}

TEST_F(AuthorisationsTest, ThereAreAtMostFiveThousandRules) {
  suite_.reset();
  Seed([](resource::Session& session, const Types& types) -> absl::Status {
    for (int i = 0; i < kMaxAuthorisationRules - 1; ++i) {
      Rule rule;
      rule.set_name(absl::StrCat(kFirm, "/authorisationRules/r", i));
      rule.set_effect(Rule::ALLOWED);
      RETURN_IF_ERROR(session.Insert(types.authorisation_rule, rule));
    }
    return absl::OkStatus();
  });
  Serve();
  EXPECT_EQ(MakeRule("last", Rule::ALLOWED).effect(), Rule::ALLOWED);
  Rule rule;
  rule.set_effect(Rule::DENIED);
  EXPECT_EQ(ReasonOf(CreateRule("more", rule).status()), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::ALLOWED);
}

}  // namespace
}  // namespace palier::registry
