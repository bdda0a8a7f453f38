// SPDX-License-Identifier: Apache-2.0
#include "gateway/testing/http_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace palier::gateway {

HttpClient::HttpClient(const std::string& address) {
  int port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port)) << address;
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  timeval minute = {60, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &minute, sizeof(minute));
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &minute, sizeof(minute));
  const int yes = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof(to)), 0) << address;
}

HttpClient::~HttpClient() {
  ::close(socket_);
}

bool HttpClient::Send(absl::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

void HttpClient::SendRequest(const std::string& method, const std::string& target,
                             const http::Headers& headers, const std::string& body) {
  std::string text = absl::StrCat(method, " ", target, " HTTP/1.1\r\n");
  if (!headers.Has("Host")) absl::StrAppend(&text, "Host: localhost\r\n");
  for (const auto& [name, value] : headers.all()) absl::StrAppend(&text, name, ": ", value, "\r\n");
  if (!body.empty()) {
    absl::StrAppend(&text, "Content-Length: ", body.size(), "\r\n");
    if (!headers.Has("Content-Type")) absl::StrAppend(&text, "Content-Type: application/json\r\n");
  }
  Send(absl::StrCat(text, "\r\n", body));
}

http::Response HttpClient::Call(const std::string& method, const std::string& target,
                                const http::Headers& headers, const std::string& body) {
  SendRequest(method, target, headers, body);
  http::Response response = ReadHead();
  response.body = ReadBody(response, method == "HEAD");
  return response;
}

http::Response HttpClient::ReadHead() {
  http::Response response;
  response.status = 0;
  const std::string status = ReadLine();
  if (!absl::SimpleAtoi(status.substr(std::min<size_t>(status.size(), 9), 3), &response.status))
    return response;
  for (std::string line = ReadLine(); !line.empty(); line = ReadLine()) {
    const size_t colon = line.find(':');
    response.headers.Add(line.substr(0, colon),
                         absl::StripAsciiWhitespace(absl::string_view(line).substr(colon + 1)));
  }
  return response;
}

std::string HttpClient::ReadBody(const http::Response& head, bool of_head_request) {
  std::string body;
  if (of_head_request || head.status == 204 || head.status == 304 || head.status == 0) return body;
  size_t length = 0;
  if (absl::SimpleAtoi(head.headers.Get("Content-Length"), &length)) return ReadBytes(length);
  if (head.headers.Has("Transfer-Encoding")) {
    while (const auto chunk = ReadChunk()) body += *chunk;
    return body;
  }
  while (Fill()) {
  }
  return std::exchange(received_, "");
}

std::optional<std::string> HttpClient::ReadChunk(bool* broken) {
  const std::string line = ReadLine();
  const bool whole = !line.empty();
  if (broken != nullptr) {
    *broken = !whole;
  } else {
    EXPECT_TRUE(whole) << "the answer broke off";
  }
  const size_t size = whole ? std::stoul(line, nullptr, 16) : 0;
  std::string piece = size == 0 ? "" : ReadBytes(size);
  if (whole) ReadLine();
  if (size == 0) return std::nullopt;
  return piece;
}

bool HttpClient::AtEnd() {
  return received_.empty() && !Fill();
}

bool HttpClient::Fill() {
  char piece[16384];
  const ssize_t got = ::recv(socket_, piece, sizeof(piece), 0);
  if (got <= 0) {
    EXPECT_FALSE(got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) << "nothing for a minute";
    return false;
  }
  received_.append(piece, static_cast<size_t>(got));
  return true;
}

std::string HttpClient::ReadLine() {
  size_t end = received_.find("\r\n");
  while (end == std::string::npos) {
    if (!Fill()) return "";
    end = received_.find("\r\n");
  }
  std::string line = received_.substr(0, end);
  received_.erase(0, end + 2);
  return line;
}

std::string HttpClient::ReadBytes(size_t count) {
  while (received_.size() < count) {
    if (!Fill()) break;
  }
  std::string bytes = received_.substr(0, count);
  received_.erase(0, count);
  return bytes;
}

}  // namespace palier::gateway
