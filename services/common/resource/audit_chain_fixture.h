// SPDX-License-Identifier: Apache-2.0
// A library with a sealed change log, on every kind of store, and ways to tamper with it.
#ifndef PALIER_COMMON_RESOURCE_AUDIT_CHAIN_FIXTURE_H_
#define PALIER_COMMON_RESOURCE_AUDIT_CHAIN_FIXTURE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/audit_digest.h"
#include "common/resource/audit_sealer.h"
#include "common/resource/audit_verify.h"
#include "common/resource/library_fixture.h"
#include "common/status/macros.h"

namespace palier::resource {

inline constexpr char kKey[] = "0123456789abcdef0123456789abcdef";

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

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_AUDIT_CHAIN_FIXTURE_H_
