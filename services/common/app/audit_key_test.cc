// SPDX-License-Identifier: Apache-2.0
#include "common/app/audit_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "common/testing/temp_dir.h"

namespace palier::app {
namespace {

using ::testing::HasSubstr;

TEST(AuditKeyTest, IsMadeOnceAndForItsOwnerOnly) {
  const testing::TempDir dir;
  const std::string path = dir.File("audit.key");
  const auto made = ReadOrMakeAuditKey(path);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->size(), 64u);
  EXPECT_EQ(*ReadOrMakeAuditKey(path), *made);
  EXPECT_EQ(*ReadAuditKey(path), *made);
  struct stat found;
  ASSERT_EQ(::stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777u, 0600u);
  const testing::TempDir other;
  EXPECT_NE(*ReadOrMakeAuditKey(other.File("audit.key")), *made);
}

TEST(AuditKeyTest, RefusesWhatIsNoKey) {
  const testing::TempDir dir;
  const struct {
    std::string text;
    bool ok;
  } cases[] = {{"", false},
               {std::string(31, 'k'), false},
               {std::string(32, 'k'), true},
               {" " + std::string(31, 'k') + "\n", false},
               {std::string(1024, 'k') + "\n", true},
               {std::string(1025, 'k'), false},
               {std::string(5000, 'k'), false}};
  for (const auto& [text, ok] : cases) {
    std::ofstream(dir.File("key")) << text;
    const auto key = ReadAuditKey(dir.File("key"));
    EXPECT_EQ(key.ok(), ok) << text.size();
    if (ok) continue;
    EXPECT_EQ(key.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(key.status().message()), HasSubstr("--audit_key_file="));
  }
  EXPECT_THAT(std::string(ReadAuditKey(dir.File("none")).status().message()),
              HasSubstr("No such file"));
}

}  // namespace
}  // namespace palier::app
