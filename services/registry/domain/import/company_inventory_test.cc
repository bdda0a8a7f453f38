// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "registry/domain/import/register_reader.h"

namespace palier::registry {
namespace {

TEST(CompanyInventory, ReadsAFrenchSpreadsheet) {
  const absl::StatusOr<const Profile*> profile = ProfileNamed("company-inventory");
  ASSERT_TRUE(profile.ok()) << profile.status();
  const auto read =
      RegisterReader(**profile, {.as_of = {2026, 7, 1}})
          .Read(
              "Identifiant;Nom;D\u00e9partement;Stade;Initi\u00e9 le;D\u00e9but du PoC;Budget\n"
              "vision;Contr\u00f4le visuel;Production;PoC;2025-11-03;2026-01-12;30 k\u20ac\n"
              "chat;Chatbot;Ventes;En service;;;\n"
              "tri;Tri des courriels;Ventes;on verra;03/02/2026;;\n");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_EQ(read->drafts.size(), 3u);
  const ProjectDraft& vision = read->drafts[0];
  EXPECT_EQ(vision.external_id, "vision");
  EXPECT_EQ(vision.stage, RegisterStage::kBuild);
  EXPECT_TRUE(vision.build_started.readable());
  EXPECT_EQ(vision.build_started.date.month, 1);
  EXPECT_EQ(read->drafts[1].stage, RegisterStage::kProduction);
  // A stage nobody knows and a date that could be February or March are reported, not guessed.
  EXPECT_EQ(read->drafts[2].stage, RegisterStage::kUnknown);
  EXPECT_FALSE(read->drafts[2].initiated.readable());
  EXPECT_GE(read->drafts[2].findings.size(), 2u);
  EXPECT_EQ(read->owners.size(), 2u);
}

}  // namespace
}  // namespace palier::registry
