// SPDX-License-Identifier: Apache-2.0
// What a command works with: the options, the server, and where to print.
#ifndef PALIER_PALIERCTL_SESSION_H_
#define PALIER_PALIERCTL_SESSION_H_

#include <google/protobuf/message.h>

#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "palierctl/catalogue.h"
#include "palierctl/connection.h"
#include "palierctl/options.h"
#include "palierctl/output/table.h"

namespace palier::ctl {

struct Session {
  const Options& options;
  const Connection& connection;
  const Catalogue& catalogue;
  const Command& root;
  std::ostream& out;
  std::ostream& err;
  // Columns of the terminal that `out` is; 0 for none.
  int width = 0;
  // Whether `err` is a terminal.
  bool interactive = false;

  // The name of one resource of a kind, `project` for example, made whole with the organisation.
  absl::StatusOr<std::string> Name(absl::string_view kind, absl::string_view text) const;
  absl::StatusOr<std::string> Organization() const;
  std::string Say(const Text& text) const { return In(options.language, text); }

  // A table in the user's format; in JSON, one row is an object and several are an array.
  void Print(const Table& table) const;
  void Print(const nlohmann::ordered_json& json) const;
  // One message: protobuf JSON, or its fields one per line.
  void Print(const google::protobuf::Message& message) const;
  bool json() const { return options.format == Format::kJson; }
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_SESSION_H_
