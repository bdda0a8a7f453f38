// SPDX-License-Identifier: Apache-2.0
// The example organisation of deploy/example, built into the program.
#ifndef PALIER_PALIERCTL_EXAMPLE_DATA_H_
#define PALIER_PALIERCTL_EXAMPLE_DATA_H_

#include <string>
#include <vector>

namespace palier::ctl {

struct ExampleFile {
  std::string name;
  std::string text;
};

// In the order in which they are loaded.
const std::vector<ExampleFile>& ExampleFiles();

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_EXAMPLE_DATA_H_
