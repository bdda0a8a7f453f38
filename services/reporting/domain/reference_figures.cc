// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/reference_figures.h"

#include <vector>

namespace palier::reporting {
namespace {

using status::Text;

const Text kIslands = {"Article \"Des îlots à la stratégie\"",
                       "Article « Des îlots à la stratégie »"};
const Text kCto = {"Article \"Du POC à la production, vue CTO\"",
                   "Article « Du POC à la production, vue CTO »"};
const Text kScale = {"Article \"From POC to production\"", "Article « From POC to production »"};

std::vector<Reference> Outcomes() {
  return {
      {"never-in-production",
       {"of AI projects never reach production",
        "des projets d'IA n'atteignent jamais la production"},
       {"85 %", "85 %"},
       {"Gartner, as quoted in the article \"Bloqué au stade du PoC ?\"",
        "Gartner, cité dans l'article « Bloqué au stade du PoC ? »"},
       0,
       OwnFigure::kNotInProduction},
      {"companies-with-value",
       {"of companies turn AI projects into value",
        "des entreprises tirent de la valeur de leurs projets d'IA"},
       {"26 %", "26 %"},
       kScale},
      {"failed-for-adoption",
       {"of failures come from a lack of adoption, not from technique",
        "des échecs viennent d'un manque d'adoption, non de la technique"},
       {"70–80 %", "70–80 %"},
       kScale},
  };
}

std::vector<Reference> Effort() {
  return {
      {"technology-share",
       {"technology / management of people: how the effort divides",
        "technologie / conduite humaine : répartition de l'effort"},
       {"20 % / 80 %", "20 % / 80 %"},
       kIslands},
      {"data-pipeline-share",
       {"of the effort of going to production is the data pipeline",
        "de l'effort de passage en production est la chaîne de données"},
       {"80 %", "80 %"},
       kCto},
  };
}

std::vector<Reference> Money() {
  return {
      {"production-to-poc-cost",
       {"what production costs, compared with the PoC", "coût de la production par rapport au PoC"},
       {"5–20 ×", "5–20 ×"},
       kCto},
      {"poc-budget", {"budget of a PoC", "budget d'un PoC"}, {"10K–50K", "10K–50K"}, kCto},
      {"production-budget",
       {"budget of production", "budget de la production"},
       {"100K–500K", "100K–500K"},
       kCto},
      {"cost-per-employee",
       {"per employee and year for tools, training and support",
        "par salarié et par an pour les outils, la formation et l'accompagnement"},
       {"EUR 150–300", "150–300 €"},
       kIslands},
  };
}

std::vector<Reference> Durations() {
  return {
      {"whole-duration",
       {"from the first evaluation to full implementation",
        "de la première évaluation au déploiement complet"},
       {"12–18 months", "12–18 mois"},
       {"Article \"Des îlots à la stratégie\", questions",
        "Article « Des îlots à la stratégie », questions"}},
      {"deployment-duration",
       {"for the deployment phase alone", "pour la seule phase de déploiement"},
       {"12–18 months", "12–18 mois"},
       {"Article \"Des îlots à la stratégie\", phase 3",
        "Article « Des îlots à la stratégie », phase 3"}},
      {"phase-1-duration",
       {"for phase 1", "pour la phase 1"},
       {"4–6 weeks", "4–6 semaines"},
       kIslands},
      {"phase-2-duration",
       {"for phase 2", "pour la phase 2"},
       {"3–4 weeks", "3–4 semaines"},
       kIslands},
      {"quick-wins",
       {"until the first quick wins, often", "avant les premiers gains rapides, souvent"},
       {"2–3 months", "2–3 mois"},
       kIslands},
      {"still-a-poc",
       {"later, and still a PoC: what the organisation's purgatory threshold starts from",
        "plus tard, toujours un PoC : d'où part le seuil du purgatoire"},
       {"6 months", "6 mois"},
       kCto},
  };
}

}  // namespace

absl::Span<const Reference> References() {
  static const auto& references = *new std::vector<Reference>([] {
    std::vector<Reference> all;
    for (const std::vector<Reference>& group : {Outcomes(), Effort(), Money(), Durations()}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    return all;
  }());
  return references;
}

const Reference* FindReference(absl::string_view id) {
  for (const Reference& reference : References())
    if (reference.id == id) return &reference;
  return nullptr;
}

}  // namespace palier::reporting
