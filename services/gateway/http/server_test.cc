// SPDX-License-Identifier: Apache-2.0
// The server against raw sockets.
#include "gateway/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/notification.h"
#include "gateway/http/gzip.h"
#include "gateway/testing/http_client.h"

namespace palier::gateway::http {
namespace {

using Call = std::shared_ptr<Exchange>;

class HttpServer : public testing::Test {
 protected:
  HttpServer() { options_.listen = "127.0.0.1:0"; }
  ~HttpServer() override { server_.reset(); }

  void Start(Server::Handler handler) {
    auto server =
        Server::Listen(options_, std::move(handler), [](int status, const Request& so_far) {
          return Response{status, {}, absl::StrCat("refused ", status)};
        });
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->Serve();
  }
  void StartEcho() {
    Start([](const Call& call) {
      const Request& request = call->request();
      call->Answer({200,
                    {{"Content-Type", "text/plain"}},
                    absl::StrCat(request.method, " ", request.target, " ", request.body)});
    });
  }
  const std::string& address() const { return server_->address(); }

  ServerOptions options_;
  std::unique_ptr<Server> server_;
};

TEST_F(HttpServer, AnswersOneRequestAfterTheOtherOnAConnection) {
  StartEcho();
  HttpClient client(address());
  for (int i = 0; i < 3; ++i) {
    const Response response = client.Call("POST", absl::StrCat("/x?i=", i), {}, "body");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, absl::StrCat("POST /x?i=", i, " body"));
    EXPECT_EQ(response.headers.Get("Connection"), "keep-alive");
  }
}

TEST_F(HttpServer, TakesRequestsThatComeTogether) {
  StartEcho();
  HttpClient client(address());
  client.Send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n");
  for (const char* path : {"/a", "/b"}) {
    const Response head = client.ReadHead();
    EXPECT_EQ(client.ReadBody(head), absl::StrCat("GET ", path, " "));
  }
}

TEST_F(HttpServer, ClosesForWhoAsks) {
  StartEcho();
  HttpClient client(address());
  EXPECT_EQ(client.Call("GET", "/", {{"Connection", "close"}}).headers.Get("Connection"), "close");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(HttpServer, HeadHasNoBodyButItsLength) {
  StartEcho();
  HttpClient client(address());
  const Response response = client.Call("HEAD", "/");
  EXPECT_EQ(response.headers.Get("Content-Length"), "7");
  EXPECT_EQ(client.Call("GET", "/").body, "GET / ");
}

TEST_F(HttpServer, ReadsBodiesInChunks) {
  StartEcho();
  HttpClient client(address());
  client.Send(
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.ReadBody(client.ReadHead()), "POST / abcde");
}

TEST_F(HttpServer, SaysContinueToWhoWaits) {
  StartEcho();
  HttpClient client(address());
  client.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.ReadHead().status, 100);
  client.Send("ok");
  EXPECT_EQ(client.ReadBody(client.ReadHead()), "POST / ok");
}

TEST_F(HttpServer, RefusesWhatIsNoRequest) {
  StartEcho();
  for (const char* bad :
       {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "GET x HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"}) {
    HttpClient client(address());
    client.Send(bad);
    const Response head = client.ReadHead();
    EXPECT_EQ(head.status, 400) << bad;
    EXPECT_EQ(client.ReadBody(head), "refused 400");
    EXPECT_TRUE(client.AtEnd());
  }
}

TEST_F(HttpServer, BoundsHeaders) {
  StartEcho();
  std::string many = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 200; ++i) absl::StrAppend(&many, "a", i, ": b\r\n");
  std::string flood = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 10000; ++i) absl::StrAppend(&flood, "a", i, ": b\r\n");
  for (const std::string& text :
       {many, flood, absl::StrCat("GET /", std::string(100000, 'a'), " HTTP/1.1\r\n"),
        absl::StrCat("GET / HTTP/1.1\r\nA: ", std::string(1 << 20, 'a'))}) {
    HttpClient client(address());
    client.Send(text + "\r\n");
    EXPECT_EQ(client.ReadHead().status, 431);
  }
}

TEST_F(HttpServer, BoundsBodies) {
  options_.max_body_bytes = 1000;
  StartEcho();
  {
    HttpClient client(address());
    EXPECT_EQ(client.Call("POST", "/", {}, std::string(1000, 'a')).status, 200);
    // Said before a byte of it is read.
    client.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n");
    EXPECT_EQ(client.ReadHead().status, 413);
  }
  HttpClient chunks(address());
  chunks.Send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 3; ++i) chunks.Send(absl::StrCat("190\r\n", std::string(400, 'a'), "\r\n"));
  EXPECT_EQ(chunks.ReadHead().status, 413);
}

