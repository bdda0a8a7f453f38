// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/output_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "common/testing/temp_dir.h"

namespace palier::ctl {
namespace {

std::string WhatIs(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(OutputFile, IsThereOnceItIsKept) {
  const testing::TempDir folder;
  const std::string path = folder.File("a.txt");
  std::ostringstream standard;
  {
    OutputFile file(path, standard);
    ASSERT_TRUE(file.Check().ok());
    file.stream() << "whole";
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_TRUE(file.Keep().ok());
  }
  EXPECT_EQ(WhatIs(path), "whole");
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
  EXPECT_EQ(standard.str(), "");
}

TEST(OutputFile, WhatBreaksOffReplacesNothing) {
  const testing::TempDir folder;
  const std::string path = folder.File("a.txt");
  std::ofstream(path) << "good";
  std::ostringstream standard;
  {
    OutputFile file(path, standard);
    file.stream() << "half";
  }
  EXPECT_EQ(WhatIs(path), "good");
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
}

TEST(OutputFile, ADashIsStandardOutput) {
  std::ostringstream standard;
  OutputFile file("-", standard);
  file.stream() << "text";
  EXPECT_TRUE(file.Keep().ok());
  EXPECT_EQ(standard.str(), "text");
  EXPECT_FALSE(std::filesystem::exists("-.part"));
}

TEST(OutputFile, SaysAtOnceThatItCannotBeWritten) {
  const testing::TempDir folder;
  std::ostringstream standard;
  const OutputFile file(folder.File("nowhere/a.txt"), standard);
  EXPECT_FALSE(file.Check().ok());
}

}  // namespace
}  // namespace palier::ctl
