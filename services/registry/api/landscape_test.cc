// SPDX-License-Identifier: Apache-2.0
// What is found in a small map with a known answer, over a running registry.
#include <gmock/gmock.h>
#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include "palier/registry/v1/synergy_map_service.pb.h"
#include "registry/api/testing/landscape_fixture.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string InText(const google::type::Money& amount) {
  return absl::StrCat(amount.units(), " ", amount.currency_code());
}

template <typename Amounts>
std::vector<std::string> InTexts(const Amounts& amounts) {
  std::vector<std::string> texts;
  for (const google::type::Money& amount : amounts) texts.push_back(InText(amount));
  return texts;
}

// Mail and chat write texts in sales and support; scan reads invoices; poet is alone. The customer
// project uses mail and needs the crm clean-up first; support has the same process as sales.
class LandscapeTest : public LandscapeFixture {
 protected:
  void SetUp() override {
    LandscapeFixture::SetUp();
    v1::DataSource crm;
    crm.add_consumers(Firm("departments/sales"));
    crm.add_requesters(Firm("departments/support"));
    Expect(Add("crm", crm));
    Expect(Add("mail", Tool("sales", "text-generation")));
    Expect(Add("chat", Tool("support", "text-generation")));
    v1::Application scan = Tool("accounting", "data-analysis");
    scan.add_data_sources(Firm("dataSources/crm"));
    Expect(Add("scan", scan));
    Expect(Add("poet", Tool("legal")));
    Expect(Add("answers-sales", Answers("sales", 300, "mail")));
    Expect(Add("answers-support", Answers("support", 100, "")));
    v1::Objective growth;
    Expect(Add("growth", growth));
    v1::Friction slow;
    slow.set_monthly_hours_hundredths(8000);
    slow.set_process(Firm("processes/answers-sales"));
    Expect(Add("slow", slow));
    v1::Project customer;
    customer.set_department(Firm("departments/sales"));
    customer.add_applications(Firm("applications/mail"));
    customer.add_objectives(Firm("objectives/growth"));
    customer.add_frictions(Firm("frictions/slow"));
    customer.mutable_scalability()->set_transversal(true);
    customer.mutable_scalability()->set_little_adaptation(true);
    Expect(Add("customer", customer));
    v1::Project cleanup;
    cleanup.set_owner(Firm("people/ann"));
    *cleanup.mutable_poc_budget() = Euros(9000);
    Expect(Add("cleanup", cleanup));
    v1::Synergy first = Edge("projects/cleanup", "projects/customer", v1::Synergy::DATA, 500);
    first.set_dependency(true);
    Expect(Add("first", first));
    Expect(Add("more", Edge("applications/mail", "processes/answers-support", v1::Synergy::VERTICAL,
                            1500)));
  }

  template <typename Result>
  static void Expect(const absl::StatusOr<Result>& result) {
    ASSERT_EQ(result.status(), absl::OkStatus());
  }

  static v1::Process Answers(const std::string& department, int64_t volume,
                             const std::string& tool) {
    v1::Process process;
    process.set_display_name("Réponses aux clients");
    process.set_department(Firm("departments/" + department));
    process.set_monthly_volume(volume);
    process.add_ai_functions(Firm("aiFunctions/text-generation"));
    v1::ChainStep& step = *process.add_chain();
    step.set_description("write");
    if (!tool.empty()) step.set_application(Firm("applications/" + tool));
    return process;
  }

  void AddCost(const std::string& project, const std::string& id, const google::type::Money& amount,
               bool monthly) {
    v1::Entry entry;
    entry.mutable_cost_line()->set_category(v1::CostLine::LICENCES);
    *entry.mutable_cost_line()->mutable_amount() = amount;
    entry.mutable_cost_line()->set_monthly(monthly);
    Expect(Create<v1::CreateEntryRequest>(id, entry, "dev", Firm("projects/" + project)));
  }
};

TEST_F(LandscapeTest, IslandsAndSilosAreExact) {
  RecordProperty("requirement", "S1-01 S1-04");
  v1::ReportIslandsRequest request;
  request.set_parent(kFirm);
  const auto report = Call<v1::ReportIslandsResponse>(request, "vic");
  ASSERT_EQ(report.status(), absl::OkStatus());
  EXPECT_THAT(report->islands(), ElementsAre(Firm("applications/poet")));
  EXPECT_EQ(report->ai_applications(), 4);
  ASSERT_EQ(report->silos_size(), 1);
  EXPECT_EQ(report->silos(0).data_source(), Firm("dataSources/crm"));
  EXPECT_EQ(report->silos(0).consumer(), Firm("departments/sales"));
  EXPECT_THAT(report->silos(0).requesters(), ElementsAre(Firm("departments/support")));
}

