// SPDX-License-Identifier: Apache-2.0
#include "palierctl/command.h"

namespace palier::ctl {

Command& Command::Sub(std::string name, Text help) {
  commands_.push_back(std::make_unique<Command>(std::move(name), std::move(help)));
  return *commands_.back();
}

Command& Command::With(Parameter parameter) {
  parameters_.push_back(std::move(parameter));
  return *this;
}

Command& Command::Footer(Text footer) {
  footer_ = std::move(footer);
  return *this;
}

Command& Command::Run(Action action) {
  action_ = std::move(action);
  return *this;
}

}  // namespace palier::ctl
