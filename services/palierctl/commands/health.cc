// SPDX-License-Identifier: Apache-2.0
#include "common/status/error.h"
#include "common/status/macros.h"
#include "grpc/health/v1/health.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace health = grpc::health::v1;

absl::Status Health(Session& session) {
  ASSIGN_OR_RETURN(const auto answer,
                   session.connection.Call<health::HealthCheckResponse>(
                       "grpc.health.v1.Health/Check", health::HealthCheckRequest()));
  const bool serving = answer.status() == health::HealthCheckResponse::SERVING;
  const std::string status = health::HealthCheckResponse::ServingStatus_Name(answer.status());
  session.Print(Table{{{"address"}, {"status"}}, {{session.options.address, status}}});
  if (serving) return absl::OkStatus();
  return status::Error(absl::StatusCode::kUnavailable, error::v1::PEER_UNAVAILABLE,
                       {"The server is reached but does not serve.",
                        "Le serveur est joint mais n'est pas en service."});
}

absl::Status Version(Session& session) {
  session.Print(Table{{{"program"}, {"version"}}, {{"palierctl", PALIER_VERSION}}});
  return absl::OkStatus();
}

}  // namespace

void AddHealth(Command& root) {
  root.Sub("health", {"Ask whether the server serves", "Demander si le serveur est en service"})
      .Run(Health);
  root.Sub("version", {"Print the version", "Afficher la version"}).Run(Version);
}

}  // namespace palier::ctl
