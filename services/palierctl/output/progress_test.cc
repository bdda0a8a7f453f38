// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/progress.h"

#include <gtest/gtest.h>

#include <sstream>

namespace palier::ctl {
namespace {

TEST(ProgressTest, ShowsHowFarItIs) {
  EXPECT_EQ(ProgressLine(0, 4), "[------------------------------]   0 %  0/4");
  EXPECT_EQ(ProgressLine(2, 4), "[###############---------------]  50 %  2/4");
  EXPECT_EQ(ProgressLine(9, 4), "[##############################] 100 %  9/4");
  EXPECT_EQ(ProgressLine(7, 0), "7");
}

TEST(ProgressTest, WipesItsLineAndStaysSilentElsewhere) {
  std::ostringstream terminal, file;
  {
    Progress shown(terminal, true), hidden(file, false);
    shown.Show(1, 2);
    hidden.Show(1, 2);
  }
  EXPECT_EQ(terminal.str().substr(terminal.str().size() - 4), "\r\033[K");
  EXPECT_EQ(file.str(), "");
}

TEST(StatusLineTest, IsWrittenOverOnATerminalAndAListElsewhere) {
  std::ostringstream terminal, file;
  {
    StatusLine shown(terminal, true), listed(file, false);
    for (const char* line : {"one", "one", "two"}) {
      shown.Show(line);
      listed.Show(line);
    }
  }
  EXPECT_EQ(terminal.str(), "\r\033[Kone\r\033[Ktwo\r\033[K");
  EXPECT_EQ(file.str(), "one\ntwo\n");
}

}  // namespace
}  // namespace palier::ctl