TEST_F(HttpServer, ABodyThatIsRefusedIsAnsweredWhileItComes) {
  StartEcho();
  HttpClient client(address());
  const Response response = client.Call("POST", "/", {}, std::string(5 << 20, 'a'));
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(response.body, "refused 413");
}

TEST_F(HttpServer, UnpacksGzipWithinTheBound) {
  StartEcho();
  HttpClient client(address());
  const Headers gzip = {{"Content-Encoding", "gzip"}};
  EXPECT_EQ(client.Call("POST", "/", gzip, Gzip("hello")).body, "POST / hello");
  EXPECT_EQ(client.Call("POST", "/", gzip, Gzip(std::string(100 << 20, '\0'))).status, 413);
  HttpClient other(address());
  EXPECT_EQ(other.Call("POST", "/", {{"Content-Encoding", "br"}}, "x").status, 415);
}

TEST_F(HttpServer, PacksLongAnswersForWhoTakesThem) {
  StartEcho();
  HttpClient client(address());
  const std::string body(5000, 'a');
  const Response packed = client.Call("POST", "/", {{"Accept-Encoding", "gzip"}}, body);
  EXPECT_EQ(packed.headers.Get("Content-Encoding"), "gzip");
  EXPECT_EQ(*Gunzip(packed.body, 10000), "POST / " + body);
  const Response plain = client.Call("POST", "/", {}, body);
  EXPECT_EQ(plain.body, "POST / " + body);
  EXPECT_EQ(plain.headers.Get("Vary"), "Accept-Encoding");
  EXPECT_FALSE(client.Call("POST", "/", {{"Accept-Encoding", "gzip"}}, "short")
                   .headers.Has("Content-Encoding"));
}

TEST_F(HttpServer, CutsOffWhoSendsTooSlowly) {
  options_.header_timeout = absl::Milliseconds(50);
  options_.body_timeout = absl::Milliseconds(50);
  options_.idle_timeout = absl::Milliseconds(50);
  StartEcho();
  HttpClient header(address()), body(address()), idle(address());
  header.Send("GET / HTT");
  body.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab");
  EXPECT_EQ(header.ReadHead().status, 408);
  EXPECT_EQ(body.ReadHead().status, 408);
  EXPECT_TRUE(idle.AtEnd());
}

TEST_F(HttpServer, ADripOfBytesDoesNotExtendTheTime) {
  options_.header_timeout = absl::Milliseconds(200);
  StartEcho();
  HttpClient client(address());
  client.Send("GET / HTTP/1.1\r\n");
  std::atomic<bool> answered{false};
  std::thread drip([&] {
    while (!answered && client.Send("a: b\r\n")) std::this_thread::yield();
  });
  // 408 for the time, or 431 when the machine dripped past the other bound first.
  const int status = client.ReadHead().status;
  answered = true;
  drip.join();
  EXPECT_TRUE(status == 408 || status == 431) << status;
}

TEST_F(HttpServer, TurnsAwayWhoIsOneTooMany) {
  options_.max_connections = 2;
  StartEcho();
  {
    HttpClient first(address()), second(address());
    EXPECT_EQ(first.Call("GET", "/").status, 200);
    EXPECT_EQ(second.Call("GET", "/").status, 200);
    HttpClient third(address());
    EXPECT_EQ(third.ReadHead().status, 503);
    EXPECT_EQ(server_->totals().refused_connections, 1);
  }
  // There is room again as soon as the server has seen them go.
  int status = 0;
  for (int tries = 0; tries < 10000 && status != 200; ++tries)
    status = HttpClient(address()).Call("GET", "/").status;
  EXPECT_EQ(status, 200);
}

TEST_F(HttpServer, StreamsAsFastAsTheClientReads) {
  std::atomic<int> written{0};
  absl::Notification gone;
  std::function<void(Call, int)> next = [&](const Call& call, int i) {
    if (i == 2000) return call->End();
    call->Write(std::string(100000, static_cast<char>('a' + i % 26)), [&, call, i](bool ok) {
      if (!ok) return;
      ++written;
      next(call, i + 1);
    });
  };
  Start([&](const Call& call) {
    call->Begin({200, {{"Content-Type", "text/plain"}}, "first"});
    next(call, 0);
  });
  HttpClient client(address());
  client.SendRequest("GET", "/");
  EXPECT_EQ(client.ReadHead().headers.Get("Transfer-Encoding"), "chunked");
  EXPECT_EQ(*client.ReadChunk(), "first");
  EXPECT_EQ(client.ReadChunk()->size(), 100000u);
  // Far more than sockets hold: the writer stands still until this side reads on.
  EXPECT_LT(written, 2000);
  size_t bytes = 100000;
  while (const auto chunk = client.ReadChunk()) bytes += chunk->size();
  EXPECT_EQ(bytes, 200000000u);
  EXPECT_EQ(client.Call("HEAD", "/").status, 200);
}

