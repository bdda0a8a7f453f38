// SPDX-License-Identifier: Apache-2.0
// The search over a running registry.
#include "registry/testing/audit_fixture.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SearchTest : public AuditFixture {
 protected:
  v1::SearchProjectsResponse Search(const std::string& query, int page_size = 0) {
    auto request = Parent<v1::SearchProjectsRequest>();
    request.set_query(query);
    request.set_page_size(page_size);
    const auto response = Call<v1::SearchProjectsResponse>("users/dev", "SearchProjects", request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.ok() ? *response : v1::SearchProjectsResponse();
  }
  std::vector<std::string> Found(const std::string& query, int page_size = 0) {
    const v1::SearchProjectsResponse response = Search(query, page_size);
    std::vector<std::string> ids;
    for (const v1::SearchHit& hit : response.hits())
      ids.push_back(hit.project().substr(hit.project().rfind('/') + 1));
    return ids;
  }
  void Update(const std::string& id, const std::string& purpose) {
    v1::UpdateProjectRequest request;
    request.mutable_project()->set_name(absl::StrCat(kFirm, "/projects/", id));
    request.mutable_project()->set_purpose(purpose);
    request.mutable_update_mask()->add_paths("purpose");
    ASSERT_EQ(Call<v1::Project>("users/dev", "UpdateProject", request).status(), absl::OkStatus());
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, SearchTest, kStores, StoreName);

TEST_P(SearchTest, FindsWithoutCaseAndAccentsTheBestFirst) {
  CreateProject("forecast", "Prévision de la demande", "Prévoir les ventes des magasins.");
  CreateProject("contracts", "Lecture de contrats", "Signaler les clauses ; prévision des risques");
  CreateProject("bot", "Chatbot RH", "Répondre aux questions sur les congés");
  EXPECT_THAT(Found("PREVISION"), ElementsAre("forecast", "contracts"));
  EXPECT_THAT(Found("prévision clauses"), ElementsAre("contracts", "forecast"));
  EXPECT_THAT(Found("conges"), ElementsAre("bot"));
  EXPECT_THAT(Found("chat"), ElementsAre("bot"));         // the beginning of the last word
  EXPECT_THAT(Found("chat conges"), ElementsAre("bot"));  // a whole word, the other is none
  EXPECT_THAT(Found("prev", 1), ElementsAre("forecast"));
  EXPECT_THAT(Found("zebra"), IsEmpty());
  const v1::SearchHit hit = Search("congés").hits(0);
  EXPECT_EQ(hit.display_name(), "Chatbot RH");
  EXPECT_EQ(hit.field(), "purpose");
  EXPECT_EQ(hit.excerpt(), "Répondre aux questions sur les congés");
  EXPECT_GT(hit.score(), 0);
}

TEST_P(SearchTest, FollowsChangesDeletionsAndUndeletions) {
  CreateProject("bot", "Bot", "alpha beta");
  Update("bot", "beta gamma");
  EXPECT_THAT(Found("alpha"), IsEmpty());
  EXPECT_THAT(Found("beta"), ElementsAre("bot"));
  EXPECT_THAT(Found("gamma"), ElementsAre("bot"));
  v1::DeleteProjectRequest deletion;
  deletion.set_name(absl::StrCat(kFirm, "/projects/bot"));
  ASSERT_EQ(Call<v1::Project>("users/dev", "DeleteProject", deletion).status(), absl::OkStatus());
  EXPECT_THAT(Found("beta"), IsEmpty());
  v1::UndeleteProjectRequest undeletion;
  undeletion.set_name(deletion.name());
  ASSERT_EQ(Call<v1::Project>("users/dev", "UndeleteProject", undeletion).status(),
            absl::OkStatus());
  EXPECT_THAT(Found("beta"), ElementsAre("bot"));
  Restart();
  EXPECT_THAT(Found("beta"), ElementsAre("bot"));
}

TEST_P(SearchTest, StaysWithinTheOrganisationAndItsRights) {
  CreateProject("bot", "Bot");
  v1::CreateOrganizationRequest other;
  other.set_organization_id("other");
  other.mutable_organization()->set_display_name("Other");
  ASSERT_EQ(Call<v1::Organization>("users/dev", "CreateOrganization", other).status(),
            absl::OkStatus());
  auto request = Parent<v1::SearchProjectsRequest>();
  request.set_query("bot");
  EXPECT_EQ(
      Call<v1::SearchProjectsResponse>("users/eve", "SearchProjects", request).status().code(),
      absl::StatusCode::kPermissionDenied);
  request.set_parent("organizations/other");
  EXPECT_EQ(Call<v1::SearchProjectsResponse>("users/dev", "SearchProjects", request)->hits_size(),
            0);
  request.set_query("  !? ");
  EXPECT_EQ(
      Call<v1::SearchProjectsResponse>("users/dev", "SearchProjects", request).status().code(),
      absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace palier::registry
