// SPDX-License-Identifier: Apache-2.0
// Streams of the services over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/edge/edge.h"
#include "gateway/testing/gateway_world.h"
#include "gateway/transcoding/api_files.h"

namespace palier::gateway {
namespace {

constexpr char kWatch[] = "/v1/organizations/acme/changes:watch";

// Server-sent events as a browser reads them.
struct Event {
  std::string id;
  std::string type;
  std::string data;
  // Of a comment: the connection lives.
  bool heartbeat = false;
};

class Events {
 public:
  explicit Events(const std::string& address) : client_(address) {}

  http::Response Open(const std::string& target, const std::string& last_event_id = "") {
    http::Headers headers = {{"Accept", "text/event-stream"}};
    if (!last_event_id.empty()) headers.Add("Last-Event-ID", last_event_id);
    client_.SendRequest("GET", target, headers);
    return client_.ReadHead();
  }
  // nullopt at the end of the stream.
  std::optional<Event> Next() {
    size_t end = text_.find("\n\n");
    while (end == std::string::npos) {
      const auto chunk = client_.ReadChunk();
      if (!chunk.has_value()) return std::nullopt;
      text_ += *chunk;
      end = text_.find("\n\n");
    }
    Event event;
    for (const absl::string_view line : absl::StrSplit(text_.substr(0, end), '\n')) {
      if (absl::StartsWith(line, "id: ")) event.id = std::string(line.substr(4));
      if (absl::StartsWith(line, "event: ")) event.type = std::string(line.substr(7));
      if (absl::StartsWith(line, "data: ")) event.data = std::string(line.substr(6));
      if (line == ":") event.heartbeat = true;
    }
    text_.erase(0, end + 2);
    return event;
  }
  // The next one with data; fails the test at the end.
  Event NextData() {
    while (const auto event = Next()) {
      if (!event->data.empty()) return *event;
    }
    ADD_FAILURE() << "the stream ended";
    return {};
  }

 private:
  HttpClient client_;
  std::string text_;
};

TEST(GatewayStreams, AreLinesOfJson) {
  GatewayWorld world;
  world.CreateProject("assistant");
  HttpClient client(world.address());
  client.SendRequest("GET", kWatch);
  const http::Response head = client.ReadHead();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.Get("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(head.headers.Get("Cache-Control"), "no-store");
  bool seen = false;
  while (!seen) {
    const auto line = client.ReadChunk();
    ASSERT_TRUE(line.has_value());
    EXPECT_EQ(line->back(), '\n');
    const Json message = Json::parse(*line);
    for (const Json& change : message["changes"])
      seen = seen || change["resource"] == "organizations/acme/projects/assistant";
  }
}

TEST(GatewayStreams, AreEventsThatGoOnWhereTheyBroke) {
  GatewayWorld world;
  world.CreateProject("first");
  std::string id;
  {
    Events events(world.address());
    EXPECT_EQ(events.Open(kWatch).headers.Get("Content-Type"), "text/event-stream");
    bool seen = false;
    while (!seen) {
      const Event event = events.NextData();
      seen = absl::StrContains(event.data, "projects/first");
      id = event.id;
      EXPECT_EQ(id, absl::StrCat("cursor=", Json::parse(event.data)["cursor"].get<std::string>()));
    }
  }
  world.CreateProject("second");
  world.CreateProject("third");
  Events events(world.address());
  // The id counts, whatever the address began with.
  EXPECT_EQ(events.Open(absl::StrCat(kWatch, "?cursor=1"), id).status, 200);
  std::vector<std::string> created;
  while (created.size() < 2) {
    const Json message = Json::parse(events.NextData().data);
    for (const Json& change : message["changes"]) created.push_back(change["resource"]);
  }
  EXPECT_THAT(created, ::testing::ElementsAre("organizations/acme/projects/second",
                                              "organizations/acme/projects/third"));
}

TEST(GatewayStreams, AnErrorIsAStatusBeforeTheFirstMessage) {
  GatewayWorld world;
  world.Ask(403, "GET", kWatch, "",
            {{"Accept", "text/event-stream"}, {"palier-principal", "users/nobody"}});
  world.Ask(400, "GET", kWatch, "",
            {{"Accept", "text/event-stream"}, {"Last-Event-ID", "parent=x"}});
  EXPECT_EQ(world.Call("HEAD", kWatch).status, 200);
}

TEST(GatewayStreams, FilesComeInPieces) {
  GatewayWorld world;
  world.CreateProject("assistant");
  const http::Response response =
      world.Call("GET", "/v1/organizations/acme:exportTable?kind=PROJECTS&format=CSV");
  EXPECT_EQ(response.status, 200) << response.body;
  EXPECT_TRUE(Json::parse(response.body).contains("data"));
}

TEST(GatewayStreams, EndWithTheProcess) {
  GatewayWorld world;
  Events events(world.address());
  EXPECT_EQ(events.Open(kWatch).status, 200);
  events.NextData();
  std::thread stop([&] { world.suite().Stop(); });
  // To a proper end: the client comes again and goes on.
  while (events.Next().has_value()) {
  }
  stop.join();
}

// The edge by itself, so that it is quick to lose patience.
class ImpatientEdge : public ::testing::Test {
 protected:
  void Start(EdgeOptions options) {
    options.dev = true;
    Edge::Channels channels;
    for (const char* service : {"registry", "kpi", "rollout", "reporting"})
      channels[service] = world_.suite().InProcessChannel(service);
    edge_ = *Edge::Make(options, *Schema::Make(ApiFiles()), channels);
    http::ServerOptions server;
    server.listen = "127.0.0.1:0";
    server_ = *http::Server::Listen(
        server, [this](std::shared_ptr<http::Exchange> call) { edge_->Handle(std::move(call)); },
        [this](int status, const http::Request& so_far) { return edge_->Refuse(status, so_far); });
    server_->Serve();
  }
  ~ImpatientEdge() override {
    edge_->EndStreams();
    server_->Stop(absl::Seconds(10));
  }

  GatewayWorld world_;
  std::unique_ptr<Edge> edge_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(ImpatientEdge, ASilentStreamBeginsAndBeats) {
  EdgeOptions options;
  options.stream_decision = absl::Milliseconds(20);
  options.heartbeat = absl::Milliseconds(20);
  Start(options);
  const std::string cursor = world_.Ask(200, "GET", "/v1/organizations/acme/projects")["cursor"];
  Events events(server_->address());
  EXPECT_EQ(events.Open(absl::StrCat(kWatch, "?cursor=", cursor)).status, 200);
  for (int beats = 0; beats < 3;) {
    const auto event = events.Next();
    ASSERT_TRUE(event.has_value());
    if (event->heartbeat) ++beats;
  }
  world_.CreateProject("late");
  EXPECT_TRUE(absl::StrContains(events.NextData().data, "projects/late"));
}

}  // namespace
}  // namespace palier::gateway
