// SPDX-License-Identifier: Apache-2.0
// The only file that knows Boost: Asio for sockets, Beast for reading requests.
#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <deque>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "gateway/http/gzip.h"
#include "gateway/http/response_text.h"
#include "gateway/http/server.h"

namespace palier::gateway::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;
using Parser = beast::http::request_parser<beast::http::string_body>;

// How much, and for how long, is read and thrown away behind a request that was refused: closing at
// once would reset the connection before the client has read why.
constexpr size_t kLingerBytes = 16 << 20;
constexpr absl::Duration kLingerTime = absl::Seconds(2);
constexpr absl::Duration kAcceptPause = absl::Milliseconds(50);

class Connection;

// What all connections of a server share.
struct Shared {
  Shared(const ServerOptions& options, Server::Handler handler, Server::Refusal refusal)
      : options(options), handler(std::move(handler)), refusal(std::move(refusal)) {}

  const ServerOptions options;
  const Server::Handler handler;
  const Server::Refusal refusal;
  std::atomic<bool> draining{false};
  std::atomic<int64_t> answers[6] = {};
  std::atomic<int64_t> refused_connections{0};

  absl::Mutex mutex;
  std::map<Connection*, std::weak_ptr<Connection>> connections ABSL_GUARDED_BY(mutex);

  // Last, and so gone first: tasks that were never run hold connections.
  asio::io_context context;
};

std::chrono::nanoseconds Chrono(absl::Duration duration) {
  return absl::ToChronoNanoseconds(duration);
}

