// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/response_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace palier::gateway::http {
namespace {

absl::string_view PhraseOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "";  // the phrase may be empty
  }
}

bool IsClean(absl::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](unsigned char c) { return absl::ascii_iscntrl(c) && c != '\t'; });
}

}  // namespace

std::string HeadText(const Response& response, const Framing& framing, absl::Time now) {
  std::string text =
      absl::StrCat("HTTP/1.1 ", response.status, " ", PhraseOf(response.status), "\r\nDate: ",
                   absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", now, absl::UTCTimeZone()), "\r\n");
  for (const auto& [name, value] : response.headers.all()) {
    if (IsClean(name) && IsClean(value)) absl::StrAppend(&text, name, ": ", value, "\r\n");
  }
  if (framing.content_length.has_value())
    absl::StrAppend(&text, "Content-Length: ", *framing.content_length, "\r\n");
  if (framing.chunked) absl::StrAppend(&text, "Transfer-Encoding: chunked\r\n");
  absl::StrAppend(&text, "Connection: ", framing.keep_alive ? "keep-alive" : "close", "\r\n\r\n");
  return text;
}

std::string ChunkText(absl::string_view piece) {
  return absl::StrCat(absl::Hex(piece.size()), "\r\n", piece, "\r\n");
}

bool Shrinks(absl::string_view content_type) {
  return absl::StartsWith(content_type, "application/json") ||
         absl::StartsWith(content_type, "application/problem+json") ||
         absl::StartsWith(content_type, "text/");
}

}  // namespace palier::gateway::http
