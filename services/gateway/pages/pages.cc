// SPDX-License-Identifier: Apache-2.0
#include "gateway/pages/pages.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "gateway/edge/conditions.h"
#include "gateway/edge/inbound.h"
#include "gateway/http/gzip.h"

namespace palier::gateway {
namespace {

constexpr char kIndex[] = "/index.html";
constexpr size_t kMaxFileBytes = 16 << 20;

// Scripts and styles are files of ours, never text within a page; nobody frames us.
constexpr char kContentSecurityPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

bool IsOfApi(absl::string_view path) {
  return path == "/openapi.json" || path == "/v1" || absl::StartsWith(path, "/v1/");
}

}  // namespace

const EmbeddedFile* Pages::Find(absl::string_view path) const {
  const auto file = std::find_if(files_.begin(), files_.end(),
                                 [&](const EmbeddedFile& each) { return each.path == path; });
  return file == files_.end() ? nullptr : &*file;
}

std::optional<http::Response> Pages::Answer(const http::Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const absl::string_view path = request.path();
  const EmbeddedFile* file = Find(path);
  if (file == nullptr && !IsOfApi(path) && Accepts(request.headers.Get("accept"), "text/html"))
    file = Find(kIndex);
  if (file == nullptr) return std::nullopt;

  http::Response response;
  response.headers.Add("Content-Type", file->content_type);
  response.headers.Add("ETag", file->etag);
  response.headers.Add("Cache-Control",
                       file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.Add("Vary", "Accept, Accept-Encoding");
  response.headers.Add("Content-Security-Policy", kContentSecurityPolicy);
  response.headers.Add("X-Content-Type-Options", "nosniff");
  response.headers.Add("Referrer-Policy", "no-referrer");
  if (NamesEtag(request.headers.Joined("if-none-match"), file->etag)) {
    response.status = 304;
  } else if (http::AcceptsGzip(request.headers.Get("accept-encoding"))) {
    response.headers.Add("Content-Encoding", "gzip");
    response.body = std::string(file->gzip);
  } else {
    response.body = http::Gunzip(file->gzip, kMaxFileBytes).value_or("");
  }
  return response;
}

}  // namespace palier::gateway
