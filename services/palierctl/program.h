// SPDX-License-Identifier: Apache-2.0
// The whole program but for the process around it.
#ifndef PALIER_PALIERCTL_PROGRAM_H_
#define PALIER_PALIERCTL_PROGRAM_H_

#include <ostream>
#include <string>
#include <vector>

#include "palierctl/options.h"

namespace palier::ctl {

// What the process gives: its environment and its outputs.
struct Surroundings {
  Environment environment;
  std::ostream& out;
  std::ostream& err;
  // Columns of the terminal that `out` is, 0 for none; whether `err` is a terminal.
  int width = 0;
  bool interactive = false;
};

// Runs one command line, without the program's name, and returns the exit code (errors.h).
int RunProgram(const std::vector<std::string>& arguments, const Surroundings& surroundings);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_PROGRAM_H_