// One client. Everything runs on its strand, but for the constructor and the destructor.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Shared& shared, tcp::socket socket)
      : shared_(shared), socket_(std::move(socket)), timer_(socket_.get_executor()) {}
  ~Connection() {
    absl::MutexLock lock(&shared_.mutex);
    shared_.connections.erase(this);
  }

  template <typename Task>
  void Post(Task task) {
    asio::post(socket_.get_executor(),
               [self = shared_from_this(), task = std::move(task)]() mutable { task(); });
  }

  void ReadNext() {
    ++turn_;
    state_ = State::kReading;
    if (shared_.draining) return Close();
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(shared_.options.max_header_bytes));
    parser_->body_limit(shared_.options.max_body_bytes);
    if (buffer_.size() > 0) return ReadHeader();
    state_ = State::kIdle;
    Arm(shared_.options.idle_timeout, &Connection::Close);
    socket_.async_read_some(buffer_.prepare(4096),
                            [self = shared_from_this()](error_code error, size_t bytes) {
                              if (error) return self->Close();
                              self->buffer_.commit(bytes);
                              self->state_ = State::kReading;
                              self->ReadHeader();
                            });
  }

  // Ends the connection unless it is at work.
  void CloseIfIdle() {
    if (state_ == State::kIdle) Close();
  }

  void Close() {
    state_ = State::kClosed;
    error_code ignored;
    timer_.cancel();
    socket_.close(ignored);
    CancelDelays();
    pieces_.clear();
    const auto gone = std::exchange(gone_, {});
    for (const auto& task : gone) task();
    const auto unwritten = std::exchange(unwritten_, {});
    for (const auto& written : unwritten) written(false);
  }

  // The functions of Exchange, for the request of that turn.
  void Answer(int turn, Response response) {
    if (!IsTurn(turn, State::kAnswering)) return;
    Count(response.status);
    if (response.body.size() >= shared_.options.min_gzip_bytes &&
        !response.headers.Has("Content-Encoding") &&
        Shrinks(response.headers.Get("Content-Type"))) {
      response.headers.Add("Vary", "Accept-Encoding");
      if (gzip_) {
        response.body = Gzip(response.body);
        response.headers.Add("Content-Encoding", "gzip");
      }
    }
    Framing framing;
    const bool bodiless = response.status == 204 || response.status == 304;
    if (!bodiless) framing.content_length = response.body.size();
    framing.keep_alive = keep_alive_ = keep_alive_ && !shared_.draining;
    std::string text = HeadText(response, framing, absl::Now());
    Finish();
    if (!head_ && !bodiless) text += response.body;
    Send(std::move(text), nullptr);
    last_piece_ = true;
  }

  void Begin(int turn, Response response) {
    if (!IsTurn(turn, State::kAnswering)) return;
    Count(response.status);
    state_ = State::kStreaming;
    Framing framing;
    framing.chunked = chunked_;
    framing.keep_alive = keep_alive_ = keep_alive_ && chunked_ && !shared_.draining;
    std::string text = HeadText(response, framing, absl::Now());
    if (!response.body.empty()) text += Piece(response.body);
    Send(std::move(text), nullptr);
  }

  void Write(int turn, const std::string& piece, std::function<void(bool)> written) {
    if (!IsTurn(turn, State::kStreaming)) return written(false);
    if (piece.empty()) return written(true);
    Send(Piece(piece), std::move(written));
  }

  void End(int turn) {
    if (!IsTurn(turn, State::kStreaming)) return;
    Finish();
    last_piece_ = true;
    if (chunked_) {
      Send(kLastChunk, nullptr);
    } else if (!sending_) {
      AfterAnswer();
    }
  }

  void Abort(int turn) {
    if (turn == turn_ && (state_ == State::kAnswering || state_ == State::kStreaming)) Close();
  }

  void RunAfter(int turn, absl::Duration delay, std::function<void()> task) {
    if (!IsAtWork(turn)) return;
    auto timer = std::make_shared<asio::steady_timer>(socket_.get_executor(), Chrono(delay));
    delays_.push_back(timer);
    timer->async_wait(
        [self = shared_from_this(), timer, turn, task = std::move(task)](error_code error) {
          std::erase(self->delays_, timer);
          if (!error && self->IsAtWork(turn)) task();
        });
  }

  void OnGone(int turn, std::function<void()> task) {
    if (!IsAtWork(turn)) return turn == turn_ && state_ == State::kClosed ? task() : void();
    gone_.push_back(std::move(task));
  }

 private:
  enum class State { kIdle, kReading, kAnswering, kStreaming, kSent, kLingering, kClosed };

  bool IsTurn(int turn, State state) const { return turn == turn_ && state_ == state; }
  bool IsAtWork(int turn) const {
    return IsTurn(turn, State::kAnswering) || IsTurn(turn, State::kStreaming);
  }

  // `late` is called unless the next Arm comes first.
  void Arm(absl::Duration time, void (Connection::*late)()) {
    timer_.expires_after(Chrono(time));
    timer_.async_wait([weak = weak_from_this(), late, armed = ++armed_](error_code error) {
      const auto self = weak.lock();
      if (!error && self != nullptr && self->armed_ == armed) ((*self).*late)();
    });
  }
  void Disarm() {
    ++armed_;
    timer_.cancel();
  }
  // Ends the reading of a request; its handler then finds `late_`.
  void Late() {
    late_ = true;
    error_code ignored;
    socket_.cancel(ignored);
  }

  void ReadHeader() {
    Arm(shared_.options.header_timeout, &Connection::Late);
    beast::http::async_read_header(
        socket_, buffer_, *parser_,
        [self = shared_from_this()](error_code error, size_t) { self->OnHeader(error); });
  }

  void OnHeader(error_code error) {
    if (error) return OnReadError(error);
    const auto& fields = parser_->get();
    if (std::distance(fields.begin(), fields.end()) > shared_.options.max_headers)
      return Refuse(431);
    const auto hosts = fields.count(beast::http::field::host);
    if (hosts > 1 || (hosts == 0 && fields.version() >= 11)) return Refuse(400);
    Arm(shared_.options.body_timeout, &Connection::Late);
    const beast::string_view expect = fields[beast::http::field::expect];
    if (!absl::EqualsIgnoreCase(absl::string_view(expect.data(), expect.size()), "100-continue"))
      return ReadBody();
    static constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_, asio::buffer(kContinue, sizeof(kContinue) - 1),
                      [self = shared_from_this()](error_code error, size_t) {
                        if (error) return self->Close();
                        self->ReadBody();
                      });
  }

  void ReadBody() {
    beast::http::async_read(socket_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, size_t) {
                              if (error) return self->OnReadError(error);
                              self->OnRequest();
                            });
  }

  void OnReadError(error_code error) {
    using E = beast::http::error;
    if (late_) return Refuse(408);
    if (error == E::header_limit || error == E::buffer_overflow) return Refuse(431);
    if (error == E::body_limit) return Refuse(413);
    if (error == E::end_of_stream || error == E::partial_message) return Close();
    if (error.category() == make_error_code(E::bad_target).category()) return Refuse(400);
    Close();
  }

  Request TakeRequest() {
    Request request;
    auto& message = parser_->get();
    const auto method = message.method_string();
    request.method.assign(method.data(), method.size());
    request.target.assign(message.target().data(), message.target().size());
    for (const auto& field : message) {
      request.headers.Add(absl::string_view(field.name_string().data(), field.name_string().size()),
                          absl::string_view(field.value().data(), field.value().size()));
    }
    request.body = std::move(message.body());
    return request;
  }

  void OnRequest();

  // Tells what is wrong with a request that cannot be answered, and ends the connection: where the
  // next one begins is not known.
  void Refuse(int status) {
    Disarm();
    const Request so_far = TakeRequest();
    Response response = shared_.refusal(status, so_far);
    keep_alive_ = false;
    head_ = so_far.method == "HEAD";
    state_ = State::kAnswering;
    Answer(turn_, std::move(response));
  }

  // A client that goes while it waits is noticed; what it sends meanwhile is the next request's.
  void WatchForEnd() {
    socket_.async_wait(
        tcp::socket::wait_read, [self = shared_from_this(), turn = turn_](error_code error) {
          if (error || !self->IsAtWork(turn)) return;
          char byte = 0;
          error_code result;
          self->socket_.non_blocking(true, result);
          const size_t got =
              self->socket_.receive(asio::buffer(&byte, 1), tcp::socket::message_peek, result);
          const bool waiting = result == asio::error::would_block;
          if (got == 0 && !waiting) self->Close();
        });
  }

  std::string Piece(const std::string& text) const { return chunked_ ? ChunkText(text) : text; }

  void Send(std::string text, std::function<void(bool)> written) {
    pieces_.emplace_back(std::move(text));
    unwritten_.push_back(written ? std::move(written) : [](bool) {});
    if (!sending_) SendFirst();
  }

  void SendFirst() {
    sending_ = true;
    Arm(shared_.options.write_timeout, &Connection::Close);
    // Kept beside the queue: closing empties that while the socket may still read from here.
    outgoing_ = std::move(pieces_.front());
    pieces_.pop_front();
    asio::async_write(socket_, asio::buffer(outgoing_),
                      [self = shared_from_this()](error_code error, size_t) {
                        self->sending_ = false;
                        if (self->state_ == State::kClosed) return;
                        if (error) return self->Close();
                        self->OnSent();
                      });
  }

  void OnSent() {
    Disarm();
    const auto written = std::move(unwritten_.front());
    unwritten_.pop_front();
    if (!pieces_.empty()) {
      SendFirst();
    } else if (last_piece_) {
      AfterAnswer();
    }
    written(true);
  }

  // No more can be said to this request.
  void Finish() {
    state_ = State::kSent;
    gone_.clear();
    CancelDelays();
  }

  void AfterAnswer() {
    last_piece_ = false;
    if (keep_alive_) return ReadNext();
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    state_ = State::kLingering;
    Arm(kLingerTime, &Connection::Close);
    Linger(0);
  }

  void Linger(size_t already) {
    if (already > kLingerBytes) return Close();
    buffer_.clear();
    socket_.async_read_some(buffer_.prepare(16384),
                            [self = shared_from_this(), already](error_code error, size_t bytes) {
                              if (error) return self->Close();
                              self->Linger(already + bytes);
                            });
  }

  void CancelDelays() {
    for (const auto& timer : std::exchange(delays_, {})) timer->cancel();
  }

  void Count(int status) { ++shared_.answers[status >= 100 && status < 600 ? status / 100 : 0]; }

  Shared& shared_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  int64_t armed_ = 0;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  State state_ = State::kReading;
  // Counts requests, so that who still holds an earlier one changes nothing.
  int turn_ = 0;
  bool late_ = false;
  bool keep_alive_ = true;
  bool chunked_ = true;
  bool head_ = false;
  bool gzip_ = false;
  bool sending_ = false;
  bool last_piece_ = false;
  std::string outgoing_;
  std::deque<std::string> pieces_;
  std::deque<std::function<void(bool)>> unwritten_;
  std::vector<std::function<void()>> gone_;
  std::vector<std::shared_ptr<asio::steady_timer>> delays_;
};

