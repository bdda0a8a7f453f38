// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "reporting/documents/digest.h"
#include "reporting/documents/digest_heading.h"
#include "reporting/documents/project_page.h"
#include "reporting/domain/stage_labels.h"
#include "reporting/text/number_text.h"
#include "reporting/text/punctuation.h"

namespace palier::reporting {
namespace {

using rpc::In;
using rpc::Language;

// What a person reads in a few minutes.
constexpr size_t kMostTools = 20;
constexpr size_t kMostAnswers = 20;
constexpr size_t kMostWins = 10;

std::string NumberText(double value, Language language) {
  const std::string text = absl::StrFormat("%g", value);
  return language == Language::kFrench ? absl::StrReplaceAll(text, {{".", ","}}) : text;
}

std::string PromiseText(const StaffPromise& promise, Language language) {
  const std::string unknown = In(language, {"unknown", "inconnu"});
  const auto value = [&](const std::optional<double>& number) {
    return number.has_value() ? NumberText(*number, language) : unknown;
  };
  const status::Text states[] = {{"kept", "tenu"}, {"behind", "en retard"}, {"unknown", "inconnu"}};
  std::string text = absl::StrCat(
      promise.display_name, " (", promise.unit, ")", Colon(language),
      In(language, {"promised for now ", "promis à ce jour "}), value(promise.promised),
      In(language, {", measured ", ", mesuré "}), value(promise.actual));
  if (promise.day.has_value()) {
    absl::StrAppend(&text, In(language, {" on ", " le "}), DateText(*promise.day, language));
  }
  absl::StrAppend(&text, " → ", In(language, states[static_cast<int>(promise.state) - 1]));
  return text;
}

// Users and hours where they may be told, and why not where they may not.
std::string UseText(const StaffTool& tool, Language language) {
  if (!tool.users.has_value()) {
    return In(language, {"Use: not told, as too few people use it or nobody counts them.",
                         "Usage : non dit, car trop peu de personnes l'utilisent ou personne ne "
                         "les compte."});
  }
  std::string text =
      absl::StrCat(In(language, {"Use: ", "Usage : "}), CountText(*tool.users, language),
                   In(language, {" people in ", " personnes en "}), tool.period);
  if (tool.hours.has_value()) {
    absl::StrAppend(
        &text,
        In(language, {"; hours saved in twelve months: ", " ; heures gagnées en douze mois : "}),
        CountText(*tool.hours, language));
  }
  return text + ".";
}

void AddTools(const StaffPage& page, const DigestFacts& facts, Language language,
              Document& document) {
  Section section{In(language, {"The tools: what was promised, what happened",
                                "Les outils : ce qui était promis, ce qui s'est passé"}),
                  {}};
  AddSilence(*facts.book.model(), language, section);
  size_t shown = 0;
  for (const StaffTool& tool : page.tools) {
    if (shown == kMostTools) break;
    ++shown;
    section.blocks.push_back(
        Heading{absl::StrCat(tool.display_name, " (", In(language, StageLabel(tool.stage)), ")")});
    if (!tool.purpose.empty()) section.blocks.push_back(Paragraph{tool.purpose});
    BulletList list;
    for (const StaffPromise& promise : tool.promises)
      list.items.push_back(PromiseText(promise, language));
    // Before, there is no use to speak of.
    if (tool.stage >= registry::v1::Project::LIMITED) list.items.push_back(UseText(tool, language));
    if (!list.items.empty()) section.blocks.push_back(std::move(list));
  }
  if (page.tools.empty()) {
    section.blocks.push_back(Paragraph{
        In(language, {"No AI tool is under way yet.", "Aucun outil d'IA n'est encore en cours."})});
  }
  if (page.tools.size() > shown) {
    section.blocks.push_back(
        Paragraph{absl::StrCat(page.tools.size() - shown,
                               In(language, {" more are on the staff page.",
                                             " autres figurent sur la page du personnel."})),
                  Paragraph::Tone::kSmall});
  }
  document.sections.push_back(std::move(section));
}

void AddAnswers(const StaffPage& page, Language language, Document& document) {
  if (page.answers.empty()) return;
  Section section{In(language, {"You said, we did", "Vous avez dit, nous avons fait"}), {}};
  const status::Text states[] = {{"done", "fait"}, {"accepted", "accepté"}, {"refused", "refusé"}};
  BulletList list;
  for (const StaffAnswer& answer : page.answers) {
    if (list.items.size() == kMostAnswers) break;
    list.items.push_back(absl::StrCat(
        "« ", answer.said, " » → ", In(language, states[static_cast<int>(answer.state) - 1]),
        answer.answer.empty() ? "" : absl::StrCat(Colon(language), answer.answer), " (",
        answer.about, ")"));
  }
  section.blocks.push_back(std::move(list));
  document.sections.push_back(std::move(section));
}

void AddWins(const StaffPage& page, Language language, Document& document) {
  Section section{In(language, {"Quick wins and thanks", "Gains rapides et remerciements"}), {}};
  BulletList wins;
  for (const StaffWin& win : page.wins) {
    if (wins.items.size() == kMostWins) break;
    wins.items.push_back(absl::StrCat(win.display_name, Colon(language), win.achieved));
  }
  if (!wins.items.empty()) section.blocks.push_back(std::move(wins));
  if (!page.champions.empty()) {
    section.blocks.push_back(Paragraph{In(
        language, {"Thank you to the champions. Those who want to be named, and whom to ask about "
                   "a tool, are on the staff page.",
                   "Merci aux ambassadeurs. Ceux qui veulent être nommés, et à qui s'adresser "
                   "pour un outil, sont sur la page du personnel."})});
  }
  if (!section.blocks.empty()) document.sections.push_back(std::move(section));
}

}  // namespace

Document StaffDigest(const StaffPage& page, const DigestFacts& facts, Language language) {
  Document document = BeginDigest(
      {"AI at work, for everybody", "L'IA au travail, pour tout le monde"}, facts, language);
  AddTools(page, facts, language, document);
  AddAnswers(page, language, document);
  AddWins(page, language, document);
  document.sections.back().blocks.push_back(
      Paragraph{In(language, {"Figures of fewer than five people are never told, nor is anybody "
                              "compared with anybody.",
                              "Les chiffres de moins de cinq personnes ne sont jamais dits, et "
                              "personne n'est comparé à personne."}),
                Paragraph::Tone::kSmall});
  return document;
}

}  // namespace palier::reporting
