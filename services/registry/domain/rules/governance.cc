// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "absl/strings/str_cat.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

Findings HasStandards(const Facts& facts, double) {
  std::set<v1::Standard::Domain> known;
  for (const v1::Standard& standard : facts.standards) known.insert(standard.domain());
  Findings findings;
  for (const auto domain : {v1::Standard::DATA_PROTECTION, v1::Standard::QUALITY,
                            v1::Standard::SELECTION, v1::Standard::TRAINING}) {
    if (known.contains(domain)) continue;
    const std::string word = v1::Standard::Domain_Name(domain);
    Append(findings, Absent({absl::StrCat("No standard is in force for: ", word, "."),
                             absl::StrCat("Aucun standard en vigueur pour : ", word, ".")},
                            {"Adopt one, provisional if need be: rules come before roll-out.",
                             "Adoptez-en un, provisoire au besoin : les règles avant le "
                             "déploiement."},
                            word));
  }
  return Or(std::move(findings), {"The four domains have a standard in force.",
                                  "Les quatre domaines ont un standard en vigueur."});
}

Findings HasQualityDocuments(const Facts& facts, double) {
  std::set<v1::QualityDocument::Type> known;
  for (const v1::Entry* entry : facts.Of(E::kQualityDocument))
    known.insert(entry->quality_document().type());
  Findings findings;
  for (const auto type :
       {v1::QualityDocument::DATA_GUIDELINES, v1::QualityDocument::QUALITY_PROCEDURE}) {
    if (known.contains(type)) continue;
    const std::string word = v1::QualityDocument::Type_Name(type);
    Append(findings,
           Absent({absl::StrCat("Not linked: ", word, "."),
                   absl::StrCat("Pas de lien vers : ", word, ".")},
                  {"Link the document and its day.", "Liez le document et sa date."}, word));
  }
  return Or(std::move(findings), {"Guidelines for data and quality are linked.",
                                  "Les règles de données et de qualité sont liées."});
}

Findings IsAccountable(const Facts& facts, double) {
  const size_t outputs = facts.Of(E::kAccountability).size();
  if (outputs > 0)
    return Met({absl::StrCat("Somebody answers for each of ", outputs, " kind(s) of output."),
                absl::StrCat("Quelqu'un répond de chacune des ", outputs, " sorties.")});
  return Absent({"Nobody answers for what it puts out.", "Personne ne répond de ce qu'il produit."},
                {"Name who is accountable for each type of output.",
                 "Nommez qui répond de chaque type de sortie."});
}

// The last word of legal; an earlier one does not stand beside it.
const v1::Entry* LastCheck(const Facts& facts, v1::GovernanceCheck::Item item) {
  return facts.NewestOf(E::kGovernanceCheck, [&](const v1::Entry& entry) {
    const auto day = DayOf(entry.event_date());
    return entry.governance_check().item() == item && (!day.has_value() || *day <= facts.Today());
  });
}

Findings IsLegal(const Facts& facts, double) {
  const bool looked = !facts.Of(E::kGovernanceCheck).empty();
  const status::Text next = {"Check it and have legal sign.",
                             "Vérifiez-le et faites signer le juridique."};
  Findings findings;
  for (const auto item : {v1::GovernanceCheck::COMPLIANCE, v1::GovernanceCheck::EXPLAINABILITY,
                          v1::GovernanceCheck::BIAS}) {
    const v1::Entry* last = LastCheck(facts, item);
    const std::string word = v1::GovernanceCheck::Item_Name(item);
    if (last != nullptr && !last->governance_check().passed()) {
      Append(findings, Unmet({absl::StrCat("Checked last, not passed: ", word, "."),
                              absl::StrCat("Dernière vérification, non conforme : ", word, ".")},
                             next, word));
      continue;
    }
    if (last != nullptr && !last->governance_check().legal_signer().empty()) continue;
    const status::Text why = {absl::StrCat("Not signed by legal: ", word, "."),
                              absl::StrCat("Pas signé par le juridique : ", word, ".")};
    Append(findings, looked ? Unmet(why, next, word) : Absent(why, next, word));
  }
  return Or(std::move(findings), {"Compliance, explainability and bias are signed by legal.",
                                  "Conformité, explicabilité et biais sont signés."});
}

Findings TellsTheGap(const Facts& facts, double) {
  const auto statements = facts.Of(E::kGapStatement);
  if (statements.empty()) {
    return Absent({"Nobody wrote what is validated and what is not ready.",
                   "Personne n'a écrit ce qui est validé et ce qui n'est pas prêt."},
                  {"Have the technical sponsor write and sign the gap.",
                   "Faites écrire et signer l'écart par le sponsor technique."});
  }
  return Check(!Newest(statements)->gap_statement().signer().empty(),
               {"The gap is signed by the technical sponsor.",
                "L'écart est signé par le sponsor technique."},
               {"The gap is not signed.", "L'écart n'est pas signé."},
               {"Have the technical sponsor sign it: the board sees it unsigned.",
                "Faites-le signer par le sponsor technique : le conseil le voit non signé."});
}

Findings ToolsAreCheckedLately(const Facts& facts, double threshold) {
  Findings findings;
  for (const v1::Application& application : facts.applications) {
    const auto last = DayOf(application.last_check_date());
    const bool past = last.has_value() && *last <= facts.Today();
    if (past && facts.Today() - *last <= threshold) continue;
    const status::Text why = {
        absl::StrCat(application.display_name(), " was not checked in ", threshold, " days."),
        absl::StrCat(application.display_name(), " n'a pas été vérifié depuis ", threshold,
                     " jours.")};
    const status::Text next = {"Plan an audit and record its day.",
                               "Planifiez un audit et consignez sa date."};
    Append(findings, last.has_value() ? Unmet(why, next, application.name())
                                      : Absent(why, next, application.name()));
  }
  return Or(std::move(findings), {"Its tools are checked.", "Ses outils sont vérifiés."});
}

}  // namespace

absl::Span<const Rule> GovernanceRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {.id = "NO_STANDARD",
       .requirement = "S1-20 S1-18 S1-19",
       .gates = kRollOut,
       .pillar = PI::kProcess,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kGate,
       .title = {"Rules before roll-out", "Des règles avant le déploiement"},
       .judge = HasStandards,
       .lack = Lack::kRules},
      {"QUALITY_DOCUMENT_MISSING",
       "S1-71",
       kRollOut,
       PI::kProcess,
       A::kData,
       C::kPolitical,
       S::kGate,
       {"Data and quality are documented", "Données et qualité sont documentées"},
       HasQualityDocuments},
      {"NOBODY_ACCOUNTABLE",
       "S1-12",
       kRollOut,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"Somebody answers for its outputs", "Quelqu'un répond de ses sorties"},
       IsAccountable},
      {"NOT_SIGNED_BY_LEGAL",
       "S2-10",
       kIndustrialise,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"The law is kept, and signed", "Le droit est respecté, et signé"},
       IsLegal},
      {"GAP_UNSIGNED",
       "S2-27",
       kIndustrialise,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kWarn,
       {"The gap to production is told", "L'écart avec la production est dit"},
       TellsTheGap},
      {.id = "TOOL_UNCHECKED",
       .requirement = "S1-62",
       .gates = kInProduction,
       .pillar = PI::kProcess,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kWarn,
       .title = {"Its tools are audited", "Ses outils sont audités"},
       .judge = ToolsAreCheckedLately,
       .threshold = Threshold{365, "days"}},
  };
  return *rules;
}

}  // namespace palier::registry
