// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/etag_clients.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/rpc/auth.h"
#include "common/status/error.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"

namespace palier::scenarios {
namespace {

using linear::Kind;
using linear::Operation;
using linear::Outcome;
using registry::v1::Project;

// One list for so many updates.
constexpr uint32_t kUpdatesPerList = 8;

rpc::ClientOptions OnceEach() {
  rpc::ClientOptions options;
  options.headers = {{rpc::kPrincipalKey, "users/lea"}};
  options.attempts = 1;
  return options;
}

bool AnswerLost(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsCancelled(status);
}

}  // namespace

EtagClient::EtagClient(EtagScene& scene, int number)
    : scene_(scene),
      number_(number),
      client_(rpc::Connect(scene.address), OnceEach()),
      random_(static_cast<uint32_t>(number)) {}

void EtagClient::Run() {
  for (int i = 0; i < scene_.updates_per_client; ++i) {
    Update(scene_.projects[random_() % scene_.projects.size()]);
    ++scene_.updates;
    if (random_() % kUpdatesPerList == 0) List();
  }
}

Operation EtagClient::Begin(const std::string& project, Kind kind) {
  Operation call;
  call.client = number_;
  call.record = project;
  call.kind = kind;
  call.invoked = scene_.moments.Next();
  return call;
}

void EtagClient::Update(const std::string& project) {
  if (!etags_.contains(project)) Read(project);
  registry::v1::UpdateProjectRequest request;
  request.mutable_project()->set_name(project);
  request.mutable_project()->set_etag(etags_[project]);
  request.mutable_project()->set_display_name(absl::StrCat("Name ", number_, ".", ++values_));
  request.mutable_update_mask()->add_paths("display_name");
  Operation call = Begin(project, Kind::kWrite);
  call.expected = request.project().etag();
  call.value = request.project().display_name();
  const auto written = Unary<Project>(client_, "UpdateProject", request);
  if (!written.ok()) return NotDone(std::move(call), written.status());
  EXPECT_EQ(written->display_name(), call.value);
  Answered(std::move(call), *written);
}

// A read that is not answered says nothing.
void EtagClient::Until(const std::function<absl::Status()>& answered) {
  absl::Status last;
  const bool came = Await([&] {
    last = answered();
    EXPECT_TRUE(last.ok() || AnswerLost(last)) << last;
    return last.ok();
  });
  EXPECT_TRUE(came) << last;
}

void EtagClient::Read(const std::string& project) {
  registry::v1::GetProjectRequest request;
  request.set_name(project);
  Until([&] {
    Operation call = Begin(project, Kind::kRead);
    const auto read = Unary<Project>(client_, "GetProject", request);
    if (!read.ok()) return read.status();
    call.value = read->display_name();
    Answered(std::move(call), *read);
    return absl::OkStatus();
  });
}

void EtagClient::List() {
  registry::v1::ListProjectsRequest request;
  request.set_parent(scene_.organization);
  Until([&] {
    const Operation call = Begin("", Kind::kRead);
    const auto page = Unary<registry::v1::ListProjectsResponse>(client_, "ListProjects", request);
    if (!page.ok()) return page.status();
    EXPECT_EQ(page->projects_size(), static_cast<int>(scene_.projects.size()));
    for (const Project& project : page->projects()) {
      Operation one = call;
      one.record = project.name();
      one.value = project.display_name();
      Answered(std::move(one), project);
    }
    return absl::OkStatus();
  });
}

void EtagClient::Answered(Operation call, const Project& project) {
  call.answered = scene_.moments.Next();
  call.version = project.etag();
  etags_[call.record] = project.etag();
  history_.push_back(std::move(call));
}

void EtagClient::NotDone(Operation call, const absl::Status& why) {
  etags_.erase(call.record);
  // Too many others at once: given up before anything was written, whatever the version was.
  if (status::ReasonOf(why) == error::v1::CONTENTION) return;
  if (AnswerLost(why)) {
    call.outcome = Outcome::kUnknown;
  } else {
    EXPECT_EQ(status::ReasonOf(why), error::v1::ETAG_MISMATCH) << why;
    call.outcome = Outcome::kFailed;
    call.answered = scene_.moments.Next();
  }
  history_.push_back(std::move(call));
}

}  // namespace palier::scenarios
