// SPDX-License-Identifier: Apache-2.0
#include "common/operations/job_fixture.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/testing/private_postgres.h"

namespace palier::operations {

using resource::Session;

void JobTest::SetUp() {
  sql::OpenOptions options;
  options.url = "sqlite::memory:";
  if (GetParam() == "Postgres") {
    if (const auto reason = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
    const auto server = testing::PrivatePostgres::Shared();
    ASSERT_TRUE(server.ok()) << server.status();
    static int schemas = 0;
    options.url = (*server)->url();
    options.schema = absl::StrCat("jobs_", ++schemas);
  }
  auto database = sql::Open(options);
  ASSERT_TRUE(database.ok()) << database.status();
  database_ = *std::move(database);
  constexpr sql::Migration kMade[] = {{1, "made", "CREATE TABLE made (name TEXT NOT NULL);"}};
  const auto migrate = [&](absl::string_view component, absl::Span<const sql::Migration> steps) {
    EXPECT_EQ(sql::Migrate(*database_, component, steps, sql::MigrateMode::kAuto),
              absl::OkStatus());
  };
  migrate("resource", resource::Migrations());
  migrate("operations", Migrations());
  migrate("made", kMade);
  store_ = std::make_unique<resource::Store>(*database_, clock_);
  ASSERT_EQ(store_->Prepare({&type_}), absl::OkStatus());
}

void JobTest::TearDown() {
  for (auto& replica : replicas_) replica->operations->Stop();
}

Options JobTest::Quick() {
  Options options;
  options.runner.threads = 2;
  options.runner.lease = absl::Milliseconds(1500);
  options.runner.look = absl::Milliseconds(20);
  options.runner.idle_look = absl::Milliseconds(50);
  options.runner.first_pause = absl::Milliseconds(10);
  options.runner.attempts = 3;
  return options;
}

Replica& JobTest::Serve(Doing work, const Options& options) {
  Replica& replica = *replicas_.emplace_back(std::make_unique<Replica>());
  replica.operations = std::make_unique<Operations>(options, type_, *store_, rights_);
  Operations& operations = *replica.operations;
  operations.Define(MakeKind<DoJobRequest, Job, DoJobMetadata>(
      "DoJob", std::move(work), [](const rpc::Call& call, Job& job) {
        if (call.language == rpc::Language::kFrench) job.set_text("en français");
      }));
  replica.table = std::make_unique<rpc::ServiceTable>("palier.operationstest.v1.JobService");
  AddOperationMethods(*replica.table, operations);
  replica.table->Unary<DoJobRequest, Operation>(
      "DoJob", [&operations](const rpc::Call& call, const DoJobRequest& request) {
        return operations.Begin(call, request.name(), request, absl::ZeroDuration());
      });
  EXPECT_EQ(replica.table->Check(), absl::OkStatus());
  operations.Start();
  return replica;
}

absl::Status JobTest::Make(OperationRun& run, const DoJobRequest& request) {
  const rpc::Call call = run.CallWithin(absl::Seconds(10));
  return store_->Write(
      call.deadline, resource::Actor::Of(call), [&](Session& session) -> absl::Status {
        const auto made =
            session.sql().Execute("INSERT INTO made (name) VALUES ($1)", {run.work().name});
        if (!made.ok()) return made.status();
        Job job;
        job.set_text(request.text());
        return run.Succeed(session, job);
      });
}

int JobTest::Made() {
  int64_t count = 0;
  EXPECT_EQ(store_->Read(absl::Now() + absl::Seconds(10),
                         [&](Session& session) {
                           return session.sql().Query("SELECT COUNT(*) FROM made", {},
                                                      [&](const sql::Row& row) {
                                                        count = row.int64(0);
                                                        return absl::OkStatus();
                                                      });
                         }),
            absl::OkStatus());
  return static_cast<int>(count);
}

rpc::Call JobTest::CallOf(const std::string& method, rpc::Language language) {
  rpc::Call call;
  call.caller.principal = "users/mia";
  call.organization = "acme";
  call.deadline = absl::Now() + absl::Seconds(20);
  call.language = language;
  call.method = absl::StrCat("/palier.operationstest.v1.JobService/", method);
  return call;
}

absl::StatusOr<Operation> JobTest::Begin(Replica& replica, const std::string& request_id,
                                         absl::Duration patience, const std::string& job) {
  DoJobRequest request;
  request.set_name(job);
  request.set_request_id(request_id);
  request.set_text("done");
  return replica.operations->Begin(CallOf("DoJob"), job, request, patience);
}

Operation JobTest::Get(Replica& replica, const std::string& name, rpc::Language language) {
  operationstest::v1::GetOperationRequest request;
  request.set_name(name);
  const auto operation = Call<Operation>(replica, "GetOperation", request, language);
  EXPECT_TRUE(operation.ok()) << operation.status();
  return operation.value_or(Operation());
}

absl::Status JobTest::Cancel(Replica& replica, const std::string& name) {
  operationstest::v1::CancelOperationRequest request;
  request.set_name(name);
  return Call<google::protobuf::Empty>(replica, "CancelOperation", request).status();
}

void JobTest::Await(const std::function<bool()>& condition) {
  for (const absl::Time end = absl::Now() + absl::Seconds(10); absl::Now() < end;) {
    if (condition()) return;
    absl::SleepFor(absl::Milliseconds(5));
  }
  FAIL() << "in vain";
}

Operation JobTest::AwaitDone(Replica& replica, const std::string& name) {
  Await([&] { return Get(replica, name).done(); });
  return Get(replica, name);
}

DoJobMetadata JobTest::MetadataOf(const Operation& operation) {
  DoJobMetadata metadata;
  EXPECT_TRUE(operation.metadata().UnpackTo(&metadata));
  return metadata;
}

std::string JobTest::LeaveBehind(const std::string& owner) {
  DoJobRequest request;
  request.set_name(kJob);
  request.set_text("done");
  operations::Work work;
  work.name = absl::StrCat(kJob, "/operations/op-left");
  work.method = "palier.operationstest.v1.JobService.DoJob";
  work.caller.principal = "users/mia";
  work.request.PackFrom(request);
  EXPECT_EQ(store_->Write(absl::Now() + absl::Seconds(10), {"users/mia", "", "test"},
                          [&](Session& session) { return ledger_.Insert(session, work, owner); }),
            absl::OkStatus());
  return work.name;
}

}  // namespace palier::operations
