// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "reporting/documents/board_pack.h"
#include "reporting/documents/project_page.h"
#include "reporting/domain/stage_labels.h"
#include "reporting/text/number_text.h"

namespace palier::reporting {
namespace {

using registry::v1::Project;
using registry::v1::RuleGroup;
using registry::v1::RuleResult;
using rpc::In;
using rpc::Language;

// What one page has room for, whatever the record holds.
constexpr size_t kMostPoints = 5;
constexpr size_t kMostCriteria = 8;
constexpr size_t kMostPurpose = 600;

// Cut between words, so that a page stays a page.
std::string Shortened(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  const size_t space = text.rfind(' ', most);
  size_t end = space == std::string::npos ? most : space;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), " …");
}

std::string AnswerOf(const registry::v1::Assessment& assessment, absl::string_view cause,
                     Language language) {
  for (const RuleGroup& group : assessment.causes())
    if (group.group() == cause) return VerdictText(group.verdict(), language);
  return VerdictText(RuleResult::UNKNOWN, language);
}

// The four questions somebody will ask (S0-16 to S0-20).
Grid Questions(const registry::v1::Assessment& assessment, Language language) {
  Grid grid;
  grid.columns = {{In(language, {"What they will ask", "Ce qu'on vous demandera"}), 5},
                  {In(language, {"Answer on record", "Réponse enregistrée"}), 1.5}};
  const std::pair<const char*, status::Text> questions[] = {
      {"TECHNICAL",
       {"Does it connect without anything being rebuilt?",
        "Se connecte-t-il sans rien reconstruire ?"}},
      {"FINANCIAL",
       {"Are the gains known in figures, and is production budgeted?",
        "Les gains sont-ils chiffrés, et la production budgétée ?"}},
      {"HUMAN",
       {"Do we know who will use it, and who is afraid of what?",
        "Savons-nous qui l'utilisera, et qui craint quoi ?"}},
      {"POLITICAL",
       {"Does somebody of the executive committee defend it without us?",
        "Un membre du comité de direction le défend-il sans nous ?"}}};
  for (const auto& [cause, question] : questions)
    grid.rows.push_back({In(language, question), AnswerOf(assessment, cause, language)});
  return grid;
}

std::string MoreText(size_t count, Language language) {
  return absl::StrCat(In(language, {"and ", "et "}), count, In(language, {" more.", " de plus."}));
}

Paragraph More(size_t count, Language language) {
  return {MoreText(count, language), Paragraph::Tone::kSmall};
}

BulletList OpenPoints(const registry::v1::Assessment& assessment, Language language) {
  BulletList list;
  size_t more = 0;
  for (const RuleResult& result : assessment.results()) {
    if (result.verdict() != RuleResult::UNMET) continue;
    if (list.items.size() < kMostPoints) {
      list.items.push_back(absl::StrCat(result.explanation(), " → ", result.next_action()));
    } else {
      ++more;
    }
  }
  if (more > 0) list.items.push_back(MoreText(more, language));
  return list;
}

std::string PersonText(const std::string& name, Language language) {
  return name.empty() ? In(language, {"nobody", "personne"}) : IdOf(name);
}

}  // namespace

Document SponsorBrief(const Dossier& dossier, const registry::v1::Assessment& assessment,
                      absl::CivilDay today, Language language) {
  const Project& project = dossier.project;
  Document document;
  document.language = language;
  document.title = project.display_name();
  document.subtitle = absl::StrCat(In(language, {"Sponsor brief, ", "Note au sponsor, "}),
                                   DateText(today, language));
  Section section;
  auto& blocks = section.blocks;
  if (!project.purpose().empty())
    blocks.push_back(Paragraph{Shortened(project.purpose(), kMostPurpose)});
  blocks.push_back(Paragraph{
      absl::StrCat(In(language, {"Stage: ", "Stade : "}), In(language, StageLabel(project.stage())),
                   In(language, {" · sponsor: ", " · sponsor : "}),
                   PersonText(project.sponsor(), language),
                   In(language, {" · technical sponsor: ", " · sponsor technique : "}),
                   PersonText(project.technical_sponsor(), language)),
      Paragraph::Tone::kSmall});
  blocks.push_back(ProjectFigures(dossier, assessment, language));
  Grid promise = PromiseGrid(dossier, language);
  const size_t criteria = promise.rows.size();
  if (criteria > kMostCriteria) promise.rows.resize(kMostCriteria);
  if (!promise.rows.empty()) {
    blocks.push_back(Heading{In(language, {"What was promised, and what came of it",
                                           "Ce qui était promis, et ce qui en est"})});
    blocks.push_back(promise);
    if (criteria > kMostCriteria) blocks.push_back(More(criteria - kMostCriteria, language));
  }
  blocks.push_back(Questions(assessment, language));
  const BulletList open = OpenPoints(assessment, language);
  if (!open.items.empty()) {
    blocks.push_back(Heading{In(language, {"What is still open", "Ce qui reste ouvert"})});
    blocks.push_back(open);
  }
  if (!assessment.blocking().next_action().empty()) {
    blocks.push_back(Paragraph{
        absl::StrCat(In(language, {"Next: ", "À faire : "}), assessment.blocking().next_action()),
        Paragraph::Tone::kWarning});
  }
  document.sections.push_back(std::move(section));
  return document;
}

}  // namespace palier::reporting
