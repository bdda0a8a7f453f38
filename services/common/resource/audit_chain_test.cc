// SPDX-License-Identifier: Apache-2.0
// The sealed change log on every kind of store, and each way to tamper with it.
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/resource/audit_chain_fixture.h"

namespace palier::resource {
namespace {

INSTANTIATE_TEST_SUITE_P(Stores, AuditChainTest, kStores, StoreName);

TEST_P(AuditChainTest, HoldsOverCreationsChangesAndDeletions) {
  RecordProperty("requirement", "S4-19");
  WriteSome();
  AuditReport report = Verify();
  EXPECT_TRUE(report.intact) << report.explanation.en;
  EXPECT_EQ(report.sealed_count, 0);
  EXPECT_EQ(report.unsealed_count, 6);
  Seal();
  Insert(Draft("e"));
  report = Verify();
  EXPECT_TRUE(report.intact) << report.explanation.en;
  EXPECT_EQ(report.sealed_count, 6);
  EXPECT_EQ(report.unsealed_count, 1);
  EXPECT_EQ(report.head_hash, Head().hash);
  EXPECT_EQ(Head().sequence, 6);
  EXPECT_EQ(Head().seal_time, clock_.Now());
  // What was noted at any time stays true as the chain grows.
  const NotedLink noted{Head().sequence, Head().hash};
  Seal();
  EXPECT_TRUE(Verify({noted}).intact);
  EXPECT_EQ(Verify({noted}).sealed_count, 7);
}

TEST_P(AuditChainTest, AnEmptyOrganisationIsIntact) {
  Seal();
  const AuditReport report = Verify();
  EXPECT_TRUE(report.intact);
  EXPECT_EQ(report.head_hash, FirstLink());
}

TEST_P(AuditChainTest, NamesTheFirstRecordThatWasTamperedWith) {
  struct Case {
    const char* what;
    std::vector<std::string> statements;
    int64_t sequence;
    std::string resource;
  };
  const std::string b = Draft("b").name(), c = Draft("c").name(), d = Draft("d").name();
  const Case cases[] = {
      {"time column", {"UPDATE change_log SET time=time+1 WHERE sequence=4"}, 4, b},
      {"resource column", {"UPDATE change_log SET resource='x' WHERE sequence=4"}, 4, "x"},
      {"removed change", {"DELETE FROM change_log WHERE sequence=4"}, 4, b},
      {"removed change and seal",
       {"DELETE FROM change_log WHERE sequence=4", "DELETE FROM change_seal WHERE sequence=4"},
       4,
       b},
      {"removed seal", {"DELETE FROM change_seal WHERE sequence=4"}, 4, b},
      {"removed first change", {"DELETE FROM change_log WHERE sequence=1"}, 1, Draft("a").name()},
      {"truncated log", {"DELETE FROM change_log WHERE sequence>=5"}, 5, c},
      {"truncated log and counter",
       {"DELETE FROM change_log WHERE sequence>=5", "UPDATE change_counter SET sequence=4"},
       5,
       c},
      {"swapped contents",
       {"UPDATE change_log SET change=(SELECT change FROM change_log WHERE sequence=6) WHERE "
        "sequence=4"},
       4,
       b},
      {"swapped rows",
       {"UPDATE change_log SET sequence=-1 WHERE sequence=4",
        "UPDATE change_log SET sequence=4 WHERE sequence=6",
        "UPDATE change_log SET sequence=6 WHERE sequence=-1"},
       4,
       d},
      {"moved seal",
       {"DELETE FROM change_seal WHERE sequence=4",
        "UPDATE change_seal SET sequence=4 WHERE sequence=6"},
       4,
       b},
      {"inserted change beyond the counter",
       {"INSERT INTO change_log (organization, sequence, time, resource, change) SELECT "
        "organization, 7, time, resource, change FROM change_log WHERE sequence=6"},
       7,
       d},
      {"claimed erasure", {"UPDATE change_seal SET erasure=6 WHERE sequence=4"}, 4, b},
      {"resource removed", {"DELETE FROM resource WHERE name LIKE '%/b'"}, 4, b},
      {"resource inserted",
       {"UPDATE resource SET name='organizations/acme/shelves/a/books/z' WHERE name LIKE '%/d'"},
       6,
       d},
      {"revision of a resource", {"UPDATE resource SET revision=9 WHERE name LIKE '%/b'"}, 4, b},
      {"parent of a resource", {"UPDATE resource SET parent='x' WHERE name LIKE '%/b'"}, 4, b},
      {"deletion of a resource", {"UPDATE resource SET delete_time=1 WHERE name LIKE '%/b'"}, 4, b},
      {"column of a filterable field",
       {"UPDATE resource SET f0='other' WHERE name LIKE '%/b'"},
       4,
       b},
  };
  WriteSome();
  Seal();
  for (const Case& tampering : cases) {
    SCOPED_TRACE(tampering.what);
    const AuditReport report = VerifyAfter(tampering.statements);
    EXPECT_FALSE(report.intact);
    EXPECT_EQ(report.broken_sequence, tampering.sequence);
    EXPECT_EQ(report.broken_resource, tampering.resource);
    EXPECT_FALSE(report.explanation.en.empty());
    EXPECT_FALSE(report.explanation.fr.empty());
  }
  EXPECT_TRUE(Verify().intact) << Verify().explanation.en;
}

TEST_P(AuditChainTest, OneByteAnywhereIsFound) {
  const std::string b = Draft("b").name();
  const struct {
    const char *table, *column, *where;
  } cases[] = {{"change_log", "change", "sequence=4"},
               {"change_seal", "hash", "sequence=4"},
               {"change_seal", "salt", "sequence=4"},
               {"change_seal", "content", "sequence=4"},
               {"resource", "data", "name LIKE '%/b'"}};
  WriteSome();
  Seal();
  for (const auto& one : cases) {
    SCOPED_TRACE(absl::StrCat(one.table, ".", one.column));
    const AuditReport report = VerifyAfter([&](sql::Transaction& transaction) {
      return ChangeByte(transaction, one.table, one.column, one.where);
    });
    EXPECT_FALSE(report.intact);
    EXPECT_EQ(report.broken_sequence, 4);
    EXPECT_EQ(report.broken_resource, b);
  }
}

TEST_P(AuditChainTest, AResourceWithoutAnyChangeIsNamed) {
  WriteSome();
  Seal();
  const AuditReport report = VerifyAfter(
      {"INSERT INTO resource (organization,type,name,parent,revision,delete_time,data,f0,f1,f2,f3,"
       "f4,f5,f6,f7,f8,f9,f10,f11,f12,f13,f14,f15) SELECT organization,type,"
       "'organizations/acme/shelves/a/books/bb',parent,revision,delete_time,data,f0,f1,f2,f3,f4,"
       "f5,f6,f7,f8,f9,f10,f11,f12,f13,f14,f15 FROM resource WHERE name LIKE '%/b'"});
  EXPECT_FALSE(report.intact);
  EXPECT_EQ(report.broken_resource, "organizations/acme/shelves/a/books/bb");
}

TEST_P(AuditChainTest, WhoRewritesTheWholeEndIsFoundByWhatWasNoted) {
  WriteSome();
  Seal();
  const NotedLink noted{Head().sequence, Head().hash};
  // Everything above 4 is taken away, and the resources with it.
  Tamper({"DELETE FROM change_log WHERE sequence>4", "DELETE FROM change_seal WHERE sequence>4",
          "UPDATE change_counter SET sequence=4",
          "UPDATE change_head SET sequence=4, hash=(SELECT hash FROM change_seal WHERE sequence=4)",
          "DELETE FROM resource WHERE name LIKE '%/d'",
          "UPDATE change_log SET resource=resource WHERE sequence=3"});
  AuditReport report = Verify({noted});
  EXPECT_FALSE(report.intact);
  EXPECT_EQ(report.broken_sequence, 6);
  // Who sealed it notices too, and does not seal another end.
  Insert(Draft("e"));
  EXPECT_EQ(sealer_->SealPending(Soon()).code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(sealer_->LastSealed("acme").has_value());
  EXPECT_EQ(sealer_->LastSealed("acme")->sequence, 6);
  // A new process seals the new end; the noted link is not in it.
  AuditSealer other(*store_, kKey);
  Insert(Draft("f"));
  ASSERT_EQ(other.SealPending(Soon()), absl::OkStatus());
  report = Verify({noted});
  EXPECT_FALSE(report.intact);
}

TEST_P(AuditChainTest, AnotherKeyNeitherVerifiesNorSeals) {
  WriteSome();
  Seal();
  Insert(Draft("e"));
  const std::string other_key(32, 'z');
  EXPECT_FALSE(Verify({}, other_key).intact);
  AuditSealer other(*store_, other_key);
  EXPECT_EQ(other.SealPending(Soon()).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Head().sequence, 6);
}

TEST_P(AuditChainTest, SealersThatRaceWithEachOtherAndWithWritersMakeOneChain) {
  constexpr int kSealers = 3, kBooks = 150;
  std::vector<std::unique_ptr<AuditSealer>> sealers;
  for (int i = 0; i < kSealers; ++i)
    sealers.push_back(std::make_unique<AuditSealer>(*store_, kKey));
  std::vector<std::thread> threads;
  for (const auto& sealer : sealers) {
    threads.emplace_back([&sealer] {
      for (int i = 0; i < 20; ++i)
        EXPECT_EQ(sealer->SealPending(absl::Now() + absl::Seconds(60)), absl::OkStatus());
    });
  }
  for (int i = 0; i < kBooks; ++i) Insert(Draft(absl::StrCat("b", i)));
  for (std::thread& thread : threads) thread.join();
  Seal();
  const AuditReport report = Verify();
  EXPECT_TRUE(report.intact) << report.explanation.en << report.broken_sequence;
  EXPECT_EQ(report.sealed_count, kBooks);
}

TEST_P(AuditChainTest, ABatchIsSealedAfterTheOther) {
  ASSERT_EQ(Write([&](Session& session) -> absl::Status {
              for (int i = 0; i < 1203; ++i) {
                Book book = Draft(absl::StrCat("b", i));
                RETURN_IF_ERROR(session.Insert(book_, book));
              }
              return absl::OkStatus();
            }),
            absl::OkStatus());
  Seal();
  EXPECT_EQ(Head().sequence, 1203);
  EXPECT_TRUE(Verify().intact);
}

TEST_P(AuditChainTest, TheBackgroundSealsWhatIsCommittedAndTheRestAtTheEnd) {
  sealer_->Start();
  Insert(Draft("a"));
  sealer_->Stop();
  EXPECT_EQ(Head().sequence, 1);
  sealer_->Stop();
}

}  // namespace
}  // namespace palier::resource
