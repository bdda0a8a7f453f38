// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/survey_question.h"

#include <vector>

namespace palier::kpi {

int LowestOf(Scale scale) {
  return scale == Scale::kRecommendation ? 0 : 1;
}

int HighestOf(Scale scale) {
  return scale == Scale::kRecommendation ? 10 : 5;
}

absl::Span<const StandardQuestion> StandardQuestions() {
  static const auto* questions = new std::vector<StandardQuestion>{
      {"recommend",
       Scale::kRecommendation,
       {"Would you recommend this tool to a colleague?",
        "Recommanderiez-vous cet outil à un collègue ?"}},
      {"our-tool",
       Scale::kAgreement,
       {"This is our tool: we had our say in it.",
        "C'est notre outil : nous avons eu notre mot à dire."}},
      {"clear-objectives",
       Scale::kAgreement,
       {"I know what we want to reach with this tool.",
        "Je sais ce que nous voulons atteindre avec cet outil."}},
      {"enough-training",
       Scale::kAgreement,
       {"I was trained enough to use it well.", "J'ai été assez formé pour bien l'utiliser."}},
      {"trust",
       Scale::kAgreement,
       {"I trust what this tool gives me.", "J'ai confiance dans ce que me donne cet outil."}},
      {"helps-me",
       Scale::kAgreement,
       {"This tool helps me in my work.", "Cet outil m'aide dans mon travail."}},
  };
  return *questions;
}

const StandardQuestion* FindStandardQuestion(absl::string_view id) {
  for (const StandardQuestion& question : StandardQuestions()) {
    if (question.id == id) return &question;
  }
  return nullptr;
}

}  // namespace palier::kpi
