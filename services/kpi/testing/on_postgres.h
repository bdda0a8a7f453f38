// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_KPI_TESTING_ON_POSTGRES_H_
#define PALIER_KPI_TESTING_ON_POSTGRES_H_

#include <gtest/gtest.h>

#include <string>

#include "common/testing/private_postgres.h"

namespace palier::kpi {

// A fixture made from KpiFixture, on a real PostgreSQL; skips where there can be none.
template <typename Fixture>
class OnPostgres : public Fixture {
 protected:
  void SetUp() override {
    if (const auto reason = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
    Fixture::SetUp();
  }
  std::string StoreUrl() override {
    const auto server = testing::PrivatePostgres::Shared();
    EXPECT_TRUE(server.ok()) << server.status();
    return server.ok() ? (*server)->url() : "";
  }
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_TESTING_ON_POSTGRES_H_
