// SPDX-License-Identifier: Apache-2.0
// A company's directory as files give it: who is in which team, which team is part of which.
#ifndef PALIER_REGISTRY_DOMAIN_ORGANIZATION_DIRECTORY_H_
#define PALIER_REGISTRY_DOMAIN_ORGANIZATION_DIRECTORY_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::registry {

inline constexpr int64_t kMaxDirectoryRows = 500'000;

struct DirectoryTeam {
  // As the directory calls it; also its name for people.
  std::string name;
  // Name of the team it is part of; empty for none.
  std::string parent;
  // Name of the department: the top-level team it is below, or is itself; empty for none.
  std::string department;
  // Nobody works in it any more.
  bool archived = false;
  // Keys of people, each once, in the order of the file; leads are members too.
  std::vector<std::string> members;
  // The first lead; empty when nobody leads.
  std::string lead;
};

struct DirectoryPerson {
  std::string key;
  // The one department of all the person's teams; empty when they are in several or none.
  std::string department;
};

struct Directory {
  // Parents before the teams below them, otherwise in the order of the file.
  std::vector<DirectoryTeam> teams;
  // Names of top-level teams, in the order of the file.
  std::vector<std::string> departments;
  // Members of teams that are not archived, in the order of their first seat.
  std::vector<DirectoryPerson> people;

  int64_t seats() const;
};

// Reads a directory of that profile from its two files, CSV with headers. `rust-teams`: the public
// teams of the Rust project, `team,kind,parent,top_level,archived,...` and `team,person,role` with
// the roles lead, member and alumni; alumni hold no seat. Columns are found by name. Returns
// UNKNOWN_PROFILE; UNREADABLE_FILE if a file cannot be read, lacks a column, or names a team or a
// role that there is none of; teams in a circle are UNREADABLE_FILE too. Thread-safe.
absl::StatusOr<Directory> ReadDirectory(absl::string_view profile, std::string teams,
                                        std::string memberships);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_ORGANIZATION_DIRECTORY_H_
