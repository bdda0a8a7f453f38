// SPDX-License-Identifier: Apache-2.0
#include "common/operations/operations.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/operations/outcome.h"
#include "common/resource/mutation.h"
#include "common/resource/request.h"
#include "common/resource/uid.h"
#include "common/rpc/service.h"
#include "common/status/limit.h"
#include "common/status/macros.h"

namespace palier::operations {
namespace {

using api::v1::OperationRecord;
using google::longrunning::Operation;
using google::protobuf::Message;
using resource::Actor;
using resource::Session;

// How often an operation that runs elsewhere is looked at by who waits for it.
constexpr absl::Duration kLook = absl::Milliseconds(100);
constexpr absl::Duration kBetweenSweeps = absl::Hours(1);
constexpr int kSweptAtOnce = 200;

const google::protobuf::FieldDescriptor* RecordField(const Message& metadata) {
  const auto* field = metadata.GetDescriptor()->FindFieldByName("operation");
  return field != nullptr && field->message_type() == OperationRecord::descriptor() ? field
                                                                                    : nullptr;
}

absl::Status TooMany(int limit) {
  return status::LimitExceeded(
      {"The organisation has {limit} operations that have not ended. Wait for one, or cancel one.",
       "L'organisation a {limit} opérations en cours. Attendez la fin de l'une d'elles, ou "
       "annulez-en une."},
      "unfinished operations", limit);
}

// What is left to wait for, so that there is an answer before the caller gives up.
absl::Duration TimeToAnswer(const rpc::Call& call) {
  return (call.deadline - absl::Now()) * 3 / 4;
}

// Counts as long as it lives.
class Counted {
 public:
  explicit Counted(std::atomic<int>& count) : count_(count), before_(count_++) {}
  ~Counted() { --count_; }
  int before() const { return before_; }

 private:
  std::atomic<int>& count_;
  const int before_;
};

}  // namespace

Operations::Operations(const Options& options, const resource::Type& type, resource::Store& store,
                       rpc::Authorizer& authorizer)
    : options_(options),
      store_(store),
      ledger_(type, options.keep),
      runner_(options.runner, ledger_, store, authorizer),
      rounds_(
          "operations not forgotten", kBetweenSweeps, [&store] { return store.Now(); },
          [this](bool, absl::Time deadline) { return Sweep(deadline); }) {}

void Operations::Define(Kind kind) {
  if (kind.method == nullptr || RecordField(*kind.metadata) == nullptr) {
    std::fprintf(stderr, "operation with metadata %s: no method, or no field `operation`\n",
                 kind.metadata->GetTypeName().c_str());
    std::abort();
  }
  runner_.Define(std::move(kind));
}

void Operations::Start() {
  runner_.Start();
  rounds_.Start();
}

void Operations::Stop() {
  rounds_.Stop();
  runner_.Stop();
}

absl::StatusOr<bool> Operations::Begun(const rpc::Call& call, const Message& request) {
  OperationRecord record;
  return resource::Replay(store_, call, ledger_.type(), request, record);
}

absl::StatusOr<Operation> Operations::Begin(const rpc::Call& call, const std::string& parent,
                                            const Message& request, absl::Duration patience) {
  const int64_t ends = runner_.ends();
  Work work;
  work.name = absl::StrCat(parent, "/operations/op-", resource::MakeUid().substr(0, 8));
  work.method = rpc::DescriptorNameOf(call.method);
  work.caller = call.caller;
  work.language = call.language;
  work.request.PackFrom(request);
  work.attempts = 1;
  const bool here = runner_.Reserve(call.organization);
  const std::string request_id = resource::Request(request).Text("request_id");
  std::optional<std::string> earlier;
  const absl::Status stored =
      store_.Write(call.deadline, Actor::Of(call), [&](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(earlier, session.Replayed(call.organization, request_id, request));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const int64_t count,
                         ledger_.CountUnfinished(session.sql(), call.organization));
        if (count >= options_.unfinished) return TooMany(options_.unfinished);
        RETURN_IF_ERROR(ledger_.Insert(session, work, here ? runner_.id() : ""));
        return session.Remember(call.organization, request_id, request, work.name);
      });
  const std::string name = earlier.value_or(work.name);
  if (here && stored.ok() && !earlier.has_value()) {
    runner_.Launch(std::move(work));
  } else if (here) {
    runner_.Abandon(call.organization);
  }
  RETURN_IF_ERROR(stored);
  runner_.Wake();
  return AwaitEnd(call, name, ends, patience);
}