// Reaches the connection from any thread.
class Turn : public Exchange {
 public:
  Turn(std::shared_ptr<Connection> connection, int turn, Request request)
      : connection_(std::move(connection)), turn_(turn), request_(std::move(request)) {}
  // Somebody forgot the request: its client must not wait for ever.
  ~Turn() override { Abort(); }

  const Request& request() const override { return request_; }
  void Answer(Response response) override {
    Do([turn = turn_, response = std::move(response)](Connection& connection) mutable {
      connection.Answer(turn, std::move(response));
    });
  }
  void Begin(Response response) override {
    Do([turn = turn_, response = std::move(response)](Connection& connection) mutable {
      connection.Begin(turn, std::move(response));
    });
  }
  void Write(std::string piece, std::function<void(bool)> written) override {
    Do([turn = turn_, piece = std::move(piece), written = std::move(written)](
           Connection& connection) mutable { connection.Write(turn, piece, std::move(written)); });
  }
  void End() override {
    Do([turn = turn_](Connection& connection) { connection.End(turn); });
  }
  void Abort() override {
    Do([turn = turn_](Connection& connection) { connection.Abort(turn); });
  }
  void Run(std::function<void()> task) override {
    Do([task = std::move(task)](Connection&) { task(); });
  }
  void RunAfter(absl::Duration delay, std::function<void()> task) override {
    Do([turn = turn_, delay, task = std::move(task)](Connection& connection) mutable {
      connection.RunAfter(turn, delay, std::move(task));
    });
  }
  void OnGone(std::function<void()> task) override {
    Do([turn = turn_, task = std::move(task)](Connection& connection) mutable {
      connection.OnGone(turn, std::move(task));
    });
  }

