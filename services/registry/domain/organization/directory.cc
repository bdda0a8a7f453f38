// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/organization/directory.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/mapping/errors.h"
#include "common/mapping/header.h"
#include "common/mapping/table_reader.h"
#include "common/mapping/text.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::registry {
namespace {

absl::Status Missing(absl::string_view column) {
  return mapping::UnreadableFile(
      {"The directory lacks the column {detail}.", "La colonne {detail} manque à l'annuaire."},
      column);
}

absl::Status Unknown(absl::string_view what) {
  return mapping::UnreadableFile({"The directory names what it does not have: {detail}.",
                                  "L'annuaire nomme ce qu'il n'a pas : {detail}."},
                                 mapping::Excerpt(what, 200));
}

absl::Status Circle(absl::string_view team) {
  return mapping::UnreadableFile(
      {"The team {detail} is part of itself.", "L'équipe {detail} fait partie d'elle-même."},
      mapping::Excerpt(team, 200));
}

// The values of the columns asked for, row by row.
absl::Status ForEachRecord(std::string bytes, const std::vector<std::string>& columns,
                           const std::function<absl::Status(std::vector<std::string>)>& fn) {
  std::vector<int> places;
  mapping::TableOptions options;
  options.max_rows = kMaxDirectoryRows;
  return mapping::ForEachTableRow(
      std::move(bytes), options,
      [&](const mapping::TableHead& head) -> absl::Status {
        const mapping::Header header(head.names);
        for (const std::string& column : columns) {
          const std::optional<int> place = header.Find(column);
          if (!place.has_value()) return Missing(column);
          places.push_back(*place);
        }
        return absl::OkStatus();
      },
      [&](const mapping::TableRow& row) {
        std::vector<std::string> values;
        for (const int place : places) values.emplace_back(mapping::Trim(row.cells[place].text));
        return fn(std::move(values));
      });
}

// Teams of the Rust project while they are read.
class RustTeams {
 public:
  absl::Status ReadTeams(std::string bytes) {
    return ForEachRecord(std::move(bytes), {"team", "parent", "top_level", "archived"},
                         [this](std::vector<std::string> row) -> absl::Status {
                           DirectoryTeam team;
                           team.name = row[0];
                           team.parent = row[1];
                           team.archived = mapping::Fold(row[3]) == "true";
                           if (team.name.empty() || index_.contains(team.name))
                             return Unknown(team.name);
                           index_[team.name] = teams_.size();
                           if (mapping::Fold(row[2]) == "true" && !team.archived)
                             directory_.departments.push_back(team.name);
                           teams_.push_back(std::move(team));
                           return absl::OkStatus();
                         });
  }

  absl::Status ReadMemberships(std::string bytes) {
    return ForEachRecord(std::move(bytes), {"team", "person", "role"},
                         [this](std::vector<std::string> row) -> absl::Status {
                           const auto found = index_.find(row[0]);
                           const std::string role = mapping::Fold(row[2]);
                           if (found == index_.end() || row[1].empty()) return Unknown(row[0]);
                           if (role == "alumni") return absl::OkStatus();
                           if (role != "lead" && role != "member") return Unknown(row[2]);
                           return AddSeat(teams_[found->second], row[1], role == "lead");
                         });
  }

  absl::StatusOr<Directory> Finish() {
    const std::set<std::string> departments(directory_.departments.begin(),
                                            directory_.departments.end());
    for (DirectoryTeam& team : teams_) {
      ASSIGN_OR_RETURN(team.department, DepartmentOf(team, departments));
    }
    for (const DirectoryTeam& team : teams_) PlaceAfterParent(team);
    CollectPeople();
    return std::move(directory_);
  }

 private:
  absl::Status AddSeat(DirectoryTeam& team, const std::string& person, bool leads) {
    if (seats_.insert(team.name + "\n" + person).second) team.members.push_back(person);
    if (leads && team.lead.empty()) team.lead = person;
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> DepartmentOf(const DirectoryTeam& team,
                                           const std::set<std::string>& departments) const {
    const DirectoryTeam* at = &team;
    for (size_t steps = 0; steps <= teams_.size(); ++steps) {
      if (departments.contains(at->name)) return at->name;
      if (at->parent.empty()) return std::string();
      const auto above = index_.find(at->parent);
      if (above == index_.end()) return Unknown(at->parent);
      at = &teams_[above->second];
    }
    return Circle(team.name);
  }

  // No team is in a circle any more; depth is that of the tree.
  void PlaceAfterParent(const DirectoryTeam& team) {
    std::vector<const DirectoryTeam*> chain;
    for (const DirectoryTeam* at = &team; placed_.insert(at->name).second;
         at = &teams_[index_.at(at->parent)]) {
      chain.push_back(at);
      if (at->parent.empty()) break;
    }
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) directory_.teams.push_back(**at);
  }

  void CollectPeople() {
    std::map<std::string, size_t> place;
    std::map<std::string, std::set<std::string>> departments;
    for (const DirectoryTeam& team : teams_) {
      if (team.archived) continue;
      for (const std::string& person : team.members) {
        if (place.emplace(person, directory_.people.size()).second)
          directory_.people.push_back({person, ""});
        if (!team.department.empty()) departments[person].insert(team.department);
      }
    }
    for (DirectoryPerson& person : directory_.people) {
      const std::set<std::string>& those = departments[person.key];
      if (those.size() == 1) person.department = *those.begin();
    }
  }

  std::vector<DirectoryTeam> teams_;
  std::map<std::string, size_t> index_;
  std::set<std::string> seats_, placed_;
  Directory directory_;
};

}  // namespace

int64_t Directory::seats() const {
  int64_t seats = 0;
  for (const DirectoryTeam& team : teams) {
    if (!team.archived) seats += static_cast<int64_t>(team.members.size());
  }
  return seats;
}

absl::StatusOr<Directory> ReadDirectory(absl::string_view profile, std::string teams,
                                        std::string memberships) {
  if (profile != "rust-teams") {
    return status::Error(absl::StatusCode::kInvalidArgument, error::v1::UNKNOWN_PROFILE,
                         {"There is no profile {profile} for a directory. There is: rust-teams.",
                          "Il n'y a pas de profil d'annuaire {profile}. Il y a : rust-teams."})
        .With("profile", profile);
  }
  RustTeams reader;
  RETURN_IF_ERROR(reader.ReadTeams(std::move(teams)));
  RETURN_IF_ERROR(reader.ReadMemberships(std::move(memberships)));
  return reader.Finish();
}

}  // namespace palier::registry
