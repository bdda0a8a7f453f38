// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/purgatory.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/aip/page_token.h"
#include "common/aip/resource_name.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "reporting/api/cached_report.h"
#include "reporting/api/context.h"
#include "reporting/api/registry_reader.h"
#include "reporting/api/report_day.h"
#include "reporting/model/project_facts.h"

namespace palier::reporting {
namespace {

using Entry = v1::PurgatoryProject;

// The day and the threshold of the first page hold for all, also past midnight and after a change
// of the settings.
struct Query {
  absl::CivilDay day;
  int older_than_days = 0;
  // The entry that the page before ended with.
  bool is_first_page = true;
  int last_age_days = 0;
  std::string last_project;
};

// The registry's rules say what holds it; nothing that is merely unknown does.
void AddCause(const registry::v1::Assessment& assessment, Entry& entry) {
  const registry::v1::Blocking& blocking = assessment.blocking();
  Entry::Cause cause = Entry::UNKNOWN;
  if (blocking.verdict() != registry::v1::RuleResult::UNMET ||
      !Entry::Cause_Parse(blocking.cause(), &cause))
    return;
  entry.set_cause(cause);
  entry.set_rule(blocking.rule());
  entry.set_next_action(blocking.next_action());
  entry.set_owner(blocking.owner());
}

void AddPrice(const registry::v1::Purgatory& purgatory, Entry& entry) {
  if (!purgatory.has_weekly_price()) return;
  v1::WeeklyPrice& price = *entry.mutable_weekly_price();
  price.set_state(v1::WeeklyPrice::KNOWN);
  *price.mutable_amount() = purgatory.weekly_price();
  for (const registry::v1::PriceInput& input : purgatory.price_inputs())
    price.add_inputs(input.source());
}

Entry ToEntry(const Waiting& waiting) {
  Entry entry;
  entry.set_project(waiting.project->name);
  entry.set_display_name(waiting.project->display_name);
  entry.set_department(waiting.project->department);
  entry.set_stage(waiting.project->stage);
  entry.set_basis(waiting.basis == Basis::kRegister ? Entry::REGISTER : Entry::STAGE);
  *entry.mutable_since_date() = ToDate(waiting.since);
  entry.set_age_days(waiting.age_days);
  entry.set_cause(Entry::UNKNOWN);
  entry.mutable_weekly_price()->set_state(v1::WeeklyPrice::UNKNOWN);
  return entry;
}

// All open projects in one list; pages are cut from it.
absl::StatusOr<v1::ListPurgatoryResponse> MakeWhole(const RegistryReader& registry,
                                                    const PortfolioModel& model,
                                                    absl::CivilDay day) {
  const std::vector<ProjectFacts> projects = FactsOf(model);
  ASSIGN_OR_RETURN(const auto assessments, registry.Assessments());
  const std::vector<Waiting> open = OpenProjects(projects, day);
  v1::ListPurgatoryResponse whole;
  for (const Waiting& waiting : open) {
    Entry& entry = *whole.add_projects();
    entry = ToEntry(waiting);
    const auto assessment = assessments.find(entry.project());
    if (assessment == assessments.end()) continue;
    AddCause(assessment->second, entry);
    AddPrice(assessment->second.purgatory(), entry);
  }
  whole.set_open_count(static_cast<int>(open.size()));
  for (const int bound : kAgeBounds) {
    v1::AgeCount& count = *whole.add_age_counts();
    count.set_older_than_days(bound);
    count.set_count(CountOlderThan(open, bound));
  }
  return whole;
}

absl::StatusOr<Query> FromToken(const std::vector<std::string>& values) {
  Query query;
  query.is_first_page = false;
  const bool readable = values.size() == 4 && absl::ParseCivilTime(values[0], &query.day) &&
                        absl::SimpleAtoi(values[1], &query.older_than_days) &&
                        absl::SimpleAtoi(values[2], &query.last_age_days);
  if (!readable) {
    return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_PAGE_TOKEN,
                         {"The page token was not made by this call.",
                          "Le jeton de page ne vient pas de cet appel."});
  }
  query.last_project = values[3];
  return query;
}

absl::StatusOr<Query> FromRequest(const RegistryReader& registry, absl::CivilDay today,
                                  const v1::ListPurgatoryRequest& request) {
  Query query;
  query.day = today;
  if (request.has_as_of_date()) {
    ASSIGN_OR_RETURN(query.day, ReadReportDay(request.as_of_date()));
  }
  query.older_than_days = request.older_than_days();
  if (!request.has_older_than_days()) {
    ASSIGN_OR_RETURN(query.older_than_days, registry.PurgatoryDays());
  }
  return query;
}

bool IsBehind(const Query& query, const Entry& entry) {
  if (query.is_first_page || entry.age_days() < query.last_age_days) return true;
  return entry.age_days() == query.last_age_days && entry.project() > query.last_project;
}

absl::StatusOr<v1::ListPurgatoryResponse> CutPage(v1::ListPurgatoryResponse whole,
                                                  const Query& query, int page_size,
                                                  uint64_t checksum) {
  auto* const all = whole.mutable_projects();
  const auto listed_end = std::partition_point(all->begin(), all->end(), [&](const Entry& entry) {
    return entry.age_days() > query.older_than_days;
  });
  const auto begin = std::partition_point(
      all->begin(), listed_end, [&](const Entry& entry) { return !IsBehind(query, entry); });
  const auto end = begin + std::min<std::ptrdiff_t>(page_size, listed_end - begin);
  whole.set_total_size(static_cast<int>(listed_end - all->begin()));
  *whole.mutable_as_of_date() = ToDate(query.day);
  whole.set_older_than_days(query.older_than_days);
  if (end != listed_end) {
    const Entry& last = *(end - 1);
    ASSIGN_OR_RETURN(
        *whole.mutable_next_page_token(),
        aip::MakePageToken({absl::FormatCivilTime(query.day), absl::StrCat(query.older_than_days),
                            absl::StrCat(last.age_days()), last.project()},
                           checksum));
  }
  all->erase(end, all->end());
  all->erase(all->begin(), begin);
  return whole;
}

absl::StatusOr<v1::ListPurgatoryResponse> ListPurgatory(const Context& context,
                                                        const rpc::Call& call,
                                                        const v1::ListPurgatoryRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.parent()).status());
  ASSIGN_OR_RETURN(const int page_size, aip::EffectivePageSize(request.page_size()));
  const uint64_t checksum = aip::RequestChecksum(request, call.caller.subject());
  ASSIGN_OR_RETURN(const auto position, aip::ReadPageToken(request.page_token(), checksum));
  const RegistryReader registry(context.registry, call, request.parent());
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const PortfolioModel& model = *book->model();
  ASSIGN_OR_RETURN(const Query query, position.empty()
                                          ? FromRequest(registry, model.assessed_day, request)
                                          : FromToken(position));
  // Sentences are in it.
  const std::string name = rpc::In(call.language, {"purgatory-en", "purgatory-fr"});
  ASSIGN_OR_RETURN(auto whole, CachedReport<v1::ListPurgatoryResponse>(
                                   context.cache, call.organization, name, query.day, model.cursor,
                                   [&] { return MakeWhole(registry, model, query.day); }));
  return CutPage(std::move(whole), query, page_size, checksum);
}

}  // namespace

void AddPurgatory(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::ListPurgatoryRequest, v1::ListPurgatoryResponse>(
      "ListPurgatory", [&context](const rpc::Call& call, const auto& request) {
        return ListPurgatory(context, call, request);
      });
}

}  // namespace palier::reporting
