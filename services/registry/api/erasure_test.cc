// SPDX-License-Identifier: Apache-2.0
// A person who is erased is found nowhere any more, and nothing else breaks.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/sql/database.h"
#include "common/testing/child_process.h"
#include "common/testing/private_redis.h"
#include "google/protobuf/empty.pb.h"
#include "registry/testing/audit_fixture.h"

namespace palier::registry {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What must not be found anywhere afterwards, in any case.
const std::vector<std::string>& Traces() {
  static const auto* traces = new std::vector<std::string>{"clothilde", "vandenbroucke",
                                                           "clothilde.v@example.org", "users/cvdb"};
  return *traces;
}

std::vector<std::string> TracesIn(const std::string& bytes) {
  const std::string folded = absl::AsciiStrToLower(bytes);
  std::vector<std::string> found;
  for (const std::string& trace : Traces()) {
    if (absl::StrContains(folded, trace)) found.push_back(trace);
  }
  return found;
}

class ErasureTest : public AuditFixture {
 protected:
  void SetUp() override {
    if (!testing::PrivateRedis::WhyNot().has_value()) {
      auto redis = testing::PrivateRedis::Start();
      ASSERT_EQ(redis.status(), absl::OkStatus());
      redis_ = *std::move(redis);
      config_.redis = redis_->address();
    }
    AuditFixture::SetUp();
  }

