// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_TESTING_COMPANY_H_
#define PALIER_REPORTING_TESTING_COMPANY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/app/suite.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/testing/temp_dir.h"
#include "google/type/date.pb.h"
#include "palier/registry/v1/registry_service.pb.h"

namespace palier::reporting {

google::type::Date Day(int year, int month, int day);

// All services in one process, with the organisation `acme` of `users/dev`. Calls that
// fail here fail the test.
class Company {
 public:
  Company();

  std::unique_ptr<rpc::Client> As(const std::string& principal,
                                  const std::string& language = "en") const;

  // By `users/dev`.
  template <typename Response>
  absl::StatusOr<Response> Registry(const std::string& method,
                                    const google::protobuf::Message& request) const {
    return client_->Unary<Response>(rpc::MethodPath(method, request), request);
  }
  registry::v1::ImportSummary Import(const std::string& profile, const std::string& file) const;

  // A second reporting service beside the first one, which has read nothing yet; it lives as long
  // as the company.
  std::unique_ptr<rpc::Client> AnotherReporting();

  const rpc::Client& client() const { return *client_; }
  std::string address() const { return suite_->address(); }

 private:
  testing::TempDir folder_;
  testing::TempDir other_folder_;
  std::unique_ptr<app::Suite> suite_;
  std::unique_ptr<app::Suite> other_;
  std::unique_ptr<rpc::Client> client_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_TESTING_COMPANY_H_
