// SPDX-License-Identifier: Apache-2.0
// The real registers, against figures computed independently of Palier.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "gtest/gtest.h"
#include "registry/domain/import/register_reader.h"

namespace palier::registry {
namespace {

using Counts = std::map<std::string, int64_t>;

constexpr mapping::Date kAsOf = {2024, 12, 16};

std::string DataFile(const std::string& name) {
  const char* data = std::getenv("PALIER_TEST_DATA");
  const char* source = std::getenv("PALIER_SOURCE_DIR");
  const std::string root =
      data != nullptr ? data : std::string(source != nullptr ? source : ".") + "/../shared/data";
  return root + "/" + name;
}

std::string Load(const std::string& name) {
  std::ifstream file(DataFile(name), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

class RegistersTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::ifstream(DataFile("us-ai-inventory/reference.json"))) {
      GTEST_SKIP() << "no test data: set PALIER_TEST_DATA";
    }
  }

  static RegisterImport Read(const std::string& profile, const std::string& bytes) {
    const RegisterReader reader(**ProfileNamed(profile), {.as_of = kAsOf});
    absl::StatusOr<RegisterImport> import = reader.Read(bytes);
    EXPECT_TRUE(import.ok()) << import.status();
    return import.ok() ? *std::move(import) : RegisterImport();
  }

