// SPDX-License-Identifier: Apache-2.0
// An organisation from its directory, and how many people it has.
#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/aip/field_behavior.h"
#include "common/aip/resource_name.h"
#include "common/mapping/errors.h"
#include "common/resource/read_all.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/person.pb.h"
#include "palier/registry/v1/structure.pb.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/hooks.h"
#include "registry/api/upsert.h"
#include "registry/domain/organization/directory.h"

namespace palier::registry {
namespace {

using resource::Session;
using ImportStream = rpc::Stream<v1::ImportOrganizationRequest, v1::ImportOrganizationResponse>;

constexpr size_t kMaxBytes = size_t{64} << 20;
constexpr size_t kBatch = 200;
constexpr size_t kMaxMembers = 1000;  // of Team.members

absl::Status TooManyMembers() {
  return mapping::LimitExceeded({"A team may have at most {limit} members.",
                                 "Une équipe peut avoir au plus {limit} membres."},
                                "members", kMaxMembers);
}

struct Files {
  std::string teams, memberships;
};

absl::StatusOr<Files> Receive(const v1::ImportOrganizationRequest& first, ImportStream& stream) {
  Files files;
  v1::ImportOrganizationRequest piece = first;
  for (;;) {
    std::string& file = piece.part() == v1::ImportOrganizationRequest::MEMBERSHIPS
                            ? files.memberships
                            : files.teams;
    file += piece.data();
    if (files.teams.size() + files.memberships.size() > kMaxBytes) {
      return mapping::LimitExceeded({"A directory may have at most {limit} bytes.",
                                     "Un annuaire peut faire au plus {limit} octets."},
                                    "file", kMaxBytes);
    }
    ASSIGN_OR_RETURN(const bool more, stream.Read(&piece));
    if (!more) return files;
  }
}

// Ids made from the directory's keys. Keys that differ only in signs get a number.
class Names {
 public:
  explicit Names(std::string below) : below_(std::move(below)) {}

  const std::string& Of(const std::string& key) {
    std::string& name = name_of_[key];
    if (!name.empty()) return name;
    const std::string made = aip::MakeId(key);
    const std::string id = made.empty() ? std::string("x") : made;
    std::string candidate = id;
    for (int number = 2; !taken_.insert(candidate).second; ++number)
      candidate = absl::StrCat(id.substr(0, 56), "-", number);
    name = below_ + candidate;
    return name;
  }

 private:
  const std::string below_;
  absl::flat_hash_map<std::string, std::string> name_of_;
  absl::flat_hash_set<std::string> taken_;
};

class OrganizationImport {
 public:
  OrganizationImport(Context& context, const rpc::Call& call,
                     const v1::ImportOrganizationRequest& first, const Directory& directory)
      : context_(context),
        call_(call),
        parent_(first.parent()),
        dry_(first.validate_only()),
        directory_(directory),
        departments_(parent_ + "/departments/"),
        people_(parent_ + "/people/"),
        teams_(parent_ + "/teams/") {
    for (const DirectoryTeam& team : directory.teams) {
      if (!team.archived) active_.insert(team.name);
    }
  }

  absl::StatusOr<v1::ImportOrganizationResponse> Run() {
    for (const DirectoryTeam& team : directory_.teams) {
      if (team.members.size() > kMaxMembers) return TooManyMembers();
    }
    CollectRecords();
    for (size_t begin = 0; begin < records_.size(); begin += dry_ ? records_.size() : kBatch) {
      const size_t end = dry_ ? records_.size() : std::min(begin + kBatch, records_.size());
      RETURN_IF_ERROR(WriteBatch(begin, end));
    }
    response_.set_department_count(static_cast<int32_t>(directory_.departments.size()));
    response_.set_people_count(static_cast<int32_t>(directory_.people.size()));
    response_.set_seat_count(static_cast<int32_t>(directory_.seats()));
    return response_;
  }

 private:
  // Brings one record up to date with the directory.
  using Write = std::function<absl::StatusOr<Upserted>(Session&)>;

