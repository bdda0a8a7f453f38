// SPDX-License-Identifier: Apache-2.0
// The file of a sealed log, tampered with while nobody has it open.
#include <fstream>
#include <sstream>

#include "common/resource/audit_chain_fixture.h"

namespace palier::resource {
namespace {

using ::testing::HasSubstr;

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