absl::StatusOr<Operation> Operations::AwaitEnd(const rpc::Call& call, const std::string& name,
                                               int64_t ends, absl::Duration patience) {
  const absl::Time until = absl::Now() + std::min(patience, TimeToAnswer(call));
  while (true) {
    ASSIGN_OR_RETURN(Operation operation, Get(call, name));
    const absl::Duration left = until - absl::Now();
    if (operation.done() || left <= absl::ZeroDuration()) return operation;
    runner_.AwaitEnd(ends, std::min(left, kLook));
    ends = runner_.ends();
  }
}

absl::StatusOr<Operation> Operations::Get(const rpc::Call& call, const std::string& name) {
  RETURN_IF_ERROR(ledger_.type().pattern().Parse(name).status());
  Stored stored;
  RETURN_IF_ERROR(store_.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(stored, ledger_.Get(session, name));
    return absl::OkStatus();
  }));
  return Show(call, std::move(stored));
}

absl::StatusOr<OperationPage> Operations::List(const rpc::Call& call,
                                               const resource::ListQuery& query) {
  OperationPage page;
  RETURN_IF_ERROR(store_.Read(call.deadline, [&](Session& session) -> absl::Status {
    page = {};
    ASSIGN_OR_RETURN(resource::ListPage records, session.List(ledger_.type(), query));
    page.next_page_token = std::move(records.next_page_token);
    for (const std::string& bytes : records.resources) {
      OperationRecord record;
      if (!record.ParseFromString(bytes)) return absl::DataLossError("unreadable in a list");
      ASSIGN_OR_RETURN(Stored stored, ledger_.Get(session, record.name()));
      stored.outcome.clear_response();
      page.operations.push_back(Show(call, std::move(stored)));
    }
    return absl::OkStatus();
  }));
  return page;
}

absl::StatusOr<Operation> Operations::Wait(const rpc::Call& call, const std::string& name,
                                           absl::Duration patience) {
  const Counted waiting(waiters_);
  const bool room = waiting.before() < options_.waiters;
  return AwaitEnd(call, name, runner_.ends(), room ? patience : absl::ZeroDuration());
}

absl::Status Operations::Cancel(const rpc::Call& call, const std::string& name) {
  RETURN_IF_ERROR(ledger_.type().pattern().Parse(name).status());
  RETURN_IF_ERROR(store_.Write(call.deadline, Actor::Of(call),
                               [&](Session& session) { return ledger_.Cancel(session, name); }));
  runner_.Wake();
  return absl::OkStatus();
}

absl::Status Operations::Delete(const rpc::Call& call, const Message& request, Message& response) {
  const std::string name = resource::Request(request).Text("name");
  RETURN_IF_ERROR(ledger_.type().pattern().Parse(name).status());
  return resource::Mutate(store_, call, ledger_.type(), request, response,
                          [&](Session& session) -> absl::StatusOr<std::string> {
                            RETURN_IF_ERROR(ledger_.Remove(session, name));
                            return name;
                          });
}

absl::Status Operations::Sweep(absl::Time deadline) {
  const Actor actor = Runner::Keeper();
  while (true) {
    std::vector<std::string> names;
    RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) -> absl::Status {
      ASSIGN_OR_RETURN(names,
                       ledger_.Expired(session.sql(), session.now(), options_.kept, kSweptAtOnce));
      return absl::OkStatus();
    }));
    if (names.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(store_.Write(deadline, actor, [&](Session& session) -> absl::Status {
      for (const std::string& name : names) RETURN_IF_ERROR(ledger_.Forget(session, name));
      return absl::OkStatus();
    }));
  }
}

Operation Operations::Show(const rpc::Call& call, Stored stored) const {
  Operation operation = std::move(stored.outcome);
  if (operation.has_error())
    *operation.mutable_error() = ShowError(operation.error(), call.language);
  const Kind* kind = runner_.KindOf(stored.record.method());
  if (kind == nullptr) {  // of another version
    operation.mutable_metadata()->PackFrom(stored.record);
    return operation;
  }
  if (operation.has_response()) kind->show(call, *operation.mutable_response());
  const std::unique_ptr<Message> metadata(kind->metadata->New());
  metadata->ParseFromString(stored.progress);
  metadata->GetReflection()
      ->MutableMessage(metadata.get(), RecordField(*metadata))
      ->CopyFrom(stored.record);
  operation.mutable_metadata()->PackFrom(*metadata);
  return operation;
}

}  // namespace palier::operations