 private:
  template <typename Task>
  void Do(Task task) {
    connection_->Post(
        [connection = connection_.get(), task = std::move(task)]() mutable { task(*connection); });
  }

  const std::shared_ptr<Connection> connection_;
  const int turn_;
  const Request request_;
};

void Connection::OnRequest() {
  Disarm();
  chunked_ = parser_->get().version() >= 11;
  keep_alive_ = parser_->get().keep_alive();
  Request request = TakeRequest();
  head_ = request.method == "HEAD";
  gzip_ = AcceptsGzip(request.headers.Get("Accept-Encoding"));
  if (request.target.empty() || (request.target[0] != '/' && request.target != "*"))
    return Refuse(400);
  const absl::string_view encoding = request.headers.Get("Content-Encoding");
  if (!encoding.empty() && !absl::EqualsIgnoreCase(encoding, "identity")) {
    if (!absl::EqualsIgnoreCase(encoding, "gzip")) return Refuse(415);
    absl::StatusOr<std::string> text = Gunzip(request.body, shared_.options.max_body_bytes);
    if (!text.ok()) return Refuse(absl::IsResourceExhausted(text.status()) ? 413 : 400);
    request.body = *std::move(text);
  }
  state_ = State::kAnswering;
  WatchForEnd();
  shared_.handler(std::make_shared<Turn>(shared_from_this(), turn_, std::move(request)));
}

class BeastServer : public Server {
 public:
  BeastServer(const ServerOptions& options, Handler handler, Refusal refusal)
      : shared_(options, std::move(handler), std::move(refusal)),
        acceptor_(asio::make_strand(shared_.context)),
        pause_(acceptor_.get_executor()),
        work_(shared_.context.get_executor()) {}
  ~BeastServer() override { Stop(absl::ZeroDuration()); }

