// SPDX-License-Identifier: Apache-2.0
// Real exports of a coding assistant as sources, against figures that were computed without Palier.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "kpi/testing/source_files_fixture.h"

namespace palier::kpi {
namespace {

class SourceFilesTest : public SourceFilesFixture {
 protected:
  // `[{"date": "2026-05-04", "editors": [{"name": "vim", "chats": 3}]}]`
  void DeclareEditorsOfDays() {
    Declare("days", R"pb(
      display_name: "Days"
      format: JSON
      records: "$[*].editors[*]"
      enclosing { name: "date" path: "$[*].date" }
      mappings {
        event_id: "$.date"
        event_id: "$.name"
        event_time { path: "$.date" formats: DATE }
        project { constant: "quotation" }
        measures { kpi: "chats" path: "$.chats" }
      }
    )pb");
  }
};

// Of the organisation and of the enterprise, which count differently.
constexpr const char* kOwners[] = {"organization", "enterprise"};

TEST_F(SourceFilesTest, DaysOfACodingAssistant) {
  const std::map<std::string, std::string> figures = {{"suggestions", "total_suggestions_count"},
                                                      {"acceptances", "total_acceptances_count"},
                                                      {"lines_suggested", "total_lines_suggested"},
                                                      {"lines_accepted", "total_lines_accepted"},
                                                      {"active_user_days", "total_active_users"}};
  for (const std::string owner : kOwners) {
    const std::string file = absl::StrCat(owner, "_usage_response_sample.json");
    READ_OR_SKIP(data, "copilot-metrics/" + file);
    const Json reference = Json::parse(ReadData("copilot-metrics/reference.json"))[file];
    std::string measures;
    const auto kpi_of = [&](const std::string& figure) {
      return absl::StrCat(owner, "-", absl::StrJoin(absl::StrSplit(figure, '_'), "-"));
    };
    for (const auto& [figure, field] : figures) {
      Measure(kpi_of(figure));
      absl::StrAppend(&measures, "measures { kpi: \"", kpi_of(figure), "\" path: \"$.", field,
                      "\" } ");
    }
    Declare(owner, absl::StrCat(R"pb(
                                  display_name: "Coding assistant"
                                  format: JSON
                                  mappings { event_id: "$.day"
                                             event_time { path: "$.day" formats: DATE }
                                             project { constant: "quotation" }
                                )pb",
                                measures, "}"));
    Send(owner, data);
    Send(owner, data);
    for (const auto& [figure, field] : figures) {
      EXPECT_EQ(Total(kpi_of(figure)), reference[figure].get<double>()) << file << " " << figure;
    }
    EXPECT_NEAR(Total(kpi_of("acceptances")) / Total(kpi_of("suggestions")),
                reference["acceptance_rate"].get<double>(), 5e-7);
    ExpectDays(kpi_of("suggestions"), reference);
  }
}

// Day, then editors, then models, then languages.
TEST_F(SourceFilesTest, LanguagesWithinModelsWithinEditorsWithinDays) {
  RecordProperty("requirement", "S1-48");
  for (const std::string owner : kOwners) {
    const std::string file = absl::StrCat(owner, "_metrics_response_sample.json");
    READ_OR_SKIP(data, "copilot-metrics/" + file);
    const Json reference = Json::parse(ReadData("copilot-metrics/reference.json"))[file];
    const std::string active = owner + "-active";
    const std::string engaged = owner + "-engaged";
    const std::string suggestions = owner + "-suggestions";
    const std::string chats = owner + "-chats";
    for (const std::string& kpi : {active, engaged, suggestions, chats}) Measure(kpi);
    Declare(owner + "-days", absl::StrCat(R"pb(
                                            display_name: "Days"
                                            format: JSON
                                            mappings { event_id: "$.date"
                                                       event_time { path: "$.date" formats: DATE }
                                                       project { constant: "quotation" }
                                          )pb",
                                          "measures { kpi: \"", active,
                                          "\" path: \"$.total_active_users\" } measures { kpi: \"",
                                          engaged, "\" path: \"$.total_engaged_users\" } }"));
    const char kEditors[] = R"pb(
      team {
        path: "$.editor"
        table { key: "vscode" value: "vscode" }
        table { key: "JetBrains" value: "jetbrains" }
        table { key: "Neovim" value: "neovim" }
        table { key: "VisualStudio" value: "visual-studio" }
        table { key: "Xcode" value: "xcode" }
        table { key: "emacs" value: "emacs" }
      }
    )pb";
    Declare(
        owner + "-languages",
        absl::StrCat(
            R"pb(
              display_name: "Languages"
              format: JSON
              records: "$[*].copilot_ide_code_completions.editors[*].models[*].languages[*]"
              enclosing { name: "date" path: "$[*].date" }
              enclosing { name: "editor" path: "$[*].copilot_ide_code_completions.editors[*].name" }
              enclosing {
                name: "model"
                path: "$[*].copilot_ide_code_completions.editors[*].models[*].name"
              }
              mappings { filter: "model = default" event_id: "$.date" event_id: "$.editor"
                         event_id: "$.model"
                         event_id: "$.name"
                         event_time { path: "$.date" formats: DATE }
                         project { constant: "quotation" }
            )pb",
            kEditors, "measures { kpi: \"", suggestions,
            "\" path: \"$.total_code_suggestions\" } }"));
    Declare(
        owner + "-chats",
        absl::StrCat(R"pb(
                       display_name: "Chats"
                       format: JSON
                       records: "$[*].copilot_ide_chat.editors[*].models[*]"
                       enclosing { name: "date" path: "$[*].date" }
                       enclosing { name: "editor" path: "$[*].copilot_ide_chat.editors[*].name" }
                       mappings { event_id: "$.date" event_id: "$.editor" event_id: "$.name"
                                  event_time { path: "$.date" formats: DATE }
                                  project { constant: "quotation" }
                     )pb",
                     kEditors, "measures { kpi: \"", chats, "\" path: \"$.total_chats\" } }"));
    for (const char* source : {"-days", "-languages", "-chats"}) {
      Send(owner + source, data);
      Send(owner + source, data);
    }
    ExpectDays(active, reference);
    EXPECT_EQ(Total(active), reference["active_sum"].get<double>());
    EXPECT_EQ(Total(engaged), reference["engaged_sum"].get<double>());
    double most = 0;
    for (const auto& [day, users] : Days(active)) most = std::max(most, users);
    EXPECT_EQ(most, reference["max_active"].get<double>());
    // What is within has no figures but its own, added up on another way.
    std::map<std::string, double> by_day, by_editor, chats_by_day;
    for (const Json& day : Json::parse(data)) {
      const std::string date = day["date"];
      for (const Json& editor :
           day["copilot_ide_code_completions"].value("editors", Json::array())) {
        for (const Json& model : editor["models"]) {
          for (const Json& language : model.value("languages", Json::array())) {
            const double count = language["total_code_suggestions"];
            by_day[date] += count;
            by_editor[editor["name"] == "vscode" ? "vscode" : "others"] += count;
          }
        }
      }
      for (const Json& editor : day["copilot_ide_chat"].value("editors", Json::array())) {
        for (const Json& model : editor["models"]) {
          chats_by_day[date] += model["total_chats"].get<double>();
        }
      }
    }
    EXPECT_GT(by_day.size(), 10u);
    EXPECT_EQ(Days(suggestions), by_day);
    EXPECT_EQ(Days(chats), chats_by_day);
    EXPECT_EQ(Teams(suggestions)["vscode"], by_editor["vscode"]);
    EXPECT_EQ(Total(suggestions) - Teams(suggestions)["vscode"], by_editor["others"]);
  }
}

TEST_F(SourceFilesTest, ADryRunShowsWhatStandsAroundARecord) {
  DeclareEditorsOfDays();
  const auto run = DryRun("days", R"([{"date":"2026-05-04","editors":[{"name":"vim","chats":3}]},
                                      {"editors":[{"name":"vim","chats":4}]}])");
  ASSERT_TRUE(run.ok()) << run.status();
  ASSERT_EQ(run->records_size(), 2);
  EXPECT_EQ(run->records(0).record(), R"({"name":"vim","chats":3,"date":"2026-05-04"})");
  ASSERT_EQ(run->records(0).measurements_size(), 1);
  EXPECT_EQ(run->records(0).measurements(0).event_id(), "2026-05-04|vim");
  EXPECT_EQ(run->records(1).reason(), "FORMAT_CHANGED");
  EXPECT_THAT(run->records(1).message(), ::testing::HasSubstr("$.date"));
}

