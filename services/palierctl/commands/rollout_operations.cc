// SPDX-License-Identifier: Apache-2.0
// What takes its time: how far it is, its end, its cancellation.
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/operations/outcome.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/operation_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/operation.h"
#include "palierctl/dynamic.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;
using api::v1::OperationRecord;
using google::longrunning::Operation;

struct Arguments {
  std::string target, filter;
};

std::string StateText(const Session& session, OperationRecord::State state) {
  switch (state) {
    case OperationRecord::WAITING:
      return session.Say({"waiting", "en attente"});
    case OperationRecord::RUNNING:
      return session.Say({"running", "en cours"});
    case OperationRecord::SUCCEEDED:
      return session.Say({"done", "terminée"});
    case OperationRecord::FAILED:
      return session.Say({"failed", "en échec"});
    case OperationRecord::CANCELLED:
      return session.Say({"cancelled", "annulée"});
    default:
      return OperationRecord::State_Name(state);
  }
}

Table TableOf(const Session& session, const std::vector<Operation>& operations) {
  Table table{{{session.Say({"operation", "opération"})},
               {session.Say({"method", "méthode"})},
               {session.Say({"state", "état"})},
               {session.Say({"for", "pour"})},
               {session.Say({"begun", "lancée"})},
               {session.Say({"plan so far", "plan à ce stade"})},
               {session.Say({"error", "erreur"})}},
              {}};
  for (const Operation& operation : operations) {
    const v1::PlanWavesMetadata metadata = MetadataOf(operation);
    const OperationRecord& record = metadata.operation();
    table.rows.push_back(
        {ShortName(operation.name()), record.method().substr(record.method().rfind('.') + 1),
         StateText(session, record.state()), record.requester(),
         CellOf(record, OperationRecord::descriptor()->FindFieldByName("create_time")),
         PlanText(session, metadata), operation.error().message()});
  }
  return WithoutEmptyColumns(table);
}

void Print(Session& session, const Operation& operation) {
  session.json() ? session.Print(operation) : session.Print(TableOf(session, {operation}));
}

absl::Status List(Session& session, const Arguments& arguments) {
  v1::ListOperationsRequest request;
  if (arguments.target.empty()) {
    ASSIGN_OR_RETURN(const std::string organization, session.Organization());
    request.set_parent(absl::StrCat(organization, "/rollouts/-"));
  } else {
    ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", arguments.target));
  }
  request.set_filter(arguments.filter);
  request.set_order_by("create_time desc");
  ASSIGN_OR_RETURN(const auto page,
                   session.connection.Call<v1::ListOperationsResponse>(
                       absl::StrCat(kOperationService, "ListOperations"), request));
  if (session.json()) {
    session.Print(page);
  } else {
    session.Print(TableOf(session, {page.operations().begin(), page.operations().end()}));
  }
  return absl::OkStatus();
}

absl::StatusOr<Operation> Read(Session& session, const Arguments& arguments) {
  v1::GetOperationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("operation", arguments.target));
  return session.connection.Call<Operation>(absl::StrCat(kOperationService, "GetOperation"),
                                            request);
}

absl::Status Get(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Operation operation, Read(session, arguments));
  Print(session, operation);
  return absl::OkStatus();
}

// Fails as the operation does.
absl::Status Wait(Session& session, const Arguments& arguments) {
  const Interrupt interrupt;
  ASSIGN_OR_RETURN(Operation operation, Read(session, arguments));
  ASSIGN_OR_RETURN(operation, FollowOperation(session, std::move(operation), interrupt,
                                              PlanOperations(session)));
  if (operation.has_error()) return rpc::FromRpc(operation.error());
  Print(session, operation);
  return absl::OkStatus();
}

template <typename Request>
absl::Status Tell(Session& session, const Arguments& arguments, const std::string& method) {
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("operation", arguments.target));
  SetText(request, "request_id", NewRequestId());
  return session.connection
      .Call<google::protobuf::Empty>(absl::StrCat(kOperationService, method), request)
      .status();
}

void AddOne(Command& operations, const char* name, Text help,
            const std::function<absl::Status(Session&, const Arguments&)>& action) {
  auto arguments = std::make_shared<Arguments>();
  operations.Sub(name, std::move(help))
      .With({"OPERATION",
             "",
             {"ROLLOUT/op-1234abcd", "DÉPLOIEMENT/op-1234abcd"},
             &arguments->target,
             true})
      .Run([arguments, action](Session& session) { return action(session, *arguments); });
}

}  // namespace

void AddOperations(Command& rollout) {
  Command& operations =
      rollout.Sub("operations", {"What takes its time: plans that are searched for",
                                 "Ce qui prend du temps : les plans en cours de recherche"});
  auto list = std::make_shared<Arguments>();
  operations.Sub("list", {"List them, the newest first", "Les lister, les plus récentes d'abord"})
      .With({"ROLLOUT", "", {"Of one roll-out", "D'un seul déploiement"}, &list->target})
      .With({"--filter",
             "FILTER",
             {"For example 'state = RUNNING'", "Par exemple « state = RUNNING »"},
             &list->filter})
      .Run([list](Session& session) { return List(session, *list); });
  AddOne(operations, "get", {"How far one is", "Où en est l'une d'elles"}, &Get);
  AddOne(operations, "wait",
         {"Wait for its end; Ctrl-C cancels it", "Attendre sa fin ; Ctrl-C l'annule"}, &Wait);
  AddOne(operations, "cancel", {"End it with nothing written", "L'annuler sans rien écrire"},
         [](Session& session, const Arguments& arguments) {
           return Tell<v1::CancelOperationRequest>(session, arguments, "CancelOperation");
         });
  AddOne(operations, "delete", {"Forget one that is done", "Oublier une opération terminée"},
         [](Session& session, const Arguments& arguments) {
           return Tell<v1::DeleteOperationRequest>(session, arguments, "DeleteOperation");
         });
}

}  // namespace palier::ctl
