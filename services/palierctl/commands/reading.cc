// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

using google::protobuf::Message;

struct ListArguments {
  std::string collection, parent, filter, order_by;
  int limit = 0;
  bool deleted = false;
};

constexpr int kPageSize = 1000;

absl::Status Get(Session& session, const std::string& text) {
  ASSIGN_OR_RETURN(const Catalogue::Named named,
                   session.catalogue.ByName(session.options.organization, text));
  const auto request = NewMessage(named.kind->get->input_type());
  const auto answer = NewMessage(named.kind->message);
  SetText(*request, "name", named.name);
  RETURN_IF_ERROR(session.connection.Call(MethodPath(*named.kind->get), *request, answer.get()));
  session.Print(*answer);
  return absl::OkStatus();
}

// Without --parent, what lies below projects or roll-outs is listed for all of them; what lies
// deeper needs a parent.
std::string AnyParent(absl::string_view pattern) {
  std::vector<std::string> segments = absl::StrSplit(pattern, '/');
  segments.erase(segments.begin(), segments.begin() + 2);
  for (std::string& segment : segments) {
    if (segment == "*") segment = "-";
  }
  return absl::StrJoin(segments, "/");
}

absl::StatusOr<std::string> ParentOf(const Session& session, const ResourceKind& kind,
                                     const std::string& text) {
  if (kind.parent_pattern.empty()) return std::string();
  const std::string& organization = session.options.organization;
  if (kind.parent_pattern == "organizations/*" && text.empty())
    return OrganizationName(organization);
  if (text.empty() && std::count(kind.parent_pattern.begin(), kind.parent_pattern.end(), '*') > 2) {
    return Usage(
        {absl::StrCat("Below which ", kind.parent_pattern,
                      "? Name it with --parent; its last part may be `-`."),
         absl::StrCat("Sous quel ", kind.parent_pattern,
                      " ? Indiquez-le par --parent ; la dernière partie peut être « - ».")});
  }
  return CompleteName(kind.parent_pattern, organization,
                      text.empty() ? AnyParent(kind.parent_pattern) : text);
}

absl::Status CannotFilter(const ResourceKind& kind, const char* option) {
  return Usage({absl::StrCat(option, " is not possible for ", kind.collection, "."),
                absl::StrCat(option, " n'est pas possible pour ", kind.collection, ".")});
}

absl::StatusOr<std::unique_ptr<Message>> ListRequest(const Session& session,
                                                     const ResourceKind& kind,
                                                     const ListArguments& arguments) {
  auto request = NewMessage(kind.list->input_type());
  ASSIGN_OR_RETURN(const std::string parent, ParentOf(session, kind, arguments.parent));
  SetText(*request, "parent", parent);
  if (!arguments.filter.empty() && !SetText(*request, "filter", arguments.filter)) {
    return CannotFilter(kind, "--filter");
  }
  if (!arguments.order_by.empty() && !SetText(*request, "order_by", arguments.order_by)) {
    return CannotFilter(kind, "--order-by");
  }
  if (arguments.deleted && !SetFlag(*request, "show_deleted", true))
    return CannotFilter(kind, "--deleted");
  return request;
}

// Moves the items of a page to `items`; the page itself goes to `pages`, which keeps them alive.
void Take(std::unique_ptr<Message> page, const ResourceKind& kind, size_t limit,
          std::vector<std::unique_ptr<Message>>& pages, std::vector<const Message*>& items) {
  const auto* reflection = page->GetReflection();
  for (int i = 0; i < reflection->FieldSize(*page, kind.items) && items.size() < limit; ++i) {
    items.push_back(&reflection->GetRepeatedMessage(*page, kind.items, i));
  }
  pages.push_back(std::move(page));
}

void PrintJson(const Session& session, const ResourceKind& kind,
               const std::vector<const Message*>& items) {
  Json list = Json::array();
  for (const Message* item : items) list.push_back(Json::parse(ProtoJson(*item), nullptr, false));
  session.Print(Json{{kind.items->name(), std::move(list)}});
}

absl::Status List(Session& session, const ListArguments& arguments) {
  ASSIGN_OR_RETURN(const ResourceKind* kind, session.catalogue.ByWord(arguments.collection));
  if (kind->list == nullptr) return CannotFilter(*kind, "list");
  ASSIGN_OR_RETURN(const auto request, ListRequest(session, *kind, arguments));
  const size_t limit = arguments.limit > 0 ? arguments.limit : SIZE_MAX;
  std::vector<std::unique_ptr<Message>> pages;
  std::vector<const Message*> items;
  do {
    SetInt(*request, "page_size",
           static_cast<int>(std::min<size_t>(kPageSize, limit - items.size())));
    auto page = NewMessage(kind->list->output_type());
    RETURN_IF_ERROR(session.connection.Call(MethodPath(*kind->list), *request, page.get()));
    SetText(*request, "page_token", GetText(*page, "next_page_token"));
    Take(std::move(page), *kind, limit, pages, items);
  } while (!GetText(*request, "page_token").empty() && items.size() < limit);
  if (session.json()) {
    PrintJson(session, *kind, items);
  } else {
    const Table table = TableOf(kind->message, items);
    session.Print(session.options.format == Format::kTable ? WithoutEmptyColumns(table) : table);
  }
  return absl::OkStatus();
}

}  // namespace

void AddReading(Command& root) {
  auto name = std::make_shared<std::string>();
  root.Sub("get", {"Read one resource, by its name", "Lire une ressource, par son nom"})
      .With({"NAME",
             "",
             {"For example projects/chatbot", "Par exemple projects/chatbot"},
             name.get(),
             true})
      .Run([name](Session& session) { return Get(session, *name); });
  auto arguments = std::make_shared<ListArguments>();
  root.Sub("list", {"List resources of one kind", "Lister les ressources d'un type"})
      .With({"COLLECTION",
             "",
             {"projects, teams, entries, kpis, waves ...",
              "projects, teams, entries, kpis, waves ..."},
             &arguments->collection,
             true,
             {"changes", "champions", "checkIns", "criteriaVersions", "departments", "entries",
              "evidence", "kpis", "organizations", "people", "projects", "quarantine", "revisions",
              "roleBindings", "rollouts", "teams", "waves"}})
      .With({"--parent,--project",
             "NAME",
             {"Below which resource (default: all of the organisation)",
              "Sous quelle ressource (par défaut : toute l'organisation)"},
             &arguments->parent})
      .With({"--filter",
             "EXPR",
             {"For example 'stage=POC'", "Par exemple « stage=POC »"},
             &arguments->filter})
      .With({"--order-by",
             "FIELDS",
             {"For example 'stage_time desc'", "Par exemple « stage_time desc »"},
             &arguments->order_by})
      .With({"--limit",
             "N",
             {"At most that many (default: all)", "Au plus (par défaut : tout)"},
             &arguments->limit})
      .With(
          {"--deleted", "", {"Deleted ones too", "Aussi ce qui est supprimé"}, &arguments->deleted})
      .Run([arguments](Session& session) { return List(session, *arguments); });
}

}  // namespace palier::ctl