  // References go to what comes before.
  void CollectRecords() {
    for (const std::string& name : directory_.departments) {
      Add<v1::Department>(context_.types.department, {}, departments_.Of(name),
                          [name](v1::Department& department, bool is_new) {
                            if (is_new) department.set_display_name(name);
                          });
    }
    for (const DirectoryPerson& person : directory_.people) {
      Add<v1::Person>(context_.types.person, PersonHooks(context_), people_.Of(person.key),
                      [this, &person](v1::Person& stored, bool is_new) {
                        if (is_new) stored.set_display_name(person.key);
                        if (!person.department.empty())
                          stored.set_department(departments_.Of(person.department));
                      });
    }
    for (const DirectoryTeam& team : directory_.teams) {
      if (team.archived) {
        AddArchived(team);
      } else {
        AddTeam(team);
      }
    }
  }

  void AddTeam(const DirectoryTeam& team) {
    response_.set_team_count(response_.team_count() + 1);
    Add<v1::Team>(context_.types.team, TeamHooks(context_), teams_.Of(team.name),
                  [this, &team](v1::Team& stored, bool) { Fill(team, stored); });
  }

  void Fill(const DirectoryTeam& team, v1::Team& stored) {
    stored.set_display_name(team.name);
    stored.set_headcount(static_cast<int32_t>(team.members.size()));
    stored.set_department(team.department.empty() ? "" : departments_.Of(team.department));
    stored.set_lead(team.lead.empty() ? "" : people_.Of(team.lead));
    stored.set_parent_team(Archived(team.parent) ? "" : teams_.Of(team.parent));
    stored.clear_members();
    for (const std::string& person : team.members) stored.add_members(people_.Of(person));
  }

  // A team whose parent is archived, or that has none, is at the top.
  bool Archived(const std::string& name) const { return !active_.contains(name); }

  void AddArchived(const DirectoryTeam& team) {
    response_.set_archived_count(response_.archived_count() + 1);
    records_.push_back(
        [this, name = teams_.Of(team.name)](Session& session) -> absl::StatusOr<Upserted> {
          v1::Team before;
          ASSIGN_OR_RETURN(const bool exists, session.Find(context_.types.team, name, &before));
          if (!exists) return Upserted::kUnchanged;
          v1::Team after = before;
          after.clear_members();
          after.clear_lead();
          after.set_headcount(0);
          return Upsert(session, call_, context_.types.team, TeamHooks(context_), &before, after);
        });
  }

  template <typename Resource, typename Change>
  void Add(const resource::Type& type, resource::Hooks hooks, const std::string& name,
           Change change) {
    records_.push_back([this, &type, hooks = std::move(hooks), name,
                        change = std::move(change)](Session& session) -> absl::StatusOr<Upserted> {
      Resource before;
      ASSIGN_OR_RETURN(const bool exists, session.Find(type, name, &before));
      Resource after = before;
      after.set_name(name);
      change(after, !exists);
      RETURN_IF_ERROR(aip::Validate(after).ToStatus());
      return Upsert(session, call_, type, hooks, exists ? &before : nullptr, after);
    });
  }

  absl::Status WriteBatch(size_t begin, size_t end) {
    std::vector<Upserted> outcomes;
    bool rolled_back = false;
    const absl::Status status = context_.store.Write(
        call_.deadline, resource::Actor::Of(call_), [&](Session& session) -> absl::Status {
          outcomes.clear();
          rolled_back = false;
          v1::Organization organization;
          RETURN_IF_ERROR(session.Get(context_.types.organization, parent_, &organization));
          for (size_t i = begin; i < end; ++i) {
            ASSIGN_OR_RETURN(const Upserted outcome, records_[i](session));
            outcomes.push_back(outcome);
          }
          rolled_back = dry_;
          return dry_ ? absl::CancelledError("validate_only") : absl::OkStatus();
        });
    if (!status.ok() && !rolled_back) return status;
    for (const Upserted outcome : outcomes) Count(outcome);
    return absl::OkStatus();
  }

  void Count(Upserted outcome) {
    if (outcome == Upserted::kCreated) response_.set_created_count(response_.created_count() + 1);
    if (outcome == Upserted::kUpdated) response_.set_updated_count(response_.updated_count() + 1);
    if (outcome == Upserted::kUnchanged)
      response_.set_unchanged_count(response_.unchanged_count() + 1);
  }

