// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace palier::gateway::http {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's way to say gzip
constexpr size_t kPiece = 64 << 10;

z_stream StreamOf(absl::string_view input) {
  z_stream stream = {};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream.avail_in = static_cast<uInt>(input.size());
  return stream;
}

}  // namespace

std::string Gzip(absl::string_view text) {
  z_stream stream = StreamOf(text);
  // Level 1: on JSON nearly as small as 6 at a third of the time.
  deflateInit2(&stream, 1, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

absl::StatusOr<std::string> Gunzip(absl::string_view gzip, size_t max_bytes) {
  z_stream stream = StreamOf(gzip);
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return absl::InternalError("zlib");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
  std::string text;
  int result = Z_OK;
  while (result == Z_OK) {
    const size_t had = text.size();
    if (had > max_bytes) return absl::ResourceExhaustedError("gzip");
    text.resize(had + std::min(kPiece, max_bytes + 1 - had));
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + had);
    stream.avail_out = static_cast<uInt>(text.size() - had);
    result = inflate(&stream, Z_NO_FLUSH);
    text.resize(text.size() - stream.avail_out);
  }
  if (text.size() > max_bytes) return absl::ResourceExhaustedError("gzip");
  if (result != Z_STREAM_END || stream.avail_in > 0) return absl::InvalidArgumentError("gzip");
  return text;
}

bool AcceptsGzip(absl::string_view accept_encoding) {
  for (absl::string_view part : absl::StrSplit(accept_encoding.substr(0, 256), ',')) {
    const size_t semicolon = part.find(';');
    const absl::string_view coding = absl::StripAsciiWhitespace(part.substr(0, semicolon));
    if (!absl::EqualsIgnoreCase(coding, "gzip") && coding != "*") continue;
    absl::string_view weight = semicolon == absl::string_view::npos
                                   ? ""
                                   : absl::StripAsciiWhitespace(part.substr(semicolon + 1));
    double q = 1;
    if (absl::ConsumePrefix(&weight, "q=") && !absl::SimpleAtod(weight, &q)) return false;
    return q > 0;
  }
  return false;
}

}  // namespace palier::gateway::http
