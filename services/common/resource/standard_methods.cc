// SPDX-License-Identifier: Apache-2.0
#include "common/resource/standard_methods.h"

#include <google/protobuf/field_mask.pb.h>

#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/aip/field_behavior.h"
#include "common/aip/field_mask.h"
#include "common/resource/list_request.h"
#include "common/resource/mutation.h"
#include "common/resource/read_through.h"
#include "common/resource/request.h"
#include "common/resource/rows.h"
#include "common/resource/uid.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::Message;

// What all methods of one type share.
struct Methods {
  Store& store;
  cache::Cache& cache;
  const Type& type;
  const Hooks hooks;

  std::unique_ptr<Message> New() const { return std::unique_ptr<Message>(type.New(nullptr)); }

  absl::Status CheckName(const std::string& name) const {
    return type.pattern().Parse(name).status();
  }

  void Show(const rpc::Call& call, Message* response) const {
    if (hooks.on_read) hooks.on_read(call, *response);
  }

  absl::Status Get(const rpc::Call& call, const Message& message, Message* response) const;
  // Get from the near cache alone; false when it is not there.
  bool GetNear(const rpc::Call& call, const Message& message, Message* response) const;
  absl::Status List(const rpc::Call& call, const Message& message, Message* response) const;
  absl::Status Create(const rpc::Call& call, const Message& message, Message* response) const;
  absl::Status Update(const rpc::Call& call, const Message& message, Message* response) const;
  absl::Status Delete(const rpc::Call& call, const Message& message, Message* response) const;
  absl::Status Undelete(const rpc::Call& call, const Message& message, Message* response) const;

  // Runs `fn`, as Mutate does, and shows what it made.
  absl::Status Write(const rpc::Call& call, const Message& request, Message* response,
                     const std::function<absl::StatusOr<std::string>(Session&)>& fn) const;
  absl::StatusOr<std::string> NewName(const Request& request, const Message& resource) const;
};

absl::Status Methods::Get(const rpc::Call& call, const Message& message, Message* response) const {
  const std::string name = Request(message).Text("name");
  RETURN_IF_ERROR(CheckName(name));
  ASSIGN_OR_RETURN(const cache::Entry entry, ReadThrough(store, cache, type, name, call.deadline));
  if (!response->ParseFromString(entry.bytes))
    return absl::DataLossError(absl::StrCat(name, ": unreadable"));
  Show(call, response);
  return absl::OkStatus();
}

bool Methods::GetNear(const rpc::Call& call, const Message& message, Message* response) const {
  const std::string name = Request(message).Text("name");
  if (!CheckName(name).ok()) return false;
  const std::optional<cache::Entry> entry = ReadNear(store, cache, name);
  if (!entry.has_value() || !response->ParseFromString(entry->bytes)) return false;
  Show(call, response);
  return true;
}

absl::Status Methods::List(const rpc::Call& call, const Message& message, Message* response) const {
  ASSIGN_OR_RETURN(const ListQuery query, ListQueryOf(call, message));
  ListPage page;
  RETURN_IF_ERROR(store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(page, session.List(type, query));
    return absl::OkStatus();
  }));
  const auto* descriptor = response->GetDescriptor();
  const auto* reflection = response->GetReflection();
  const auto* resources = descriptor->field(0);  // AIP-132: the resources come first
  for (const std::string& bytes : page.resources) {
    Message* resource = reflection->AddMessage(response, resources);
    if (!resource->ParseFromString(bytes))
      return absl::DataLossError("unreadable resource in a list");
    Show(call, resource);
  }
  SetStandardString(*response, "next_page_token", page.next_page_token);
  if (const auto* cursor = descriptor->FindFieldByName("cursor"))
    reflection->SetInt64(response, cursor, page.cursor);
  return absl::OkStatus();
}

absl::Status Methods::Write(const rpc::Call& call, const Message& request, Message* response,
                            const std::function<absl::StatusOr<std::string>(Session&)>& fn) const {
  RETURN_IF_ERROR(Mutate(store, call, type, request, *response, fn));
  if (response->GetDescriptor() == type.descriptor()) Show(call, response);
  return absl::OkStatus();
}

absl::StatusOr<std::string> Methods::NewName(const Request& request,
                                             const Message& resource) const {
  const std::string field = absl::StrCat(type.field(), "_id");
  std::string id = request.Text(field);
  if (id.empty() && !type.random_ids()) id = aip::MakeId(StandardString(resource, "display_name"));
  if (id.empty()) id = absl::StrCat("r-", MakeUid().substr(0, 8));
  RETURN_IF_ERROR(aip::ValidateId(id, field));
  const std::string& pattern = type.pattern().text();
  const size_t collection = pattern.rfind('/', pattern.rfind('/') - 1) + 1;
  return absl::StrCat(request.Text("parent"), "/",
                      pattern.substr(collection, pattern.rfind('/') - collection), "/", id);
}

