// SPDX-License-Identifier: Apache-2.0
#include "common/app/audit_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/auth.h"
#include "common/status/macros.h"

namespace palier::app {
namespace {

constexpr size_t kLeastBytes = 32;
constexpr size_t kMostBytes = 1024;

absl::Status Unusable(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("--audit_key_file=", path, ": ", why));
}

absl::Status WriteWhole(int file, const std::string& path, const std::string& text) {
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  return written ? absl::OkStatus() : Unusable(path, std::strerror(errno));
}

}  // namespace

absl::StatusOr<std::string> ReadAuditKey(const std::string& path) {
  std::ifstream file(path);
  std::string key(kMostBytes + 1, '\0');
  file.read(key.data(), static_cast<std::streamsize>(key.size()));
  if (!file.is_open()) return Unusable(path, std::strerror(errno));
  key.resize(static_cast<size_t>(file.gcount()));
  key = std::string(absl::StripAsciiWhitespace(key));
  if (key.size() < kLeastBytes || key.size() > kMostBytes)
    return Unusable(path,
                    "expected a key of 32 to 1024 bytes, for example of `openssl rand -hex 32`");
  return key;
}

absl::StatusOr<std::string> ReadOrMakeAuditKey(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) return ReadAuditKey(path);
  // Written aside and linked, so that nobody reads half a key and the first to link wins.
  const std::string partial = absl::StrCat(path, ".", ::getpid(), ".partial");
  const int file = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return Unusable(path, std::strerror(errno));
  const absl::Cleanup remove = [&] { ::unlink(partial.c_str()); };
  const absl::Status written = WriteWhole(file, path, rpc::RandomToken() + "\n");
  ::close(file);
  RETURN_IF_ERROR(written);
  if (::link(partial.c_str(), path.c_str()) != 0 && errno != EEXIST)
    return Unusable(path, std::strerror(errno));
  return ReadAuditKey(path);
}

}  // namespace palier::app