  static std::string Us2024() {
    return Load("us-ai-inventory/2024_consolidated_ai_inventory_raw_v2.csv");
  }
  static std::string Us2023() {
    return Load("us-ai-inventory/2023_consolidated_ai_inventory_raw.csv");
  }
  static RegisterImport Nl(const std::string& day) {
    return Read("nl-algoritmeregister", Load("nl-algoritmeregister/register_" + day + ".json"));
  }
  static nlohmann::json Reference() {
    return nlohmann::json::parse(Load("us-ai-inventory/reference.json"));
  }
};

int64_t CountFindings(const RegisterImport& import, FindingCode code,
                      const std::string& column = "") {
  int64_t count = 0;
  for (const ProjectDraft& draft : import.drafts) {
    count += std::count_if(draft.findings.begin(), draft.findings.end(), [&](const Finding& f) {
      return f.code == code && (column.empty() || f.column == column);
    });
  }
  return count;
}

Counts ToCounts(const nlohmann::json& pairs) {
  Counts counts;
  for (const auto& pair : pairs) counts[pair[0]] += pair[1].get<int64_t>();
  return counts;
}

Counts Funnel(const RegisterImport& import) {
  Counts funnel;
  for (const ProjectDraft& draft : import.drafts) ++funnel[std::string(StageName(draft.stage))];
  return funnel;
}

TEST_F(RegistersTest, NoRecordOf2024IsLost) {
  const RegisterImport import = Read("us-ai-inventory-2024", Us2024());
  const nlohmann::json reference = Reference()["2024_v2"];
  EXPECT_EQ(import.drafts.size(), reference["rows"].get<size_t>());
  EXPECT_TRUE(import.rejected.empty());
  ASSERT_EQ(import.findings.size(), 1u) << import.findings.back().column;
  EXPECT_EQ(import.findings[0].raw, "windows-1252");
  std::set<std::string> ids;
  for (const ProjectDraft& draft : import.drafts) ids.insert(draft.external_id);
  EXPECT_EQ(ids.size(), import.drafts.size());
}

TEST_F(RegistersTest, FunnelOf2024) {
  const RegisterImport import = Read("us-ai-inventory-2024", Us2024());
  EXPECT_EQ(Funnel(import), (Counts{{"IDEA", 399},
                                    {"BUILD", 404},
                                    {"PILOT", 287},
                                    {"PRODUCTION", 892},
                                    {"RETIRED", 142},
                                    {"CLOSED", 5},
                                    {"UNKNOWN", 4}}));
  Counts raw;
  for (const ProjectDraft& draft : import.drafts) ++raw[draft.raw_stage];
  EXPECT_EQ(raw, ToCounts(Reference()["2024_v2"]["stage_normalised"]));
  EXPECT_EQ(CountFindings(import, FindingCode::kUnknownStage), 0);
  EXPECT_EQ(CountFindings(import, FindingCode::kMissingStage), 4);
}

TEST_F(RegistersTest, AgenciesOf2024) {
  const RegisterImport import = Read("us-ai-inventory-2024", Us2024());
  Counts owners;
  for (const RegisterOwner& owner : import.owners) owners[owner.display_name] = owner.records;
  EXPECT_EQ(owners.size(), 41u);
  EXPECT_EQ(owners, ToCounts(Reference()["2024_v2"]["by_agency"]));
  Counts drafts;
  for (const ProjectDraft& draft : import.drafts) ++drafts[draft.owner_department];
  EXPECT_EQ(drafts, owners);
}

TEST_F(RegistersTest, DatesOf2024) {
  const RegisterImport import = Read("us-ai-inventory-2024", Us2024());
  const nlohmann::json dates = Reference()["2024_v2"]["dates"];
  const std::vector<std::pair<std::string, StageDate ProjectDraft::*>> columns = {
      {"initiated", &ProjectDraft::initiated},
      {"acq_dev", &ProjectDraft::build_started},
      {"implemented", &ProjectDraft::implemented},
      {"retired", &ProjectDraft::retired}};
  int64_t unreadable = 0;
  int64_t ambiguous = 0;
  int64_t to_be_determined = 0;
  for (const auto& [name, column] : columns) {
    Counts counts;
    for (const ProjectDraft& draft : import.drafts) {
      const StageDate& date = draft.*column;
      if (date.raw == "TBD") {
        // The reference takes the four "TBD" for empty. They say that a date is to come, so Palier
        // reports them as unreadable.
        EXPECT_EQ(date.kind, mapping::DateClass::kUnreadable);
        ++counts["empty_or_na"];
        ++to_be_determined;
        continue;
      }
      if (date.readable()) ++counts["ok"];
      if (date.kind == mapping::DateClass::kEmpty) ++counts["empty_or_na"];
      if (date.kind == mapping::DateClass::kUnreadable) ++counts["bad"];
      if (date.kind == mapping::DateClass::kAmbiguous) ++counts["ambiguous"];
    }
    EXPECT_EQ(counts, dates[name].get<Counts>()) << name;
    unreadable += counts["bad"];
    ambiguous += counts["ambiguous"];
  }
  EXPECT_EQ(CountFindings(import, FindingCode::kUnreadableDate), unreadable + to_be_determined);
  EXPECT_EQ(to_be_determined, 4);
  EXPECT_EQ(CountFindings(import, FindingCode::kAmbiguousDate), ambiguous);
  EXPECT_GT(CountFindings(import, FindingCode::kSuspiciousDate), 0);
}

TEST_F(RegistersTest, DatesOutOfOrderIn2024) {
  const RegisterImport import = Read("us-ai-inventory-2024", Us2024());
  const nlohmann::json reference = Reference()["2024_v2"]["date_order_violations"];
  EXPECT_EQ(CountFindings(import, FindingCode::kDateOrder,
                          "Date when Acquisition and/or Development began"),
            reference["acq<init"].get<int64_t>());
  EXPECT_EQ(CountFindings(import, FindingCode::kDateOrder, "Date Implemented"),
            reference["impl<init"].get<int64_t>() + reference["impl<acq"].get<int64_t>());
}

TEST_F(RegistersTest, DoubtfulRecordsOf2024AreKeptAndMarked) {
  const RegisterImport import = Read("us-ai-inventory-2024", Us2024());
  const nlohmann::json reference = Reference()["2024_v2"];
  std::map<int64_t, const ProjectDraft*> by_record;
  for (const ProjectDraft& draft : import.drafts) by_record[draft.record] = &draft;
  int64_t doubtful = 0;
  int64_t exact = 0;
  for (const ProjectDraft& draft : import.drafts) {
    if (!draft.doubtful.has_value()) continue;
    ++doubtful;
    exact += draft.doubtful->exact ? 1 : 0;
    ASSERT_TRUE(by_record.contains(draft.doubtful->record));
    EXPECT_EQ(by_record[draft.doubtful->record]->external_id, draft.doubtful->external_id);
    EXPECT_NE(draft.doubtful->record, draft.record);
    EXPECT_EQ(by_record[draft.doubtful->record]->owner_key, draft.owner_key);
  }
  EXPECT_EQ(doubtful, reference["dup_agency_bureau_name"].get<int64_t>());
  EXPECT_EQ(exact, reference["exact_dup_rows"].get<int64_t>());
  EXPECT_EQ(CountFindings(import, FindingCode::kDoubtful), doubtful);
}

bool IsOpen(const ProjectDraft& draft) {
  const std::set<std::string> stages = {"Initiated", "Acquisition and/or Development",
                                        "Implementation and Assessment"};
  return stages.contains(draft.raw_stage) && draft.initiated.readable() &&
         !draft.implemented.readable();
}

TEST_F(RegistersTest, PurgatoryOf2024) {
  const RegisterImport import = Read("us-ai-inventory-2024", Us2024());
  const nlohmann::json reference = Reference()["2024_v2"]["purgatory"];
  std::vector<int64_t> ages;
  for (const ProjectDraft& draft : import.drafts) {
    if (!IsOpen(draft)) continue;
    ages.push_back(mapping::ToCivilDay(kAsOf) - mapping::ToCivilDay(draft.initiated.date));
  }
  EXPECT_EQ(ages.size(), reference["n_open"].get<size_t>());
  Counts older;
  for (const char* days : {"90", "180", "365", "548", "730", "1095"}) {
    older[days] =
        std::count_if(ages.begin(), ages.end(), [&](int64_t age) { return age > std::atoi(days); });
  }
  EXPECT_EQ(
      older,
      (Counts{{"90", 497}, {"180", 422}, {"365", 278}, {"548", 202}, {"730", 157}, {"1095", 102}}));
  EXPECT_EQ(older, reference["n_age_gt_days"].get<Counts>());
}

// Ids and hashes by content; for exact duplicates, in order of id.
std::multimap<std::string, std::string> Identities(const RegisterImport& import) {
  std::multimap<std::string, std::string> identities;
  std::set<std::pair<std::string, std::string>> ordered;
  for (const ProjectDraft& draft : import.drafts) {
    ordered.insert({draft.content_hash, draft.external_id + " " + draft.business_hash});
  }
  identities.insert(ordered.begin(), ordered.end());
  return identities;
}

// The rows of a file as they stand: a line end outside quotes ends a row.
std::vector<std::string> RawRows(const std::string& bytes) {
  std::vector<std::string> rows(1);
  bool quoted = false;
  for (const char c : bytes) {
    rows.back() += c;
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) rows.emplace_back();
  }
  if (rows.back().empty()) rows.pop_back();
  return rows;
}

