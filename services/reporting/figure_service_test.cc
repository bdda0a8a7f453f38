// SPDX-License-Identifier: Apache-2.0
// Figures over gRPC, with a real registry behind them.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/idea_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "reporting/testing/company.h"

namespace palier::reporting {
namespace {

using registry::v1::Blocker;
using registry::v1::Entry;
using registry::v1::Project;

class FigureServiceTest : public ::testing::Test {
 protected:
  Project Create(const std::string& id) {
    registry::v1::CreateProjectRequest request;
    request.set_parent("organizations/acme");
    request.set_project_id(id);
    request.mutable_project()->set_display_name(id);
    const auto project = company_.Registry<Project>("CreateProject", request);
    EXPECT_TRUE(project.ok()) << project.status();
    return project.value_or(Project());
  }

  Entry Block(const Project& project, Blocker::Type type) {
    registry::v1::CreateEntryRequest request;
    request.set_parent(project.name());
    request.mutable_entry()->set_display_name(absl::StrCat("In the way ", ++entries_));
    request.mutable_entry()->mutable_blocker()->set_type(type);
    request.mutable_entry()->mutable_blocker()->set_nature(Blocker::STRATEGIC);
    const auto entry = company_.Registry<Entry>("CreateEntry", request);
    EXPECT_TRUE(entry.ok()) << entry.status();
    return entry.value_or(Entry());
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const std::string& method, const Request& request,
                               const std::string& language = "en") const {
    return company_.As("users/dev", language)
        ->Unary<Response>(rpc::MethodPath(method, request), request);
  }

  absl::StatusOr<v1::Figure> Get(const std::string& id, const std::string& language = "en") const {
    v1::GetFigureRequest request;
    request.set_name(absl::StrCat("organizations/acme/figures/", id));
    return Ask<v1::Figure>("GetFigure", request, language);
  }

