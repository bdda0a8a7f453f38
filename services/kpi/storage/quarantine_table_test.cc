// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/quarantine_table.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "kpi/testing/migrated_store.h"

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

class QuarantineTableTest : public MigratedStoreTest {
 protected:
  absl::StatusOr<int64_t> Add(const std::vector<QuarantineRow>& rows,
                              const ProjectKey& key = {"firm", "quotation"}) {
    int64_t added = 0;
    const absl::Status status = Write([&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(added, QuarantineTable(transaction, key).Add(rows));
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    return added;
  }
  // What Add does with so many rows, without looking for each first.
  void Fill(const std::string& prefix, int64_t count, absl::Time receive_time) {
    ASSERT_EQ(
        Write([&](sql::Transaction& transaction) -> absl::Status {
          RETURN_IF_ERROR(
              transaction
                  .Execute("INSERT INTO kpi_quarantine_size (organization, held) VALUES "
                           "('firm', $1) ON CONFLICT (organization) DO UPDATE SET held = "
                           "kpi_quarantine_size.held + $1",
                           {count})
                  .status());
          return transaction
              .Execute(
                  "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i+1<$1) "
                  "INSERT INTO kpi_quarantine (organization, project, id, reason, source, en, "
                  "fr, measurement, raw, receive_time) SELECT 'firm', 'quotation', "
                  "$2 || CAST(i AS TEXT), 'FORMAT_CHANGED', 'crm', $3, $3, $3, $3, $4 FROM n",
                  {count, prefix, sql::Blob{""}, absl::ToUnixMicros(receive_time)})
              .status();
        }),
        absl::OkStatus());
  }
};

TEST_P(QuarantineTableTest, AFullOneTakesWhatItKnowsAndRefusesMore) {
  Fill("m-", kMaxQuarantined - 1, kToday);
  EXPECT_EQ(*Add(Rows("m-last-", 1, kToday)), 1);
  const absl::Status full = Add(Rows("m-more-", 1, kToday)).status();
  EXPECT_TRUE(absl::IsResourceExhausted(full)) << full;
  const error::v1::ErrorDetail detail = status::DetailOf(full);
  EXPECT_EQ(detail.reason(), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(detail.metadata().at("subject"), "quarantine");
  EXPECT_FALSE(detail.fr().empty());
  EXPECT_TRUE(
      absl::IsResourceExhausted(Add(Rows("m-more-", 1, kToday), {"firm", "claims"}).status()))
      << "of the organisation";
  EXPECT_EQ(*Add(Rows("m-last-", 1, kToday + absl::Hours(1))), 0) << "known already";
  EXPECT_EQ(*Add({}), 0);
  EXPECT_EQ(*Add(Rows("c-", 2, kToday)), 2) << "versions that were beaten are stored anyway";
  EXPECT_EQ(*Add(Rows("m-more-", 1, kToday), {"other", "quotation"}), 1);
}

TEST_P(QuarantineTableTest, WhatHasWaitedLongMakesRoomOnlyWhenThereIsNone) {
  Fill("m-old-", 10, kToday - kMaxWait - absl::Seconds(1));
  Fill("m-", kMaxQuarantined - 11, kToday - kMaxWait);
  EXPECT_EQ(*Add(Rows("m-a-", 1, kToday)), 1);
  EXPECT_EQ(*Add(Rows("m-old-", 1, kToday)), 0) << "there was room";
  EXPECT_EQ(*Add(Rows("m-b-", 10, kToday)), 10) << "the old ones left";
  EXPECT_EQ(*Add(Rows("m-a-", 1, kToday)), 0);
  EXPECT_FALSE(Add(Rows("m-old-", 1, kToday)).ok());
}

TEST_P(QuarantineTableTest, WhatLeavesMakesRoom) {
  Fill("m-", kMaxQuarantined - 2, kToday);
  std::vector<QuarantineRow> of_user = Rows("m-user-", 2, kToday);
  for (QuarantineRow& row : of_user) row.raw = R"({"who": "f00dcafe"})";
  EXPECT_EQ(*Add(of_user), 2);
  EXPECT_FALSE(Add(Rows("m-more-", 1, kToday)).ok());
  const auto change = [&](auto with) {
    return Write([&](sql::Transaction& transaction) -> absl::Status {
      const ProjectKey key{"firm", "quotation"};
      QuarantineTable table(transaction, key);
      return with(table);
    });
  };
  ASSERT_EQ(change([](QuarantineTable& table) {
              return table.Remove({"m-0", "m-0", "m-unknown", "c-0"});
            }),
            absl::OkStatus());
  EXPECT_EQ(*Add(Rows("m-more-", 1, kToday)), 1);
  EXPECT_FALSE(Add(Rows("m-further-", 1, kToday)).ok());
  ASSERT_EQ(change([](QuarantineTable& table) { return table.Forget("f00dcafe").status(); }),
            absl::OkStatus());
  EXPECT_FALSE(Add(Rows("m-further-", 3, kToday)).ok());
  EXPECT_EQ(*Add(Rows("m-further-", 2, kToday)), 2);
}

INSTANTIATE_TEST_SUITE_P(Stores, QuarantineTableTest, BothStores());

}  // namespace
}  // namespace palier::kpi
