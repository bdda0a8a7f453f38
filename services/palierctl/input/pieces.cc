// SPDX-License-Identifier: Apache-2.0
#include "palierctl/input/pieces.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <utility>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "palierctl/errors.h"
#include "palierctl/input/resource_json.h"

namespace palier::ctl {
namespace {

absl::Status CannotOpen(const std::string& path, const std::string& why) {
  return FileError(path, {"cannot be opened: " + why, "impossible à ouvrir : " + why});
}

}  // namespace

void Pieces::Close::operator()(gzFile_s* file) const {
  gzclose(file);
}

Pieces::Pieces(std::string path, std::unique_ptr<gzFile_s, Close> file, int64_t size)
    : path_(std::move(path)), file_(std::move(file)), size_(size) {}

absl::StatusOr<Pieces> Pieces::Open(const std::string& path) {
  struct stat info = {};
  if (path != "-" && stat(path.c_str(), &info) != 0) return CannotOpen(path, strerror(errno));
  if (S_ISDIR(info.st_mode)) return CannotOpen(path, strerror(EISDIR));
  std::unique_ptr<gzFile_s, Close> file(path == "-" ? gzdopen(dup(STDIN_FILENO), "rb")
                                                    : gzopen(path.c_str(), "rb"));
  if (file == nullptr) return CannotOpen(path, strerror(errno));
  gzbuffer(file.get(), 1 << 17);
  return Pieces(path, std::move(file), S_ISREG(info.st_mode) ? info.st_size : 0);
}

absl::StatusOr<std::string> Pieces::Next() {
  std::string piece(kPieceBytes, '\0');
  const int read = gzread(file_.get(), piece.data(), static_cast<unsigned>(piece.size()));
  int error = Z_OK;
  const char* what = gzerror(file_.get(), &error);
  // A gzip file that was cut off reads to its end without a negative result.
  if (read < 0 || error == Z_BUF_ERROR) {
    const std::string why = error == Z_ERRNO ? strerror(errno) : what;
    return FileError(path_, {"cannot be read: " + why, "illisible : " + why});
  }
  piece.resize(read);
  return piece;
}

int64_t Pieces::position() const {
  return size_ == 0 ? 0 : gzoffset(file_.get());
}

absl::StatusOr<bool> Lines::Next(std::string* line) {
  for (;;) {
    const size_t end = buffer_.find('\n', start_);
    if (end != std::string::npos || (ended_ && start_ < buffer_.size())) {
      const size_t stop = end == std::string::npos ? buffer_.size() : end;
      line->assign(buffer_, start_, stop - start_);
      if (!line->empty() && line->back() == '\r') line->pop_back();
      start_ = end == std::string::npos ? buffer_.size() : end + 1;
      ++number_;
      return true;
    }
    if (ended_) return false;
    buffer_.erase(0, start_);
    start_ = 0;
    if (buffer_.size() > kPieceBytes) {
      return status::Error(absl::StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED,
                           {"Line {line} is longer than 1 MiB.", "La ligne {line} dépasse 1 Mio."})
          .With("line", number_ + 1);
    }
    ASSIGN_OR_RETURN(const std::string piece, pieces_.Next());
    ended_ = piece.empty();
    buffer_ += piece;
  }
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  ASSIGN_OR_RETURN(Pieces pieces, Pieces::Open(path));
  std::string text;
  for (;;) {
    ASSIGN_OR_RETURN(const std::string piece, pieces.Next());
    if (piece.empty()) return text;
    text += piece;
    if (text.size() > kMaxJsonBytes) {
      return FileError(path, {"larger than 16 MiB.", "plus grand que 16 Mio."});
    }
  }
}

}  // namespace palier::ctl
