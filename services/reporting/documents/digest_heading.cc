// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/digest_heading.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "reporting/model/silent_services.h"
#include "reporting/text/number_text.h"
#include "reporting/text/punctuation.h"

namespace palier::reporting {

Document BeginDigest(const status::Text& what, const DigestFacts& facts, rpc::Language language) {
  Document document;
  document.language = language;
  document.title = absl::StrCat(rpc::In(language, what), Colon(language), facts.organization);
  document.subtitle = absl::StrCat(facts.period.label, " (", DateText(facts.period.first, language),
                                   " – ", DateText(facts.period.last, language), ")");
  return document;
}

void AddSilence(const PortfolioModel& model, rpc::Language language, Section& section) {
  const std::string silent = absl::StrJoin(SilentServices(model), ", ");
  if (silent.empty()) return;
  section.blocks.push_back(Paragraph{
      absl::StrCat(rpc::In(language, {"These services did not answer when this was written, so "
                                      "their figures are old or absent: ",
                                      "Ces services ne répondaient pas à la rédaction, leurs "
                                      "chiffres sont anciens ou absents : "}),
                   silent, "."),
      Paragraph::Tone::kWarning});
}

}  // namespace palier::reporting
