// SPDX-License-Identifier: Apache-2.0
// What is known about a project: entries that people record, evidence that services push.
#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/hooks.h"
#include "registry/api/references.h"
#include "registry/domain/entry_rules.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;

absl::Status CheckProject(Session& session, const Types& types, const std::string& project) {
  v1::Project found;
  return session.Get(types.project, project, &found);
}

absl::Status CheckNames(Session& session, const Types& types, const v1::Entry& entry) {
  for (const EntryReference& one : ReferencesOf(entry)) {
    const resource::Type& type = one.kind == Named::kPerson ? types.person
                                 : one.kind == Named::kTeam ? types.team
                                                            : types.department;
    RETURN_IF_ERROR(CheckReference(session, {&type}, one.path, one.name, entry.name()));
  }
  return CheckReference(session, {&types.person}, "entry.owner", entry.owner(), entry.name());
}

absl::Status FillEntry(Session& session, const Types& types, v1::Entry& entry) {
  if (entry.detail_case() == v1::Entry::DETAIL_NOT_SET) {
    return status::InvalidField("entry",
                                {absl::StrCat("set exactly one kind: ", EntryKinds()),
                                 absl::StrCat("renseignez une seule nature : ", EntryKinds())});
  }
  const auto* kind = v1::Entry::descriptor()->FindFieldByNumber(entry.detail_case());
  entry.set_kind(kind->name());
  RETURN_IF_ERROR(CheckEntry(entry));
  RETURN_IF_ERROR(CheckProject(session, types, resource::ParentOf(entry.name())));
  return CheckNames(session, types, entry);
}

// One piece of evidence per source and subject: its id is made from them.
std::string EvidenceName(const v1::RecordEvidenceRequest& request) {
  const std::string hash = digest::Sha256Hex(
      absl::StrCat(request.evidence().source(), "\n", request.evidence().subject()));
  return absl::StrCat(request.parent(), "/evidence/", "e-", hash.substr(0, 32));
}

absl::StatusOr<v1::Evidence> RecordEvidence(Context& context, const rpc::Call& call,
                                            const v1::RecordEvidenceRequest& request) {
  const Types& types = context.types;
  v1::Evidence result;
  RETURN_IF_ERROR(context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](Session& session) -> absl::Status {
        RETURN_IF_ERROR(CheckProject(session, types, request.parent()));
        result = request.evidence();
        result.set_name(EvidenceName(request));
        v1::Evidence before;
        ASSIGN_OR_RETURN(const bool known, session.Find(types.evidence, result.name(), &before));
        if (!known) return session.Insert(types.evidence, result);
        const bool older = resource::StandardTime(result, "as_of_time") <
                           resource::StandardTime(before, "as_of_time");
        if (older) {
          result = before;
          return absl::OkStatus();
        }
        return session.Replace(types.evidence, before, result).status();
      }));
  return result;
}

}  // namespace

resource::Hooks EntryHooks(const Context& context) {
  resource::Hooks entries;
  entries.on_write = [&types = context.types](Session& session, const rpc::Call&, const Message*,
                                              Message& after) {
    return FillEntry(session, types, static_cast<v1::Entry&>(after));
  };
  return entries;
}

void AddDossier(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.entry, "Entries",
                               resource::MethodSet::All(), EntryHooks(context));
  resource::AddStandardMethods(table, context.store, context.cache, context.types.evidence,
                               "Evidence", resource::MethodSet{.get = true, .list = true});
  table.Unary<v1::RecordEvidenceRequest, v1::Evidence>(
      "RecordEvidence", [&context](const rpc::Call& call, const auto& request) {
        return RecordEvidence(context, call, request);
      });
}

}  // namespace palier::registry
