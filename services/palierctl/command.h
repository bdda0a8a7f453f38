// SPDX-License-Identifier: Apache-2.0
// The tree of commands as data: what parses the command line, prints help and writes completions
// reads it.
#ifndef PALIER_PALIERCTL_COMMAND_H_
#define PALIER_PALIERCTL_COMMAND_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "palierctl/language.h"

namespace palier::ctl {

struct Session;

// One option or positional argument. What `target` points to outlives the tree.
struct Parameter {
  // `--to`, `-o,--output`, or `PROJECT` for a positional.
  std::string flags;
  // What stands for the value in help, `STAGE`; empty for a switch.
  std::string placeholder;
  Text help;
  std::variant<std::string*, std::vector<std::string>*, bool*, int*> target;
  bool required = false;
  // Values offered by completion.
  std::vector<std::string> choices = {};

  bool positional() const { return flags.empty() || flags[0] != '-'; }
};

// A command or a group of commands.
class Command {
 public:
  using Action = std::function<absl::Status(Session&)>;

  Command(std::string name, Text help) : name_(std::move(name)), help_(std::move(help)) {}

  // Adds a command below this one; the reference stays valid.
  Command& Sub(std::string name, Text help);
  Command& With(Parameter parameter);
  Command& Footer(Text footer);
  Command& Run(Action action);

  const std::string& name() const { return name_; }
  const Text& help() const { return help_; }
  const Text& footer() const { return footer_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }
  const std::vector<std::unique_ptr<Command>>& commands() const { return commands_; }
  const Action& action() const { return action_; }

 private:
  std::string name_;
  Text help_;
  Text footer_;
  std::vector<Parameter> parameters_;
  std::vector<std::unique_ptr<Command>> commands_;
  Action action_;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMMAND_H_
