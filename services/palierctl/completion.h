// SPDX-License-Identifier: Apache-2.0
// Completion scripts for shells, made from the tree of commands.
#ifndef PALIER_PALIERCTL_COMPLETION_H_
#define PALIER_PALIERCTL_COMPLETION_H_

#include <string>

#include "palierctl/command.h"

namespace palier::ctl {

// For `source <(palierctl completion bash)`; needs bash alone.
std::string BashCompletion(const Command& root);
// The same for zsh, by its bash compatibility.
std::string ZshCompletion(const Command& root);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMPLETION_H_
