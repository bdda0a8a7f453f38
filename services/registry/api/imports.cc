// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/mapping/encoding.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/api/context.h"
#include "registry/domain/import/register_reader.h"
#include "registry/domain/import_mapping.h"

namespace palier::registry {
namespace {

using resource::Session;
using Outcome = v1::ImportedRecord::Outcome;
using ImportStream = rpc::Stream<v1::ImportProjectsRequest, v1::ImportProjectsResponse>;

// Records written in one transaction: small enough that other writers get their turn.
constexpr size_t kBatch = 200;
constexpr absl::Duration kBatchDeadline = absl::Seconds(60);

absl::StatusOr<std::string> ReceiveFile(const v1::ImportProjectsRequest& first,
                                        ImportStream& stream) {
  std::string bytes = first.data();
  v1::ImportProjectsRequest piece;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, stream.Read(&piece));
    if (!more) return bytes;
    if (bytes.size() + piece.data().size() > static_cast<size_t>(mapping::kMaxFileBytes)) {
      return status::LimitExceeded(
          {"A register may have at most {limit} bytes. Split the file.",
           "Un registre peut faire au plus {limit} octets. Scindez le fichier."},
          "file", mapping::kMaxFileBytes);
    }
    bytes += piece.data();
  }
}

// One import, from the drafts to the store.
class Import {
 public:
  Import(Context& context, const rpc::Call& call, const v1::ImportProjectsRequest& first,
         RegisterImport records)
      : context_(context),
        call_(call),
        parent_(first.parent()),
        profile_(first.profile()),
        dry_(first.validate_only()),
        records_(std::move(records)) {}

  absl::Status Run(ImportStream& stream) {
    RETURN_IF_ERROR(CheckParent());
    RETURN_IF_ERROR(WriteDepartments());
    RETURN_IF_ERROR(FindKnown());
    OrderByName();
    for (size_t begin = 0; begin < records_.drafts.size(); begin += kBatch) {
      const size_t end = std::min(begin + kBatch, records_.drafts.size());
      RETURN_IF_ERROR(WriteBatch(begin, end));
      if (!Report(begin, end, stream)) return absl::CancelledError();
    }
    Finish(stream);
    return absl::OkStatus();
  }

 private:
  bool french() const { return call_.language == rpc::Language::kFrench; }

  absl::Status Write(const std::function<absl::Status(Session&)>& fn) {
    const absl::Time deadline = std::min(call_.deadline, absl::Now() + kBatchDeadline);
    const absl::Status status = context_.store.Write(
        deadline, resource::Actor::Of(call_), [&](Session& session) -> absl::Status {
          RETURN_IF_ERROR(fn(session));
          return dry_ ? absl::CancelledError("validate_only") : absl::OkStatus();
        });
    return dry_ && absl::IsCancelled(status) ? absl::OkStatus() : status;
  }

  absl::Status CheckParent() {
    return context_.store.Read(call_.deadline, [&](Session& session) {
      v1::Organization organization;
      return session.Get(context_.types.organization, parent_, &organization);
    });
  }

  // One department per owner: the one that is called so, whatever the case and the accents, else a
  // new one whose name is made from the owner's, so that the next import finds it.
  absl::Status WriteDepartments() {
    absl::flat_hash_map<std::string, std::string> owner_of_id;
    return Write([&](Session& session) -> absl::Status {
      department_of_owner_.clear();
      owner_of_id.clear();
      for (const RegisterOwner& owner : records_.owners) {
        ASSIGN_OR_RETURN(const std::vector<std::string> called,
                         session.FindBy(context_.types.department, call_.organization,
                                        "display_name", owner.display_name));
        if (!called.empty()) {
          department_of_owner_[owner.key] = called.front();
          continue;
        }
        std::string id = aip::MakeId(owner.display_name);
        if (id.empty()) id = "department";
        // Two owners whose names differ only in signs.
        while (owner_of_id.contains(id)) id = absl::StrCat(id.substr(0, 58), "-2");
        owner_of_id[id] = owner.key;
        v1::Department department;
        const std::string name = absl::StrCat(parent_, "/departments/", id);
        department_of_owner_[owner.key] = name;
        ASSIGN_OR_RETURN(const bool exists,
                         session.Find(context_.types.department, name, &department));
        if (exists) continue;
        department.set_name(name);
        department.set_display_name(owner.display_name);
        RETURN_IF_ERROR(session.Insert(context_.types.department, department));
      }
      return absl::OkStatus();
    });
  }

