// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/audits.h"

#include <array>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

struct Progress {
  int answered = 0, checks = 0;
};

constexpr size_t kLists = 4;

bool IsAnswered(const v1::AuditCheck& check) {
  return !absl::StripAsciiWhitespace(check.answer()).empty();
}

}  // namespace

double CompletenessPercent(const v1::ToolAudit& audit) {
  std::array<Progress, kLists> lists;
  for (const v1::AuditCheck& check : audit.checks()) {
    const int place = static_cast<int>(check.list()) - v1::AuditCheck::TECHNICAL_LANDSCAPE;
    if (place < 0 || place >= static_cast<int>(kLists)) continue;
    Progress& list = lists[static_cast<size_t>(place)];
    ++list.checks;
    if (IsAnswered(check)) ++list.answered;
  }
  double sum = 0;
  for (const Progress& list : lists) {
    if (list.checks > 0) sum += 100.0 * list.answered / list.checks;
  }
  return sum / kLists;
}

bool IsOverdue(const v1::ToolAudit& audit, absl::CivilDay today) {
  const auto due = time::DayOf(audit.due_date());
  return due.has_value() && today > *due && !time::DayOf(audit.done_date()).has_value();
}

CampaignCounts CountAnswers(const v1::InventoryCampaign& campaign) {
  CampaignCounts counts;
  absl::flat_hash_set<std::string> declared, undeclared;
  for (const v1::CampaignAnswer& answer : campaign.answers()) {
    ++counts.asked;
    if (answer.answered()) ++counts.answered;
    declared.insert(answer.applications().begin(), answer.applications().end());
    for (const std::string& tool : answer.undeclared()) undeclared.insert(aip::FoldText(tool));
  }
  counts.declared = static_cast<int32_t>(declared.size());
  counts.undeclared = static_cast<int32_t>(undeclared.size());
  return counts;
}

status::FieldErrors CheckCampaign(const v1::InventoryCampaign& campaign) {
  status::FieldErrors errors;
  const auto start = time::DayOf(campaign.start_date());
  const auto end = time::DayOf(campaign.end_date());
  if (start.has_value() && end.has_value() && *end < *start) {
    errors.Add("inventory_campaign.end_date",
               {"must not be before the start", "ne doit pas précéder le début"});
  }
  absl::flat_hash_set<std::string> departments;
  for (int i = 0; i < campaign.answers_size(); ++i) {
    const v1::CampaignAnswer& answer = campaign.answers(i);
    const std::string path = absl::StrCat("inventory_campaign.answers[", i, "]");
    if (!departments.insert(answer.department()).second) {
      errors.Add(path + ".department",
                 {"this department is asked twice", "ce département est interrogé deux fois"});
    }
    if (!answer.answered() && answer.applications_size() > 0) {
      errors.Add(path + ".answered", {"it told of applications, so it has answered",
                                      "il a déclaré des applications, il a donc répondu"});
    }
  }
  return errors;
}

}  // namespace palier::registry
