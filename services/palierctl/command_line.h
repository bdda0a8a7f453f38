// SPDX-License-Identifier: Apache-2.0
// Reads the arguments of the program by the tree of commands.
#ifndef PALIER_PALIERCTL_COMMAND_LINE_H_
#define PALIER_PALIERCTL_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "palierctl/command.h"
#include "palierctl/language.h"

namespace palier::ctl {

// What the arguments ask for.
struct Reading {
  // The command to run; null when the program ends here.
  const Command* command = nullptr;
  // Then: 0 after help, 2 for wrong usage.
  int exit_code = 0;
  // Help or the reason; goes to standard output for exit code 0, else to standard error.
  std::string text;
};

// Fills the targets of the parameters. Options of a group hold anywhere on the line, before and
// after its commands.
Reading Read(const Command& root, std::vector<std::string> arguments, Language language);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMMAND_LINE_H_
