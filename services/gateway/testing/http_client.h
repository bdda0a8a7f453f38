// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TESTING_HTTP_CLIENT_H_
#define PALIER_GATEWAY_TESTING_HTTP_CLIENT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/http/message.h"

namespace palier::gateway {

// One connection to an HTTP server, byte by byte as the test wants it. Every read ends after a
// minute; what fails there fails the test.
class HttpClient {
 public:
  // `host:port` on this machine.
  explicit HttpClient(const std::string& address);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // False when the server has closed the connection.
  bool Send(absl::string_view text);
  // Sends a request with Host, Content-Length and the headers given, and reads its answer.
  http::Response Call(const std::string& method, const std::string& target,
                      const http::Headers& headers = {}, const std::string& body = "");
  void SendRequest(const std::string& method, const std::string& target,
                   const http::Headers& headers = {}, const std::string& body = "");

  // Status and headers; status 0 when the connection ends instead.
  http::Response ReadHead();
  // The body behind that head, with its framing taken off.
  std::string ReadBody(const http::Response& head, bool of_head_request = false);
  // The next chunk of a body in chunks; nullopt at its proper end, and `broken` when the connection
  // ends before it.
  std::optional<std::string> ReadChunk(bool* broken = nullptr);
  // Nothing more comes: the server closed the connection.
  bool AtEnd();

 private:
  bool Fill();
  std::string ReadLine();
  std::string ReadBytes(size_t count);

  int socket_ = -1;
  std::string received_;
};

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TESTING_HTTP_CLIENT_H_
