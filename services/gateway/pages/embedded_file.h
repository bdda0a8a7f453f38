// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_PAGES_EMBEDDED_FILE_H_
#define PALIER_GATEWAY_PAGES_EMBEDDED_FILE_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace palier::gateway {

// One file of the pages, as it was when this program was built.
struct EmbeddedFile {
  // As browsers ask for it: `/index.html`, `/assets/index-Bbjr06AB.css`.
  absl::string_view path;
  absl::string_view content_type;
  // In quotes.
  absl::string_view etag;
  // Its name holds a hash of its content: it never changes.
  bool immutable = false;
  // Content, compressed.
  absl::string_view gzip;
};

// By path. Their order, and what is there, is the build's: see web/scripts/embed.mjs.
absl::Span<const EmbeddedFile> EmbeddedFiles();

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_PAGES_EMBEDDED_FILE_H_
