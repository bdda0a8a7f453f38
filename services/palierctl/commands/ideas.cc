// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/idea_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/names.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = registry::v1;

constexpr char kService[] = "palier.registry.v1.IdeaService/";

struct Reply {
  std::string idea, answer, project, id;
};

void PrintIdea(const Session& session, const v1::Idea& idea) {
  if (session.json()) return session.Print(idea);
  session.Print(Table{{{session.Say({"idea", "idée"})},
                       {session.Say({"state", "état"})},
                       {session.Say({"project", "projet"})},
                       {session.Say({"answer", "réponse"})}},
                      {{ShortName(idea.name()), v1::Idea::State_Name(idea.state()),
                        ShortName(idea.project()), idea.answer()}}});
}

absl::Status Accept(Session& session, const Reply& reply) {
  v1::AcceptIdeaRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("idea", reply.idea));
  if (!reply.project.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_project(), session.Name("project", reply.project));
  }
  request.set_project_id(reply.id);
  request.set_answer(reply.answer);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto idea, session.connection.Call<v1::Idea>(
                                        absl::StrCat(kService, "AcceptIdea"), request));
  PrintIdea(session, idea);
  return absl::OkStatus();
}

absl::Status Decline(Session& session, const Reply& reply) {
  v1::DeclineIdeaRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("idea", reply.idea));
  request.set_answer(reply.answer);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto idea, session.connection.Call<v1::Idea>(
                                        absl::StrCat(kService, "DeclineIdea"), request));
  PrintIdea(session, idea);
  return absl::OkStatus();
}

absl::Status Count(Session& session) {
  v1::CountIdeasRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto counted, session.connection.Call<v1::CountIdeasResponse>(
                                           absl::StrCat(kService, "CountIdeas"), request));
  if (session.json()) {
    session.Print(counted);
    return absl::OkStatus();
  }
  Table table{{{session.Say({"quarter", "trimestre"})},
               {session.Say({"submitted", "proposées"})},
               {session.Say({"from a remark", "issues d'une remarque"})},
               {session.Say({"accepted", "retenues"})},
               {session.Say({"declined", "écartées"})},
               {session.Say({"open", "sans réponse"})}},
              {}};
  for (const v1::IdeaQuarter& quarter : counted.quarters()) {
    const int number = (quarter.first_date().month() - 1) / 3 + 1;
    table.rows.push_back(
        {absl::StrCat(quarter.first_date().year(), "-Q", number),
         absl::StrCat(quarter.submitted_count()), absl::StrCat(quarter.sourced_count()),
         absl::StrCat(quarter.accepted_count()), absl::StrCat(quarter.declined_count()),
         absl::StrCat(quarter.open_count())});
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::Status Conflicts(Session& session) {
  v1::ReportConflictsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto report,
                   session.connection.Call<v1::ReportConflictsResponse>(
                       "palier.registry.v1.AssessmentService/ReportConflicts", request));
  if (session.json()) {
    session.Print(report);
    return absl::OkStatus();
  }
  Table table{{{session.Say({"conflict", "conflit"})},
               {session.Say({"over", "objet"})},
               {session.Say({"projects", "projets"})},
               {session.Say({"goes first", "passe d'abord"})}},
              {}};
  for (const v1::PortfolioConflict& conflict : report.conflicts()) {
    std::string projects;
    for (const v1::ContendingProject& project : conflict.projects())
      absl::StrAppend(&projects, projects.empty() ? "" : ", ", ShortName(project.project()));
    table.rows.push_back({v1::PortfolioConflict::Kind_Name(conflict.kind()),
                          ShortName(conflict.subject()), projects,
                          ShortName(conflict.first_project())});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

void AddIdeas(Command& root) {
  Command& group = root.Sub("idea", {"What employees propose, and what becomes of it",
                                     "Ce que les salariés proposent, et ce qu'il en advient"});
  const auto accepted = std::make_shared<Reply>();
  group
      .Sub("accept", {"Make a project of an idea, or link it to one",
                      "Faire d'une idée un projet, ou la rattacher à un projet"})
      .With({"IDEA", "", {"The idea", "L'idée"}, &accepted->idea, true})
      .With({"--project",
             "NAME",
             {"A project that takes it up (default: a new one)",
              "Un projet qui la reprend (par défaut : un nouveau)"},
             &accepted->project})
      .With({"--id",
             "ID",
             {"Id of the new project (default: made from the idea's name)",
              "Identifiant du nouveau projet (par défaut : tiré du nom de l'idée)"},
             &accepted->id})
      .With({"--answer",
             "TEXT",
             {"What its author is told", "Ce qui est répondu à son auteur"},
             &accepted->answer})
      .Run([accepted](Session& session) { return Accept(session, *accepted); });
  const auto declined = std::make_shared<Reply>();
  group
      .Sub("decline",
           {"Answer an idea that will not be followed", "Répondre à une idée qui n'est pas suivie"})
      .With({"IDEA", "", {"The idea", "L'idée"}, &declined->idea, true})
      .With({"--answer",
             "TEXT",
             {"The reason, which its author reads", "La raison, que son auteur lira"},
             &declined->answer,
             true})
      .Run([declined](Session& session) { return Decline(session, *declined); });
  group.Sub("count", {"How many ideas came in each quarter", "Combien d'idées par trimestre"})
      .Run([](Session& session) { return Count(session); });
  root.Sub("conflicts", {"Where active projects compete for people, sponsors and teams",
                         "Où des projets actifs se disputent des gens, des sponsors, des équipes"})
      .Run([](Session& session) { return Conflicts(session); });
}

}  // namespace palier::ctl
