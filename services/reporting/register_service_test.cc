// SPDX-License-Identifier: Apache-2.0
// The US inventories of 2023 and 2024 beside each other, over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "palier/reporting/v1/register_service.pb.h"
#include "reporting/testing/company.h"

namespace palier::reporting {
namespace {

constexpr char kEarlier[] = "us-ai-inventory-2023";
constexpr char kLater[] = "us-ai-inventory-2024";

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

v1::QueryRegisterProgressRequest Question() {
  v1::QueryRegisterProgressRequest request;
  request.set_parent("organizations/acme");
  request.set_earlier_profile(kEarlier);
  request.set_later_profile(kLater);
  return request;
}

absl::StatusOr<v1::QueryRegisterProgressResponse> Ask(
    const rpc::Client& client, const v1::QueryRegisterProgressRequest& request) {
  return client.Unary<v1::QueryRegisterProgressResponse>(
      rpc::MethodPath("QueryRegisterProgress", request), request);
}

// Counted from the two files by another program: names folded, each once in both.
TEST(RegisterService, WhatBecameOfTheInventoryOf2023) {
  const std::optional<std::string> data = testing::TestDataDir();
  if (!data.has_value()) GTEST_SKIP() << "the real registers are not there: set PALIER_TEST_DATA";
  const Company company;
  const std::string folder = *data + "/us-ai-inventory/";
  company.Import(kEarlier, BytesOf(folder + "2023_consolidated_ai_inventory_raw.csv"));
  EXPECT_EQ(
      status::DetailOf(Ask(company.client(), Question()).status()).field_violations(0).subject(),
      "later_profile");
  company.Import(kLater, BytesOf(folder + "2024_consolidated_ai_inventory_raw_v2.csv"));
  const auto progress = Ask(company.client(), Question());
  ASSERT_TRUE(progress.ok()) << progress.status();
  EXPECT_EQ(progress->earlier_count(), 710);
  EXPECT_EQ(progress->later_count(), 2133);
  EXPECT_EQ(progress->followed_count(), 205);
  EXPECT_EQ(progress->ambiguous_count(), 5);
  EXPECT_EQ(progress->gone_count(), 500);
  EXPECT_EQ(progress->new_count(), 1916);
  std::map<std::string, int> transitions;
  int all = 0;
  for (const v1::RegisterTransition& each : progress->transitions()) {
    transitions[absl::StrCat(each.earlier_stage(), ">", each.later_stage())] = each.count();
    all += each.count();
  }
  EXPECT_EQ(all, 205);
  EXPECT_EQ(transitions["BUILD>PRODUCTION"], 7);
  EXPECT_EQ(transitions["PILOT>PRODUCTION"], 4);
  EXPECT_EQ(transitions["IDEA>PRODUCTION"], 2);
  EXPECT_EQ(transitions["PRODUCTION>PRODUCTION"], 38);
  EXPECT_EQ(progress->reached_production_count(), 13);
  EXPECT_EQ(progress->before_production_count(), 93);
  EXPECT_EQ(progress->reached_permille(), 140);
  EXPECT_EQ(progress->low_permille(), 83);
  EXPECT_EQ(progress->high_permille(), 225);
  ASSERT_EQ(progress->projects_size(), 100);
  EXPECT_EQ(progress->projects(0).step(), v1::ADVANCED);
  EXPECT_EQ(progress->projects(0).earlier_stage(), "IDEA");
  EXPECT_EQ(progress->projects(0).later_stage(), "PRODUCTION");
}

TEST(RegisterService, NamesWhatWasNotImported) {
  const Company company;
  const absl::Status status = Ask(company.client(), Question()).status();
  EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_FIELDS);
  EXPECT_EQ(status::DetailOf(status).field_violations(0).subject(), "earlier_profile");
}

}  // namespace
}  // namespace palier::reporting
