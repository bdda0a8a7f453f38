// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_API_PEOPLE_NAMES_H_
#define PALIER_REPORTING_API_PEOPLE_NAMES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "reporting/api/peer_client.h"
#include "reporting/staff/staff_page.h"

namespace palier::reporting {

// What the champions of the page, who all want to be named, are called, by resource name. One that
// the registry does not know any more is left out. The registry's errors.
absl::StatusOr<std::map<std::string, std::string>> ReadNames(const PeerClient& registry,
                                                             const StaffPage& page);

// Where mail reaches people, and how many of them it does not.
struct Addresses {
  std::vector<std::string> known;
  int missing = 0;
};
absl::StatusOr<Addresses> ReadAddresses(const PeerClient& registry,
                                        const std::vector<std::string>& people);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_PEOPLE_NAMES_H_
