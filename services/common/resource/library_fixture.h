// SPDX-License-Identifier: Apache-2.0
// A library of shelves and books in each kind of store, for the tests of this folder.
#ifndef PALIER_COMMON_RESOURCE_LIBRARY_FIXTURE_H_
#define PALIER_COMMON_RESOURCE_LIBRARY_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/cache/cache.h"
#include "common/resource/store.h"
#include "common/rpc/service.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "testdata/library.pb.h"

namespace palier::resource {

using resourcetest::v1::Book;
using resourcetest::v1::Shelf;

inline constexpr char kShelf[] = "organizations/acme/shelves/a";
inline constexpr char kShelves[] = "organizations/acme/shelves/-";

// The parameter is the kind of store; PostgreSQL is skipped where it is not installed.
class LibraryTest : public ::testing::TestWithParam<std::string> {
 protected:
  LibraryTest();
  void SetUp() override;

  // A transaction by users/lea.
  absl::Status Write(const std::function<absl::Status(Session&)>& fn);
  absl::Status Read(const std::function<absl::Status(Session&)>& fn);
  static absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

  // A book on a shelf, not yet stored.
  static Book Draft(absl::string_view id, absl::string_view shelf = kShelf);
  // The book as stored.
  Book Insert(Book book);
  std::optional<Book> Find(const std::string& name);
  std::vector<api::v1::Change> Changes(int64_t after = 0, const std::string& below = "");

  // Calls the standard method of the table, without a server.
  template <typename Response>
  absl::StatusOr<Response> Invoke(const std::string& method,
                                  const google::protobuf::Message& request,
                                  const std::string& principal = "users/lea") {
    Response response;
    const absl::Status status = InvokeUntyped(method, request, principal, &response);
    if (!status.ok()) return status;
    return response;
  }
  absl::Status InvokeUntyped(const std::string& method, const google::protobuf::Message& request,
                             const std::string& principal, google::protobuf::Message* response);

  time::FakeClock clock_{absl::FromCivil(absl::CivilHour(2026, 3, 9, 8), absl::UTCTimeZone())};
  const Type shelf_{Shelf::descriptor(), "organizations/{organization}/shelves/{shelf}"};
  const Type book_ =
      Type(Book::descriptor(), "organizations/{organization}/shelves/{shelf}/books/{book}",
           Type::Deletion::kSoft)
          .Indexed("display_name, year desc");
  testing::TempDir dir_;
  std::unique_ptr<cache::Cache> cache_;
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<Store> store_;
  rpc::ServiceTable table_;
  // What is answered before a shelf is created.
  absl::Status before_shelf_;
};

// Every kind of store there is.
inline const auto kStores = ::testing::Values("Memory", "File", "Postgres");
inline std::string StoreName(const ::testing::TestParamInfo<std::string>& info) {
  return info.param;
}

MATCHER_P2(IsError, code, reason, "") {
  return arg.code() == code && status::ReasonOf(arg) == reason;
}

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_LIBRARY_FIXTURE_H_
