// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/register_reader.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::registry {
namespace {

using std::string_literals::operator""s;

constexpr char kHeader[] =
    "Use Case Name,Agency,Bureau,Stage of Development,Date Initiated,Date Implemented,Date "
    "Retired\n";

absl::StatusOr<RegisterImport> Read(std::string bytes, const char* profile = "us-ai-inventory-2024",
                                    int64_t max_records = 1000) {
  const RegisterReader reader(**ProfileNamed(profile),
                              {.as_of = {2024, 12, 16}, .max_records = max_records});
  return reader.Read(std::move(bytes));
}

absl::StatusOr<RegisterImport> ReadRows(std::string rows) {
  return Read(absl::StrCat(kHeader, rows));
}

std::string Codes(const std::vector<Finding>& findings) {
  std::vector<std::string> codes;
  for (const Finding& finding : findings) {
    EXPECT_FALSE(finding.message.en.empty());
    EXPECT_FALSE(finding.message.fr.empty());
    EXPECT_EQ(finding.message.en.find('{'), std::string::npos) << finding.message.en;
    codes.emplace_back(CodeName(finding.code));
  }
  return absl::StrJoin(codes, " ");
}

TEST(RegisterReaderTest, RefusesFilesAsAWhole) {
  struct Case {
    std::string what;
    std::string bytes;
    const char* profile;
    std::string detail;
  };
  const std::vector<Case> cases = {
      {"0 bytes", "", "us-ai-inventory-2024", "empty"},
      {"blank", " \r\n\r\n", "us-ai-inventory-2024", "empty"},
      {"mark alone", "\xEF\xBB\xBF", "us-ai-inventory-2023", "empty"},
      {"header only", kHeader, "us-ai-inventory-2024", "no record"},
      {"binary",
       "\x7F"
       "ELF\0\0\0\0\1\2\0\0"s,
       "us-ai-inventory-2024", "binary"},
      {"garbage", "\x89PNG\r\n\x1A\n\xFF\x81", "us-ai-inventory-2023",
       "Use_Case_ID, Title, Department, Development_Stage"},
      {"cut", absl::StrCat(kHeader, "a,b,c,\"Initia"), "us-ai-inventory-2024", "line 2"},
      {"column missing",
       "Use Case Name,Agency,Bureau,Stage of Development,Date Initiated\na,b,c,d,e\n",
       "us-ai-inventory-2024", "Date Implemented"},
      {"JSON empty", "", "nl-algoritmeregister", "empty"},
      {"JSON cut", "{\"algoritmes\":[{\"id\":\"1\"", "nl-algoritmeregister", "byte 25"},
      {"JSON without records", "{\"algoritmes\":[]}", "nl-algoritmeregister", "no record"},
      {"JSON without array", "{\"other\":[]}", "nl-algoritmeregister", "algoritmes"},
      {"JSON field missing", R"({"algoritmes":[{"id":"1","title":"t","organisatie":"o"}]})",
       "nl-algoritmeregister", "status"},
  };
  for (const Case& c : cases) {
    const absl::Status status = Read(c.bytes, c.profile).status();
    ASSERT_EQ(status::ReasonOf(status), error::v1::UNREADABLE_FILE) << c.what << status;
    EXPECT_EQ(status::DetailOf(status).metadata().at("detail"), c.detail) << c.what;
    EXPECT_FALSE(status::DetailOf(status).fr().empty()) << c.what;
    EXPECT_NE(status::DetailOf(status).fr(), status.message()) << c.what;
  }
}

TEST(RegisterReaderTest, BoundsTheNumberOfRecords) {
  const std::string two = absl::StrCat(kHeader, "a,b,c,Initiated,,,\nd,b,c,Initiated,,,\n");
  EXPECT_TRUE(Read(two, "us-ai-inventory-2024", 2).ok());
  EXPECT_EQ(status::ReasonOf(Read(two, "us-ai-inventory-2024", 1).status()),
            error::v1::LIMIT_EXCEEDED);
}

TEST(RegisterReaderTest, FindingsOfARecord) {
  struct Case {
    std::string row;
    std::string codes;
  };
  const std::vector<Case> cases = {
      {"a,b,c,Initiated,7/1/2023,,", ""},
      {"a,b,c, research or  administrative\tACTION complete ,,N/A,NA", ""},
      {"a,b,c,Dreaming,,,", "UNKNOWN_STAGE"},
      {"a,b,c,N/A,,,", "MISSING_STAGE"},
      {"a,,c,Initiated,,,", "MISSING_OWNER"},
      {"a,b,c,Initiated,22-Feb,TBD,7/7/1905", "AMBIGUOUS_DATE UNREADABLE_DATE SUSPICIOUS_DATE"},
      {"a,b,c,Retired,7/1/2023,6/1/2023,5/1/2023", "DATE_ORDER DATE_ORDER DATE_ORDER"},
      {"a,b,c,Initiated", "SHORT_ROW"},
      {"a,b,c,Initiated,,,,, ", "LONG_ROW"},
      {"\"a\"x,b,c,Initiated,,,", "STRAY_QUOTE"},
      {"a\xEF\xBF\xBD,b,c,Initiated,,,", "DAMAGED_TEXT"},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<RegisterImport> import = ReadRows(c.row);
    ASSERT_TRUE(import.ok()) << c.row << import.status();
    ASSERT_EQ(import->drafts.size(), 1u) << c.row;
    EXPECT_EQ(Codes(import->drafts[0].findings), c.codes) << c.row;
    EXPECT_EQ(import->drafts[0].line, 2);
  }
}

TEST(RegisterReaderTest, RejectsWithReasonAndLine) {
  const absl::StatusOr<RegisterImport> import = ReadRows(
      "a,b,c,Initiated,,,\n ,b,c,Initiated,,,\n\"x\ny\",b,c,Initiated,,,\n1,2,3,4,5,6,7,8\n");
  ASSERT_TRUE(import.ok());
  EXPECT_EQ(import->drafts.size(), 2u);
  ASSERT_EQ(import->rejected.size(), 2u);
  EXPECT_EQ(import->rejected[0].reason.code, FindingCode::kMissingName);
  EXPECT_EQ(import->rejected[0].record, 2);
  EXPECT_EQ(import->rejected[0].line, 3);
  EXPECT_EQ(import->rejected[1].reason.code, FindingCode::kLongRow);
  EXPECT_EQ(import->rejected[1].line, 6);
  EXPECT_EQ(import->rejected[1].excerpt, "1 | 2 | 3 | 4 | 5 | 6 | 7 | 8");
}

TEST(RegisterReaderTest, DraftHasWhatTheRowSays) {
  const absl::StatusOr<RegisterImport> import = ReadRows(
      "\" Chat\nbot \",Dep  A ,CBP,In mission,7/1/2023,22-Feb,\nx,dep a,,Initiated,,,\ny,dep "
      "a,,Initiated,,,");
  ASSERT_TRUE(import.ok());
  const ProjectDraft& draft = import->drafts[0];
  EXPECT_EQ(draft.display_name, "Chat bot");
  EXPECT_EQ(draft.owner_department, "dep a") << "the most frequent spelling";
  EXPECT_EQ(draft.sub_unit, "CBP");
  EXPECT_EQ(draft.raw_stage, "In mission");
  EXPECT_EQ(draft.stage, RegisterStage::kProduction);
  EXPECT_EQ(draft.initiated.date, (mapping::Date{2023, 7, 1}));
  EXPECT_EQ(draft.implemented.raw, "22-Feb");
  EXPECT_FALSE(draft.implemented.readable());
  ASSERT_EQ(import->owners.size(), 1u);
  EXPECT_EQ(import->owners[0].records, 3);
}

TEST(RegisterReaderTest, ReadsOtherEncodingsAndSeparators) {
  std::string utf16 = "\xFF\xFE"s;
  for (const char c : absl::StrCat(kHeader, "a,b,c,Initiated,,,\n")) utf16 += {c, '\0'};
  const absl::StatusOr<RegisterImport> wide = Read(utf16);
  ASSERT_TRUE(wide.ok()) << wide.status();
  EXPECT_EQ(wide->drafts[0].display_name, "a");
  EXPECT_EQ(wide->findings[0].raw, "UTF-16LE");

  std::string semicolons = absl::StrCat(kHeader, "caf\xE9,b,c,Initiated,,,\n");
  std::replace(semicolons.begin(), semicolons.end(), ',', ';');
  const absl::StatusOr<RegisterImport> import = Read(semicolons);
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(import->drafts[0].display_name, "café");
  EXPECT_EQ(import->findings[0].raw, "windows-1252");
}

TEST(RegisterReaderTest, OnlyBusinessChangesChangeTheBusinessHash) {
  const auto hashes = [](std::string row) {
    const absl::StatusOr<RegisterImport> import = ReadRows(row);
    EXPECT_TRUE(import.ok());
    return std::make_pair(import->drafts[0].business_hash, import->drafts[0].content_hash);
  };
  const auto base = hashes("a,b,c,Initiated,7/1/2023,,");
  EXPECT_EQ(hashes("a ,b, c,Initiated,7/1/2023,,"), base) << "white space is no content";
  EXPECT_EQ(hashes("a,B,c,initiated,07/01/2023,,").first, base.first) << "nor is spelling business";
  EXPECT_NE(hashes("a,B,c,initiated,07/01/2023,,").second, base.second);
  EXPECT_EQ(hashes("a2,b,c,Initiated,7/1/2023,,").first, base.first);
  EXPECT_NE(hashes("a,b2,c,Initiated,7/1/2023,,").first, base.first);
  EXPECT_NE(hashes("a,b,c,Retired,7/1/2023,,").first, base.first);
  EXPECT_NE(hashes("a,b,c,Initiated,7/2/2023,,").first, base.first);
  EXPECT_NE(hashes("a,b,c,Initiated,7/1/2023,8/1/2023,").first, base.first);
}

TEST(RegisterReaderTest, JsonRecordsWithOddFields) {
  const absl::StatusOr<RegisterImport> import = Read(
      R"({"algoritmes":[
        {"id":7,"title":"t","organisatie":"o","status":"in_gebruik","title":"again","extra":{"x":1}},
        {"id":null,"title":"u","organisatie":"o","status":"in_gebruik"},
        {"id":"8","organisatie":"o","status":"in_gebruik"},
        "no object"]})",
      "nl-algoritmeregister");
  ASSERT_TRUE(import.ok()) << import.status();
  ASSERT_EQ(import->drafts.size(), 2u);
  EXPECT_EQ(import->drafts[0].external_id, "7");
  EXPECT_EQ(Codes(import->drafts[0].findings), "REPEATED_FIELD");
  EXPECT_EQ(import->drafts[0].display_name, "t");
  EXPECT_EQ(Codes(import->drafts[1].findings), "MISSING_ID");
  EXPECT_EQ(import->drafts[1].external_id.size(), 32u);
  ASSERT_EQ(import->rejected.size(), 2u);
  EXPECT_EQ(import->rejected[0].record, 3);
  EXPECT_EQ(import->findings.back().code, FindingCode::kUnknownColumn);
}

