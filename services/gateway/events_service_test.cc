// SPDX-License-Identifier: Apache-2.0
// Another system sends CloudEvents over HTTP, and figures move.
#include <gmock/gmock.h>

#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/digest/sha256.h"
#include "gateway/testing/gateway_world.h"

namespace palier::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kAcme[] = "/v1/organizations/acme";
constexpr char kEvents[] = "/v1/organizations/acme/sources/crm/events";
constexpr char kKpis[] = "/v1/organizations/acme/projects/quotation/kpis";
constexpr char kOrders[] = R"({
  "displayName": "Orders", "format": "CLOUD_EVENTS",
  "mappings": [{
    "eventId": ["$.source", "$.id"],
    "eventTime": {"path": "$.time"},
    "project": {"constant": "quotation"},
    "measures": [{"kpi": "amount", "path": "$.data.amount"}]
  }]})";

std::string Event(const std::string& id, const std::string& amount, const std::string& more = "") {
  return absl::StrCat(R"({"specversion":"1.0","source":"/crm","type":"com.acme.order","id":")", id,
                      R"(","time":"2026-03-02T10:00:00Z",)", more, R"("data":{"amount":)", amount,
                      "}}");
}

std::string Batch(const std::vector<std::string>& events) {
  return absl::StrCat("[", absl::StrJoin(events, ","), "]");
}

// The headers of the binary mode.
http::Headers Order(const std::string& id, http::Headers more = {}) {
  more.Add("ce-specversion", "1.0");
  more.Add("ce-id", id);
  more.Add("ce-source", "/crm");
  more.Add("ce-type", "com.acme.order");
  more.Add("ce-time", "2026-03-02T10:00:00Z");
  return more;
}

http::Headers Of(const char* type, http::Headers more = {}) {
  more.Add("Content-Type", type);
  return more;
}
http::Headers Structured(http::Headers more = {}) {
  return Of("application/cloudevents+json", std::move(more));
}
http::Headers Batched(http::Headers more = {}) {
  return Of("application/cloudevents-batch+json", std::move(more));
}

// A KPI and a source that feeds it.
void Prepare(GatewayWorld& world, const http::Headers& caller = {}) {
  world.Ask(200, "POST", absl::StrCat(kAcme, "/projects?projectId=quotation"),
            R"({"displayName": "Quotation"})", caller);
  world.Ask(200, "POST", absl::StrCat(kKpis, "?kpiId=amount"),
            R"({"displayName": "Amount", "unit": "EUR", "direction": "INCREASE", "decimals": 2,
                "category": "ADOPTION", "semantics": "DELTA"})",
            caller);
  world.Ask(200, "POST", absl::StrCat(kAcme, "/sources?sourceId=crm"), kOrders, caller);
}

class EventsTest : public ::testing::Test {
 protected:
  EventsTest() { Prepare(world_); }

  // What the KPI shows of all months.
  double Amount() {
    Json told = world_.Ask(200, "GET", absl::StrCat(kKpis, "/amount:query?unit=MONTH"));
    double sum = 0;
    for (const Json& series : told.value("series", Json::array()))
      for (const Json& point : series.value("points", Json::array()))
        sum += point["value"].get<double>();
    return sum;
  }

  // The fields that a refusal names.
  std::vector<std::string> Wrong(const std::string& body, const http::Headers& headers) {
    Json told = world_.Ask(400, "POST", kEvents, body, headers);
    std::vector<std::string> fields;
    for (const Json& detail : told["error"]["details"])
      for (const Json& violation : detail.value("fieldViolations", Json::array()))
        fields.push_back(violation["field"]);
    return fields;
  }

  GatewayWorld world_;
};

TEST_F(EventsTest, EachModeMovesTheFigure) {
  RecordProperty("requirement", "S2-05");
  Json one = world_.Ask(200, "POST", kEvents, Event("1", "100.25"), Structured());
  EXPECT_EQ(one["recordCount"], "1");
  EXPECT_EQ(one["counts"]["acceptedCount"], "1");
  EXPECT_EQ(Amount(), 100.25);
  Json two =
      world_.Ask(200, "POST", kEvents, Batch({Event("2", "20"), Event("3", "3")}), Batched());
  EXPECT_EQ(two["counts"]["acceptedCount"], "2");
  EXPECT_EQ(Amount(), 123.25);
  Json binary = world_.Ask(200, "POST", kEvents, R"({"amount": 0.50})",
                           Order("%34", {{"Content-Type", "application/json; charset=utf-8"}}));
  EXPECT_EQ(binary["counts"]["acceptedCount"], "1");
  EXPECT_EQ(Amount(), 123.75);
}