TEST_F(LandscapeTest, ShowcasesHaveNoObjectiveAndACost) {
  RecordProperty("requirement", "S4-02");
  AddCost("cleanup", "one", Euros(100), false);
  AddCost("cleanup", "two", Euros(30), false);
  AddCost("cleanup", "three", Euros(7, "USD"), false);
  AddCost("cleanup", "four", Euros(20), true);
  AddCost("customer", "five", Euros(1000), true);
  v1::ReportShowcasesRequest request;
  request.set_parent(kFirm);
  auto report = Call<v1::ReportShowcasesResponse>(request, "vic");
  ASSERT_EQ(report.status(), absl::OkStatus());
  ASSERT_EQ(report->showcases_size(), 1);
  const v1::Showcase& cleanup = report->showcases(0);
  EXPECT_EQ(cleanup.project(), Firm("projects/cleanup"));
  EXPECT_EQ(cleanup.owner(), Firm("people/ann"));
  EXPECT_EQ(cleanup.stage(), v1::Project::IDEA);
  EXPECT_EQ(InText(cleanup.poc_budget()), "9000 EUR");
  EXPECT_THAT(InTexts(cleanup.single_costs()), ElementsAre("130 EUR", "7 USD"));
  EXPECT_THAT(InTexts(cleanup.monthly_costs()), ElementsAre("20 EUR"));
  EXPECT_THAT(InTexts(report->single_costs()), ElementsAre("130 EUR", "7 USD"));
  EXPECT_EQ(report->projects(), 2);

  // An objective that is gone is none.
  v1::DeleteObjectiveRequest deletion;
  deletion.set_name(Firm("objectives/growth"));
  ASSERT_TRUE(Call<google::protobuf::Empty>(deletion).ok());
  report = Call<v1::ReportShowcasesResponse>(request);
  ASSERT_EQ(report->showcases_size(), 2);
  EXPECT_THAT(InTexts(report->monthly_costs()), ElementsAre("1020 EUR"));
}

TEST_F(LandscapeTest, ClustersAndProposals) {
  RecordProperty("requirement", "S1-28 S1-65");
  v1::FindClustersRequest request;
  request.set_parent(kFirm);
  const auto found = Call<v1::FindClustersResponse>(request, "vic", "fr");
  ASSERT_EQ(found.status(), absl::OkStatus());
  ASSERT_EQ(found->clusters_size(), 1);
  const v1::Cluster& cluster = found->clusters(0);
  EXPECT_THAT(cluster.members(),
              ElementsAre(Firm("applications/mail"), Firm("processes/answers-sales"),
                          Firm("processes/answers-support"), Firm("projects/cleanup"),
                          Firm("projects/customer")));
  EXPECT_EQ(cluster.hub(), Firm("applications/mail"));
  EXPECT_THAT(cluster.cut_members(),
              ElementsAre(Firm("applications/mail"), Firm("projects/customer")));
  EXPECT_THAT(cluster.synergies(), ElementsAre(Firm("synergies/first"), Firm("synergies/more")));
  EXPECT_THAT(InTexts(cluster.yearly_gains()), ElementsAre("2000 EUR"));
  ASSERT_EQ(cluster.links_size(), 4);
  EXPECT_EQ(cluster.links(0).reason(), v1::ClusterLink::CHAIN_STEP);
  EXPECT_EQ(cluster.links(1).synergy(), Firm("synergies/more"));
  ASSERT_EQ(found->proposed_size(), 1);
  const v1::Synergy& proposed = found->proposed(0);
  EXPECT_EQ(proposed.display_name(), "Génération de texte : chat et mail");
  EXPECT_EQ(proposed.type(), v1::Synergy::HORIZONTAL);
  EXPECT_FALSE(found->more_proposed());
  // A proposal is what CreateSynergy takes; then it is none any more.
  ASSERT_EQ(Add("drawn", proposed).status(), absl::OkStatus());
  EXPECT_EQ(Call<v1::FindClustersResponse>(request)->proposed_size(), 0);
}

