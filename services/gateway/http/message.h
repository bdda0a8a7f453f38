// SPDX-License-Identifier: Apache-2.0
// HTTP messages, without any library's types.
#ifndef PALIER_GATEWAY_HTTP_MESSAGE_H_
#define PALIER_GATEWAY_HTTP_MESSAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace palier::gateway::http {

class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> all) : all_(all) {}

  void Add(absl::string_view name, absl::string_view value) {
    all_.emplace_back(std::string(name), std::string(value));
  }
  // Value of the first with that name in any case; empty without one.
  absl::string_view Get(absl::string_view name) const;
  bool Has(absl::string_view name) const;
  // Those of one name as one list, joined by commas.
  std::string Joined(absl::string_view name) const;

  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

struct Request {
  // `GET`.
  std::string method;
  // As sent: `/v1/organizations?pageSize=5`; begins with a slash, or is `*`.
  std::string target;
  Headers headers;
  // Without its content encoding.
  std::string body;

  absl::string_view path() const { return absl::string_view(target).substr(0, target.find('?')); }
  // Behind the question mark.
  absl::string_view query() const {
    const size_t mark = target.find('?');
    return mark == std::string::npos ? absl::string_view()
                                     : absl::string_view(target).substr(mark + 1);
  }
};

struct Response {
  int status = 200;
  // Content-Length, Date, Connection and Content-Encoding are the server's.
  Headers headers;
  std::string body;
};

}  // namespace palier::gateway::http

#endif  // PALIER_GATEWAY_HTTP_MESSAGE_H_