TEST_F(RegistersTest, SameFileOrReorderedFileGivesTheSameKeys) {
  const std::string bytes = Us2024();
  const RegisterImport first = Read("us-ai-inventory-2024", bytes);
  const RegisterImport again = Read("us-ai-inventory-2024", bytes);
  ASSERT_EQ(first.drafts.size(), again.drafts.size());
  for (size_t i = 0; i < first.drafts.size(); ++i) {
    EXPECT_EQ(first.drafts[i].external_id, again.drafts[i].external_id);
    EXPECT_EQ(first.drafts[i].content_hash, again.drafts[i].content_hash);
  }
  std::vector<std::string> rows = RawRows(bytes);
  ASSERT_EQ(rows.size(), 2134u);
  std::reverse(rows.begin() + 1, rows.end());
  std::string reversed;
  for (const std::string& row : rows) reversed += row;
  const RegisterImport other = Read("us-ai-inventory-2024", reversed);
  EXPECT_EQ(other.drafts.size(), 2133u);
  EXPECT_EQ(Identities(other), Identities(first));
}

TEST_F(RegistersTest, Inventory2023) {
  const RegisterImport import = Read("us-ai-inventory-2023", Us2023());
  const nlohmann::json reference = Reference()["2023"];
  EXPECT_EQ(import.drafts.size(), reference["rows"].get<size_t>());
  EXPECT_TRUE(import.rejected.empty());
  EXPECT_EQ(import.owners.size(), 21u);
  ASSERT_EQ(import.findings.size(), 1u);
  EXPECT_EQ(import.findings[0].raw, "UTF-8");
  Counts raw;
  Counts departments;
  for (const ProjectDraft& draft : import.drafts) {
    ++raw[draft.raw_stage];
    ++departments[draft.attributes.at("department_code")];
    EXPECT_FALSE(draft.doubtful.has_value());
  }
  EXPECT_EQ(raw, ToCounts(reference["stage"]));
  EXPECT_EQ(departments, ToCounts(reference["dept"]));
  EXPECT_EQ(CountFindings(import, FindingCode::kMissingStage), 321);
  EXPECT_EQ(CountFindings(import, FindingCode::kUnknownStage), 5);
  EXPECT_EQ(
      Funnel(import),
      (Counts{{"IDEA", 81}, {"BUILD", 90}, {"PILOT", 56}, {"PRODUCTION", 157}, {"UNKNOWN", 326}}));
}

