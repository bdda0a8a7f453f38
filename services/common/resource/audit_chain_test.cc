// SPDX-License-Identifier: Apache-2.0
// The sealed change log on every kind of store, and each way to tamper with it.
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/resource/audit_digest.h"
#include "common/resource/audit_sealer.h"
#include "common/resource/audit_verify.h"
#include "common/resource/library_fixture.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

using ::testing::HasSubstr;

constexpr char kKey[] = "0123456789abcdef0123456789abcdef";

class AuditChainTest : public LibraryTest {
 protected:
  void SetUp() override {
    LibraryTest::SetUp();
    if (!IsSkipped()) sealer_ = std::make_unique<AuditSealer>(*store_, kKey);
  }

  std::vector<const Type*> types() const { return {&shelf_, &book_}; }
  void Seal() { ASSERT_EQ(sealer_->SealPending(Soon()), absl::OkStatus()); }

  AuditReport Verify(const std::vector<NotedLink>& noted = {}, const std::string& key = kKey) {
    AuditReport report;
    EXPECT_EQ(Read([&](Session& session) -> absl::Status {
                ASSIGN_OR_RETURN(report, VerifyAudit(session.sql(), "acme", key, types(), noted));
                return absl::OkStatus();
              }),
              absl::OkStatus());
    return report;
  }

  AuditHead Head() {
    AuditHead head;
    EXPECT_EQ(Read([&](Session& session) -> absl::Status {
                ASSIGN_OR_RETURN(head, ReadAuditHead(session.sql(), "acme"));
                return absl::OkStatus();
              }),
              absl::OkStatus());
    return head;
  }

  // Runs statements behind the back of the service.
  void Tamper(const std::vector<std::string>& statements) {
    ASSERT_EQ(database_->Write(Soon(),
                               [&](sql::Transaction& transaction) -> absl::Status {
                                 for (const std::string& statement : statements)
                                   RETURN_IF_ERROR(transaction.Execute(statement, {}).status());
                                 return absl::OkStatus();
                               }),
              absl::OkStatus());
  }

  // What is found after `tamper`, which is undone.
  AuditReport VerifyAfter(const std::function<absl::Status(sql::Transaction&)>& tamper) {
    AuditReport report;
    EXPECT_EQ(database_->Write(Soon(),
                               [&](sql::Transaction& transaction) -> absl::Status {
                                 RETURN_IF_ERROR(tamper(transaction));
                                 ASSIGN_OR_RETURN(report,
                                                  VerifyAudit(transaction, "acme", kKey, types()));
                                 return absl::CancelledError("undo");
                               }),
              absl::CancelledError("undo"));
    return report;
  }
  AuditReport VerifyAfter(const std::vector<std::string>& statements) {
    return VerifyAfter([&](sql::Transaction& transaction) -> absl::Status {
      for (const std::string& statement : statements)
        RETURN_IF_ERROR(transaction.Execute(statement, {}).status());
      return absl::OkStatus();
    });
  }

  // Changes one byte in the middle of the one blob that the condition finds.
  static absl::Status ChangeByte(sql::Transaction& transaction, const std::string& table,
                                 const std::string& column, const std::string& where) {
    std::string bytes;
    RETURN_IF_ERROR(
        transaction.Query(absl::StrCat("SELECT ", column, " FROM ", table, " WHERE ", where), {},
                          [&](const sql::Row& row) -> absl::Status {
                            bytes = std::string(row.blob(0));
                            return absl::OkStatus();
                          }));
    if (bytes.empty()) return absl::NotFoundError(where);
    bytes[bytes.size() / 2] ^= 1;
    return transaction
        .Execute(absl::StrCat("UPDATE ", table, " SET ", column, "=$1 WHERE ", where),
                 {sql::Blob{bytes}})
        .status();
  }

  Book Retitle(const Book& before, const std::string& title) {
    Book after;
    EXPECT_EQ(Write([&](Session& session) {
                after = before;
                after.set_display_name(title);
                return session.Replace(book_, before, after).status();
              }),
              absl::OkStatus());
    return after;
  }

  // Changes 1 to 6: books a, b, c, then b changed, c deleted for good, d.
  void WriteSome() {
    Insert(Draft("a"));
    const Book b = Insert(Draft("b"));
    const Book c = Insert(Draft("c"));
    Retitle(b, "Second title");
    ASSERT_EQ(Write([&](Session& session) { return session.Remove(book_, c); }), absl::OkStatus());
    Insert(Draft("d"));
  }

  std::unique_ptr<AuditSealer> sealer_;
};
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