absl::Status Methods::Create(const rpc::Call& call, const Message& message,
                             Message* response) const {
  const Request request(message);
  if (hooks.before_create) {
    // What was made is told again, whatever the others say today.
    ASSIGN_OR_RETURN(const bool replayed, Replay(store, call, type, message, *response));
    if (replayed) {
      Show(call, response);
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(hooks.before_create(call, message));
  }
  return Write(call, message, response, [&](Session& session) -> absl::StatusOr<std::string> {
    response->CopyFrom(request.Sub(type.field()));
    aip::ClearOutputOnly(*response);
    ASSIGN_OR_RETURN(const std::string name, NewName(request, *response));
    RETURN_IF_ERROR(CheckName(name));
    SetStandardString(*response, "name", name);
    if (hooks.on_write) RETURN_IF_ERROR(hooks.on_write(session, call, nullptr, *response));
    RETURN_IF_ERROR(session.Insert(type, *response));
    return name;
  });
}

absl::Status Methods::Update(const rpc::Call& call, const Message& message,
                             Message* response) const {
  const Request request(message);
  const Message& wanted = request.Sub(type.field());
  const std::string name = NameOf(wanted);
  RETURN_IF_ERROR(CheckName(name));
  FieldMask mask;
  if (request.Has("update_mask")) mask.CopyFrom(request.Sub("update_mask"));
  return Write(call, message, response, [&](Session& session) -> absl::StatusOr<std::string> {
    std::unique_ptr<Message> before = New();
    RETURN_IF_ERROR(session.Get(type, name, before.get()));
    RETURN_IF_ERROR(
        aip::CheckEtag(StandardString(wanted, "etag"), StandardString(*before, "etag"), name));
    response->CopyFrom(*before);
    RETURN_IF_ERROR(aip::ApplyUpdate(wanted, mask, *response));
    if (hooks.on_write) RETURN_IF_ERROR(hooks.on_write(session, call, before.get(), *response));
    RETURN_IF_ERROR(session.Replace(type, *before, *response).status());
    return name;
  });
}

absl::Status Methods::Delete(const rpc::Call& call, const Message& message,
                             Message* response) const {
  const Request request(message);
  const std::string name = request.Text("name");
  RETURN_IF_ERROR(CheckName(name));
  return Write(call, message, response, [&](Session& session) -> absl::StatusOr<std::string> {
    std::unique_ptr<Message> before = New();
    RETURN_IF_ERROR(session.Get(type, name, before.get()));
    RETURN_IF_ERROR(aip::CheckEtag(request.Text("etag"), StandardString(*before, "etag"), name));
    if (hooks.on_delete)
      RETURN_IF_ERROR(hooks.on_delete(session, call, *before, request.Flag("force")));
    if (type.soft_delete()) {
      response->CopyFrom(*before);
      SetStandardTime(*response, "delete_time", session.now());
      RETURN_IF_ERROR(session.Replace(type, *before, *response).status());
      return name;
    }
    ASSIGN_OR_RETURN(const bool children, session.HasChildren(name));
    if (children && !request.Flag("force")) {
      return status::Error(
                 absl::StatusCode::kFailedPrecondition, error::v1::RESOURCE_HAS_CHILDREN,
                 {"{resource} still has resources below it. Delete them first, or set `force`.",
                  "{resource} contient encore des ressources. Supprimez-les d'abord, ou mettez "
                  "`force`."})
          .With("resource", name);
    }
    // Softly deleted ones count as none above, and must not be left without their parent.
    RETURN_IF_ERROR(session.RemoveChildren(name));
    RETURN_IF_ERROR(session.Remove(type, *before));
    return name;
  });
}

absl::Status Methods::Undelete(const rpc::Call& call, const Message& message,
                               Message* response) const {
  const Request request(message);
  const std::string name = request.Text("name");
  RETURN_IF_ERROR(CheckName(name));
  return Write(call, message, response, [&](Session& session) -> absl::StatusOr<std::string> {
    std::unique_ptr<Message> before = New();
    ASSIGN_OR_RETURN(const bool exists, session.Find(type, name, before.get()));
    if (!exists) return status::NotFound(name);
    if (!HasStandard(*before, "delete_time")) {
      return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                           {"{resource} is not deleted.", "{resource} n'est pas supprimé."})
          .With("resource", name)
          .With("state", "ACTIVE");
    }
    response->CopyFrom(*before);
    ClearStandard(*response, "delete_time");
    RETURN_IF_ERROR(session.Replace(type, *before, *response).status());
    return name;
  });
}

}  // namespace

std::string CacheKey(absl::string_view name) {
  return absl::StrCat("resource/", name);
}

void AddStandardMethods(rpc::ServiceTable& table, Store& store, cache::Cache& cache,
                        const Type& type, const std::string& plural, const MethodSet& set,
                        Hooks hooks) {
  auto methods = std::make_shared<Methods>(Methods{store, cache, type, std::move(hooks)});
  using Method = absl::Status (Methods::*)(const rpc::Call&, const Message&, Message*) const;
  const auto add = [&](bool wanted, const std::string& name, Method method) {
    if (!wanted) return;
    table.AddUnary(
        name, [methods, method](const rpc::Call& call, const Message& request, Message* response) {
          return ((*methods).*method)(call, request, response);
        });
  };
  if (set.get) {
    table.AddUnaryOrReady(
        "Get" + type.label(),
        [methods](const rpc::Call& call, const Message& request, Message* response) {
          return methods->Get(call, request, response);
        },
        [methods](const rpc::Call& call, const Message& request, Message* response) {
          return methods->GetNear(call, request, response);
        });
  }
  add(set.list, "List" + plural, &Methods::List);
  add(set.create, "Create" + type.label(), &Methods::Create);
  add(set.update, "Update" + type.label(), &Methods::Update);
  add(set.remove, "Delete" + type.label(), &Methods::Delete);
  add(set.undelete && type.soft_delete(), "Undelete" + type.label(), &Methods::Undelete);
}

}  // namespace palier::resource