  absl::Status FindKnown() {
    const aip::FilterField* field = context_.types.project.fields().Find("external_id");
    return context_.store.Read(call_.deadline, [&](Session& session) -> absl::Status {
      known_.clear();
      return session.sql().Query(
          absl::StrCat("SELECT f", field->column,
                       ", name FROM resource WHERE organization=$1 AND type='Project' AND f",
                       field->column, " > $2 AND f", field->column, " < $3"),
          {call_.organization, profile_ + "/", profile_ + "0"},
          [&](const sql::Row& row) -> absl::Status {
            known_[std::string(row.text(0))] = std::string(row.text(1));
            return absl::OkStatus();
          });
    });
  }

  // A batch of neighbours touches few pages of the store's indexes (names, words of the search); in
  // the order of the file each batch would write most of their pages anew.
  void OrderByName() {
    const std::vector<ProjectDraft>& drafts = records_.drafts;
    std::vector<std::pair<std::string, size_t>> names;
    names.reserve(drafts.size());
    for (size_t i = 0; i < drafts.size(); ++i) names.emplace_back(NameOf(drafts[i]), i);
    std::sort(names.begin(), names.end());
    order_.reserve(drafts.size());
    for (const auto& [name, i] : names) order_.push_back(i);
  }

  absl::Status WriteBatch(size_t begin, size_t end) {
    return Write([&](Session& session) -> absl::Status {
      outcomes_.clear();
      for (size_t i = begin; i < end; ++i) {
        ASSIGN_OR_RETURN(const Outcome outcome, WriteDraft(session, records_.drafts[order_[i]]));
        outcomes_.push_back(outcome);
      }
      return absl::OkStatus();
    });
  }

  std::string NameOf(const ProjectDraft& draft) const {
    const std::string external_id = ExternalIdOf(profile_, draft);
    const auto known = known_.find(external_id);
    if (known != known_.end()) return known->second;
    return absl::StrCat(parent_, "/projects/", ProjectIdOf(external_id, draft));
  }

  absl::StatusOr<Outcome> WriteDraft(Session& session, const ProjectDraft& draft) {
    const auto department = department_of_owner_.find(draft.owner_key);
    v1::Project project = ToProject(
        profile_, department == department_of_owner_.end() ? "" : department->second, draft);
    project.set_name(NameOf(draft));
    v1::Project before;
    ASSIGN_OR_RETURN(const bool exists,
                     session.Find(context_.types.project, project.name(), &before));
    if (!exists) {
      RETURN_IF_ERROR(session.Insert(context_.types.project, project));
      return v1::ImportedRecord::CREATED;
    }
    if (before.origin().business_hash() == project.origin().business_hash())
      return v1::ImportedRecord::UNCHANGED;
    v1::Project after = before;
    // A promise that was sealed here is kept or broken here, not by a register.
    if (before.stage() != project.stage() && before.seal().empty()) {
      after.clear_stage_request();
      after.set_stage(project.stage());
      // The register says that it moved, not when; seen now.
      resource::SetStandardTime(after, "stage_time", session.now());
    }
    for (const char* field :
         {"display_name", "purpose", "outputs", "department", "sub_unit", "topic"}) {
      resource::SetStandardString(after, field, resource::StandardString(project, field));
    }
    *after.mutable_origin() = project.origin();
    RETURN_IF_ERROR(session.Replace(context_.types.project, before, after).status());
    return v1::ImportedRecord::UPDATED;
  }

  void Count(Outcome outcome, const ProjectDraft& draft) {
    summary_.set_record_count(summary_.record_count() + 1);
    summary_.set_finding_count(summary_.finding_count() + static_cast<int>(draft.findings.size()));
    if (draft.doubtful.has_value()) summary_.set_doubtful_count(summary_.doubtful_count() + 1);
    if (outcome == v1::ImportedRecord::CREATED)
      summary_.set_created_count(summary_.created_count() + 1);
    if (outcome == v1::ImportedRecord::UPDATED)
      summary_.set_updated_count(summary_.updated_count() + 1);
    if (outcome == v1::ImportedRecord::UNCHANGED)
      summary_.set_unchanged_count(summary_.unchanged_count() + 1);
  }

