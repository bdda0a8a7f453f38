// SPDX-License-Identifier: Apache-2.0
// Calls that several scenarios make. Each fails the test, with the status, when the call fails.
#ifndef PALIER_TESTS_SCENARIOS_REGISTRY_CALLS_H_
#define PALIER_TESTS_SCENARIOS_REGISTRY_CALLS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/scenarios/unary.h"

namespace palier::scenarios {

inline constexpr char kRegistry[] = "palier.registry.v1.RegistryService/";

// Creates `organizations/{id}` of 140 people as its administrator; grants each `principal -> role`.
void MakeOrganization(const rpc::Client& admin, const std::string& id,
                      const std::vector<std::pair<std::string, api::v1::Role>>& grants = {},
                      const std::string& time_zone = "Europe/Paris");

registry::v1::Project MakeProject(const rpc::Client& client, const std::string& organization,
                                  const std::string& id, const registry::v1::Project& project);

struct Imported {
  absl::Status status;
  registry::v1::ImportSummary summary;
  std::vector<registry::v1::ImportedRecord> records;
};
// Sends a file in pieces of 1 MiB, as palierctl does.
Imported ImportFile(const rpc::Client& client, const std::string& organization,
                    const std::string& profile, const std::string& bytes);

std::string ReadFileOrEmpty(const std::string& path);

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_REGISTRY_CALLS_H_
