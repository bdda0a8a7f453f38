// SPDX-License-Identifier: Apache-2.0
#include "palierctl/options.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"
#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

std::string FirstOf(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (std::string value = environment(name); !value.empty()) return value;
  }
  return "";
}

absl::StatusOr<Format> ParseFormat(absl::string_view text) {
  if (text == "table") return Format::kTable;
  if (text == "json") return Format::kJson;
  if (text == "csv") return Format::kCsv;
  return Usage(
      {"--output: expected table, json or csv.", "--output : table, json ou csv attendu."});
}

absl::StatusOr<Language> ParseLanguage(absl::string_view text) {
  if (absl::StartsWith(text, "fr")) return Language::kFrench;
  if (text.empty() || absl::StartsWith(text, "en")) return Language::kEnglish;
  return Usage({"--language: expected fr or en.", "--language : fr ou en attendu."});
}

// The locale of an unknown language falls back to English; only an option that cannot be read is an
// error.
std::string LocaleLanguage(const Environment& environment) {
  const std::string locale = FirstOf(environment, {"LC_ALL", "LC_MESSAGES", "LANG"});
  return absl::StartsWith(locale, "fr") ? "fr" : "en";
}

}  // namespace

OptionTexts FromEnvironment(const Environment& environment) {
  OptionTexts texts;
  texts.address = environment("PALIER_ADDRESS");
  texts.organization = environment("PALIER_ORGANIZATION");
  texts.token = environment("PALIER_TOKEN");
  texts.principal = environment("PALIER_PRINCIPAL");
  texts.language = LocaleLanguage(environment);
  return texts;
}

void AddGlobalOptions(Command& root, OptionTexts* texts) {
  root.With({"--address",
             "HOST:PORT",
             {"Server (PALIER_ADDRESS; default 127.0.0.1:8443)",
              "Serveur (PALIER_ADDRESS ; 127.0.0.1:8443 par défaut)"},
             &texts->address})
      .With({"--organization",
             "ID",
             {"Organisation that short names belong to (PALIER_ORGANIZATION)",
              "Organisation des noms abrégés (PALIER_ORGANIZATION)"},
             &texts->organization})
      .With({"--token",
             "TOKEN",
             {"Bearer token; better in PALIER_TOKEN, which other users of the machine do not see",
              "Jeton d'accès ; de préférence dans PALIER_TOKEN, que les autres utilisateurs ne "
              "voient pas"},
             &texts->token})
      .With({"--as",
             "users/ID",
             {"Act as this principal, for a server under --auth=dev (PALIER_PRINCIPAL)",
              "Agir sous ce nom, pour un serveur en --auth=dev (PALIER_PRINCIPAL)"},
             &texts->principal})
      .With({"-o,--output",
             "table|json|csv",
             {"How to print the answer (default table)",
              "Présentation de la réponse (table par défaut)"},
             &texts->format,
             false,
             {"table", "json", "csv"}})
      .With({"--language",
             "fr|en",
             {"Language of messages (default: from LANG)",
              "Langue des messages (par défaut : selon LANG)"},
             &texts->language,
             false,
             {"fr", "en"}})
      .With({"--timeout",
             "DURATION",
             {"Deadline of one call (default 30s)", "Échéance d'un appel (30s par défaut)"},
             &texts->timeout});
}

absl::StatusOr<Options> Check(const OptionTexts& texts) {
  Options options;
  if (!texts.address.empty()) options.address = texts.address;
  options.organization = std::string(absl::StripPrefix(texts.organization, "organizations/"));
  options.token = texts.token;
  options.principal = texts.principal;
  if (!options.principal.empty() && !absl::StrContains(options.principal, "/")) {
    options.principal = "users/" + options.principal;
  }
  ASSIGN_OR_RETURN(options.format, ParseFormat(texts.format));
  ASSIGN_OR_RETURN(options.language, ParseLanguage(texts.language));
  if (!absl::ParseDuration(texts.timeout, &options.timeout) ||
      options.timeout <= absl::ZeroDuration() || options.timeout > absl::Hours(24)) {
    return Usage({"--timeout: expected a duration such as 500ms, 30s or 5m.",
                  "--timeout : durée attendue, par exemple 500ms, 30s ou 5m."});
  }
  return options;
}

Language LanguageOf(const std::vector<std::string>& arguments, const Environment& environment) {
  std::string text = LocaleLanguage(environment);
  for (size_t i = 0; i < arguments.size(); ++i) {
    absl::string_view argument = arguments[i];
    if (argument == "--language" && i + 1 < arguments.size()) text = arguments[i + 1];
    if (absl::ConsumePrefix(&argument, "--language=")) text = std::string(argument);
  }
  return absl::StartsWith(text, "fr") ? Language::kFrench : Language::kEnglish;
}

}  // namespace palier::ctl