// Any byte may be any other: the file is then read or refused, and what is read is accounted for.
TEST(RegisterReaderTest, DamagedFilesAreReadOrRefused) {
  const std::vector<std::pair<const char*, std::string>> files = {
      {"us-ai-inventory-2024", absl::StrCat(kHeader, "\"a\nb\",b,c,Initiated,7/1/2023,22-Feb,\r\n",
                                            "caf\xE9,b,c,Retired,,,N/A\n,b,c,Planned,,,\n")},
      {"nl-algoritmeregister",
       R"({"algoritmes":[{"id":"1","title":"é","organisatie":"o","status":"in_gebruik"},{"x":[1,{"y":null}]}]})"}};
  std::mt19937 random(20241216);
  int read = 0;
  int refused = 0;
  for (int round = 0; round < 4000; ++round) {
    auto [profile, bytes] = files[static_cast<size_t>(round) % files.size()];
    for (int i = round % 5; i >= 0; --i) {
      constexpr absl::string_view kTelling = "\",;\n\r\t{}[]:\\\x80\xC3\xE2\xFF";
      bytes[random() % bytes.size()] = kTelling[random() % kTelling.size()];
    }
    const absl::StatusOr<RegisterImport> import = Read(bytes, profile);
    ++(import.ok() ? read : refused);
    if (import.ok()) {
      EXPECT_GT(import->drafts.size() + import->rejected.size(), 0u);
    } else {
      EXPECT_EQ(status::ReasonOf(import.status()), error::v1::UNREADABLE_FILE) << import.status();
    }
  }
  EXPECT_GT(read, 100);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace palier::registry
