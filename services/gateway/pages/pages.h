// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_PAGES_PAGES_H_
#define PALIER_GATEWAY_PAGES_PAGES_H_

#include <optional>

#include "absl/types/span.h"
#include "gateway/http/message.h"
#include "gateway/pages/embedded_file.h"

namespace palier::gateway {

// The web pages: files that anybody may have, and that hold nobody's data. Thread-safe.
class Pages {
 public:
  // `files` outlive it; `/index.html` is the page that draws all others.
  explicit Pages(absl::Span<const EmbeddedFile> files) : files_(files) {}

  // A file by its path; `/index.html` for whatever a person goes to in a browser (`Accept:
  // text/html`) outside the API. Unset for what is the API's to answer.
  std::optional<http::Response> Answer(const http::Request& request) const;

 private:
  const EmbeddedFile* Find(absl::string_view path) const;

  const absl::Span<const EmbeddedFile> files_;
};

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_PAGES_PAGES_H_
