// SPDX-License-Identifier: Apache-2.0
// CloudEvents as three systems write them, over gRPC: repeated, out of order, corrected, withdrawn,
// and in a form that nobody declared.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "kpi/testing/source_fixture.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A table of claims, row by row as it changes: the fact is the row, whatever event tells of it.
constexpr char kChanges[] = R"pb(
  display_name: "Claims"
  format: CLOUD_EVENTS
  mappings {
    filter: "type = \"io.debezium.*\" AND iodebeziumtable = claim AND iodebeziumop = d"
    event_id: "$.source"
    event_id: "$.id"
    business_key: "$.data.before.id"
    order: "$.iodebeziumlsn"
    event_time { path: "$.time" }
    operation {
      path: "$.iodebeziumop"
      operations { key: "d" value: RETRACT }
    }
    project {
      path: "$.data.before.app"
      table { key: "quote-bot" value: "quotation" }
    }
    drop: "$.data.before.agent"
    measures { kpi: "minutes" path: "$.data.before.minutes" }
  }
  mappings {
    filter: "type = \"io.debezium.*\" AND iodebeziumtable = claim AND data.after.minutes:*"
    event_id: "$.source"
    event_id: "$.id"
    business_key: "$.data.after.id"
    order: "$.iodebeziumlsn"
    event_time { path: "$.data.after.closed_at" }
    operation {
      path: "$.iodebeziumop"
      operations { key: "c" value: UPSERT }
      operations { key: "u" value: UPSERT }
      operations { key: "r" value: UPSERT }
    }
    project {
      path: "$.data.after.app"
      table { key: "quote-bot" value: "quotation" }
    }
    user: "$.data.after.agent"
    drop: "$.data.before.agent"
    measures { kpi: "minutes" path: "$.data.after.minutes" }
  }
)pb";

std::string Claim(int id, const std::string& minutes) {
  return absl::StrCat(R"({"id":)", id, R"(,"app":"quote-bot","agent":"zoe","minutes":)", minutes,
                      R"(,"closed_at":"2026-03-02T09:58:00Z"})");
}

// As the connector of a PostgreSQL writes them.
std::string Change(int lsn, const std::string& op, const std::string& before,
                   const std::string& after) {
  return absl::StrCat(
      R"({"id":"name:crm;lsn:)", lsn, R"(;txId:565","source":"/debezium/postgresql/crm",)",
      R"("specversion":"1.0","type":"io.debezium.connector.postgresql.DataChangeEvent",)",
      R"("time":"2026-03-02T10:00:00.123Z","datacontenttype":"application/json",)",
      R"("iodebeziumop":")", op, R"(","iodebeziumversion":"2.7.3.Final",)",
      R"("iodebeziumconnector":"postgresql","iodebeziumname":"crm","iodebeziumtsms":"1772445600123",)",
      R"("iodebeziumsnapshot":"false","iodebeziumdb":"crm","iodebeziumschema":"public",)",
      R"("iodebeziumtable":"claim","iodebeziumtxId":"565","iodebeziumlsn":")", lsn,
      R"(","iodebeziumxmin":null,"data":{"before":)", before, R"(,"after":)", after, "}}");
}

class SourceEventsTest : public SourceFixture {};

