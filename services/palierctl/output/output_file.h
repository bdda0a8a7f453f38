// SPDX-License-Identifier: Apache-2.0
// A file that a command writes as a whole or not at all.
#ifndef PALIER_PALIERCTL_OUTPUT_OUTPUT_FILE_H_
#define PALIER_PALIERCTL_OUTPUT_OUTPUT_FILE_H_

#include <fstream>
#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace palier::ctl {

// Under another name until it is kept: what breaks off never replaces a good file. Not thread-safe.
class OutputFile {
 public:
  // `-` is `standard`, which must outlive it.
  OutputFile(std::string name, std::ostream& standard);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  // Removes what was not kept.
  ~OutputFile();

  // That the file can be written: before anything is asked for.
  absl::Status Check() const;
  std::ostream& stream() { return stream_; }
  // Gives the file its name.
  absl::Status Keep();

 private:
  absl::Status Failure() const;

  const std::string name_, unfinished_;
  const bool is_standard_;
  std::ofstream file_;
  std::ostream& stream_;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OUTPUT_OUTPUT_FILE_H_
