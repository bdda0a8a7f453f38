// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/field_mask.pb.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/input/day.h"
#include "palierctl/input/resource_json.h"
#include "palierctl/names.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

using google::protobuf::Message;

struct Arguments {
  std::string target, id, parent, json, file;
  std::vector<std::string> set;
  bool dry_run = false;
  bool force = false;
};

absl::Status NotPossible(const ResourceKind& kind, const char* verb) {
  return Usage({absl::StrCat(kind.singular, " has no ", verb, "."),
                absl::StrCat(kind.singular, " : ", verb, " n'est pas possible.")});
}

absl::StatusOr<std::string> ParentFor(const Session& session, const ResourceKind& kind,
                                      const std::string& text) {
  if (kind.parent_pattern.empty()) return std::string();
  if (text.empty() && kind.parent_pattern == "organizations/*") return session.Organization();
  if (text.empty()) {
    return Usage({absl::StrCat("Below which ", kind.parent_pattern, "? Name it with --parent."),
                  absl::StrCat("Sous quel ", kind.parent_pattern, " ? Indiquez-le par --parent.")});
  }
  return CompleteName(kind.parent_pattern, session.options.organization, text);
}

absl::Status Create(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const ResourceKind* kind, session.catalogue.ByWord(arguments.target));
  if (kind->create == nullptr) return NotPossible(*kind, "create");
  ASSIGN_OR_RETURN(Json json,
                   Described(arguments.file, arguments.json, arguments.set, kind->message));
  const auto request = NewMessage(kind->create->input_type());
  const std::string field = SnakeCase(kind->singular);
  RETURN_IF_ERROR(FillMessage(std::move(json), Today(), Inner(*request, field)));
  ASSIGN_OR_RETURN(const std::string parent, ParentFor(session, *kind, arguments.parent));
  SetText(*request, "parent", parent);
  // `palierctl --organization acme create organization` names it once.
  const bool tenant = kind->parent_pattern.empty() && arguments.id.empty();
  SetText(*request, absl::StrCat(field, "_id"),
          tenant ? session.options.organization : arguments.id);
  SetText(*request, "request_id", NewRequestId());
  SetFlag(*request, "validate_only", arguments.dry_run);
  const auto answer = NewMessage(kind->message);
  RETURN_IF_ERROR(session.connection.Call(MethodPath(*kind->create), *request, answer.get()));
  session.Print(*answer);
  return absl::OkStatus();
}

absl::Status Update(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Catalogue::Named named,
                   session.catalogue.ByName(session.options.organization, arguments.target));
  if (named.kind->update == nullptr) return NotPossible(*named.kind, "update");
  ASSIGN_OR_RETURN(Json json,
                   Described(arguments.file, arguments.json, arguments.set, named.kind->message));
  if (json.empty())
    return Usage(
        {"Nothing to change: --set field=value.", "Rien à modifier : --set champ=valeur."});
  std::vector<std::string> paths = AssignedPaths(arguments.set);
  if (!arguments.json.empty() || !arguments.file.empty()) paths.clear();
  const auto request = NewMessage(named.kind->update->input_type());
  Message* resource = Inner(*request, SnakeCase(named.kind->singular));
  RETURN_IF_ERROR(FillMessage(std::move(json), Today(), resource));
  SetText(*resource, "name", named.name);
  // With a whole object the mask stays empty: the server changes what is set in it.
  if (auto* mask = dynamic_cast<google::protobuf::FieldMask*>(Inner(*request, "update_mask"))) {
    for (std::string& path : paths) mask->add_paths(std::move(path));
  }
  SetText(*request, "request_id", NewRequestId());
  SetFlag(*request, "validate_only", arguments.dry_run);
  const auto answer = NewMessage(named.kind->message);
  RETURN_IF_ERROR(session.connection.Call(MethodPath(*named.kind->update), *request, answer.get()));
  session.Print(*answer);
  return absl::OkStatus();
}

absl::Status Delete(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Catalogue::Named named,
                   session.catalogue.ByName(session.options.organization, arguments.target));
  if (named.kind->remove == nullptr) return NotPossible(*named.kind, "delete");
  const auto request = NewMessage(named.kind->remove->input_type());
  SetText(*request, "name", named.name);
  SetText(*request, "request_id", NewRequestId());
  SetFlag(*request, "validate_only", arguments.dry_run);
  SetFlag(*request, "force", arguments.force);
  const auto answer = NewMessage(named.kind->remove->output_type());
  RETURN_IF_ERROR(session.connection.Call(MethodPath(*named.kind->remove), *request, answer.get()));
  if (session.json()) session.Print(*answer);
  return absl::OkStatus();
}

Command& Content(Command& command, Arguments* arguments) {
  return command
      .With({"--json", "{...}", {"The resource as JSON", "La ressource en JSON"}, &arguments->json})
      .With({"-f,--file",
             "FILE",
             {"The resource from a JSON file; - is standard input",
              "La ressource d'un fichier JSON ; - est l'entrée standard"},
             &arguments->file})
      .With({"--set",
             "field=value",
             {"One field; may be repeated. Dates: 2026-07-01 or today-30d; money: '2500 EUR'",
              "Un champ ; peut être répété. Dates : 2026-07-01 ou today-30d ; montants : « 2500 "
              "EUR »"},
             &arguments->set});
}

Parameter DryRun(Arguments* arguments) {
  return {
      "--dry-run", "", {"Check, write nothing", "Vérifier sans rien écrire"}, &arguments->dry_run};
}

Parameter Name(Arguments* arguments) {
  return {"NAME",
          "",
          {"For example projects/chatbot", "Par exemple projects/chatbot"},
          &arguments->target,
          true};
}

}  // namespace

void AddWriting(Command& root) {
  auto create = std::make_shared<Arguments>();
  Content(root.Sub("create", {"Create a resource", "Créer une ressource"})
              .With({"TYPE",
                     "",
                     {"project, team, kpi, entry ...", "project, team, kpi, entry ..."},
                     &create->target,
                     true,
                     {"champion", "department", "entry", "kpi", "organization", "person", "project",
                      "roleBinding", "rollout", "team"}}),
          create.get())
      .With({"--id",
             "ID",
             {"Last part of its name (default: made from display_name)",
              "Dernière partie de son nom (par défaut : tirée de display_name)"},
             &create->id})
      .With({"--parent,--project",
             "NAME",
             {"Below which resource", "Sous quelle ressource"},
             &create->parent})
      .With(DryRun(create.get()))
      .Run([create](Session& session) { return Create(session, *create); });
  auto update = std::make_shared<Arguments>();
  Content(root.Sub("update", {"Change fields of a resource", "Modifier une ressource"})
              .With(Name(update.get())),
          update.get())
      .With(DryRun(update.get()))
      .Run([update](Session& session) { return Update(session, *update); });
  auto remove = std::make_shared<Arguments>();
  root.Sub("delete", {"Delete a resource", "Supprimer une ressource"})
      .With(Name(remove.get()))
      .With(
          {"--force", "", {"What lies below it too", "Avec tout ce qui en dépend"}, &remove->force})
      .With(DryRun(remove.get()))
      .Run([remove](Session& session) { return Delete(session, *remove); });
}

}  // namespace palier::ctl