  Context& context_;
  const rpc::Call& call_;
  const std::string parent_;
  const bool dry_;
  const Directory& directory_;
  Names departments_, people_, teams_;
  absl::flat_hash_set<std::string> active_;
  std::vector<Write> records_;
  v1::ImportOrganizationResponse response_;
};

absl::Status ImportOrganization(Context& context, const rpc::Call& call,
                                const v1::ImportOrganizationRequest& first, ImportStream& stream) {
  ASSIGN_OR_RETURN(Files files, Receive(first, stream));
  ASSIGN_OR_RETURN(const Directory directory, ReadDirectory(first.profile(), std::move(files.teams),
                                                            std::move(files.memberships)));
  ASSIGN_OR_RETURN(const v1::ImportOrganizationResponse response,
                   OrganizationImport(context, call, first, directory).Run());
  return stream.Write(response) ? absl::OkStatus() : absl::CancelledError();
}

absl::StatusOr<std::vector<v1::Team>> AllTeams(Session& session, const Types& types,
                                               const rpc::Call& call) {
  std::vector<v1::Team> teams;
  RETURN_IF_ERROR(
      ReadAll(session, types.team, absl::StrCat("organizations/", call.organization), teams));
  return teams;
}

// The teams below `name`, and itself; all of them for an organisation.
std::vector<const v1::Team*> TeamsOf(const std::vector<v1::Team>& teams, const std::string& name,
                                     const Types& types) {
  absl::flat_hash_map<std::string, const v1::Team*> by_name;
  for (const v1::Team& team : teams) by_name[team.name()] = &team;
  const auto below = [&](const v1::Team& team) {
    const v1::Team* at = &team;
    for (size_t steps = 0; at != nullptr && steps <= teams.size(); ++steps) {
      if (at->name() == name) return true;
      const auto above = by_name.find(at->parent_team());
      at = above == by_name.end() ? nullptr : above->second;
    }
    return false;
  };
  std::vector<const v1::Team*> chosen;
  for (const v1::Team& team : teams) {
    const bool in = types.team.pattern().Matches(name)         ? below(team)
                    : types.department.pattern().Matches(name) ? team.department() == name
                                                               : true;
    if (in) chosen.push_back(&team);
  }
  return chosen;
}

absl::Status CheckExists(Session& session, const Types& types, const std::string& name) {
  for (const resource::Type* type : {&types.organization, &types.department, &types.team}) {
    if (!type->pattern().Matches(name)) continue;
    const std::unique_ptr<google::protobuf::Message> found(type->New(nullptr));
    return session.Get(*type, name, found.get());
  }
  return types.team.pattern().Parse(name).status();
}

absl::StatusOr<v1::CountPeopleResponse> CountPeople(Context& context, const rpc::Call& call,
                                                    const v1::CountPeopleRequest& request) {
  std::vector<v1::Team> teams;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    RETURN_IF_ERROR(CheckExists(session, context.types, request.name()));
    ASSIGN_OR_RETURN(teams, AllTeams(session, context.types, call));
    return absl::OkStatus();
  }));
  v1::CountPeopleResponse response;
  absl::flat_hash_set<absl::string_view> people;
  for (const v1::Team* team : TeamsOf(teams, request.name(), context.types)) {
    people.insert(team->members().begin(), team->members().end());
    response.set_team_count(response.team_count() + 1);
    response.set_seat_count(response.seat_count() + team->members_size());
    if (team->lead().empty())
      response.set_teams_without_lead_count(response.teams_without_lead_count() + 1);
    if (team->members_size() == 0) response.set_empty_team_count(response.empty_team_count() + 1);
  }
  response.set_people_count(static_cast<int32_t>(people.size()));
  return response;
}

}  // namespace

void AddOrganizationImport(rpc::ServiceTable& table, Context& context) {
  table.Streaming<v1::ImportOrganizationRequest, v1::ImportOrganizationResponse>(
      "ImportOrganization", [&context](const rpc::Call& call, const auto& first, auto& stream) {
        return ImportOrganization(context, call, first, stream);
      });
  table.Unary<v1::CountPeopleRequest, v1::CountPeopleResponse>(
      "CountPeople", [&context](const rpc::Call& call, const auto& request) {
        return CountPeople(context, call, request);
      });
}

}  // namespace palier::registry
