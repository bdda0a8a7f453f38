// SPDX-License-Identifier: Apache-2.0
// For tests only: one run of the command line on an organisation, mostly `firm`.
#ifndef PALIER_PALIERCTL_TESTING_RAN_H_
#define PALIER_PALIERCTL_TESTING_RAN_H_

#include <sstream>
#include <string>
#include <vector>

#include "palierctl/program.h"

namespace palier::ctl {

// How a run ended, and what it printed.
struct Ran {
  int code;
  std::string out, err;
};

inline Ran RunOn(const std::string& address, std::vector<std::string> arguments,
                 const std::string& organization = "firm") {
  for (const std::string& option :
       {std::string("--address"), address, std::string("--organization"), organization}) {
    arguments.push_back(option);
  }
  std::ostringstream out, err;
  const int code = RunProgram(arguments, {[](const char*) { return std::string(); }, out, err});
  return {code, out.str(), err.str()};
}

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_TESTING_RAN_H_