class EraseTest : public AuditChainTest {
 protected:
  absl::StatusOr<int64_t> Erase(const std::string& name, Book* remains) {
    int64_t erased = 0;
    RETURN_IF_ERROR(store_->Write(Soon(), {"users/dpo", "", "/test.Service/EraseBook"},
                                  [&](Session& session) -> absl::Status {
                                    ASSIGN_OR_RETURN(erased, session.Erase(book_, name, remains));
                                    return absl::OkStatus();
                                  }));
    return erased;
  }
  static Book Remains(const Book& book) {
    Book remains;
    remains.set_name(book.name());
    remains.set_etag(book.etag());
    return remains;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, EraseTest, kStores, StoreName);

TEST_P(EraseTest, SealedAndUnsealedContentGoesAndTheChainHolds) {
  Insert(Draft("a"));
  Book secret = Insert(Draft("secret"));
  secret = Retitle(secret, "Marie Dupont");
  Seal();
  const NotedLink noted{Head().sequence, Head().hash};
  secret = Retitle(secret, "Marie Dupont-Martin");  // not yet sealed
  Book remains = Remains(secret);
  EXPECT_EQ(*Erase(secret.name(), &remains), 3);
  EXPECT_EQ(remains.etag(), "\"4\"");
  ASSERT_TRUE(Find(secret.name()).has_value());
  EXPECT_EQ(Find(secret.name())->SerializeAsString(), remains.SerializeAsString());
  for (const api::v1::Change& change : Changes())
    EXPECT_THAT(change.DebugString(), ::testing::Not(HasSubstr("Dupont")));
  EXPECT_EQ(Changes()[1].actor(), "users/lea");
  EXPECT_TRUE(Verify({noted}).intact) << Verify({noted}).explanation.en;
  Seal();
  EXPECT_TRUE(Verify({noted}).intact) << Verify({noted}).explanation.en;
  EXPECT_EQ(Verify().sealed_count, 5);
  // Again: nothing is left to erase.
  remains = Remains(remains);
  EXPECT_EQ(*Erase(secret.name(), &remains), 1);  // what the first erasure left
}

TEST_P(EraseTest, WhatWasDeletedBeforeCanBeErased) {
  const Book secret = Insert(Draft("secret"));
  ASSERT_EQ(Write([&](Session& session) { return session.Remove(book_, secret); }),
            absl::OkStatus());
  Seal();
  EXPECT_EQ(*Erase(secret.name(), nullptr), 2);
  Seal();
  EXPECT_TRUE(Verify().intact) << Verify().explanation.en;
}

TEST_P(EraseTest, TheOutlineOfAnErasedChangeStaysSealed) {
  Book secret = Insert(Draft("secret"));
  Seal();
  Book remains = Remains(secret);
  ASSERT_EQ(Erase(secret.name(), &remains).status(), absl::OkStatus());
  Seal();
  ASSERT_TRUE(Verify().intact);
  api::v1::Change change = Changes()[0];
  change.set_actor("users/eve");
  ASSERT_EQ(database_->Write(Soon(),
                             [&](sql::Transaction& transaction) {
                               return transaction
                                   .Execute("UPDATE change_log SET change=$1 WHERE sequence=1",
                                            {sql::Blob{change.SerializeAsString()}})
                                   .status();
                             }),
            absl::OkStatus());
  EXPECT_EQ(Verify().broken_sequence, 1);
  EXPECT_EQ(Verify().broken_resource, secret.name());
}

TEST_P(EraseTest, OnlyAnErasureErases) {
  const Book secret = Insert(Draft("secret"));
  EXPECT_EQ(Write([&](Session& session) {
              Book remains = Remains(secret);
              return session.Erase(book_, secret.name(), &remains).status();
            }).code(),
            absl::StatusCode::kInternal);
}

// The file itself, while nobody has it open.
class AuditFileTest : public AuditChainTest {
 protected:
  std::string path() const { return dir_.File("library.db"); }
  void Close() {
    sealer_.reset();
    store_.reset();
    database_.reset();
  }
  void Reopen() {
    sql::OpenOptions options;
    options.url = "sqlite:" + path();
    auto database = sql::Open(options);
    ASSERT_EQ(database.status(), absl::OkStatus());
    database_ = *std::move(database);
    store_ = std::make_unique<Store>(*database_, clock_);
  }
  std::string Bytes() const {
    std::ifstream file(path(), std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }
  void WriteBytes(const std::string& bytes) const {
    std::ofstream(path(), std::ios::binary) << bytes;
  }
};
INSTANTIATE_TEST_SUITE_P(Files, AuditFileTest, ::testing::Values("File"), StoreName);

TEST_P(AuditFileTest, OneByteOfTheFileIsFoundWhereverTheTitleStands) {
  WriteSome();
  Seal();
  Close();
  const std::string whole = Bytes();
  int found = 0;
  for (const std::string title : {"Second title", "second title"}) {
    for (size_t at = whole.find(title); at != std::string::npos; at = whole.find(title, at + 1)) {
      std::string bytes = whole;
      bytes[at + 3] ^= 2;
      WriteBytes(bytes);
      Reopen();
      const AuditReport report = Verify();
      EXPECT_FALSE(report.intact) << title << " at " << at;
      if (report.broken_sequence != 0) {  // else an index of the file disagrees with its table
        EXPECT_EQ(report.broken_resource, Draft("b").name()) << title << " at " << at;
      }
      Close();
      ++found;
    }
  }
  EXPECT_GE(found, 3);  // the resource, its column, its change
  WriteBytes(whole);
  Reopen();
  EXPECT_TRUE(Verify().intact);
}

TEST_P(AuditFileTest, ANameThatIsNoTextAnyMoreIsShownAsText) {
  WriteSome();
  Seal();
  const AuditReport report =
      VerifyAfter({"UPDATE change_log SET resource=CAST(X'6f7267ff' AS TEXT) WHERE sequence=4"});
  EXPECT_EQ(report.broken_sequence, 4);
  EXPECT_EQ(report.broken_resource, "org\xEF\xBF\xBD");
}

TEST_P(AuditFileTest, ADamagedFileIsAFinding) {
  WriteSome();
  Seal();
  Close();
  std::string bytes = Bytes();
  // The page that holds the change, or the record, is no page of a tree any more.
  const size_t page = bytes.find("Second title") / 4096 * 4096;
  bytes[page] = '\x7f';
  WriteBytes(bytes);
  Reopen();
  AuditReport report;
  const absl::Status read = Read([&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(report, VerifyAudit(session.sql(), "acme", kKey, types()));
    return absl::OkStatus();
  });
  ASSERT_EQ(read.code(), absl::StatusCode::kDataLoss) << read;
  report = DamagedReport(read);
  EXPECT_FALSE(report.intact);
  EXPECT_THAT(report.explanation.en, HasSubstr("damaged"));
  EXPECT_THAT(report.explanation.fr, HasSubstr("endommagé"));
}

}  // namespace
}  // namespace palier::resource
