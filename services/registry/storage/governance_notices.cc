// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/governance_notices.h"

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/resource/read_all.h"
#include "common/status/macros.h"
#include "registry/domain/governance/notices.h"

namespace palier::registry {
namespace {

using resource::Session;

v1::Notice ToNotice(absl::string_view organization, const GovernanceNotice& due) {
  const std::string event =
      absl::StrCat(due.subject, "\n", v1::Notice::Kind_Name(due.kind), "\n", due.event);
  v1::Notice notice;
  notice.set_name(absl::StrCat("organizations/", organization, "/notices/g-",
                               digest::Sha256Hex(event).substr(0, 32)));
  notice.set_kind(due.kind);
  notice.set_subject(due.subject);
  notice.set_recipient(due.recipient);
  resource::SetStandardTime(notice, "due_time", due.due);
  notice.set_text_en(due.en);
  notice.set_text_fr(due.fr);
  return notice;
}

}  // namespace

absl::Status CollectGovernanceNotices(Session& session, const Types& types,
                                      absl::string_view organization,
                                      const v1::OrganizationSettings& settings, absl::TimeZone zone,
                                      std::vector<v1::Notice>& to) {
  GovernanceFacts facts;
  facts.now = session.now();
  facts.zone = zone;
  facts.waiting_days = settings.effective_waiting_days();
  const std::string parent = absl::StrCat("organizations/", organization);
  RETURN_IF_ERROR(ReadAll(session, types.waiver, parent, facts.waivers));
  RETURN_IF_ERROR(ReadAll(session, types.authorisation_rule, parent, facts.rules));
  RETURN_IF_ERROR(ReadAll(session, types.standard, parent, facts.standards));
  RETURN_IF_ERROR(ReadAll(session, types.tool_audit, parent, facts.audits));
  for (const GovernanceNotice& due : GovernanceNotices(facts)) {
    v1::Notice notice = ToNotice(organization, due);
    v1::Notice known;
    ASSIGN_OR_RETURN(const bool sent, session.Find(types.notice, notice.name(), &known));
    if (!sent) to.push_back(std::move(notice));
  }
  return absl::OkStatus();
}

}  // namespace palier::registry
