// SPDX-License-Identifier: Apache-2.0
// What is left of an erased record, and that the chain holds over it.
#include "common/resource/audit_chain_fixture.h"

namespace palier::resource {
namespace {

using ::testing::HasSubstr;

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

}  // namespace
}  // namespace palier::resource
