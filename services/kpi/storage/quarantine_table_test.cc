// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/quarantine_table.h"

#include <gtest/gtest.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/sql/database.h"
#include "common/status/macros.h"
#include "kpi/storage/migrations.h"

namespace palier::kpi {
namespace {

const absl::Time kToday = absl::FromUnixSeconds(1'772'445'600);

QuarantineRow Row(const std::string& id, absl::Time receive_time) {
  QuarantineRow row;
  row.id = id;
  row.reason = "FORMAT_CHANGED";
  row.source = "crm";
  row.text = {"Why.", "Pourquoi."};
  row.raw = "{}";
  row.receive_time = receive_time;
  return row;
}

std::vector<QuarantineRow> Rows(const std::string& prefix, int64_t count, absl::Time receive_time) {
  std::vector<QuarantineRow> rows;
  for (int64_t i = 0; i < count; ++i) rows.push_back(Row(absl::StrCat(prefix, i), receive_time));
  return rows;
}

class QuarantineTableTest : public ::testing::Test {
 protected:
  void SetUp() override {
    sql::OpenOptions options;
    options.url = "sqlite::memory:";
    auto opened = sql::Open(options);
    ASSERT_EQ(opened.status(), absl::OkStatus());
    database_ = *std::move(opened);
    ASSERT_EQ(sql::Migrate(*database_, "kpi", Migrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
  }

  absl::StatusOr<int64_t> Add(const std::vector<QuarantineRow>& rows,
                              const ProjectKey& key = {"firm", "quotation"}) {
    int64_t added = 0;
    const absl::Status status = database_->Write(
        absl::Now() + absl::Seconds(60), [&](sql::Transaction& transaction) -> absl::Status {
          ASSIGN_OR_RETURN(added, QuarantineTable(transaction, key).Add(rows));
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
    return added;
  }
  // `count` rows, a page at a time.
  void Fill(const std::string& prefix, int64_t count, absl::Time receive_time) {
    constexpr int64_t kPage = 10'000;
    for (int64_t begin = 0; begin < count; begin += kPage) {
      ASSERT_TRUE(
          Add(Rows(absl::StrCat(prefix, begin, "-"), std::min(kPage, count - begin), receive_time))
              .ok());
    }
  }

  std::unique_ptr<sql::Database> database_;
};

TEST_F(QuarantineTableTest, AFullOneTakesWhatItKnowsAndRefusesMore) {
  Fill("m-", kMaxQuarantined - 1, kToday);
  EXPECT_EQ(*Add(Rows("last-", 1, kToday)), 1);
  const absl::Status full = Add(Rows("more-", 1, kToday)).status();
  EXPECT_TRUE(absl::IsResourceExhausted(full)) << full;
  const error::v1::ErrorDetail detail = status::DetailOf(full);
  EXPECT_EQ(detail.reason(), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(detail.metadata().at("subject"), "quarantine");
  EXPECT_FALSE(detail.fr().empty());
  EXPECT_TRUE(absl::IsResourceExhausted(Add(Rows("more-", 1, kToday), {"firm", "claims"}).status()))
      << "of the organisation";
  EXPECT_EQ(*Add(Rows("last-", 1, kToday + absl::Hours(1))), 0) << "known already";
  EXPECT_EQ(*Add({}), 0);
  EXPECT_EQ(*Add(Rows("more-", 1, kToday), {"other", "quotation"}), 1);
}

TEST_F(QuarantineTableTest, WhatHasWaitedLongMakesRoomOnlyWhenThereIsNone) {
  Fill("old-", 10, kToday - kMaxWait - absl::Seconds(1));
  Fill("m-", kMaxQuarantined - 11, kToday - kMaxWait);
  EXPECT_EQ(*Add(Rows("a-", 1, kToday)), 1);
  EXPECT_EQ(*Add(Rows("old-0-", 1, kToday)), 0) << "there was room";
  EXPECT_EQ(*Add(Rows("b-", 10, kToday)), 10) << "the old ones left";
  EXPECT_EQ(*Add(Rows("a-", 1, kToday)), 0);
  EXPECT_FALSE(Add(Rows("old-0-", 1, kToday)).ok());
}

}  // namespace
}  // namespace palier::kpi
