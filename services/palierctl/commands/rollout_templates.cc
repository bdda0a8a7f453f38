// SPDX-License-Identifier: Apache-2.0
// What roll-outs of an organisation begin with.
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/template_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kService[] = "palier.rollout.v1.TemplateService/";
// As many as there may be.
constexpr int kPage = 1000;

struct Arguments {
  std::string rollout, rollout_template;
  bool install = false;
  bool dry_run = false;
};

absl::Status List(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  if (arguments.install) {
    v1::InstallRolloutTemplatesRequest request;
    request.set_parent(organization);
    RETURN_IF_ERROR(session.connection
                        .Call<v1::InstallRolloutTemplatesResponse>(
                            absl::StrCat(kService, "InstallRolloutTemplates"), request)
                        .status());
  }
  v1::ListRolloutTemplatesRequest request;
  request.set_parent(organization);
  request.set_page_size(kPage);
  ASSIGN_OR_RETURN(const auto listed, session.connection.Call<v1::ListRolloutTemplatesResponse>(
                                          absl::StrCat(kService, "ListRolloutTemplates"), request));
  if (session.json()) {
    session.Print(PlainJson(listed));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"template", "modèle"})},
               {session.Say({"what it is", "ce que c'est"})},
               {session.Say({"criteria", "critères"}), true},
               {session.Say({"communications", "communications"}), true}},
              {}};
  for (const v1::RolloutTemplate& one : listed.rollout_templates()) {
    table.rows.push_back({ShortName(one.name()), one.display_name(),
                          absl::StrCat(one.criteria_size()),
                          absl::StrCat(one.communications_size())});
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::Status Apply(Session& session, const Arguments& arguments) {
  v1::ApplyRolloutTemplateRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("rollout", arguments.rollout));
  ASSIGN_OR_RETURN(*request.mutable_rollout_template(),
                   session.Name("rolloutTemplate", arguments.rollout_template));
  request.set_request_id(NewRequestId());
  request.set_validate_only(arguments.dry_run);
  ASSIGN_OR_RETURN(const auto rollout,
                   session.connection.Call<v1::Rollout>(
                       absl::StrCat(kService, "ApplyRolloutTemplate"), request));
  session.json() ? session.Print(PlainJson(rollout))
                 : session.Print(TableOf(v1::Rollout::descriptor(), {&rollout}));
  return absl::OkStatus();
}

}  // namespace

void AddRolloutTemplates(Command& rollout) {
  auto list = std::make_shared<Arguments>();
  rollout
      .Sub("templates",
           {"What roll-outs can begin with", "Ce par quoi un déploiement peut débuter"})
      .With({"--install",
             "",
             {"Create those that come with Palier first", "Créer d'abord ceux fournis avec Palier"},
             &list->install})
      .Run([list](Session& session) { return List(session, *list); });
  auto apply = std::make_shared<Arguments>();
  rollout
      .Sub("apply-template", {"Give a roll-out without a plan what a template holds",
                              "Donner à un déploiement sans plan ce que contient un modèle"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &apply->rollout, true})
      .With({"TEMPLATE",
             "",
             {"For example careful", "Par exemple careful"},
             &apply->rollout_template,
             true})
      .With(
          {"--dry-run", "", {"Check, write nothing", "Vérifier sans rien écrire"}, &apply->dry_run})
      .Run([apply](Session& session) { return Apply(session, *apply); });
}

}  // namespace palier::ctl
