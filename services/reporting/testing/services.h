// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_TESTING_SERVICES_H_
#define PALIER_REPORTING_TESTING_SERVICES_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/app/suite.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/testing/temp_dir.h"

namespace palier::reporting {

// Every service by itself, as on machines of their own, so that each can be stopped and started
// again where it was. The organisation `acme` of `users/dev`, its manager `users/mia` and its
// contributor `users/carl`, in UTC; its project `assistant`. Monday 9 March 2026, 08:00. What fails
// here fails the test.
class Services {
 public:
  Services();
  ~Services();

  // With the mail server at `smtp_url`, if it is not empty.
  void Start(const std::string& service);
  std::string smtp_url;
  void Stop(const std::string& service);
  void Advance(absl::Duration duration);

  // The service is that of the request.
  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& principal, const std::string& method,
                                const google::protobuf::Message& request,
                                const std::string& language = "en") {
    return ClientOf(principal, request, language)
        .Unary<Response>(rpc::MethodPath(method, request), request);
  }

  // A stream of the service of `like`.
  std::unique_ptr<rpc::ClientStream> Stream(const std::string& principal,
                                            const google::protobuf::Message& like,
                                            const std::string& method) {
    return ClientOf(principal, like, "en").Stream(rpc::MethodPath(method, like));
  }

  void Create(const std::string& person, const std::string& email);

  // Makes the KPI `hours` of the project and measures so many in the week before.
  void SaveHours(double hours);

 private:
  const rpc::Client& ClientOf(const std::string& principal,
                              const google::protobuf::Message& request,
                              const std::string& language);
  void SetClock();

  testing::TempDir folder_;
  absl::Time now_;
  std::map<std::string, std::string> addresses_;
  std::map<std::string, std::unique_ptr<app::Suite>> suites_;
  std::map<std::string, std::unique_ptr<rpc::Client>> clients_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_TESTING_SERVICES_H_
