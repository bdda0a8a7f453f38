// SPDX-License-Identifier: Apache-2.0
#include "palierctl/program.h"

#include "absl/strings/str_cat.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palierctl/command_line.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

Command MakeRoot(OptionTexts* texts) {
  Command root(
      "palierctl",
      {"Takes a company's AI projects from PoC to production at scale: the command line of Palier.",
       "Mène les projets d'IA d'une entreprise du PoC à la production : la ligne de commande de "
       "Palier."});
  AddGlobalOptions(root, texts);
  AddCommands(root);
  root.Footer(
      {"Names may be short: `projects/chatbot`, `chatbot` where a project is expected, "
       "`chatbot/usage` for its KPI.\n"
       "Exit codes: 0 done, 1 the call failed, 2 wrong usage, 3 no server answers, 4 not found, 5 "
       "not allowed, "
       "6 a gate is not met.",
       "Les noms peuvent être abrégés : « projects/chatbot », « chatbot » où un projet est "
       "attendu, « chatbot/usage » "
       "pour son KPI.\n"
       "Codes de sortie : 0 fait, 1 l'appel a échoué, 2 mauvais usage, 3 aucun serveur ne répond, "
       "4 introuvable, "
       "5 non autorisé, 6 conditions de passage non remplies."});
  return root;
}

// A server tells nothing of organisations one may not see, whether they exist or not. The list of
// one's own tells both cases apart from a mere lack of rights.
bool OrganizationIsUnknown(const Session& session) {
  const auto answer = session.connection.Call<registry::v1::ListOrganizationsResponse>(
      "palier.registry.v1.OrganizationService/ListOrganizations",
      registry::v1::ListOrganizationsRequest());
  if (!answer.ok() || !answer->next_page_token().empty()) return false;
  for (const auto& organization : answer->organizations()) {
    if (organization.name() == absl::StrCat("organizations/", session.options.organization))
      return false;
  }
  return true;
}

void Tell(const Session& session, const absl::Status& status) {
  session.err << Describe(status, session.options.language, session.options.address);
  const bool hidden = absl::IsPermissionDenied(status) || absl::IsNotFound(status);
  if (!hidden || session.options.organization.empty() || !OrganizationIsUnknown(session)) return;
  const std::string& id = session.options.organization;
  session.err << session.Say({absl::StrCat("  There is no organisation `", id,
                                           "` in which you have a role."),
                              absl::StrCat("  Il n'y a pas d'organisation « ", id,
                                           " » où vous avez un rôle.")})
              << session.Say({" To create it:\n", " Pour la créer :\n"})
              << "    palierctl --organization " << id
              << " create organization --set display_name=\"" << id << "\"\n";
}

int Run(const Command& command, const Command& root, const Options& options,
        const Surroundings& surroundings) {
  const Connection connection(options);
  const Catalogue catalogue = Catalogue::OfPalier();
  Session session{options,          connection,       catalogue,          root,
                  surroundings.out, surroundings.err, surroundings.width, surroundings.interactive};
  const absl::Status status = command.action()(session);
  surroundings.out.flush();
  if (!status.ok()) Tell(session, status);
  return ExitCodeOf(status);
}

}  // namespace

int RunProgram(const std::vector<std::string>& arguments, const Surroundings& surroundings) {
  const Language language = LanguageOf(arguments, surroundings.environment);
  OptionTexts texts = FromEnvironment(surroundings.environment);
  const Command root = MakeRoot(&texts);
  const Reading reading = Read(root, arguments, language);
  if (reading.command == nullptr) {
    (reading.exit_code == kOk ? surroundings.out : surroundings.err) << reading.text;
    return reading.exit_code;
  }
  const absl::StatusOr<Options> options = Check(texts);
  if (!options.ok()) {
    surroundings.err << Describe(options.status(), language, texts.address);
    return ExitCodeOf(options.status());
  }
  return Run(*reading.command, root, *options, surroundings);
}

}  // namespace palier::ctl
