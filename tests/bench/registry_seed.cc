// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/registry_seed.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/structure.pb.h"

namespace palier::bench {
namespace {

constexpr int kPerTransaction = 500;

}  // namespace

RegistrySeed::RegistrySeed(std::unique_ptr<sql::Database> database)
    : database_(std::move(database)), store_(*database_, clock_), search_(types_) {
  store_.Observe([this](resource::Session& session, const resource::Type& type,
                        const google::protobuf::Message* before,
                        const google::protobuf::Message* after) {
    return search_.Update(session, type, before, after);
  });
}

absl::StatusOr<std::unique_ptr<RegistrySeed>> RegistrySeed::Open(const sql::OpenOptions& options) {
  ASSIGN_OR_RETURN(auto database, sql::Open(options));
  std::unique_ptr<RegistrySeed> seed(new RegistrySeed(std::move(database)));
  RETURN_IF_ERROR(
      sql::Migrate(*seed->database_, "resource", resource::Migrations(), sql::MigrateMode::kAuto));
  RETURN_IF_ERROR(sql::Migrate(*seed->database_, "search", registry::SearchIndex::Migrations(),
                               sql::MigrateMode::kAuto));
  RETURN_IF_ERROR(seed->store_.Prepare(seed->types_.all()));
  return seed;
}

absl::Status RegistrySeed::Write(const std::function<absl::Status(resource::Session&)>& fn) {
  return store_.Write(absl::Now() + absl::Minutes(5), {"users/dev", "", "Seed"}, fn);
}

absl::Status RegistrySeed::Add(const resource::Type& type, google::protobuf::Message& resource) {
  return Write([&](resource::Session& session) { return session.Insert(type, resource); });
}

absl::Status RegistrySeed::AddOrganization(const std::string& id) {
  registry::v1::Organization organization;
  organization.set_name("organizations/" + id);
  organization.set_display_name(id);
  organization.set_time_zone("UTC");
  RETURN_IF_ERROR(Add(types_.organization, organization));
  for (const api::v1::Role role : {api::v1::ADMIN, api::v1::MANAGER}) {
    registry::v1::RoleBinding binding;
    binding.set_name(absl::StrCat(organization.name(), "/roleBindings/dev-", role));
    binding.set_principal("users/dev");
    binding.set_role(role);
    RETURN_IF_ERROR(Add(types_.role_binding, binding));
  }
  return absl::OkStatus();
}

absl::Status RegistrySeed::AddProjects(const std::string& organization, int count,
                                       const std::function<registry::v1::Project(int)>& make,
                                       const std::vector<registry::v1::Entry>& entries) {
  const auto add_one = [&](resource::Session& session, int n) -> absl::Status {
    registry::v1::Project project = make(n);
    project.set_name(absl::StrCat("organizations/", organization, "/projects/p", n));
    RETURN_IF_ERROR(session.Insert(types_.project, project));
    for (size_t i = 0; i < entries.size(); ++i) {
      registry::v1::Entry entry = entries[i];
      entry.set_name(absl::StrCat(project.name(), "/entries/e", i));
      RETURN_IF_ERROR(session.Insert(types_.entry, entry));
    }
    return absl::OkStatus();
  };
  for (int begin = 0; begin < count; begin += kPerTransaction) {
    const int end = std::min(count, begin + kPerTransaction);
    RETURN_IF_ERROR(Write([&](resource::Session& session) -> absl::Status {
      for (int n = begin; n < end; ++n) RETURN_IF_ERROR(add_one(session, n));
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

}  // namespace palier::bench
