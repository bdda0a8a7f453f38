// SPDX-License-Identifier: Apache-2.0
// A file in pieces small enough for a message; `-` is standard input. A gzip file is read as what
// it holds.
#ifndef PALIER_PALIERCTL_INPUT_PIECES_H_
#define PALIER_PALIERCTL_INPUT_PIECES_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct gzFile_s;

namespace palier::ctl {

inline constexpr size_t kPieceBytes = size_t{1} << 20;

// Not thread-safe.
class Pieces {
 public:
  // Returns UNREADABLE_FILE if the file cannot be opened or is a folder.
  static absl::StatusOr<Pieces> Open(const std::string& path);

  // The next piece, at most kPieceBytes; empty at the end. Returns UNREADABLE_FILE for a damaged
  // file.
  absl::StatusOr<std::string> Next();
  // Bytes of the file itself, and how many of them were read; 0 and 0 when it cannot be told.
  int64_t size() const { return size_; }
  int64_t position() const;

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };
  Pieces(std::string path, std::unique_ptr<gzFile_s, Close> file, int64_t size);

  std::string path_;
  std::unique_ptr<gzFile_s, Close> file_;
  int64_t size_;
};

// Lines of a file, without their ends. Not thread-safe.
class Lines {
 public:
  explicit Lines(Pieces pieces) : pieces_(std::move(pieces)) {}
  // False at the end. Returns LIMIT_EXCEEDED for a line of more than 1 MiB, or what Pieces returns.
  absl::StatusOr<bool> Next(std::string* line);
  // Number of the line that was read last, from 1.
  int64_t number() const { return number_; }

 private:
  Pieces pieces_;
  std::string buffer_;
  size_t start_ = 0;
  bool ended_ = false;
  int64_t number_ = 0;
};

// A whole small file. Returns a usage error past 16 MiB.
absl::StatusOr<std::string> ReadFile(const std::string& path);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_INPUT_PIECES_H_
