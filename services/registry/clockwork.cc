// SPDX-License-Identifier: Apache-2.0
#include "registry/clockwork.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "registry/api/facts_of.h"
#include "registry/domain/clock.h"
#include "registry/storage/governance_notices.h"

namespace palier::registry {
namespace {

using resource::Session;

constexpr absl::Duration kPeriod = absl::Minutes(15);
// Projects that the clock concerns, and how many are judged in one transaction.
constexpr char kFilter[] = "stage = POST_POC OR stage = LIMITED OR stage = RUN";
constexpr int kPageSize = 200;

resource::Actor Actor() {
  return {"services/registry", "", "palier.registry.Clockwork"};
}

absl::StatusOr<std::vector<std::string>> Organizations(Session& session) {
  std::vector<std::string> organizations;
  RETURN_IF_ERROR(session.sql().Query("SELECT organization FROM change_counter ORDER BY 1", {},
                                      [&](const sql::Row& row) -> absl::Status {
                                        organizations.emplace_back(row.text(0));
                                        return absl::OkStatus();
                                      }));
  return organizations;
}

v1::Notice ToNotice(const std::string& name, const DueNotice& due) {
  v1::Notice notice;
  notice.set_name(name);
  notice.set_kind(due.kind);
  notice.set_subject(due.subject);
  notice.set_recipient(due.recipient);
  resource::SetStandardTime(notice, "due_time", due.due);
  notice.set_text_en(due.en);
  notice.set_text_fr(due.fr);
  return notice;
}

// Adds those of one project that were not sent yet.
absl::Status Collect(Session& session, const Types& types, const CommonFacts& common,
                     const std::string& project, std::vector<v1::Notice>& to) {
  ASSIGN_OR_RETURN(const Facts facts, FactsOf(session, types, common, project));
  for (const DueNotice& due : DueNotices(facts, common.settings)) {
    const std::string name =
        absl::StrCat("organizations/", resource::OrganizationOf(project), "/notices/", due.id);
    v1::Notice known;
    ASSIGN_OR_RETURN(const bool sent, session.Find(types.notice, name, &known));
    if (!sent) to.push_back(ToNotice(name, due));
  }
  return absl::OkStatus();
}

}  // namespace

Clockwork::Clockwork(const Types& types, resource::Store& store)
    : types_(types),
      store_(store),
      rounds_(
          "notices not sent", kPeriod, [&store] { return store.Now(); },
          [this](bool, absl::Time deadline) { return RunOnce(deadline).status(); }) {}

absl::StatusOr<int> Clockwork::RunOnce(absl::Time deadline) {
  std::vector<std::string> organizations;
  RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(organizations, Organizations(session));
    return absl::OkStatus();
  }));
  // One that fails keeps nobody else waiting.
  absl::Status first_error;
  int sent = 0;
  for (const std::string& organization : organizations) {
    RETURN_IF_ERROR(rounds_.CheckRunning());
    const absl::StatusOr<int> some = RunFor(organization, deadline);
    if (some.ok()) sent += *some;
    first_error.Update(some.status());
  }
  RETURN_IF_ERROR(first_error);
  return sent;
}

absl::StatusOr<int> Clockwork::RunFor(absl::string_view organization, absl::Time deadline) {
  resource::ListQuery query;
  query.organization = std::string(organization);
  query.parent = absl::StrCat("organizations/", organization);
  query.filter = kFilter;
  query.page_size = kPageSize;
  int sent = 0;
  do {
    std::vector<v1::Notice> due;
    std::string next_page;
    RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) -> absl::Status {
      due.clear();
      ASSIGN_OR_RETURN(const CommonFacts common, CommonFactsOf(session, types_, organization));
      ASSIGN_OR_RETURN(const resource::ListPage page, session.List(types_.project, query));
      next_page = page.next_page_token;
      for (const std::string& bytes : page.resources) {
        RETURN_IF_ERROR(rounds_.CheckRunning());
        v1::Project project;
        RETURN_IF_ERROR(ReadStored(types_.project, bytes, project));
        RETURN_IF_ERROR(Collect(session, types_, common, project.name(), due));
      }
      if (!query.page_token.empty()) return absl::OkStatus();
      return CollectGovernanceNotices(session, types_, organization, common.settings, common.zone,
                                      due);
    }));
    RETURN_IF_ERROR(Send(due, deadline));
    sent += static_cast<int>(due.size());
    query.page_token = next_page;
  } while (!query.page_token.empty());
  return sent;
}

absl::Status Clockwork::Send(const std::vector<v1::Notice>& notices, absl::Time deadline) {
  if (notices.empty()) return absl::OkStatus();
  return store_.Write(deadline, Actor(), [&](Session& session) -> absl::Status {
    for (v1::Notice notice : notices) {
      v1::Notice known;
      ASSIGN_OR_RETURN(const bool sent, session.Find(types_.notice, notice.name(), &known));
      if (!sent) RETURN_IF_ERROR(session.Insert(types_.notice, notice));
    }
    return absl::OkStatus();
  });
}

}  // namespace palier::registry