TEST_F(EventsTest, AnEventThatComesAgainHasNoSecondEffect) {
  RecordProperty("requirement", "S2-05");
  const std::string batch = Batch({Event("1", "10"), Event("2", "20"), Event("1", "10")});
  world_.Ask(200, "POST", kEvents, batch, Batched());
  EXPECT_EQ(Amount(), 30);
  for (int i = 0; i < 2; ++i) {
    Json again = world_.Ask(200, "POST", kEvents, batch, Batched());
    EXPECT_EQ(again["counts"]["duplicateCount"], "3");
    EXPECT_FALSE(again["counts"].contains("acceptedCount"));
  }
  // In any mode: the source and the id make the event.
  Json binary = world_.Ask(200, "POST", kEvents, R"({"amount":20})",
                           Order("2", {{"Content-Type", "application/json"}}));
  EXPECT_EQ(binary["counts"]["duplicateCount"], "1");
  EXPECT_EQ(Amount(), 30);
}

TEST_F(EventsTest, AWrongEventIsNamedAndTakesNoOtherWithIt) {
  const std::string wrong = R"({"specversion":"1.0","id":"2","source":"the crm","type":"t"})";
  EXPECT_THAT(Wrong(Batch({Event("1", "10"), wrong, "7"}), Batched()),
              ::testing::ElementsAre("events[1].source", "events[2]"));
  EXPECT_EQ(Amount(), 0) << "a request is taken whole or not at all";
  EXPECT_THAT(Wrong(Event("1", "10", R"("rate":1.5,)"), Structured()),
              ::testing::ElementsAre("rate"));
  EXPECT_THAT(Wrong("{", Structured()), ::testing::ElementsAre("events"));
  EXPECT_THAT(Wrong("{", Order("1", {{"Content-Type", "application/json"}})),
              ::testing::ElementsAre("data"));
  const http::Response problem =
      world_.Call("POST", kEvents, Batch({wrong}),
                  Batched({{"Accept", "application/problem+json"}, {"Accept-Language", "fr"}}));
  EXPECT_EQ(problem.status, 400);
  EXPECT_EQ(problem.headers.Get("Content-Type"), "application/problem+json");
  EXPECT_THAT(problem.body, HasSubstr("events[0].source"));
  EXPECT_THAT(problem.body, HasSubstr("référence URI"));
  // Mended and sent again.
  world_.Ask(200, "POST", kEvents, Batch({Event("1", "10"), Event("2", "20")}), Batched());
  EXPECT_EQ(Amount(), 30);
}

TEST_F(EventsTest, WhatTheSourceDoesNotUnderstandIsKeptAsideAndTold) {
  Json told = world_.Ask(200, "POST", kEvents, Batch({Event("1", "10"), Event("2", "\"many\"")}),
                         Batched());
  EXPECT_EQ(told["counts"]["acceptedCount"], "1");
  EXPECT_EQ(told["counts"]["quarantinedCount"], "1");
  ASSERT_EQ(told["refusals"].size(), 1u);
  EXPECT_EQ(told["refusals"][0]["index"], 1);
  EXPECT_EQ(Amount(), 10);
}

TEST_F(EventsTest, ABatchLargerThanACallOfTheServiceIsTakenWhole) {
  std::vector<std::string> events;
  const std::string wide = absl::StrCat("\"subject\":\"", std::string(60000, 'x'), "\",");
  for (int i = 0; i < 50; ++i)
    events.push_back(Event(absl::StrCat("e", i), i == 49 ? "\"many\"" : "1", wide));
  Json told = world_.Ask(200, "POST", kEvents, Batch(events), Batched());
  EXPECT_EQ(told["recordCount"], "50");
  EXPECT_EQ(told["counts"]["acceptedCount"], "49");
  ASSERT_EQ(told["refusals"].size(), 1u);
  EXPECT_EQ(told["refusals"][0]["index"], 49) << "its place in the request";
  EXPECT_EQ(Amount(), 49);
}

TEST_F(EventsTest, EveryOtherAnswerHasItsStatus) {
  world_.Ask(200, "POST", kEvents, "[]", Batched());
  world_.Ask(404, "POST", absl::StrCat(kAcme, "/sources/none/events"), "[]", Batched());
  world_.Ask(404, "POST", absl::StrCat(kAcme, "/sources/none/events"), Event("1", "1"),
             Structured());
  world_.Ask(403, "POST", kEvents, Event("1", "1"),
             Structured({{"palier-principal", "users/nobody"}}));
  world_.Ask(415, "POST", kEvents, Event("1", "1"), Of("application/json"));
  world_.Ask(415, "POST", kEvents, "<e/>", Of("application/cloudevents+xml"));
  world_.Ask(413, "POST", kEvents,
             Event("1", "1", absl::StrCat("\"x\":\"", std::string(70000, 'x'), "\",")),
             Structured());
  world_.Ask(413, "POST", kEvents, Batch(std::vector<std::string>(1001, Event("1", "1"))),
             Batched());
  world_.Ask(400, "POST", absl::StrCat(kEvents, "?validateOnly=true"), Event("1", "1"),
             Structured());
  const http::Response read = world_.Call("GET", kEvents);
  EXPECT_EQ(read.status, 405);
  EXPECT_EQ(read.headers.Get("Allow"), "POST, OPTIONS");
  EXPECT_EQ(Amount(), 0);
}

