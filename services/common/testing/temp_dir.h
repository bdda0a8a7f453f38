// SPDX-License-Identifier: Apache-2.0
// Where a test reads and writes: a folder of its own, and the real data when it is there.
#ifndef PALIER_COMMON_TESTING_TEMP_DIR_H_
#define PALIER_COMMON_TESTING_TEMP_DIR_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace palier::testing {

// A new empty folder, removed with what is in it at the end. Its path is short enough for unix
// sockets.
class TempDir {
 public:
  TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  const std::string& path() const { return path_; }
  std::string File(absl::string_view name) const;

 private:
  std::string path_;
};

// The folder with real data: PALIER_TEST_DATA, else ../shared/data beside the sources
// (PALIER_SOURCE_DIR). None when there is no such folder: skip the test with a message.
std::optional<std::string> TestDataDir();

}  // namespace palier::testing

#endif  // PALIER_COMMON_TESTING_TEMP_DIR_H_
