// SPDX-License-Identifier: Apache-2.0
#include "reporting/model/changes.h"

#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

using api::v1::Change;
using registry::v1::Entry;
using registry::v1::Evidence;
using registry::v1::Project;

constexpr char kProject[] = "organizations/acme/projects/p";

Change Make(int64_t sequence, Change::Kind kind, const std::string& resource) {
  Change change;
  change.set_sequence(sequence);
  change.set_kind(kind);
  change.set_resource(resource);
  return change;
}

Change With(int64_t sequence, Change::Kind kind, const std::string& resource,
            const google::protobuf::Message& after) {
  Change change = Make(sequence, kind, resource);
  change.mutable_after()->PackFrom(after);
  return change;
}

Project Named(const std::string& display_name) {
  Project project;
  project.set_name(kProject);
  project.set_display_name(display_name);
  return project;
}

class ChangesTest : public ::testing::Test {
 protected:
  void Take(const Change& change) { Apply(change, model_, stale_); }

  PortfolioModel model_;
  Stale stale_;
};

TEST_F(ChangesTest, AProjectComesChangesAndGoes) {
  Take(With(1, Change::CREATED, kProject, Named("one")));
  ASSERT_EQ(model_.dossiers.count(kProject), 1u);
  EXPECT_EQ(model_.dossiers.at(kProject)->project.display_name(), "one");
  EXPECT_EQ(stale_.projects, std::set<std::string>{kProject});
  EXPECT_FALSE(stale_.surroundings);
  EXPECT_FALSE(stale_.all_projects);
  Take(With(2, Change::UPDATED, kProject, Named("two")));
  EXPECT_EQ(model_.dossiers.at(kProject)->project.display_name(), "two");
  Project deleted = Named("two");
  deleted.mutable_delete_time()->set_seconds(5);
  Take(With(3, Change::DELETED, kProject, deleted));
  EXPECT_TRUE(model_.dossiers.empty());
  EXPECT_EQ(model_.cursor, 3);
  EXPECT_FALSE(stale_.whole);
}

TEST_F(ChangesTest, RecordsOfAProjectFollow) {
  Take(With(1, Change::CREATED, kProject, Named("one")));
  const std::string entry = std::string(kProject) + "/entries/e";
  const std::string evidence = std::string(kProject) + "/evidence/f";
  Entry blocker;
  blocker.mutable_blocker()->set_resolved(true);
  Take(With(2, Change::CREATED, entry, blocker));
  Take(With(3, Change::CREATED, evidence, Evidence()));
  EXPECT_TRUE(model_.dossiers.at(kProject)->entries.at(entry).blocker().resolved());
  EXPECT_EQ(model_.dossiers.at(kProject)->evidence.count(evidence), 1u);
  Take(Make(4, Change::DELETED, entry));
  EXPECT_TRUE(model_.dossiers.at(kProject)->entries.empty());
  // What is below a project that is not there is not kept.
  Take(With(5, Change::CREATED, "organizations/acme/projects/gone/entries/e", blocker));
  EXPECT_EQ(model_.dossiers.size(), 1u);
  // A seal says nothing that is kept, and changes what the rules find.
  stale_ = {};
  Take(Make(6, Change::CREATED, std::string(kProject) + "/seals/s"));
  EXPECT_EQ(stale_.projects.size(), 1u);
  EXPECT_FALSE(stale_.whole);
}

TEST_F(ChangesTest, WhoHoldsAnOlderModelSeesNothing) {
  Take(With(1, Change::CREATED, kProject, Named("one")));
  const PortfolioModel older = model_;
  Take(With(2, Change::UPDATED, kProject, Named("two")));
  Take(With(3, Change::CREATED, std::string(kProject) + "/entries/e", Entry()));
  EXPECT_EQ(older.dossiers.at(kProject)->project.display_name(), "one");
  EXPECT_TRUE(older.dossiers.at(kProject)->entries.empty());
}

TEST_F(ChangesTest, WhatIsShownAlreadyDoesNothing) {
  model_.cursor = 7;
  Take(With(7, Change::CREATED, kProject, Named("one")));
  EXPECT_TRUE(model_.dossiers.empty());
  EXPECT_FALSE(stale_.surroundings);
}

TEST_F(ChangesTest, WhatTheRulesLookAtElsewhereConcernsAllProjects) {
  int64_t sequence = 0;
  for (const char* resource : {"organizations/acme/ideas/i", "organizations/acme/roleBindings/b"}) {
    Take(Make(++sequence, Change::CREATED, resource));
    EXPECT_FALSE(stale_.all_projects) << resource;
    EXPECT_TRUE(stale_.surroundings) << resource;
  }
  for (const char* resource : {"organizations/acme", "organizations/acme/settings",
                               "organizations/acme/people/p", "organizations/acme/standards/s"}) {
    stale_ = {};
    Take(Make(++sequence, Change::UPDATED, resource));
    EXPECT_TRUE(stale_.all_projects) << resource;
  }
}

TEST_F(ChangesTest, WhatCannotBeFollowedMakesTheWholeStale) {
  Take(With(1, Change::UNDELETED, kProject, Named("back")));
  EXPECT_TRUE(stale_.whole) << "its records come from before";
  stale_ = {};
  Take(With(2, Change::UPDATED, kProject, Entry()));
  EXPECT_TRUE(stale_.whole) << "no project";
}

}  // namespace
}  // namespace palier::reporting