TEST_F(EventsTest, ASourceOfAnotherFormatTakesNoEvents) {
  world_.Ask(200, "POST", absl::StrCat(kAcme, "/sources?sourceId=table"),
             R"({"displayName": "Table", "format": "CSV", "mappings": [{"eventId": ["$.id"],
                 "eventTime": {"path": "$.time"}, "project": {"constant": "quotation"},
                 "measures": [{"kpi": "amount", "path": "$.amount"}]}]})");
  const http::Response told = world_.Call("POST", absl::StrCat(kAcme, "/sources/table/events"),
                                          Event("1", "1"), Structured());
  EXPECT_EQ(told.status, 400);
  EXPECT_THAT(told.body, HasSubstr("source.format"));
}

TEST_F(EventsTest, NobodyIsToldThatHeMaySendUnlessHeIsNamed) {
  const http::Response told =
      world_.Call("OPTIONS", kEvents, "",
                  {{"WebHook-Request-Origin", "crm.example"}, {"WebHook-Request-Rate", "120"}});
  EXPECT_EQ(told.status, 204);
  EXPECT_EQ(told.headers.Get("Allow"), "POST, OPTIONS");
  EXPECT_FALSE(told.headers.Has("WebHook-Allowed-Origin"));
  EXPECT_FALSE(told.headers.Has("WebHook-Allowed-Rate"));
}

TEST(EventSenders, WhoIsNamedIsTold) {
  app::Config config;
  config.http.event_senders = {"crm.example"};
  GatewayWorld world(config);
  const auto ask = [&](const char* sender) {
    return world.Call("OPTIONS", kEvents, "", {{"WebHook-Request-Origin", sender}});
  };
  EXPECT_EQ(ask("crm.example").headers.Get("WebHook-Allowed-Origin"), "crm.example");
  EXPECT_EQ(ask("CRM.example").headers.Get("WebHook-Allowed-Rate"), "*");
  for (const char* other : {"*", "evil.example", "crm.example.evil.example", "a.crm.example"})
    EXPECT_FALSE(ask(other).headers.Has("WebHook-Allowed-Origin")) << other;
}

TEST(EventTokens, ATokenMayStandInTheAddressOfEventsOnly) {
  testing::TempDir folder;
  app::Config config;
  config.auth = app::AuthMode::kTokens;
  config.tokens_file = folder.File("tokens");
  std::ofstream(config.tokens_file) << digest::Sha256Hex("good") << " users/lea platform_admin\n";
  GatewayWorld world(config);
  const http::Headers good = {{"Authorization", "Bearer good"}};
  world.Ask(200, "POST", "/v1/organizations?organizationId=acme",
            R"({"displayName": "Acme", "timeZone": "UTC"})", good);
  Prepare(world, good);
  const http::Response without = world.Call("POST", kEvents, Event("1", "1"), Structured());
  EXPECT_EQ(without.status, 401);
  EXPECT_EQ(without.headers.Get("WWW-Authenticate"), "Bearer");
  world.Ask(200, "POST", kEvents, Event("1", "1"), Structured(good));
  const http::Response taken = world.Call("POST", absl::StrCat(kEvents, "?access_token=good"),
                                          Event("2", "1"), Structured());
  EXPECT_EQ(taken.status, 200) << taken.body;
  EXPECT_THAT(std::string(taken.headers.Get("Cache-Control")), HasSubstr("private"));
  for (const char* token : {"wrong-secret", "good&access_token=good", "", "a%0Ab"}) {
    ::testing::internal::CaptureStderr();
    const http::Response refused =
        world.Call("POST", absl::StrCat(kEvents, "?access_token=", token), Event("3", "1"),
                   Structured({{"Accept", "application/problem+json"}}));
    EXPECT_TRUE(refused.status == 401 || refused.status == 400) << token;
    EXPECT_THAT(refused.body, Not(HasSubstr("secret")));
    EXPECT_THAT(::testing::internal::GetCapturedStderr(), Not(HasSubstr("secret")));
  }
  // Not in both places, and nowhere else.
  EXPECT_EQ(world
                .Call("POST", absl::StrCat(kEvents, "?access_token=good"), Event("3", "1"),
                      Structured(good))
                .status,
            400);
  EXPECT_NE(world.Call("GET", "/v1/organizations/acme/projects?access_token=good").status, 200);
}

TEST(EventQuota, WhoSendsTooMuchIsToldWhenToComeAgain) {
  app::Config config;
  config.ingest_quota = 1;
  GatewayWorld world(config);
  Prepare(world);
  std::vector<std::string> events;
  for (int i = 0; i < 100; ++i) events.push_back(Event(absl::StrCat("e", i), "1"));
  world.Ask(200, "POST", kEvents, Batch(events), Batched());
  const http::Response refused = world.Call("POST", kEvents, Batch(events), Batched());
  EXPECT_EQ(refused.status, 429) << refused.body;
  EXPECT_FALSE(refused.headers.Get("Retry-After").empty());
}

}  // namespace
}  // namespace palier::gateway