  std::vector<v1::FigureItem> Items(const std::string& id, int page_size = 0,
                                    const std::string& part = "") const {
    std::vector<v1::FigureItem> items;
    v1::ListFigureItemsRequest request;
    request.set_parent(absl::StrCat("organizations/acme/figures/", id));
    request.set_page_size(page_size);
    request.set_part(part);
    do {
      const auto page = Ask<v1::ListFigureItemsResponse>("ListFigureItems", request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return items;
      items.insert(items.end(), page->items().begin(), page->items().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return items;
  }

  Company company_;
  int entries_ = 0;
};

TEST_F(FigureServiceTest, AFigureShowsWhatWasWrittenAMomentAgo) {
  const Project project = Create("assistant");
  const auto before = Get("blockers-by-type");
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->value().number(), 0);
  EXPECT_FALSE(before->has_newest_record_time());
  Block(project, Blocker::HUMAN);
  const Entry political = Block(project, Blocker::POLITICAL);
  const auto after = Get("blockers-by-type", "fr");
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->value().number(), 2);
  EXPECT_EQ(after->value().unit(), v1::FigureValue::COUNT);
  EXPECT_EQ(after->title(), "Blocages ouverts, par type");
  EXPECT_EQ(after->topic(), v1::Figure::OBSTACLES);
  EXPECT_EQ(after->quality(), v1::Figure::RECORDED);
  EXPECT_EQ(after->parts_size(), 4);
  EXPECT_EQ(after->parts(2).value().number(), 500);
  EXPECT_EQ(after->parts(2).value().basis_count(), 2);
  EXPECT_EQ(after->parts(2).value().text(), "50,0\u00a0% de 2");
  EXPECT_EQ(after->item_count(), 2);
  EXPECT_GT(after->registry_cursor(), before->registry_cursor());
  EXPECT_EQ(after->newest_record_time().seconds(), political.update_time().seconds());
  EXPECT_EQ(after->reference_figures(0).id(), "failed-for-adoption");
  EXPECT_FALSE(after->formula().empty());
  EXPECT_EQ(after->definition_version(), 1);
  EXPECT_EQ(Items("blockers-by-type", 0, "POLITICAL").at(0).resource(), political.name());

  registry::v1::DeleteEntryRequest remove;
  remove.set_name(political.name());
  ASSERT_TRUE(company_.Registry<google::protobuf::Empty>("DeleteEntry", remove).ok());
  EXPECT_EQ(Get("blockers-by-type")->value().number(), 1);
  registry::v1::DeleteProjectRequest gone;
  gone.set_name(project.name());
  ASSERT_TRUE(company_.Registry<Project>("DeleteProject", gone).ok());
  EXPECT_EQ(Get("blockers-by-type")->value().number(), 0);
  registry::v1::UndeleteProjectRequest back;
  back.set_name(project.name());
  ASSERT_TRUE(company_.Registry<Project>("UndeleteProject", back).ok());
  EXPECT_EQ(Get("blockers-by-type")->value().number(), 1) << "its records come back with it";
}

// What a model made from changes shows is what one read as a whole shows.
TEST_F(FigureServiceTest, FollowingComesToTheSameAsReadingEverything) {
  std::vector<Project> projects;
  for (int i = 0; i < 6; ++i) projects.push_back(Create(absl::StrCat("p", i)));
  ASSERT_TRUE(Get("showcases").ok());
  for (int i = 0; i < 6; ++i) {
    const Entry entry = Block(projects[i], static_cast<Blocker::Type>(1 + i % 4));
    if (i % 2 == 0) continue;
    registry::v1::UpdateEntryRequest update;
    *update.mutable_entry() = entry;
    update.mutable_entry()->mutable_blocker()->set_resolved(true);
    update.mutable_update_mask()->add_paths("blocker.resolved");
    ASSERT_TRUE(company_.Registry<Entry>("UpdateEntry", update).ok());
    ASSERT_TRUE(Get("showcases").ok());
  }
  v1::ListFiguresRequest request;
  request.set_parent("organizations/acme");
  const auto followed = Ask<v1::ListFiguresResponse>("ListFigures", request);
  ASSERT_TRUE(followed.ok()) << followed.status();
  // Another service, which has to read everything.
  const auto other = company_.AnotherReporting();
  const auto whole =
      other->Unary<v1::ListFiguresResponse>(rpc::MethodPath("ListFigures", request), request);
  ASSERT_TRUE(whole.ok()) << whole.status();
  ASSERT_EQ(followed->figures_size(), whole->figures_size());
  for (int i = 0; i < whole->figures_size(); ++i)
    EXPECT_EQ(followed->figures(i).DebugString(), whole->figures(i).DebugString());
}

TEST_F(FigureServiceTest, PagesAreTheWhole) {
  const Project project = Create("assistant");
  for (int i = 0; i < 7; ++i) Block(project, Blocker::HUMAN);
  std::set<std::string> names;
  for (const v1::FigureItem& item : Items("blockers-by-type", 3))
    EXPECT_TRUE(names.insert(item.resource()).second);
  EXPECT_EQ(names.size(), 7u);
  EXPECT_TRUE(Items("blockers-by-type", 3, "FINANCIAL").empty());

  std::set<std::string> figures;
  v1::ListFiguresRequest request;
  request.set_parent("organizations/acme");
  request.set_page_size(5);
  do {
    const auto page = Ask<v1::ListFiguresResponse>("ListFigures", request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::Figure& figure : page->figures())
      EXPECT_TRUE(figures.insert(figure.name()).second);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_GT(figures.size(), 20u);
  request.set_topic(v1::Figure::STRATEGY);
  const auto strategy = Ask<v1::ListFiguresResponse>("ListFigures", request);
  ASSERT_TRUE(strategy.ok()) << strategy.status();
  EXPECT_EQ(strategy->figures_size(), 5);
  for (const v1::Figure& figure : strategy->figures())
    EXPECT_EQ(figure.topic(), v1::Figure::STRATEGY);
  request.clear_topic();
  request.set_warnings_only(true);
  const auto warned = Ask<v1::ListFiguresResponse>("ListFigures", request);
  ASSERT_TRUE(warned.ok()) << warned.status();
  ASSERT_GT(warned->figures_size(), 0);
  for (const v1::Figure& figure : warned->figures()) EXPECT_FALSE(figure.warning().empty());
}

TEST_F(FigureServiceTest, WhatIsAskedWronglyIsTold) {
  EXPECT_EQ(status::ReasonOf(Get("no-such-figure").status()), error::v1::RESOURCE_NOT_FOUND);
  v1::ListFigureItemsRequest items;
  items.set_parent("organizations/acme/figures/zombies");
  items.set_page_token("nonsense");
  EXPECT_EQ(status::ReasonOf(Ask<v1::ListFigureItemsResponse>("ListFigureItems", items).status()),
            error::v1::INVALID_PAGE_TOKEN);
  v1::GetFigureRequest request;
  request.set_name("organizations/other/figures/zombies");
  EXPECT_FALSE(Ask<v1::Figure>("GetFigure", request).ok());
  request.set_name("organizations/acme/figures/zombies");
  EXPECT_TRUE(absl::IsPermissionDenied(
      company_.As("users/stranger")
          ->Unary<v1::Figure>(rpc::MethodPath("GetFigure", request), request)
          .status()));
}

// The sponsor that came after the start of the PoC was not there from the start (S2-16).
TEST_F(FigureServiceTest, TheRegistryKeepsWhenATechnicalSponsorWasFirstNamed) {
  registry::v1::CreatePersonRequest person;
  person.set_parent("organizations/acme");
  person.set_person_id("ines");
  person.mutable_person()->set_display_name("Ines");
  ASSERT_TRUE(company_.Registry<registry::v1::Person>("CreatePerson", person).ok());
  Project project = Create("assistant");
  EXPECT_FALSE(project.has_technical_sponsor_time());
  const auto name = [&](const std::string& sponsor) {
    registry::v1::UpdateProjectRequest update;
    update.mutable_project()->set_name(project.name());
    update.mutable_project()->set_technical_sponsor(sponsor);
    update.mutable_project()->mutable_technical_sponsor_time()->set_seconds(5);
    update.mutable_update_mask()->add_paths("technical_sponsor");
    const auto updated = company_.Registry<Project>("UpdateProject", update);
    EXPECT_TRUE(updated.ok()) << updated.status();
    return updated.value_or(Project());
  };
  const Project named = name("organizations/acme/people/ines");
  EXPECT_EQ(named.technical_sponsor_time().seconds(), named.update_time().seconds());
  EXPECT_EQ(name("").technical_sponsor_time().seconds(), named.technical_sponsor_time().seconds())
      << "who left was there";
}

// Who asks at once waits for one reading, and all see the same.
TEST_F(FigureServiceTest, ManyMayAskAtOnce) {
  const Project project = Create("assistant");
  Block(project, Blocker::HUMAN);
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([this] {
      const auto figure = Get("blockers-by-type");
      ASSERT_TRUE(figure.ok()) << figure.status();
      EXPECT_EQ(figure->value().number(), 1);
    });
  }
  for (std::thread& caller : callers) caller.join();
}

}  // namespace
}  // namespace palier::reporting