TEST_F(HttpServer, AStreamThatBreaksIsNotTakenForWhole) {
  Start([](const Call& call) {
    call->Begin({200, {}, ""});
    call->Write("part", [call](bool) { call->Abort(); });
  });
  HttpClient client(address());
  client.SendRequest("GET", "/");
  EXPECT_EQ(client.ReadHead().status, 200);
  EXPECT_EQ(*client.ReadChunk(), "part");
  bool broken = false;
  EXPECT_EQ(client.ReadChunk(&broken), std::nullopt);
  EXPECT_TRUE(broken);
}

TEST_F(HttpServer, OldClientsGetStreamsUntilTheEnd) {
  Start([](const Call& call) {
    call->Begin({200, {}, "a"});
    call->Write("b", [call](bool) { call->End(); });
  });
  HttpClient client(address());
  client.Send("GET / HTTP/1.0\r\n\r\n");
  const Response head = client.ReadHead();
  EXPECT_FALSE(head.headers.Has("Transfer-Encoding"));
  EXPECT_EQ(client.ReadBody(head), "ab");
}

TEST_F(HttpServer, NoticesAClientThatGoes) {
  absl::Notification begun, gone;
  Call held;
  Start([&](const Call& call) {
    call->OnGone([&] { gone.Notify(); });
    held = call;
    begun.Notify();
  });
  {
    HttpClient client(address());
    client.SendRequest("GET", "/");
    begun.WaitForNotification();
  }
  EXPECT_TRUE(gone.WaitForNotificationWithTimeout(absl::Minutes(1)));
  held.reset();
}

TEST_F(HttpServer, AForgottenRequestEndsItsConnection) {
  Start([](const Call&) {});
  HttpClient client(address());
  client.SendRequest("GET", "/");
  EXPECT_TRUE(client.AtEnd());
}

TEST_F(HttpServer, StopLetsWhatRunsEnd) {
  absl::Notification begun;
  Call held;
  Start([&](const Call& call) {
    held = call;
    begun.Notify();
  });
  HttpClient idle(address()), busy(address());
  busy.SendRequest("GET", "/");
  begun.WaitForNotification();
  std::thread stop([this] { server_->Stop(absl::Minutes(1)); });
  EXPECT_TRUE(idle.AtEnd());
  held->Answer({200, {}, "done"});
  held.reset();
  const Response head = busy.ReadHead();
  EXPECT_EQ(head.headers.Get("Connection"), "close");
  EXPECT_EQ(busy.ReadBody(head), "done");
  EXPECT_TRUE(busy.AtEnd());
  stop.join();
}

TEST_F(HttpServer, StopWaitsForWhoHoldsARequestWhoseClientHasGone) {
  absl::Notification begun, gone, ran;
  Call held;
  Start([&](const Call& call) {
    held = call;
    call->OnGone([&] { gone.Notify(); });
    begun.Notify();
  });
  {
    HttpClient client(address());
    client.SendRequest("GET", "/");
    begun.WaitForNotification();
  }
  gone.WaitForNotification();
  std::thread stop([this] { server_->Stop(absl::Minutes(1)); });
  held->Run([&] { ran.Notify(); });
  ran.WaitForNotification();
  held.reset();
  stop.join();
}

TEST_F(HttpServer, StopEndsWhatDoesNotEnd) {
  absl::Notification begun, gone;
  Call held;
  Start([&](const Call& call) {
    call->OnGone([&] { gone.Notify(); });
    held = call;
    begun.Notify();
  });
  HttpClient client(address());
  client.SendRequest("GET", "/");
  begun.WaitForNotification();
  server_->Stop(absl::Milliseconds(1));
  EXPECT_TRUE(gone.HasBeenNotified());
  held.reset();
}

TEST_F(HttpServer, ATakenPortIsAnError) {
  StartEcho();
  ServerOptions options;
  options.listen = address();
  EXPECT_TRUE(absl::IsUnavailable(Server::Listen(options, nullptr, nullptr).status()));
  options.listen = "nonsense";
  EXPECT_TRUE(absl::IsInvalidArgument(Server::Listen(options, nullptr, nullptr).status()));
}

TEST_F(HttpServer, ManyClientsAtOnce) {
  StartEcho();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      HttpClient client(address());
      for (int i = 0; i < 200; ++i) {
        const std::string body = absl::StrCat(t, "-", i);
        if (client.Call("POST", "/", {}, body).body == "POST / " + body) ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 1600);
  EXPECT_EQ(server_->totals().answers[2], 1600);
}

}  // namespace
}  // namespace palier::gateway::http
