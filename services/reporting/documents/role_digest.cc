// SPDX-License-Identifier: Apache-2.0
// Digests of who runs projects, and of who answers for the whole.
#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "reporting/documents/digest.h"
#include "reporting/documents/digest_heading.h"
#include "reporting/documents/project_page.h"
#include "reporting/domain/reference_figures.h"
#include "reporting/figures/value_text.h"
#include "reporting/text/number_text.h"
#include "reporting/text/punctuation.h"

namespace palier::reporting {
namespace {

using rpc::In;
using rpc::Language;

constexpr size_t kMostItems = 10;

constexpr const char* kBoardFigures[] = {
    "value-proven",     "validated-and-ready", "decisions-overdue", "two-budgets",
    "realised-savings", "hours-saved",         "promises-kept",     "unlinked-cost",
    "change-health",    "programme-health"};

// Figures that the managers act on, with their records.
constexpr const char* kManagementFigures[] = {
    "decisions-overdue", "zombies",    "blockers-by-type", "remarks-answered",
    "concerns-answered", "quick-wins", "promises-kept",    "hours-saved"};

KeyFigure Key(const DigestFacts& facts, const char* id, Language language) {
  const FigureDefinition& definition = *FindFigure(id);
  KeyFigure key{ValueText(facts.book.Of(definition).value, language),
                In(language, definition.title), ""};
  if (!definition.references.empty()) {
    const Reference& reference = *FindReference(definition.references[0]);
    key.note = absl::StrCat(In(language, {"elsewhere: ", "ailleurs : "}),
                            In(language, reference.value), " ", In(language, reference.text));
  }
  return key;
}

// What was written in the period, of the figure's records.
size_t NewIn(const Figure& figure, const ReportPeriod& period, const absl::TimeZone& zone) {
  return std::count_if(figure.items.begin(), figure.items.end(), [&](const FigureItem& item) {
    if (item.written == absl::InfinitePast()) return false;
    const absl::CivilDay day = absl::ToCivilDay(item.written, zone);
    return period.first <= day && day <= period.last;
  });
}

void AddWarnings(const DigestFacts& facts, Language language, Section& section) {
  BulletList list;
  for (const FigureDefinition& definition : FigureDefinitions()) {
    const Figure& figure = facts.book.Of(definition);
    if (figure.warning.en.empty()) continue;
    list.items.push_back(absl::StrCat(In(language, definition.title), Colon(language),
                                      ValueText(figure.value, language), ". ",
                                      In(language, figure.warning)));
  }
  if (list.items.empty()) {
    section.blocks.push_back(Paragraph{
        In(language, {"Nothing asks for attention.", "Rien ne demande votre attention."})});
  } else {
    section.blocks.push_back(std::move(list));
  }
}

Section Decisions(const DigestFacts& facts, Language language) {
  Section section{In(language, {"Decisions that are late", "Décisions en retard"}), {}};
  const Figure& figure = facts.book.Of(*FindFigure("decisions-overdue"));
  if (figure.items.empty()) {
    section.blocks.push_back(
        Paragraph{In(language, {"No decision is late.", "Aucune décision n'est en retard."})});
    return section;
  }
  BulletList list;
  for (const FigureItem& item : figure.items) {
    if (list.items.size() == kMostItems) break;
    const std::string& note = In(language, item.note);
    list.items.push_back(
        absl::StrCat(item.display_name, note.empty() ? "" : absl::StrCat(Colon(language), note)));
  }
  section.blocks.push_back(std::move(list));
  if (figure.items.size() > kMostItems) {
    section.blocks.push_back(
        Paragraph{absl::StrCat(In(language, {"and ", "et "}), figure.items.size() - kMostItems,
                               In(language, {" more.", " de plus."})),
                  Paragraph::Tone::kSmall});
  }
  return section;
}

}  // namespace

Document ManagementDigest(const DigestFacts& facts, Language language) {
  Document document = BeginDigest(
      {"AI projects, for who runs them", "Projets d'IA, pour qui les mène"}, facts, language);
  Section attention{In(language, {"What asks for attention", "Ce qui demande votre attention"}),
                    {}};
  AddSilence(*facts.book.model(), language, attention);
  AddWarnings(facts, language, attention);
  document.sections.push_back(std::move(attention));
  document.sections.push_back(Decisions(facts, language));
  Grid grid;
  grid.columns = {{In(language, {"Figure", "Chiffre"}), 3},
                  {In(language, {"Value", "Valeur"}), 1.5, true},
                  {In(language, {"Records of the period", "Fiches de la période"}), 1, true}};
  for (const char* id : kManagementFigures) {
    const FigureDefinition& definition = *FindFigure(id);
    const Figure& figure = facts.book.Of(definition);
    const size_t fresh = NewIn(figure, facts.period, facts.book.model()->zone);
    grid.rows.push_back({In(language, definition.title), ValueText(figure.value, language),
                         CountText(static_cast<int64_t>(fresh), language)});
  }
  document.sections.push_back(
      {In(language, {"Where it stands", "Où on en est"}), {std::move(grid)}});
  return document;
}

Document BoardDigest(const DigestFacts& facts, Language language) {
  Document document = BeginDigest({"AI, for the board", "L'IA, pour le comité"}, facts, language);
  Section section{In(language, {"The main figures", "Les chiffres principaux"}), {}};
  AddSilence(*facts.book.model(), language, section);
  KeyFigures key;
  for (const char* id : kBoardFigures) key.figures.push_back(Key(facts, id, language));
  section.blocks.push_back(std::move(key));
  document.sections.push_back(std::move(section));
  document.sections.push_back(Decisions(facts, language));
  return document;
}

}  // namespace palier::reporting