TEST_F(SourceEventsTest, RowsOfATableAsTheyChange) {
  RecordProperty("requirement", "S2-05");
  ASSERT_TRUE(Create("minutes", AmountIn("min", 1)).ok());
  ASSERT_TRUE(CreateSource("claims", Parsed(kChanges)).ok());
  std::vector<std::string> events = {
      Change(100, "r", "null", Claim(1, "10")),
      Change(101, "c", "null", Claim(2, "20")),
      Change(102, "u", Claim(2, "20"), Claim(2, "25.5")),
      Change(103, "c", "null", Claim(3, "40")),
      Change(104, "d", Claim(3, "40"), "null"),
      // The connector began anew: the rows again, under other events.
      Change(110, "r", "null", Claim(1, "10")),
      Change(111, "r", "null", Claim(2, "25.5")),
  };
  // Each event twice, in any order and pieces.
  for (const std::string& event : std::vector(events)) events.push_back(event);
  std::shuffle(events.begin(), events.end(), std::mt19937(7));
  const size_t cut = events.size() / 2;
  const absl::Span<const std::string> all = events;
  const auto lines = SendRecords("claims", absl::StrJoin(all.subspan(0, cut), "\n"));
  ASSERT_TRUE(lines.ok()) << lines.status();
  const auto batch =
      SendRecords("claims", absl::StrCat("[", absl::StrJoin(all.subspan(cut), ","), "]"));
  ASSERT_TRUE(batch.ok()) << batch.status();
  EXPECT_EQ(lines->record_count() + batch->record_count(), 14);
  EXPECT_THAT(Series("minutes", v1::MONTH), ElementsAre("2026-03 35.5"));
  EXPECT_THAT(Kept(kFirm).measurements(), IsEmpty());
  EXPECT_THAT(Kept(kProject).measurements(), IsEmpty()) << "an update is no defect";
  const auto alone = SendRecords("claims", Change(120, "d", Claim(1, "10"), "null"));
  ASSERT_TRUE(alone.ok()) << alone.status();
  EXPECT_THAT(Series("minutes", v1::MONTH), ElementsAre("2026-03 25.5"));
}

TEST_F(SourceEventsTest, AnOtherFormOfTheTableIsKeptAsideByNameUntilItIsDeclared) {
  RecordProperty("requirement", "S2-05");
  ASSERT_TRUE(Create("minutes", AmountIn("min", 1)).ok());
  ASSERT_TRUE(CreateSource("claims", Parsed(kChanges)).ok());
  // The column became seconds.
  const std::string other = R"({"id":4,"app":"quote-bot","agent":"zoe","seconds":90,)"
                            R"("closed_at":"2026-03-02T09:58:00Z"})";
  const auto sent = SendRecords("claims", Change(130, "c", "null", other) + "\n" +
                                              Change(131, "x", "null", Claim(5, "1")) + "\n" +
                                              R"({"specversion":"1.0","id":"7","type":"t"})");
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->counts().quarantined_count(), 3);
  const auto kept = Kept(kFirm);
  EXPECT_EQ(kept.counts_by_reason().at("FORMAT_CHANGED"), 2);
  EXPECT_EQ(kept.counts_by_reason().at("UNREADABLE_RECORD"), 1);
  v1::Source both = Parsed(kChanges);
  v1::RecordMapping& mapping = *both.add_mappings();
  mapping = both.mappings(1);
  mapping.set_filter("iodebeziumtable = claim AND data.after.seconds:*");
  mapping.mutable_measures(0)->set_path("$.data.after.seconds");
  mapping.mutable_measures(0)->set_factor("0.0166666666666666667");
  ASSERT_TRUE(ReplaceSource("claims", both).ok());
  const auto replayed = Replay(kFirm);
  EXPECT_EQ(replayed.tried_count(), 3);
  EXPECT_EQ(replayed.released_count(), 1);
  EXPECT_THAT(Series("minutes", v1::MONTH), ElementsAre("2026-03 1.5"));
  // The same agent in a form that was known from the beginning.
  for (const auto& one : kept.measurements()) EXPECT_THAT(one.raw(), Not(HasSubstr("zoe")));
  ASSERT_TRUE(SendRecords("claims", Change(140, "c", "null", Claim(8, "1"))).ok());
  EXPECT_EQ(Query("minutes", v1::MONTH)->series(0).points(0).distinct_users(), 1);
}

constexpr char kOrders[] = R"pb(
  display_name: "Sales orders"
  format: CLOUD_EVENTS
  mappings {
    filter: "type = \"sap.s4.beh.salesorder.v1.SalesOrder.*\""
    event_id: "$.source"
    event_id: "$.id"
    business_key: "$.data.SalesOrder"
    order_by_event_time: true
    event_time { path: "$.time" }
    operation {
      path: "$.type"
      operations { key: "sap.s4.beh.salesorder.v1.SalesOrder.Created.v1" value: UPSERT }
      operations { key: "sap.s4.beh.salesorder.v1.SalesOrder.Changed.v1" value: IGNORE }
      operations { key: "sap.s4.beh.salesorder.v1.SalesOrder.Deleted.v1" value: RETRACT }
    }
    project { constant: "quotation" }
    measures { kpi: "orders" constant: "1" }
  }
)pb";