TEST_F(SourceFilesTest, WhatIsKeptOfANestedRecordHasWhatStoodAroundIt) {
  DeclareEditorsOfDays();
  const auto sent =
      SendRecords("days", R"([{"date":"2026-05-04","editors":[{"name":"vim","chats":3}]}])");
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->counts().quarantined_count(), 1) << "there is no such KPI yet";
  Measure("chats");
  EXPECT_EQ(Replay(kProject).released_count(), 1);
  EXPECT_EQ(Total("chats"), 3);
}

TEST_F(SourceFilesTest, SeatsOfACodingAssistant) {
  for (const std::string owner : kOwners) {
    const std::string file = absl::StrCat(owner, "_seats_response_sample.json");
    READ_OR_SKIP(data, "copilot-metrics/" + file);
    const Json reference = Json::parse(ReadData("copilot-metrics/reference.json"))[file];
    const std::string seats = owner + "-seats";
    const std::string never = owner + "-never-active";
    const std::string bought = owner + "-bought";
    for (const std::string& kpi : {seats, never}) Measure(kpi);
    v1::Kpi snapshot = AmountIn("1", 0);
    snapshot.set_semantics(v1::Kpi::SNAPSHOT);
    ASSERT_TRUE(Create(bought, snapshot).ok());
    const std::string seat =
        "event_id: \"$.assignee.login\" event_time { path: \"$.created_at\" } project { constant: "
        "\"quotation\" } user: \"$.assignee.login\" drop: \"$.assignee.avatar_url\" drop: "
        "\"$.assignee.html_url\" ";
    const std::string measures =
        absl::StrCat("measures { kpi: \"", seats, "\" constant: \"1\" } measures { kpi: \"", bought,
                     "\" path: \"$.total\" } ");
    Declare(owner, absl::StrCat("display_name: \"Seats\" format: JSON records: \"$.seats[*]\" ",
                                "enclosing { name: \"total\" path: \"$.total_seats\" } ",
                                "mappings { filter: \"NOT last_activity_at:*\" ", seat, measures,
                                "measures { kpi: \"", never, "\" constant: \"1\" } } mappings { ",
                                seat, measures, "}"));
    Send(owner, data);
    Send(owner, data);
    EXPECT_EQ(Total(seats), reference["rows"].get<double>());
    EXPECT_EQ(Total(never), reference["never_active"].get<double>());
    EXPECT_EQ(Days(bought).rbegin()->second, reference["total_seats"].get<double>());
    double logins = 0;
    for (const auto& [day, users] :
         Days(seats, [](const auto& point) { return point.distinct_users(); })) {
      logins += users;
    }
    EXPECT_EQ(logins, reference["distinct_logins"].get<double>()) << "each began on one day";
  }
}

