// SPDX-License-Identifier: Apache-2.0
// An HTTP/1.1 server with bounds on everything that a stranger sends. No library shows through.
#ifndef PALIER_GATEWAY_HTTP_SERVER_H_
#define PALIER_GATEWAY_HTTP_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/http/message.h"

namespace palier::gateway::http {

struct ServerOptions {
  // `host:port`; port 0 takes a free one.
  std::string listen = "127.0.0.1:8080";
  // They read, transcode and write; nothing blocks them.
  int threads = 2;
  int max_connections = 10000;
  // Request line and headers together, and their number.
  size_t max_header_bytes = 16 << 10;
  int max_headers = 100;
  // Decompressed too.
  size_t max_body_bytes = 4 << 20;
  // From the first byte of a request to the end of its headers, from there to the end of its body.
  absl::Duration header_timeout = absl::Seconds(10);
  absl::Duration body_timeout = absl::Seconds(30);
  // Between two requests of a connection, and before the first.
  absl::Duration idle_timeout = absl::Seconds(60);
  // For one write: who does not read for so long is cut off.
  absl::Duration write_timeout = absl::Seconds(30);
  // Shorter answers are not compressed.
  size_t min_gzip_bytes = 1 << 10;
};

// One request and its answer: Answer once, or Begin once, Write any number of times, End once. All
// functions may be called from any thread, and do nothing once the client is gone. Let go of it
// before its server is destroyed; one that is let go without an answer ends its connection.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual const Request& request() const = 0;

  // A whole answer. Compressed when it is long enough, of a type that shrinks, and the client takes
  // it. Without its body for HEAD.
  virtual void Answer(Response response) = 0;

  // An answer in pieces, as they come; `response.body` is the first.
  virtual void Begin(Response response) = 0;
  // `written` is run once the piece has gone, and then the next one may be given; with false when
  // the client is gone.
  virtual void Write(std::string piece, std::function<void(bool ok)> written) = 0;
  virtual void End() = 0;
  // Breaks the connection off, so that an answer that has begun is not taken for whole.
  virtual void Abort() = 0;

  // Run on a thread of the server, one after the other.
  virtual void Run(std::function<void()> task) = 0;
  virtual void RunAfter(absl::Duration delay, std::function<void()> task) = 0;
  // Run once when the client goes before the answer has; at once when it has gone.
  virtual void OnGone(std::function<void()> task) = 0;
};

// What every answer was, for who counts.
struct Totals {
  // By first digit of the status: 1xx ... 5xx.
  int64_t answers[6] = {};
  // Connections that were refused because there were too many.
  int64_t refused_connections = 0;
};

class Server {
 public:
  // Called on a thread of the server for each whole request; must not block.
  using Handler = std::function<void(std::shared_ptr<Exchange>)>;
  // What to tell of a request that never reaches the handler: 400, 408, 413, 415, 431, 503.
  // `so_far` may lack headers and body.
  using Refusal = std::function<Response(int status, const Request& so_far)>;

  // Binds the address: what connects waits until Serve. UNAVAILABLE when it cannot.
  static absl::StatusOr<std::unique_ptr<Server>> Listen(const ServerOptions& options,
                                                        Handler handler, Refusal refusal);
  virtual ~Server() = default;

  // Bound `host:port`.
  virtual const std::string& address() const = 0;
  virtual void Serve() = 0;
  // Takes no connections any more, ends those that are idle, lets begun requests be answered, and
  // returns when all are or after `timeout`. Idempotent; then nothing is called any more.
  virtual void Stop(absl::Duration timeout) = 0;
  virtual Totals totals() const = 0;
};

}  // namespace palier::gateway::http

#endif  // PALIER_GATEWAY_HTTP_SERVER_H_
