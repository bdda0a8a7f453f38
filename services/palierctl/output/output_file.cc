// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/output_file.h"

#include <cstdio>
#include <utility>

#include "palierctl/errors.h"

namespace palier::ctl {

OutputFile::OutputFile(std::string name, std::ostream& standard)
    : name_(std::move(name)),
      unfinished_(name_ + ".part"),
      is_standard_(name_ == "-"),
      stream_(is_standard_ ? standard : file_) {
  if (!is_standard_) file_.open(unfinished_, std::ios::binary);
}

OutputFile::~OutputFile() {
  if (!file_.is_open()) return;
  file_.close();
  std::remove(unfinished_.c_str());
}

absl::Status OutputFile::Failure() const {
  return FileError(name_, {"cannot be written.", "impossible à écrire."});
}

absl::Status OutputFile::Check() const {
  return stream_ ? absl::OkStatus() : Failure();
}

absl::Status OutputFile::Keep() {
  stream_.flush();
  if (!stream_) return Failure();
  if (is_standard_) return absl::OkStatus();
  file_.close();
  if (!file_ || std::rename(unfinished_.c_str(), name_.c_str()) != 0) {
    std::remove(unfinished_.c_str());
    return Failure();
  }
  return absl::OkStatus();
}

}  // namespace palier::ctl
