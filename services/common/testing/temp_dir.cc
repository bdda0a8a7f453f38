// SPDX-License-Identifier: Apache-2.0
#include "common/testing/temp_dir.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace palier::testing {
namespace {

// A unix socket's path has 107 characters, and PostgreSQL's sockets have long names.
constexpr size_t kLongestParent = 50;

std::string Parent() {
  const char* chosen = std::getenv("TMPDIR");
  const std::string parent = chosen == nullptr ? "/tmp" : chosen;
  return parent.empty() || parent.size() > kLongestParent ? "/tmp" : parent;
}

}  // namespace

TempDir::TempDir() : path_(absl::StrCat(Parent(), "/palier-XXXXXX")) {
  if (mkdtemp(path_.data()) == nullptr) {
    std::perror(path_.c_str());
    std::abort();
  }
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempDir::File(absl::string_view name) const {
  return absl::StrCat(path_, "/", name);
}

std::optional<std::string> TestDataDir() {
  const char* data = std::getenv("PALIER_TEST_DATA");
  const char* source = std::getenv("PALIER_SOURCE_DIR");
  const std::string path = data != nullptr
                               ? std::string(data)
                               : absl::StrCat(source == nullptr ? "." : source, "/../shared/data");
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) return std::nullopt;
  return path;
}

}  // namespace palier::testing