// customer: gains 2,000 of 2,000 (25), volume 300 + 100 of 400 (20), transversal and little
// adaptation (30). cleanup: gains 500 of 2,000 (6.25).
TEST_F(LandscapeTest, RanksByHandAndExplains) {
  RecordProperty("requirement", "S1-15 S1-16 S1-61 S1-68 S4-15");
  v1::RankCandidatesRequest request;
  request.set_parent(kFirm);
  const auto ranking = Call<v1::RankCandidatesResponse>(request, "vic");
  ASSERT_EQ(ranking.status(), absl::OkStatus());
  ASSERT_EQ(ranking->projects_size(), 2);
  EXPECT_EQ(ranking->total(), 2);
  EXPECT_EQ(ranking->weights().synergy_gain(), 25);
  EXPECT_EQ(ranking->projects(0).project(), Firm("projects/customer"));
  EXPECT_DOUBLE_EQ(ranking->projects(0).score(), 75);
  EXPECT_DOUBLE_EQ(ranking->projects(1).score(), 6.25);
  EXPECT_EQ(ranking->projects(1).worst_rank(), 2);
  EXPECT_EQ(ranking->projects(1).best_rank(), 2);
  EXPECT_THAT(InTexts(ranking->projects(0).yearly_gains()), ElementsAre("2000 EUR"));

  v1::ExplainRankRequest explain;
  explain.set_name(Firm("projects/customer"));
  const auto why = Call<v1::ExplainRankResponse>(explain, "vic", "fr");
  ASSERT_EQ(why.status(), absl::OkStatus());
  ASSERT_EQ(why->terms_size(), 6);
  double points = 0;
  for (const v1::RankTerm& term : why->terms()) points += term.points();
  EXPECT_DOUBLE_EQ(points, why->project().score());
  EXPECT_EQ(why->terms(0).input(), "synergy_gain");
  EXPECT_EQ(why->terms(0).value(), "2000.00 EUR par an, synergies : 2");
  EXPECT_EQ(why->terms(1).value(), "400 cas par mois, processus : 2");
  EXPECT_EQ(why->terms(3).value(), "non");
  EXPECT_EQ(why->terms(5).value(), "IDEA");
}

TEST_F(LandscapeTest, WeightsAreTheCallers) {
  RecordProperty("requirement", "S1-15");
  v1::RankCandidatesRequest request;
  request.set_parent(kFirm);
  request.set_limit(1);
  request.mutable_weights()->set_synergy_gain(40);
  request.mutable_weights()->set_clear_roi(60);
  const auto ranking = Call<v1::RankCandidatesResponse>(request);
  ASSERT_EQ(ranking.status(), absl::OkStatus());
  ASSERT_EQ(ranking->projects_size(), 1);
  EXPECT_EQ(ranking->total(), 2);
  EXPECT_DOUBLE_EQ(ranking->projects(0).score(), 40);
  request.mutable_weights()->set_clear_roi(101);
  EXPECT_EQ(FirstField(Call<v1::RankCandidatesResponse>(request).status()), "weights.clear_roi");
}

TEST_F(LandscapeTest, NamesTheDepartmentsToTakeItTo) {
  RecordProperty("requirement", "S1-68 S4-15");
  // Support is joined by a synergy: it has the project. Legal has the same process.
  Expect(Add("answers-legal", Answers("legal", 10, "")));
  v1::ExplainRankRequest explain;
  explain.set_name(Firm("projects/customer"));
  const auto why = Call<v1::ExplainRankResponse>(explain);
  ASSERT_EQ(why.status(), absl::OkStatus());
  EXPECT_THAT(why->project().replication_departments(), ElementsAre(Firm("departments/legal")));
  EXPECT_TRUE(why->project().quick_win());
  ASSERT_EQ(why->replication_targets_size(), 1);
  EXPECT_EQ(why->replication_targets(0).process(), Firm("processes/answers-legal"));
  EXPECT_THAT(why->replication_targets(0).ai_functions(),
              ElementsAre(Firm("aiFunctions/text-generation")));
}

TEST_F(LandscapeTest, ExplainsOnlyWhatIsThere) {
  v1::ExplainRankRequest explain;
  explain.set_name(Firm("projects/none"));
  EXPECT_EQ(status::ReasonOf(Call<v1::ExplainRankResponse>(explain).status()),
            error::v1::RESOURCE_NOT_FOUND);
}