  absl::Status Bind() {
    const std::string& listen = shared_.options.listen;
    const size_t colon = listen.rfind(':');
    int port = 0;
    if (colon == std::string::npos || !absl::SimpleAtoi(listen.substr(colon + 1), &port) ||
        port < 0 || port > 65535) {
      return absl::InvalidArgumentError(
          absl::StrCat("--http_listen=", listen, ": expected host:port"));
    }
    absl::string_view host = absl::string_view(listen).substr(0, colon);
    if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
    error_code error;
    tcp::resolver resolver(shared_.context);
    const auto found = resolver.resolve(std::string(host), std::to_string(port), error);
    const tcp::endpoint endpoint = error ? tcp::endpoint() : found.begin()->endpoint();
    if (!error) acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return absl::UnavailableError(
          absl::StrCat("--http_listen=", listen, ": cannot listen there: ", error.message()));
    }
    address_ = absl::StrCat(listen.substr(0, colon), ":", acceptor_.local_endpoint().port());
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }

  void Serve() override {
    asio::dispatch(acceptor_.get_executor(), [this] { Accept(); });
    for (int i = 0; i < shared_.options.threads; ++i)
      threads_.emplace_back([this] { shared_.context.run(); });
  }

  void Stop(absl::Duration timeout) override {
    if (stopped_) return;
    stopped_ = true;
    shared_.draining = true;
    asio::post(acceptor_.get_executor(), [this] {
      error_code ignored;
      acceptor_.close(ignored);
      pause_.cancel();
    });
    if (!threads_.empty()) {
      ForEach(&Connection::CloseIfIdle);
      if (!AwaitNone(timeout)) {
        ForEach(&Connection::Close);
        AwaitNone(absl::Seconds(1));
      }
    }
    shared_.context.stop();
    for (std::thread& thread : threads_) thread.join();
  }

  Totals totals() const override {
    Totals totals;
    for (int i = 0; i < 6; ++i) totals.answers[i] = shared_.answers[i];
    totals.refused_connections = shared_.refused_connections;
    return totals;
  }

 private:
  void Accept() {
    acceptor_.async_accept(asio::make_strand(shared_.context),
                           [this](error_code error, tcp::socket socket) {
                             if (!acceptor_.is_open()) return;
                             if (error) return AcceptLater();
                             Welcome(std::move(socket));
                             Accept();
                           });
  }

  // Out of descriptors, mostly: trying again at once would only burn the processor.
  void AcceptLater() {
    pause_.expires_after(Chrono(kAcceptPause));
    pause_.async_wait([this](error_code error) {
      if (!error) Accept();
    });
  }

  void Welcome(tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::shared_ptr<Connection> connection;
    {
      absl::MutexLock lock(&shared_.mutex);
      if (shared_.connections.size() < static_cast<size_t>(shared_.options.max_connections)) {
        connection = std::make_shared<Connection>(shared_, std::move(socket));
        shared_.connections.emplace(connection.get(), connection);
      }
    }
    if (connection != nullptr) {
      connection->Post([connection = connection.get()] { connection->ReadNext(); });
    } else {
      TurnAway(std::move(socket));
    }
  }

  void TurnAway(tcp::socket socket) {
    ++shared_.refused_connections;
    const Response response = shared_.refusal(503, Request());
    Framing framing;
    framing.content_length = response.body.size();
    framing.keep_alive = false;
    const std::string text = HeadText(response, framing, absl::Now()) + response.body;
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.send(asio::buffer(text), 0, ignored);  // fits the socket's own buffer
    socket.shutdown(tcp::socket::shutdown_both, ignored);
  }

  void ForEach(void (Connection::*what)()) {
    std::vector<std::shared_ptr<Connection>> all;
    {
      absl::MutexLock lock(&shared_.mutex);
      for (const auto& [address, weak] : shared_.connections) {
        if (auto connection = weak.lock()) all.push_back(std::move(connection));
      }
    }
    for (const auto& connection : all)
      connection->Post([connection = connection.get(), what] { (connection->*what)(); });
  }

  bool AwaitNone(absl::Duration timeout) {
    absl::MutexLock lock(&shared_.mutex);
    return shared_.mutex.AwaitWithTimeout(absl::Condition(
                                              +[](Shared* shared) ABSL_NO_THREAD_SAFETY_ANALYSIS {
                                                return shared->connections.empty();
                                              },
                                              &shared_),
                                          timeout);
  }

  Shared shared_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  // The threads stay while nothing but a service has something to say.
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::string address_;
  std::vector<std::thread> threads_;
  bool stopped_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Listen(const ServerOptions& options,
                                                       Handler handler, Refusal refusal) {
  auto server = std::make_unique<BeastServer>(options, std::move(handler), std::move(refusal));
  if (absl::Status bound = server->Bind(); !bound.ok()) return bound;
  return server;
}

}  // namespace palier::gateway::http
