// SPDX-License-Identifier: Apache-2.0
// The audit of a running registry, and the history of its records.
#include <fstream>
#include <sstream>

#include "registry/testing/audit_fixture.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AuditTest : public AuditFixture {
 protected:
  v1::VerifyAuditResponse Verify(const std::string& principal = "users/dev",
                                 v1::VerifyAuditRequest request = {}) {
    request.set_parent(kFirm);
    const auto response = Call<v1::VerifyAuditResponse>(principal, "VerifyAudit", request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.ok() ? *response : v1::VerifyAuditResponse();
  }
  v1::ListHistoryResponse History(const std::string& name, int page_size = 0,
                                  const std::string& page_token = "") {
    v1::ListHistoryRequest request;
    request.set_name(name);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    const auto response = Call<v1::ListHistoryResponse>("users/dev", "ListHistory", request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.ok() ? *response : v1::ListHistoryResponse();
  }
  static std::vector<std::string> Show(const v1::RecordChange& change) {
    std::vector<std::string> lines;
    for (const v1::FieldDifference& difference : change.differences()) {
      lines.push_back(
          absl::StrCat(difference.path(), ": ", difference.before(), " -> ", difference.after()));
    }
    return lines;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, AuditTest, kStores, StoreName);

TEST_P(AuditTest, TheLogIsSealedWhileItServesAndHoldsAfterARestart) {
  RecordProperty("requirement", "S4-19");
  CreateProject("bot", "Bot");
  AwaitSealed();
  const auto head = Call<v1::GetAuditHeadResponse>("users/dev", "GetAuditHead",
                                                   Parent<v1::GetAuditHeadRequest>());
  ASSERT_EQ(head.status(), absl::OkStatus());
  EXPECT_GT(head->sequence(), 0);
  EXPECT_TRUE(head->has_seal_time());
  Restart();
  CreateProject("more", "More");
  v1::VerifyAuditRequest request;
  request.set_expected_sequence(head->sequence());
  request.set_expected_hash(head->hash());
  v1::VerifyAuditResponse verified = Verify("users/dev", request);
  EXPECT_TRUE(verified.intact()) << verified.explanation();
  EXPECT_GE(verified.sealed_count(), head->sequence());
  // A head that was never there.
  request.set_expected_hash(std::string(64, 'a'));
  verified = Verify("users/dev", request);
  EXPECT_FALSE(verified.intact());
  EXPECT_EQ(verified.broken_sequence(), head->sequence());
  request.set_expected_hash("zz");
  request.set_parent(kFirm);
  EXPECT_EQ(Call<v1::VerifyAuditResponse>("users/dev", "VerifyAudit", request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(AuditTest, HistoryTellsTheNewestFirstFromWhatToWhat) {
  RecordProperty("requirement", "S4-19");
  CreateProject("bot", "Bot");
  const std::string bot = absl::StrCat(kFirm, "/projects/bot");
  for (const char* purpose : {"read contracts", "read all contracts"}) {
    v1::UpdateProjectRequest update;
    update.mutable_project()->set_name(bot);
    update.mutable_project()->set_purpose(purpose);
    update.mutable_update_mask()->add_paths("purpose");
    ASSERT_EQ(Call<v1::Project>("users/dev", "UpdateProject", update).status(), absl::OkStatus());
  }
  v1::DeleteProjectRequest deletion;
  deletion.set_name(bot);
  ASSERT_EQ(Call<v1::Project>("users/dev", "DeleteProject", deletion).status(), absl::OkStatus());
  const v1::ListHistoryResponse all = History(bot);
  ASSERT_EQ(all.changes_size(), 4);
  EXPECT_EQ(all.changes(0).kind(), api::v1::Change::DELETED);
  EXPECT_THAT(Show(all.changes(1)),
              ElementsAre(R"(purpose: "read contracts" -> "read all contracts")"));
  EXPECT_EQ(all.changes(1).actor(), "users/dev");
  EXPECT_THAT(all.changes(1).method(), HasSubstr("UpdateProject"));
  EXPECT_EQ(all.changes(3).kind(), api::v1::Change::CREATED);
  EXPECT_THAT(Show(all.changes(3)), ::testing::Contains(R"(display_name:  -> "Bot")"));
  // The same in pages.
  std::vector<int64_t> sequences;
  std::string token;
  do {
    const v1::ListHistoryResponse page = History(bot, 3, token);
    for (const v1::RecordChange& change : page.changes()) sequences.push_back(change.sequence());
    token = page.next_page_token();
  } while (!token.empty());
  ASSERT_EQ(sequences.size(), 4u);
  EXPECT_TRUE(std::is_sorted(sequences.rbegin(), sequences.rend()));
}

TEST_P(AuditTest, HistoryOfNothingIsNotFoundAndNeedsRights) {
  v1::ListHistoryRequest request;
  request.set_name(absl::StrCat(kFirm, "/projects/none"));
  EXPECT_EQ(Call<v1::ListHistoryResponse>("users/dev", "ListHistory", request).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Call<v1::ListHistoryResponse>("users/eve", "ListHistory", request).status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(
      Call<v1::VerifyAuditResponse>("users/eve", "VerifyAudit", Parent<v1::VerifyAuditRequest>())
          .status()
          .code(),
      absl::StatusCode::kPermissionDenied);
}

// The database file of a registry that is stopped.
class AuditFileTest : public AuditTest {
 protected:
  std::string path() const { return dir_.File("data/registry.db"); }
  std::string Bytes() const {
    std::ifstream file(path(), std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }
};
INSTANTIATE_TEST_SUITE_P(Files, AuditFileTest, ::testing::Values("File"), StoreName);

TEST_P(AuditFileTest, OneByteOfTheDatabaseFileNamesTheRecord) {
  RecordProperty("requirement", "S4-19");
  CreateProject("bot", "Zanzibar Bot");
  CreateProject("other", "Other");
  AwaitSealed();
  Stop();
  const std::string whole = Bytes();
  int places = 0;
  for (size_t at = whole.find("Zanzibar"); at != std::string::npos;
       at = whole.find("Zanzibar", at + 1)) {
    std::string bytes = whole;
    bytes[at + 1] = 'e';
    std::ofstream(path(), std::ios::binary) << bytes;
    Start();
    const v1::VerifyAuditResponse verified = Verify();
    EXPECT_FALSE(verified.intact()) << at;
    EXPECT_EQ(verified.broken_resource(), absl::StrCat(kFirm, "/projects/bot")) << at;
    EXPECT_FALSE(verified.explanation().empty());
    Stop();
    ++places;
  }
  EXPECT_GE(places, 2);  // the project and the change that made it
  std::ofstream(path(), std::ios::binary) << whole;
  Start();
  EXPECT_TRUE(Verify().intact());
}

}  // namespace
}  // namespace palier::registry