  v1::Person CreatePerson(const std::string& request_id = "") {
    auto request = Parent<v1::CreatePersonRequest>();
    request.mutable_person()->set_display_name("Clothilde Vandenbroucke");
    request.mutable_person()->set_email("clothilde.v@example.org");
    request.mutable_person()->set_principal("users/cvdb");
    request.mutable_person()->set_executive_committee(true);
    request.set_request_id(request_id);
    const auto made = Call<v1::Person>("users/dev", "CreatePerson", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? *made : v1::Person();
  }
  absl::StatusOr<v1::Person> Get(const std::string& name) {
    v1::GetPersonRequest request;
    request.set_name(name);
    return Call<v1::Person>("users/dev", "GetPerson", request);
  }
  absl::StatusOr<v1::ErasePersonResponse> Erase(const std::string& name,
                                                const std::string& principal = "users/dev",
                                                bool validate_only = false) {
    v1::ErasePersonRequest request;
    request.set_name(name);
    request.set_validate_only(validate_only);
    return Call<v1::ErasePersonResponse>(principal, "ErasePerson", request);
  }
  // Everything that the registry exports of its past.
  std::string Exported() {
    auto request = Parent<v1::ListChangesRequest>();
    request.set_page_size(1000);
    const auto changes = Call<v1::ListChangesResponse>("users/dev", "ListChanges", request);
    EXPECT_EQ(changes.status(), absl::OkStatus());
    std::string all = changes->SerializeAsString();
    const auto people =
        Call<v1::ListPeopleResponse>("users/dev", "ListPeople", Parent<v1::ListPeopleRequest>());
    EXPECT_EQ(people.status(), absl::OkStatus());
    return all + people->SerializeAsString();
  }
  // All that the files in the data folder hold.
  std::string Files() const {
    std::stringstream bytes;
    for (const auto& entry : std::filesystem::directory_iterator(config_.data)) {
      std::ifstream file(entry.path(), std::ios::binary);
      bytes << file.rdbuf();
    }
    return bytes.str();
  }
  // All values that Redis holds.
  std::string Cached() const {
    if (redis_ == nullptr) return "";
    // One file a call: what the program writes is appended.
    static int calls = 0;
    const std::string log = dir_.File(absl::StrCat("redis", ++calls, ".txt"));
    auto cli = testing::ChildProcess::Start(
        {"/usr/bin/redis-cli", "-s", redis_->socket(), "EVAL",
         "local all = '' for _, key in ipairs(redis.call('KEYS', '*')) do if "
         "redis.call('TYPE', key).ok == 'string' then all = all .. key .. redis.call('GET', key) "
         "end end return all",
         "0"},
        {.log = log});
    EXPECT_EQ(cli.status(), absl::OkStatus());
    EXPECT_EQ((*cli)->Wait(absl::Seconds(20)), 0);
    std::ifstream file(log, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }

  // A Redis that does not answer in time is told again in the background.
  void AwaitNothingCached() const {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while (!TracesIn(Cached()).empty() && absl::Now() < deadline) {
    }
    EXPECT_THAT(TracesIn(Cached()), IsEmpty());
  }

  std::unique_ptr<testing::PrivateRedis> redis_;
};
INSTANTIATE_TEST_SUITE_P(Stores, ErasureTest, kStores, StoreName);

TEST_P(ErasureTest, LeavesANamelessRecordAndTheChainHolds) {
  RecordProperty("requirement", "S4-19");
  const v1::Person person = CreatePerson("5cf3a5e3-7a3c-4c36-9f0d-6b2f0d8f7a11");
  EXPECT_THAT(TracesIn(person.name()), IsEmpty()) << person.name();
  auto binding = Parent<v1::CreateRoleBindingRequest>();
  binding.set_role_binding_id("b");
  binding.mutable_role_binding()->set_principal("users/other");
  binding.mutable_role_binding()->set_role(api::v1::VIEWER);
  ASSERT_EQ(Call<v1::RoleBinding>("users/dev", "CreateRoleBinding", binding).status(),
            absl::OkStatus());
  ASSERT_EQ(Get(person.name())->display_name(), "Clothilde Vandenbroucke");
  AwaitSealed();  // a part of the past is sealed, a part is not
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(person.name());
  update.mutable_person()->set_display_name("Clothilde Vandenbroucke-Roy");
  ASSERT_EQ(Call<v1::Person>("users/dev", "UpdatePerson", update).status(), absl::OkStatus());
  ASSERT_EQ(Get(person.name())->display_name(), "Clothilde Vandenbroucke-Roy");
  ASSERT_EQ(TracesIn(Exported()).size(), Traces().size());

  EXPECT_EQ(Erase(person.name(), "users/dev", true)->erased_changes(), 2);  // validate_only
  EXPECT_EQ(Get(person.name())->email(), "clothilde.v@example.org");
  const auto erased = Erase(person.name());
  ASSERT_EQ(erased.status(), absl::OkStatus());
  EXPECT_EQ(erased->erased_changes(), 2);

  const v1::Person remains = *Get(person.name());
  EXPECT_TRUE(remains.has_erase_time());
  EXPECT_EQ(remains.name(), person.name());
  EXPECT_FALSE(remains.executive_committee());
  EXPECT_THAT(TracesIn(remains.SerializeAsString()), IsEmpty());
  EXPECT_THAT(TracesIn(Exported()), IsEmpty());
  AwaitNothingCached();
  AwaitSealed();
  v1::ListHistoryRequest history;
  history.set_name(person.name());
  const auto told = Call<v1::ListHistoryResponse>("users/dev", "ListHistory", history);
  ASSERT_EQ(told.status(), absl::OkStatus());
  ASSERT_EQ(told->changes_size(), 3);
  EXPECT_FALSE(told->changes(0).erased());
  EXPECT_THAT(told->changes(0).method(), HasSubstr("ErasePerson"));
  EXPECT_TRUE(told->changes(1).erased());
  EXPECT_THAT(told->changes(1).method(), HasSubstr("UpdatePerson"));
  EXPECT_TRUE(told->changes(2).erased());

  // Nothing happens twice, and nobody comes back.
  EXPECT_EQ(Erase(person.name())->erased_changes(), 0);
  const absl::Status refused = Call<v1::Person>("users/dev", "UpdatePerson", update).status();
  EXPECT_EQ(status::ReasonOf(refused), error::v1::RESOURCE_DELETED) << refused;
  Restart();
  AwaitSealed();
}

TEST_P(ErasureTest, RemovesWhatThePrincipalMayDo) {
  const v1::Person person = CreatePerson();
  auto binding = Parent<v1::CreateRoleBindingRequest>();
  binding.mutable_role_binding()->set_principal("users/cvdb");
  binding.mutable_role_binding()->set_role(api::v1::ADMIN);
  for (const char* id : {"b1", "b2"}) {
    binding.set_role_binding_id(id);
    ASSERT_EQ(Call<v1::RoleBinding>("users/dev", "CreateRoleBinding", binding).status(),
              absl::OkStatus());
  }
  const absl::Status own = Erase(person.name(), "users/cvdb").status();
  EXPECT_EQ(own.code(), absl::StatusCode::kFailedPrecondition) << own;
  EXPECT_EQ(Erase(person.name())->removed_bindings(), 2);
  EXPECT_EQ(Erase(person.name(), "users/cvdb").status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_P(ErasureTest, ForgetsWhoWasDeletedBefore) {
  const v1::Person person = CreatePerson();
  v1::DeletePersonRequest deletion;
  deletion.set_name(person.name());
  ASSERT_EQ(Call<google::protobuf::Empty>("users/dev", "DeletePerson", deletion).status(),
            absl::OkStatus());
  AwaitSealed();
  EXPECT_EQ(Erase(person.name())->erased_changes(), 2);
  EXPECT_THAT(TracesIn(Exported()), IsEmpty());
  EXPECT_EQ(Erase(person.name())->erased_changes(), 0);
  AwaitSealed();
  EXPECT_EQ(Erase(absl::StrCat(kFirm, "/people/nobody")).status().code(),
            absl::StatusCode::kNotFound);
}

class ErasureFileTest : public ErasureTest {};
INSTANTIATE_TEST_SUITE_P(Files, ErasureFileTest, ::testing::Values("File"), StoreName);

TEST_P(ErasureFileTest, NoByteOfThePersonIsLeftInTheFiles) {
  RecordProperty("requirement", "S4-19");
  std::vector<v1::Person> people;
  for (int i = 0; i < 50; ++i) people.push_back(CreatePerson());
  for (const v1::Person& person : people) ASSERT_TRUE(Get(person.name()).ok());
  AwaitSealed();
  ASSERT_EQ(TracesIn(Files()).size(), Traces().size());
  if (redis_ != nullptr) {
    EXPECT_THAT(TracesIn(Cached()), Not(IsEmpty()));
  }
  for (const v1::Person& person : people) ASSERT_TRUE(Erase(person.name()).ok());
  AwaitNothingCached();
  Stop();  // writes the journal back and empties it
  EXPECT_THAT(TracesIn(Files()), IsEmpty());
  Start();
  AwaitSealed();
}

TEST_P(ErasureTest, NoRowOfAnyTableSpeaksOfThePerson) {
  const v1::Person person = CreatePerson("5cf3a5e3-7a3c-4c36-9f0d-6b2f0d8f7a11");
  AwaitSealed();
  ASSERT_TRUE(Erase(person.name()).ok());
  Stop();
  sql::OpenOptions options;
  options.url =
      config_.store.empty() ? absl::StrCat("sqlite:", config_.data, "/registry.db") : config_.store;
  options.schema = absl::StrCat(config_.schema_prefix, "_registry");
  const auto database = sql::Open(options);
  ASSERT_EQ(database.status(), absl::OkStatus());
  const char* columns[] = {"data FROM resource", "change FROM change_log", "salt FROM change_seal",
                           "content FROM change_seal"};
  const char* texts[] = {"f0 || f1 || f2 || f3 || f4 || f5 || name FROM resource",
                         "principal || method || request_hash || name FROM request_log",
                         "word || project FROM search_word"};
  std::string all;
  const auto read = [&](const std::string& what, bool blob) {
    return (*database)->Read(absl::Now() + absl::Seconds(20), [&](sql::Transaction& transaction) {
      return transaction.Query("SELECT " + what, {}, [&](const sql::Row& row) {
        all += std::string(blob ? row.blob(0) : row.text(0)) + "\n";
        return absl::OkStatus();
      });
    });
  };
  for (const char* what : columns) ASSERT_EQ(read(what, true), absl::OkStatus()) << what;
  for (const char* what : texts) ASSERT_EQ(read(what, false), absl::OkStatus()) << what;
  EXPECT_THAT(all, HasSubstr(person.name()));
  EXPECT_THAT(TracesIn(all), IsEmpty());
}

}  // namespace
}  // namespace palier::registry