  bool Report(size_t begin, size_t end, ImportStream& stream) {
    v1::ImportProjectsResponse response;
    for (size_t i = begin; i < end; ++i) {
      // Nobody needs it after this.
      const ProjectDraft draft = std::move(records_.drafts[order_[i]]);
      const Outcome outcome = outcomes_[i - begin];
      Count(outcome, draft);
      const bool plain =
          outcome == v1::ImportedRecord::UNCHANGED && draft.findings.empty() && !draft.doubtful;
      if (plain) continue;
      v1::ImportedRecord& record = *response.add_records();
      record.set_record_number(static_cast<int32_t>(draft.record));
      record.set_line_number(draft.line);
      record.set_outcome(outcome);
      record.set_doubtful(draft.doubtful.has_value());
      record.set_project(NameOf(draft));
      record.set_display_name(draft.display_name);
      for (const Finding& finding : draft.findings)
        *record.add_findings() = ToFinding(finding, french());
    }
    response.set_processed_count(static_cast<int32_t>(end));
    response.set_total_count(static_cast<int32_t>(records_.drafts.size()));
    return stream.Write(response);
  }

  void Finish(ImportStream& stream) {
    v1::ImportProjectsResponse response;
    for (const RejectedRecord& rejected : records_.rejected) {
      v1::ImportedRecord& record = *response.add_records();
      record.set_record_number(static_cast<int32_t>(rejected.record));
      record.set_line_number(rejected.line);
      record.set_outcome(v1::ImportedRecord::REJECTED);
      record.set_display_name(rejected.excerpt);
      *record.add_findings() = ToFinding(rejected.reason, french());
    }
    summary_.set_rejected_count(static_cast<int32_t>(records_.rejected.size()));
    summary_.set_record_count(summary_.record_count() + summary_.rejected_count());
    summary_.set_department_count(static_cast<int32_t>(records_.owners.size()));
    for (const Finding& finding : records_.findings) {
      if (finding.code == FindingCode::kEncoding) summary_.set_encoding(finding.raw);
      *summary_.add_file_findings() = ToFinding(finding, french());
    }
    response.set_processed_count(static_cast<int32_t>(records_.drafts.size()));
    response.set_total_count(static_cast<int32_t>(records_.drafts.size()));
    *response.mutable_summary() = summary_;
    stream.Write(response);
  }

  Context& context_;
  const rpc::Call& call_;
  const std::string parent_;
  const std::string profile_;
  const bool dry_;
  RegisterImport records_;
  std::vector<size_t> order_;  // of the drafts, in which they are written
  absl::flat_hash_map<std::string, std::string> department_of_owner_;
  absl::flat_hash_map<std::string, std::string> known_;  // external id -> project
  std::vector<Outcome> outcomes_;
  v1::ImportSummary summary_;
};

absl::Status ImportProjects(Context& context, const rpc::Call& call,
                            const v1::ImportProjectsRequest& first, ImportStream& stream) {
  ASSIGN_OR_RETURN(const Profile* profile, ProfileNamed(first.profile()));
  ASSIGN_OR_RETURN(std::string bytes, ReceiveFile(first, stream));
  const absl::CivilDay today = absl::ToCivilDay(context.store.Now(), absl::UTCTimeZone());
  ReadOptions options;
  options.as_of = {static_cast<int>(today.year()), today.month(), today.day()};
  ASSIGN_OR_RETURN(RegisterImport records,
                   RegisterReader(*profile, options).Read(std::move(bytes)));
  return Import(context, call, first, std::move(records)).Run(stream);
}

}  // namespace

void AddImports(rpc::ServiceTable& table, Context& context) {
  table.Streaming<v1::ImportProjectsRequest, v1::ImportProjectsResponse>(
      "ImportProjects", [&context](const rpc::Call& call, const auto& first, auto& stream) {
        return ImportProjects(context, call, first, stream);
      });
}

}  // namespace palier::registry
