// SPDX-License-Identifier: Apache-2.0
#include "palierctl/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

const Catalogue& Whole() {
  static const auto* catalogue = new Catalogue(Catalogue::OfPalier());
  return *catalogue;
}

TEST(CatalogueTest, FindsKindsByAnySpelling) {
  for (const char* word :
       {"roleBinding", "roleBindings", "role_bindings", "role-binding", "RoleBinding"}) {
    const auto kind = Whole().ByWord(word);
    ASSERT_TRUE(kind.ok()) << word << kind.status();
    EXPECT_EQ((*kind)->pattern, "organizations/*/roleBindings/*");
    EXPECT_EQ((*kind)->parent_pattern, "organizations/*");
    EXPECT_EQ(MethodPath(*(*kind)->list),
              "palier.registry.v1.OrganizationService/ListRoleBindings");
  }
  EXPECT_EQ(ExitCodeOf(Whole().ByWord("nonsense").status()), kUsage);
}

TEST(CatalogueTest, KnowsTheKindsOfEveryService) {
  const std::pair<const char*, const char*> kinds[] = {
      {"organizations", "palier.registry.v1.Organization"},
      {"people", "palier.registry.v1.Person"},
      {"entries", "palier.registry.v1.Entry"},
      {"evidence", "palier.registry.v1.Evidence"},
      {"changes", "palier.api.v1.Change"},
      {"kpis", "palier.kpi.v1.Kpi"},
      {"quarantine", "palier.kpi.v1.QuarantinedMeasurement"},
      {"rollouts", "palier.rollout.v1.Rollout"},
      {"waves", "palier.rollout.v1.Wave"},
      {"checkIns", "palier.rollout.v1.CheckIn"},
      {"revisions", "palier.rollout.v1.PlanRevision"},
      {"criteriaVersions", "palier.rollout.v1.CriteriaVersion"},
      {"champions", "palier.rollout.v1.Champion"}};
  for (const auto& [word, message] : kinds) {
    const auto kind = Whole().ByWord(word);
    ASSERT_TRUE(kind.ok()) << word;
    EXPECT_EQ((*kind)->message->full_name(), message);
    EXPECT_NE((*kind)->list, nullptr) << word;
    EXPECT_NE((*kind)->items, nullptr) << word;
  }
}

TEST(CatalogueTest, FindsSingletonsWithoutACollection) {
  const auto named = Whole().ByName("acme", "settings");
  EXPECT_FALSE(named.ok());  // a lone word could be anything
  const auto whole = Whole().ByName("", "organizations/acme/settings");
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->kind->message->name(), "OrganizationSettings");
  EXPECT_NE(whole->kind->update, nullptr);
}

TEST(CatalogueTest, CompletesNamesByTheirCollections) {
  const auto named = Whole().ByName("acme", "projects/chatbot/kpis/usage");
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ(named->name, "organizations/acme/projects/chatbot/kpis/usage");
  EXPECT_EQ(named->kind->message->name(), "Kpi");
  EXPECT_EQ(ExitCodeOf(Whole().ByName("", "projects/chatbot").status()), kUsage);
  EXPECT_EQ(ExitCodeOf(Whole().ByName("acme", "nonsense/chatbot").status()), kUsage);
}

TEST(CatalogueTest, FindsMethods) {
  ASSERT_NE(Whole().Method("PlanWaves"), nullptr);
  EXPECT_EQ(MethodPath(*Whole().Method("PlanWaves")), "palier.rollout.v1.RolloutService/PlanWaves");
  EXPECT_EQ(Whole().Method("Nonsense"), nullptr);
}

}  // namespace
}  // namespace palier::ctl
