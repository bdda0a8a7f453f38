// SPDX-License-Identifier: Apache-2.0
#include "palierctl/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "absl/strings/str_cat.h"

namespace palier::ctl {
namespace {

// One line of the words that CLI11 prints around our texts.
class Layout : public CLI::Formatter {
 public:
  explicit Layout(Language language) {
    column_width(34);
    if (language == Language::kEnglish) return;
    label("Positionals", "Arguments");
    label("SUBCOMMAND", "COMMANDE");
    label("REQUIRED", "OBLIGATOIRE");
    label("TEXT", "TEXTE");
    label("INT", "NOMBRE");
  }
};

CLI::Option* AddTarget(CLI::App& app, const Parameter& parameter, const std::string& help) {
  if (auto* text = std::get_if<std::string*>(&parameter.target)) {
    return app.add_option(parameter.flags, **text, help);
  }
  if (auto* list = std::get_if<std::vector<std::string>*>(&parameter.target)) {
    return app.add_option(parameter.flags, **list, help)->allow_extra_args(parameter.positional());
  }
  if (auto* number = std::get_if<int*>(&parameter.target)) {
    return app.add_option(parameter.flags, **number, help);
  }
  return app.add_flag(parameter.flags, *std::get<bool*>(parameter.target), help);
}

void Build(CLI::App& app, const Command& command, Language language, const Command** chosen) {
  app.fallthrough();
  app.set_help_flag("-h,--help", In(language, {"Print this help and exit", "Afficher cette aide"}));
  app.footer(In(language, command.footer()));
  for (const Parameter& parameter : command.parameters()) {
    CLI::Option* option = AddTarget(app, parameter, In(language, parameter.help));
    if (!parameter.placeholder.empty()) option->type_name(parameter.placeholder);
    if (parameter.positional()) option->type_name(" ");
    option->required(parameter.required);
  }
  for (const auto& sub : command.commands()) {
    CLI::App* below = app.add_subcommand(sub->name(), In(language, sub->help()));
    below->group(In(language, {"Commands", "Commandes"}));
    Build(*below, *sub, language, chosen);
  }
  if (command.action() != nullptr) {
    app.callback([&command, chosen] { *chosen = &command; });
  } else {
    app.require_subcommand(1);
  }
}

// CLI11 speaks English only; its sentence follows ours.
std::string Explain(const CLI::ParseError& error, Language language) {
  if (language == Language::kEnglish) return error.what();
  const std::string what = error.what();
  if (dynamic_cast<const CLI::RequiredError*>(&error))
    return absl::StrCat("il manque un argument (", what, ")");
  if (dynamic_cast<const CLI::ExtrasError*>(&error))
    return absl::StrCat("argument inconnu (", what, ")");
  if (dynamic_cast<const CLI::ConversionError*>(&error))
    return absl::StrCat("valeur illisible (", what, ")");
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error))
    return absl::StrCat("valeur manquante (", what, ")");
  return what;
}

// The deepest command that was named: its help is the one that helps.
const CLI::App* Deepest(const CLI::App* app) {
  for (;;) {
    const auto below = app->get_subcommands();
    if (below.empty()) return app;
    app = below.back();
  }
}

std::string PathOf(const CLI::App* app) {
  const CLI::App* parent = app->get_parent();
  return parent == nullptr ? app->get_name() : absl::StrCat(PathOf(parent), " ", app->get_name());
}

}  // namespace

Reading Read(const Command& root, std::vector<std::string> arguments, Language language) {
  CLI::App app(In(language, root.help()), root.name());
  app.formatter(std::make_shared<Layout>(language));
  Reading reading;
  Build(app, root, language, &reading.command);
  try {
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    return {nullptr, 0, app.help()};
  } catch (const CLI::ParseError& error) {
    const std::string path = PathOf(Deepest(&app));
    return {nullptr, 2,
            absl::StrCat(root.name(), ": ", Explain(error, language), "\n",
                         In(language, {"See: ", "Voir : "}), path, " --help\n")};
  }
  return reading;
}

}  // namespace palier::ctl
