// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "palierctl/output/table.h"
#include "palierctl/program.h"

int main(int argc, char** argv) {
  signal(SIGPIPE, SIG_IGN);
  const auto environment = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  return palier::ctl::RunProgram(
      {argv + 1, argv + argc},
      {environment, std::cout, std::cerr, palier::ctl::TerminalWidth(STDOUT_FILENO),
       isatty(STDERR_FILENO) != 0});
}
