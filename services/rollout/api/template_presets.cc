// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/template_presets.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "rollout/api/criteria_records.h"

namespace palier::rollout {
namespace {

using Channel = v1::Communication::Channel;

// Writes in one language.
class Author {
 public:
  Author(const std::string& organization, rpc::Language language)
      : organization_(organization), language_(language) {}

  v1::RolloutTemplate Template(absl::string_view id, const status::Text& name,
                               const status::Text& description) const {
    v1::RolloutTemplate made;
    made.set_name(absl::StrCat(organization_, "/rolloutTemplates/", id));
    made.set_display_name(Say(name));
    made.set_description(Say(description));
    return made;
  }

  void Tell(absl::string_view id, const status::Text& name, Channel channel, int days_before,
            const status::Text& audience, v1::RolloutTemplate& in) const {
    v1::TemplateCommunication& told = *in.add_communications();
    told.set_communication_id(std::string(id));
    told.set_display_name(Say(name));
    told.set_channel(channel);
    told.set_days_before(days_before);
    told.set_audience_label(Say(audience));
  }

  // What every roll-out says: why, before it starts, and what was heard, after the first wave.
  void TellTheUsual(v1::RolloutTemplate& in) const {
    Tell("announcement", {"What comes, and why", "Ce qui arrive, et pourquoi"},
         v1::Communication::MEETING, 21, {"Everybody concerned", "Toutes les personnes concernées"},
         in);
    Tell("managers", {"What is asked of team leaders", "Ce qui est attendu des responsables"},
         v1::Communication::MEETING, 28, {"Team leaders", "Responsables d'équipe"}, in);
    Tell("heard", {"You said, we did", "Vous avez dit, nous avons fait"},
         v1::Communication::INTRANET, -35,
         {"Everybody concerned", "Toutes les personnes concernées"}, in);
  }

 private:
  std::string Say(const status::Text& text) const { return rpc::In(language_, text); }

  const std::string organization_;
  const rpc::Language language_;
};

v1::GateCriterion Use(int minimum_permille, int target_permille) {
  v1::GateCriterion use = PresetCriteria().criteria(0);
  use.set_minimum_permille(minimum_permille);
  use.set_target_permille(target_permille);
  return use;
}

// Of so few people the estimate has to do.
v1::RolloutTemplate SmallFirm(const Author& author) {
  v1::RolloutTemplate small = author.Template(
      "small-firm",
      {"A small firm: 4, 12 and 8 people", "Petite entreprise : 4, 12 et 8 personnes"},
      {"Three waves for a firm of one or two hundred people. So few prove little: an estimate on "
       "target is enough, and is "
       "marked.",
       "Trois vagues pour une entreprise de cent à deux cents personnes. Si peu de monde prouve "
       "peu : une estimation à la "
       "cible suffit, et cela est signalé."});
  for (const int size : {4, 12, 8}) small.mutable_limits()->add_wave_sizes(size);
  v1::GateCriterion use = Use(0, 600);
  use.set_target_rule(v1::GateCriterion::ESTIMATED);
  use.set_minimum_sample(4);
  *small.add_criteria() = use;
  author.TellTheUsual(small);
  return small;
}

v1::RolloutTemplate Careful(const Author& author) {
  v1::RolloutTemplate careful = author.Template(
      "careful", {"Careful: where an error costs much", "Prudent : là où une erreur coûte cher"},
      {"Small waves, six weeks of close support, the manual way tried out each month. A wave "
       "stands still by itself once "
       "fewer than one in five are seen to use the tool.",
       "Petites vagues, six semaines d'accompagnement, procédure manuelle essayée chaque mois. Une "
       "vague se suspend "
       "d'elle-même dès que moins d'une personne sur cinq utilise l'outil."});
  v1::Limits& limits = *careful.mutable_limits();
  limits.set_pilot_size(10);
  limits.set_growth_permille(1500);
  limits.set_max_wave_permille(100);
  limits.set_hypercare_days(42);
  limits.set_gate_review_days(7);
  limits.set_max_drill_age_days(30);
  limits.set_users_per_champion(10);
  limits.set_min_workshops(1);
  *careful.add_criteria() = Use(500, 700);
  v1::GateCriterion& left = *careful.add_criteria();
  left = Use(200, 200);
  left.set_criterion_id("abandoned");
  left.set_english_label("Still in use");
  left.set_french_label("Encore utilisé");
  left.set_kind(v1::GateCriterion::GUARDRAIL);
  author.TellTheUsual(careful);
  author.Tell("by-hand", {"How to work by hand", "Comment travailler à la main"},
              v1::Communication::EMAIL, 7,
              {"Everybody concerned", "Toutes les personnes concernées"}, careful);
  return careful;
}

v1::RolloutTemplate Broad(const Author& author) {
  v1::RolloutTemplate broad = author.Template(
      "broad", {"Broad: a tool that many know already", "Large : un outil déjà connu de beaucoup"},
      {"Larger sessions and waves that grow fast, for tools that ask for little training.",
       "Sessions plus grandes et vagues qui croissent vite, pour des outils demandant peu de "
       "formation."});
  v1::Limits& limits = *broad.mutable_limits();
  limits.set_session_size(20);
  limits.set_session_minutes(60);
  limits.set_pilot_size(50);
  limits.set_growth_permille(4000);
  *broad.add_criteria() = Use(400, 600);
  author.TellTheUsual(broad);
  return broad;
}

}  // namespace

std::vector<v1::RolloutTemplate> TemplatePresets(const std::string& organization,
                                                 rpc::Language language) {
  const Author author(organization, language);
  return {SmallFirm(author), Careful(author), Broad(author)};
}

}  // namespace palier::rollout