struct Difference {
  int64_t added = 0;
  int64_t removed = 0;
  int64_t stage = 0;
  int64_t business = 0;
  int64_t content = 0;
};

Difference Compare(const RegisterImport& before, const RegisterImport& after) {
  std::map<std::string, const ProjectDraft*> known;
  for (const ProjectDraft& draft : before.drafts) known[draft.external_id] = &draft;
  Difference difference;
  for (const ProjectDraft& draft : after.drafts) {
    const auto found = known.find(draft.external_id);
    if (found == known.end()) {
      ++difference.added;
      continue;
    }
    difference.stage += draft.stage != found->second->stage ? 1 : 0;
    difference.business += draft.business_hash != found->second->business_hash ? 1 : 0;
    difference.content += draft.content_hash != found->second->content_hash ? 1 : 0;
    known.erase(found);
  }
  difference.removed = static_cast<int64_t>(known.size());
  return difference;
}

// The second snapshot renames a field and changes the URL of every record. Of the 1,431 records in
// both, two change stage, 21 the answer about the impact assessment and one its legal basis; one
// owner is respelled ("Zeeuws archief", "Zeeuws Archief") and one purpose reworded, which is
// content and no business.
TEST_F(RegistersTest, DutchSnapshots) {
  const RegisterImport may = Nl("2026-05-13");
  const RegisterImport june = Nl("2026-06-09");
  EXPECT_EQ(may.drafts.size(), 1431u);
  EXPECT_EQ(june.drafts.size(), 1460u);
  EXPECT_TRUE(may.rejected.empty() && june.rejected.empty());
  EXPECT_EQ(may.findings.size(), 1u);
  EXPECT_EQ(june.findings.size(), 1u);
  EXPECT_EQ(Funnel(may), (Counts{{"PRODUCTION", 1302}, {"BUILD", 71}, {"RETIRED", 58}}));
  EXPECT_EQ(Funnel(june), (Counts{{"PRODUCTION", 1328}, {"BUILD", 71}, {"RETIRED", 61}}));
  const Difference difference = Compare(may, june);
  EXPECT_EQ(difference.added, 29);
  EXPECT_EQ(difference.removed, 0);
  EXPECT_EQ(difference.stage, 2);
  EXPECT_EQ(difference.business, 24);
  EXPECT_EQ(difference.content, 26);
  RecordProperty("business_changes", static_cast<int>(difference.business));
  RecordProperty("content_changes", static_cast<int>(difference.content));
  const Difference same = Compare(june, Nl("2026-06-09"));
  EXPECT_EQ(same.added + same.removed + same.business + same.content, 0);
}

// Every prefix of a real file is refused or gives no more drafts than the whole; none of them
// misbehaves.
TEST_F(RegistersTest, CutFiles) {
  const std::string whole = Us2023();
  const RegisterReader reader(**ProfileNamed("us-ai-inventory-2023"), {.as_of = kAsOf});
  for (size_t cut = 0; cut < whole.size(); cut += whole.size() / 97) {
    const absl::StatusOr<RegisterImport> import = reader.Read(whole.substr(0, cut));
    if (import.ok()) {
      EXPECT_LE(import->drafts.size(), 710u);
    } else {
      EXPECT_EQ(status::ReasonOf(import.status()), error::v1::UNREADABLE_FILE) << cut;
    }
  }
}

}  // namespace
}  // namespace palier::registry