// As S/4HANA writes them: notifications, which carry keys only.
std::string Order(const std::string& id, const std::string& what, const std::string& time,
                  const std::string& data, const char* form = "data") {
  return absl::StrCat(R"({"type":"sap.s4.beh.salesorder.v1.SalesOrder.)", what,
                      R"(.v1","specversion":"1.0","source":"/default/sap.s4.beh/S4HANA01",)",
                      R"("id":")", id, R"(","time":")", time,
                      R"(","datacontenttype":"application/json",")", form, "\":", data, "}");
}

TEST_F(SourceEventsTest, NotificationsOfAnErp) {
  ASSERT_TRUE(Create("orders", AmountIn("1", 0)).ok());
  ASSERT_TRUE(CreateSource("orders", Parsed(kOrders)).ok());
  const std::string key = R"({"SalesOrder":"3000000214"})";
  const auto sent = SendRecords(
      "orders",
      absl::StrCat(
          "[",
          absl::StrJoin(
              {Order("0894ef45-7741-1eea-b7be-ce30f48e9a1d", "Created", "2026-02-03T06:21:52Z",
                     key),
               // The same order under another event, as a broker that lost its state tells it.
               Order("a0000000-0000-0000-0000-000000000001", "Created", "2026-02-03T06:21:52Z",
                     key),
               Order("a0000000-0000-0000-0000-000000000002", "Changed", "2026-02-03T07:00:00Z",
                     key),
               Order("a0000000-0000-0000-0000-000000000003", "Created", "2026-02-04T07:00:00Z",
                     R"({"SalesOrder":"3000000215"})"),
               // In bytes, as a broker sends what it took for binary.
               Order("a0000000-0000-0000-0000-000000000004", "Created", "2026-02-05T07:00:00Z",
                     absl::StrCat("\"", absl::Base64Escape(R"({"SalesOrder":"3000000216"})"), "\""),
                     "data_base64"),
               Order("a0000000-0000-0000-0000-000000000005", "Deleted", "2026-02-06T07:00:00Z",
                     R"({"SalesOrder":"3000000215"})")},
              ","),
          "]"));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->record_count(), 6);
  EXPECT_EQ(sent->ignored_count(), 1);
  EXPECT_EQ(sent->counts().quarantined_count(), 0) << sent->ShortDebugString();
  EXPECT_THAT(Series("orders", v1::MONTH), ElementsAre("2026-02 2"));
}

constexpr char kOpportunities[] = R"pb(
  display_name: "Opportunities"
  format: CLOUD_EVENTS
  mappings {
    filter: "data.ChangeEventHeader.entityName = Opportunity AND NOT data.ChangeEventHeader.recordIds.1:*"
    event_id: "$.source"
    event_id: "$.id"
    business_key: "$.data.ChangeEventHeader.recordIds[0]"
    order: "$.data.ChangeEventHeader.commitNumber"
    event_time { path: "$.data.ChangeEventHeader.commitTimestamp" formats: UNIX_MS }
    operation {
      path: "$.data.ChangeEventHeader.changeType"
      operations { key: "CREATE" value: UPSERT }
      operations { key: "UPDATE" value: UPSERT }
      operations { key: "UNDELETE" value: UPSERT }
      operations { key: "DELETE" value: RETRACT }
    }
    project { constant: "quotation" }
    user: "$.data.ChangeEventHeader.commitUser"
    drop: "$.data.Description"
    measures { kpi: "amount" path: "$.data.Amount" on_missing: SKIP }
  }
)pb";