// Requests and credits, which are never added up.
TEST_F(SourceFilesTest, CreditsOfACodingAssistant) {
  RecordProperty("requirement", "S1-51");
  READ_OR_SKIP(table, "copilot-metrics/billing-credit-usage.pseudonymised.csv");
  const Json reference = Json::parse(ReadData("copilot-metrics/reference.json"))["billing"];
  std::string models;
  std::map<std::string, double> rows_by_model;
  for (const Json& model : reference["models"]) {
    const std::string team = absl::StrCat("model-", rows_by_model.size());
    absl::StrAppend(&models, "table { key: \"", model[0].get<std::string>(), "\" value: \"", team,
                    "\" } ");
    rows_by_model[team] = model[1];
  }
  std::string mappings;
  for (const auto& [sku, count] : reference["skus"].items()) {
    const bool requests = sku == "copilot_premium_request";
    const std::string id = absl::StrJoin(absl::StrSplit(sku, '_'), "-");
    Measure(id);
    absl::StrAppend(
        &mappings, "mappings { filter: \"sku = ", sku,
        " AND unit_type = ", requests ? "requests" : "ai-credits",
        "\" event_id: \"$.date\" event_id: \"$.username\" event_id: \"$.sku\" event_id: "
        "\"$.model\" event_time { path: \"$.date\" formats: DATE } project { constant: "
        "\"quotation\" } team { path: \"$.model\" ",
        models, "} user: \"$.username\" measures { kpi: \"", id,
        "\" constant: \"1\" } measures { kpi: \"", requests ? "requests" : "ai-credits",
        "\" path: \"$.quantity\" } measures { kpi: \"",
        requests ? "request-rows" : "ai-credit-rows",
        "\" constant: \"1\" } measures { kpi: \"rows\" constant: \"1\" } "
        "measures { kpi: \"gross\" path: \"$.gross_amount\" } "
        "measures { kpi: \"net\" path: \"$.net_amount\" } "
        "measures { kpi: \"aic\" path: \"$.aic_quantity\" } } ");
  }
  for (const char* kpi : {"requests", "ai-credits", "gross", "net", "aic"}) Measure(kpi, 9);
  for (const char* kpi : {"rows", "request-rows", "ai-credit-rows", "owners"}) Measure(kpi);
  Declare("billing", absl::StrCat("display_name: \"Billing\" format: CSV ", mappings));
  Declare("owners", R"pb(
    display_name: "Who pays"
    format: CSV
    mappings {
      event_id: "$.date"
      event_id: "$.username"
      event_id: "$.sku"
      event_id: "$.model"
      event_time { path: "$.date" formats: DATE }
      project { constant: "quotation" }
      user: "$.organization"
      measures { kpi: "owners" constant: "1" }
    }
  )pb");
  for (const char* source : {"billing", "owners"}) {
    SendTable(source, table);
    SendTable(source, table);
  }
  EXPECT_EQ(Total("rows"), reference["rows"].get<double>());
  EXPECT_NEAR(Total("gross"), reference["gross_amount_sum"].get<double>(), 1e-7);
  EXPECT_NEAR(Total("net"), reference["net_amount_sum"].get<double>(), 1e-7);
  EXPECT_NEAR(Total("aic"), reference["aic_quantity_sum"].get<double>(), 1e-7);
  for (const auto& [sku, count] : reference["skus"].items()) {
    EXPECT_EQ(Total(absl::StrJoin(absl::StrSplit(sku, '_'), "-")), count.get<double>()) << sku;
  }
  EXPECT_EQ(Total("request-rows"), reference["units"]["requests"].get<double>());
  EXPECT_EQ(Total("ai-credit-rows"), reference["units"]["ai-credits"].get<double>());
  EXPECT_EQ(Teams("rows"), rows_by_model);
  const auto users = [](const auto& point) { return point.distinct_users(); };
  const auto daily = reference["DAU"].get<std::map<std::string, double>>();
  EXPECT_EQ(Days("rows", users), daily);
  EXPECT_EQ(daily.begin()->first, reference["first"].get<std::string>());
  EXPECT_EQ(daily.rbegin()->first, reference["last"].get<std::string>());
  const auto whole = Query("rows", v1::QUARTER);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->series(0).points(0).distinct_users(), reference["users"].get<int64_t>());
  EXPECT_EQ(Query("owners", v1::QUARTER)->series(0).points(0).distinct_users(),
            reference["orgs"].get<int64_t>());
}

}  // namespace
}  // namespace palier::kpi
