// SPDX-License-Identifier: Apache-2.0
// A long XML document cut into the elements of one name, so that no more than one of them is in
// memory.
#ifndef PALIER_COMMON_MAPPING_XML_PIECES_H_
#define PALIER_COMMON_MAPPING_XML_PIECES_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace palier::mapping {

struct XmlOptions {
  // Local name of the elements wanted, for example `row`; prefixes are not looked at.
  std::string element;
  // Of one element, its tags included; of one tag or comment elsewhere.
  size_t max_piece_bytes = size_t{16} << 20;
  int max_depth = 64;
};

// Finds the outermost elements of that name and gives each as text, which a parser of XML still
// has to check. Document types are refused: nothing of Palier's needs one, and attacks do. Not
// thread-safe.
class XmlPieces {
 public:
  // A status that is not OK ends the reading and is what Feed returns.
  using OnPiece = std::function<absl::Status(absl::string_view xml)>;

  XmlPieces(XmlOptions options, OnPiece on_piece);

  // Takes the next part of the document, UTF-8; it may end anywhere. Returns UNREADABLE_FILE if the
  // document is no XML, in another encoding, or has a document type; LIMIT_EXCEEDED if it passes a
  // bound. After an error returns that error.
  absl::Status Feed(absl::string_view chunk);
  // Returns UNREADABLE_FILE if the document is cut off.
  absl::Status Finish();

 private:
  void TakeText(absl::string_view& chunk);
  void TakeMarkup(absl::string_view& chunk);
  bool MarkupEnds(char c);
  void EndMarkup();
  void OpenTag(absl::string_view name, bool closed);
  void CloseTag();
  absl::Status CheckStart(absl::string_view markup) const;
  void Deliver();

  const XmlOptions options_;
  const OnPiece on_piece_;
  absl::Status status_;
  std::string piece_;
  std::string markup_;  // from `<` on
  char quote_ = 0;
  int depth_ = 0;
  int piece_depth_ = 0;  // depth_ outside the element that is taken; 0: none is
  bool in_piece_ = false;
  bool any_ = false;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_XML_PIECES_H_