std::string Opportunity(int number, const std::string& record, const std::string& type,
                        const std::string& fields = "") {
  return absl::StrCat(
      R"({"specversion":"1.0","id":"b5f1-)", number, R"(","source":"/salesforce/00D5e000000",)",
      R"("type":"com.salesforce.OpportunityChangeEvent","time":"2026-03-02T10:00:00Z",)",
      R"("data":{"ChangeEventHeader":{"entityName":"Opportunity","recordIds":[")", record,
      R"("],"changeType":")", type, R"(","changeOrigin":"com/salesforce/api/soap/61.0",)",
      R"("transactionKey":"000-1","sequenceNumber":1,"commitTimestamp":1772445600000,)",
      R"("commitUser":"0055e000001","commitNumber":)", 11'500'000'000'000 + number,
      R"(,"nulledFields":[],"diffFields":[],"changedFields":["Amount"]})", fields, "}}");
}

TEST_F(SourceEventsTest, ChangesOfACrm) {
  ASSERT_TRUE(Create("amount", AmountIn("EUR", 2)).ok());
  ASSERT_TRUE(CreateSource("opportunities", Parsed(kOpportunities)).ok());
  const auto sent = SendRecords(
      "opportunities",
      absl::StrJoin(
          {Opportunity(3, "006A", "UPDATE", R"(,"Amount":1250.75)"),
           Opportunity(1, "006A", "CREATE", R"(,"Amount":1000,"Description":"Ms Zoe, 0611")"),
           // Only what changed comes: no amount is no new amount.
           Opportunity(4, "006A", "UPDATE", R"(,"StageName":"Closed Won")"),
           Opportunity(5, "006B", "CREATE", R"(,"Amount":99.99)"), Opportunity(6, "006B", "DELETE"),
           // Of several records at once: they are not taken for the first of them.
           Opportunity(8, "006A\",\"006C", "UPDATE", R"(,"Amount":5,"Description":"Ms Zoe")"),
           // The record must be read again: nobody knows what it says.
           Opportunity(7, "006A", "GAP_UPDATE", R"(,"Description":"Ms Zoe, 0611")")},
          "\n"));
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->ignored_count(), 1);
  EXPECT_THAT(Series("amount", v1::MONTH), ElementsAre("2026-03 1250.75"));
  const auto kept = Kept(kFirm);
  ASSERT_EQ(kept.measurements_size(), 2);
  for (const auto& one : kept.measurements()) {
    EXPECT_EQ(one.reason(), "FORMAT_CHANGED");
    EXPECT_THAT(one.raw(), Not(HasSubstr("Zoe")));
    EXPECT_THAT(one.raw(), Not(HasSubstr("0055e000001")));
    if (absl::StrContains(one.raw(), "006C")) continue;
    EXPECT_THAT(one.message(), HasSubstr("GAP_UPDATE"));
  }
}

TEST_F(SourceEventsTest, APersonLeavesRecordsThatNobodyUnderstoodToo) {
  RecordProperty("requirement", "S2-05");
  ASSERT_TRUE(CreateSource("claims", Parsed(kChanges)).ok());
  const std::string other = R"({"id":4,"app":"quote-bot","agent":"zoe","seconds":90})";
  ASSERT_TRUE(SendRecords("claims", Change(1, "u", other, other) + "\n" +
                                        Change(2, "u", "null", R"({"id":5,"agent":"max"})"))
                  .ok());
  EXPECT_EQ(Kept(kFirm).measurements_size(), 2);
  v1::EraseUserRequest request;
  request.set_parent(kFirm);
  request.set_user("zoe");
  const auto erased = Call<v1::EraseUserResponse>("users/dev", "EraseUser", request);
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->quarantined_count(), 1);
  EXPECT_EQ(Kept(kFirm).measurements_size(), 1);
}

TEST_F(SourceEventsTest, BytesThatAreNoTextAreKeptAndShown) {
  ASSERT_TRUE(CreateSource("orders", Parsed(kOrders)).ok());
  const auto sent = SendRecords("orders", "{\"id\":\"caf\xe9\"}\n{\"specversion\":\"1.0\"}");
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->counts().quarantined_count(), 2);
  EXPECT_EQ(Kept(kFirm).measurements_size(), 2);
  EXPECT_EQ(Replay(kFirm).tried_count(), 2);
}

}  // namespace
}  // namespace palier::kpi
