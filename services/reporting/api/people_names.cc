// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/people_names.h"

#include <optional>

#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/person.pb.h"
#include "reporting/mail/mailer.h"

namespace palier::reporting {
namespace {

// Unset for one who is not there, or was erased.
absl::StatusOr<std::optional<registry::v1::Person>> Find(const PeerClient& registry,
                                                         const std::string& name) {
  registry::v1::GetPersonRequest request;
  request.set_name(name);
  auto person = registry.Ask<registry::v1::Person>("GetPerson", request);
  if (absl::IsNotFound(person.status())) return std::nullopt;
  RETURN_IF_ERROR(person.status());
  if (person->has_erase_time()) return std::nullopt;
  return *std::move(person);
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ReadNames(const PeerClient& registry,
                                                             const StaffPage& page) {
  std::map<std::string, std::string> names;
  for (const StaffChampion& champion : page.champions) {
    ASSIGN_OR_RETURN(const auto person, Find(registry, champion.person));
    if (person.has_value()) names[champion.person] = person->display_name();
  }
  return names;
}

absl::StatusOr<Addresses> ReadAddresses(const PeerClient& registry,
                                        const std::vector<std::string>& people) {
  Addresses addresses;
  for (const std::string& name : people) {
    ASSIGN_OR_RETURN(const auto person, Find(registry, name));
    if (person.has_value() && IsAddress(person->email())) {
      addresses.known.push_back(person->email());
    } else {
      ++addresses.missing;
    }
  }
  return addresses;
}

}  // namespace palier::reporting