TEST_F(LandscapeTest, TheRoadmapRespectsDependencies) {
  v1::PlanRoadmapRequest request;
  request.set_parent(kFirm);
  const auto plan = Call<v1::PlanRoadmapResponse>(request, "vic");
  ASSERT_EQ(plan.status(), absl::OkStatus());
  ASSERT_EQ(plan->steps_size(), 2);
  EXPECT_EQ(plan->steps(0).project(), Firm("projects/cleanup"));
  EXPECT_EQ(plan->steps(0).level(), 1);
  EXPECT_EQ(plan->steps(0).rank(), 2);
  EXPECT_EQ(plan->steps(1).level(), 2);
  EXPECT_THAT(plan->steps(1).needs(), ElementsAre(Firm("projects/cleanup")));
  request.set_limit(1);
  const auto beginning = Call<v1::PlanRoadmapResponse>(request);
  EXPECT_EQ(beginning->steps_size(), 1);
  EXPECT_EQ(beginning->total(), 2);
}

TEST_F(LandscapeTest, ExportsTheMap) {
  RecordProperty("requirement", "S1-14");
  v1::ExportGraphRequest request;
  request.set_parent(kFirm);
  EXPECT_EQ(FirstField(Call<v1::ExportGraphResponse>(request).status()), "format");
  request.set_format(v1::ExportGraphRequest::GRAPHML);
  const auto graphml = Call<v1::ExportGraphResponse>(request, "vic");
  ASSERT_EQ(graphml.status(), absl::OkStatus());
  EXPECT_EQ(graphml->content_type(), "application/graphml+xml");
  EXPECT_THAT(graphml->content(), HasSubstr(Firm("synergies/more")));
  EXPECT_THAT(graphml->content(), HasSubstr("Réponses aux clients"));
  request.set_format(v1::ExportGraphRequest::DOT);
  const auto dot = Call<v1::ExportGraphResponse>(request, "vic");
  ASSERT_EQ(dot.status(), absl::OkStatus());
  EXPECT_EQ(dot->content_type(), "text/vnd.graphviz");
  EXPECT_THAT(dot->content(), HasSubstr("style=dashed"));
}

// Neither a stranger nor the map of another house.
TEST_F(LandscapeTest, OtherOrganisationsSeeNothing) {
  v1::ReportIslandsRequest islands;
  islands.set_parent(kFirm);
  v1::ReportShowcasesRequest showcases;
  showcases.set_parent(kFirm);
  v1::FindClustersRequest clusters;
  clusters.set_parent(kFirm);
  v1::RankCandidatesRequest rank;
  rank.set_parent(kFirm);
  v1::ExplainRankRequest explain;
  explain.set_name(Firm("projects/customer"));
  v1::PlanRoadmapRequest roadmap;
  roadmap.set_parent(kFirm);
  v1::ExportGraphRequest graph;
  graph.set_parent(kFirm);
  graph.set_format(v1::ExportGraphRequest::DOT);
  const absl::Status refusals[] = {Call<v1::ReportIslandsResponse>(islands, "eve").status(),
                                   Call<v1::ReportShowcasesResponse>(showcases, "eve").status(),
                                   Call<v1::FindClustersResponse>(clusters, "eve").status(),
                                   Call<v1::RankCandidatesResponse>(rank, "eve").status(),
                                   Call<v1::ExplainRankResponse>(explain, "eve").status(),
                                   Call<v1::PlanRoadmapResponse>(roadmap, "eve").status(),
                                   Call<v1::ExportGraphResponse>(graph, "eve").status()};
  for (const absl::Status& refusal : refusals) {
    EXPECT_EQ(refusal.code(), absl::StatusCode::kPermissionDenied) << refusal;
    EXPECT_EQ(status::ReasonOf(refusal), error::v1::PERMISSION_DENIED);
  }
  islands.set_parent("organizations/rival");
  EXPECT_THAT(Call<v1::ReportIslandsResponse>(islands, "eve")->islands(),
              ElementsAre("organizations/rival/applications/spy"));
  graph.set_parent("organizations/rival");
  EXPECT_THAT(Call<v1::ExportGraphResponse>(graph, "eve")->content(), Not(HasSubstr("firm")));
}

}  // namespace
}  // namespace palier::registry
