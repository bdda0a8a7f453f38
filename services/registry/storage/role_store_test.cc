// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/role_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "registry/testing/memory_store.h"

namespace palier::registry {
namespace {

using api::v1::ADMIN;
using api::v1::MANAGER;
using api::v1::VIEWER;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAcme[] = "organizations/acme";
constexpr char kHr[] = "organizations/acme/departments/hr";
constexpr char kIt[] = "organizations/acme/departments/it";
constexpr char kHiring[] = "organizations/acme/projects/hiring";
constexpr char kHelpdesk[] = "organizations/acme/projects/helpdesk";

// Projects `hiring` in HR and `helpdesk` in IT.
class RoleStoreTest : public MemoryStoreTest {
 protected:
  void SetUp() override {
    MemoryStoreTest::SetUp();
    roles_ = std::make_unique<RoleStore>(*store_, types_);
    Insert(types_.project, Project(kHiring, kHr));
    Insert(types_.project, Project(kHelpdesk, kIt));
  }

  void OnCommit(const std::vector<resource::Session::Touched>& touched) override {
    for (const auto& change : touched) roles_->Forget(change.organization);
  }

  static v1::Project Project(const std::string& name, const std::string& department) {
    v1::Project project;
    project.set_name(name);
    project.set_department(department);
    return project;
  }
  v1::RoleBinding Bind(const std::string& principal, api::v1::Role role, const std::string& scope,
                       const std::string& organization = kAcme) {
    v1::RoleBinding binding;
    binding.set_name(absl::StrCat(organization, "/roleBindings/b", ++bindings_));
    binding.set_principal(principal);
    binding.set_role(role);
    binding.set_scope(scope);
    return Insert(types_.role_binding, binding);
  }
  rpc::RoleSet Roles(const std::string& subject, const std::string& resource) {
    const auto roles = roles_->RolesOn(subject, resource, Soon());
    EXPECT_EQ(roles.status(), absl::OkStatus()) << resource;
    return roles.ok() ? *roles : rpc::RoleSet();
  }

  std::unique_ptr<RoleStore> roles_;
  int bindings_ = 0;
};

TEST_F(RoleStoreTest, ABindingHoldsOnItsScopeAndBelow) {
  Bind("users/everywhere", MANAGER, "");
  Bind("users/organization", MANAGER, kAcme);
  Bind("users/hr", MANAGER, kHr);
  Bind("users/hiring", MANAGER, kHiring);
  const struct {
    const char* subject;
    std::vector<std::string> on;
  } cases[] = {
      {"users/everywhere", {kAcme, kHr, kIt, kHiring, kHelpdesk}},
      {"users/organization", {kAcme, kHr, kIt, kHiring, kHelpdesk}},
      {"users/hr", {kHr, kHiring}},
      {"users/hiring", {kHiring}},
      {"users/nobody", {}},
      {"users/h", {}},
  };
  for (const auto& [subject, on] : cases) {
    std::vector<std::string> held;
    for (const char* resource : {kAcme, kHr, kIt, kHiring, kHelpdesk}) {
      const rpc::RoleSet roles = Roles(subject, resource);
      if (roles.none()) continue;
      EXPECT_EQ(roles, rpc::MakeRoles({MANAGER}));
      held.push_back(resource);
    }
    EXPECT_EQ(held, on) << subject;
  }
}

TEST_F(RoleStoreTest, BindingsAddUp) {
  Bind("users/mia", VIEWER, "");
  Bind("users/mia", MANAGER, kHr);
  Bind("users/mia", ADMIN, kHelpdesk);
  Bind("users/mia", VIEWER, kHr);
  EXPECT_EQ(Roles("users/mia", kAcme), rpc::MakeRoles({VIEWER}));
  EXPECT_EQ(Roles("users/mia", kHiring), rpc::MakeRoles({VIEWER, MANAGER}));
  EXPECT_EQ(Roles("users/mia", kHelpdesk), rpc::MakeRoles({VIEWER, ADMIN}));
}

TEST_F(RoleStoreTest, WhatDoesNotExistGivesNothingOfItsOwn) {
  Bind("users/mia", MANAGER, kHr);
  Bind("users/lea", MANAGER, "");
  EXPECT_TRUE(Roles("users/lea", "organizations/other").none());
  EXPECT_TRUE(Roles("users/lea", "organizations/other/projects/hiring").none());
  EXPECT_TRUE(Roles("users/mia", "organizations/acme/projects/none").none());
  // Who may read everything may learn that it is not there.
  EXPECT_EQ(Roles("users/lea", "organizations/acme/projects/none"), rpc::MakeRoles({MANAGER}));
  EXPECT_EQ(roles_->RolesOn("users/lea", "not a name", Soon()).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(RoleStoreTest, OrganisationsAreApart) {
  Bind("users/mia", MANAGER, "", "organizations/other");
  EXPECT_TRUE(Roles("users/mia", kAcme).none());
  EXPECT_EQ(Roles("users/mia", "organizations/other"), rpc::MakeRoles({MANAGER}));
}

TEST_F(RoleStoreTest, ACommitHereIsSeenAtOnce) {
  for (int round = 0; round < 3; ++round) {  // each answer is asked twice, so that it is kept
    EXPECT_TRUE(Roles("users/mia", kHiring).none());
    EXPECT_TRUE(Roles("users/mia", kHiring).none());
    const v1::RoleBinding binding = Bind("users/mia", MANAGER, kHr);
    EXPECT_EQ(Roles("users/mia", kHiring), rpc::MakeRoles({MANAGER}));
    EXPECT_EQ(Roles("users/mia", kHiring), rpc::MakeRoles({MANAGER}));
    ASSERT_EQ(Write([&](resource::Session& session) {
                return session.Remove(types_.role_binding, binding);
              }),
              absl::OkStatus());
  }
}

TEST_F(RoleStoreTest, AProjectThatMovesTakesTheRightsOfItsNewDepartment) {
  Bind("users/mia", MANAGER, kHr);
  Bind("users/tom", MANAGER, kIt);
  EXPECT_TRUE(Roles("users/mia", kHiring).any());
  EXPECT_TRUE(Roles("users/tom", kHiring).none());
  ASSERT_EQ(Write([&](resource::Session& session) -> absl::Status {
              v1::Project before;
              RETURN_IF_ERROR(session.Get(types_.project, kHiring, &before));
              v1::Project after = before;
              after.set_department(kIt);
              return session.Replace(types_.project, before, after).status();
            }),
            absl::OkStatus());
  EXPECT_TRUE(Roles("users/mia", kHiring).none());
  EXPECT_TRUE(Roles("users/tom", kHiring).any());
}

TEST_F(RoleStoreTest, ListsTheOrganisationsOfASubject) {
  Bind("users/mia", MANAGER, kHr);
  Bind("users/mia", VIEWER, "");
  Bind("users/mia", VIEWER, "", "organizations/aaa");
  Bind("users/tom", VIEWER, "", "organizations/other");
  EXPECT_THAT(*roles_->OrganizationsOf("users/mia", Soon()), ElementsAre("aaa", "acme"));
  EXPECT_THAT(*roles_->OrganizationsOf("users/none", Soon()), IsEmpty());
}

}  // namespace
}  // namespace palier::registry
