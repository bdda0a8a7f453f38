// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/figure.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/stats/permille.h"
#include "common/stats/wilson.h"
#include "common/time/proto_time.h"

namespace palier::reporting {
namespace {

constexpr double kThousand = 1000;

std::vector<FigureDefinition> AllDefinitions() {
  std::vector<FigureDefinition> all;
  for (const auto& group :
       {OutcomeFigures(), ObstacleFigures(), MoneyFigures(), ReturnFigures(), ReadinessFigures(),
        PeopleFigures(), FieldFigures(), StrategyFigures(), ProgrammeFigures(), UseFigures()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

// Where a figure comes from, and whether that can be heard.
struct Source {
  std::string name;
  bool told = true;
  bool answers = true;
};

Source SourceOf(FigurePeer peer, const PortfolioModel& model) {
  switch (peer) {
    case FigurePeer::kKpi:
      return {"kpi", model.kpi.facts != nullptr, model.kpi.answers};
    case FigurePeer::kRollout:
      return {"rollout", model.rollout.facts != nullptr, model.rollout.answers};
    case FigurePeer::kNone:
      break;
  }
  return {};
}

status::Text SilenceNote(const Source& source) {
  if (!source.told) {
    return {absl::StrCat("The service ", source.name, " does not answer: nobody knows."),
            absl::StrCat("Le service ", source.name, " ne répond pas : personne ne sait.")};
  }
  return {absl::StrCat("The service ", source.name,
                       " does not answer now: this is what it told before."),
          absl::StrCat("Le service ", source.name,
                       " ne répond pas en ce moment : c'est ce qu'il a dit avant.")};
}

}  // namespace

FigureValue CountOf(int64_t count) {
  FigureValue value;
  value.number = count;
  return value;
}

FigureValue ShareOf(int64_t part, int64_t whole) {
  FigureValue value;
  value.unit = FigureUnit::kShare;
  value.basis = static_cast<int>(whole);
  if (whole > 0) value.number = stats::Permille(part, whole);
  return value;
}

FigureValue SampleShareOf(int64_t part, int64_t whole) {
  FigureValue value = ShareOf(part, whole);
  if (whole > 0) {
    const stats::Interval interval = stats::WilsonInterval({part, whole});
    value.range = FigureRange{static_cast<int>(std::floor(kThousand * interval.lower)),
                              static_cast<int>(std::ceil(kThousand * interval.upper))};
  }
  return value;
}

FigureValue RatioOf(double quantity, double by, int basis) {
  FigureValue value;
  value.unit = FigureUnit::kRatio;
  value.basis = basis;
  if (by > 0) value.number = std::llround(kThousand * quantity / by);
  return value;
}

FigureValue AmountOf(money::Sums amounts) {
  FigureValue value;
  value.unit = FigureUnit::kMoney;
  value.amounts = std::move(amounts);
  return value;
}

FigureValue HoursOf(std::optional<int64_t> hundredths) {
  FigureValue value;
  value.unit = FigureUnit::kHours;
  if (hundredths.has_value()) value.number = 10 * *hundredths;
  return value;
}

absl::Span<const FigureDefinition> FigureDefinitions() {
  static const auto& all = *new std::vector<FigureDefinition>(AllDefinitions());
  return all;
}

const FigureDefinition* FindFigure(absl::string_view id) {
  const absl::Span<const FigureDefinition> all = FigureDefinitions();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [id](const FigureDefinition& each) { return each.id == id; });
  return found == all.end() ? nullptr : &*found;
}

Figure ComputeFigure(const FigureDefinition& definition, const PortfolioModel& model,
                     absl::CivilDay today) {
  const Source source = SourceOf(definition.peer, model);
  Figure figure;
  figure.value.unit = FigureUnit::kUnknown;
  if (source.told) figure = definition.compute(model, today);
  if (!source.answers) {
    figure.silent_peer = source.name;
    figure.notes.push_back(SilenceNote(source));
  }
  std::stable_sort(figure.items.begin(), figure.items.end(), [](const auto& a, const auto& b) {
    return std::tie(a.resource, a.part) < std::tie(b.resource, b.part);
  });
  return figure;
}

FigureItem ItemOf(const Dossier& dossier, std::string part) {
  FigureItem item;
  item.resource = dossier.project.name();
  item.display_name = dossier.project.display_name();
  item.part = std::move(part);
  item.written = time::TimeOf(dossier.project.update_time());
  return item;
}

FigureItem ItemOf(const registry::v1::Entry& entry, std::string part) {
  FigureItem item;
  item.resource = entry.name();
  item.display_name = entry.display_name();
  item.part = std::move(part);
  item.written = time::TimeOf(entry.update_time());
  return item;
}

bool IsUnmet(const Dossier& dossier, absl::string_view rule) {
  if (!dossier.assessment.has_value()) return false;
  for (const registry::v1::RuleGroup& pillar : dossier.assessment->pillars()) {
    if (std::find(pillar.unmet().begin(), pillar.unmet().end(), rule) != pillar.unmet().end())
      return true;
  }
  return false;
}

const registry::v1::RuleGroup* OutcomeGroup(const Dossier& dossier, absl::string_view outcome) {
  if (!dossier.assessment.has_value()) return nullptr;
  for (const registry::v1::RuleGroup& group : dossier.assessment->outcomes())
    if (group.group() == outcome) return &group;
  return nullptr;
}

registry::v1::RuleResult::Verdict OutcomeOf(const Dossier& dossier, absl::string_view outcome) {
  const registry::v1::RuleGroup* const group = OutcomeGroup(dossier, outcome);
  return group == nullptr ? registry::v1::RuleResult::UNKNOWN : group->verdict();
}

int OpenConditions(const Dossier& dossier) {
  const registry::v1::RuleGroup* const group = OutcomeGroup(dossier, "OPERABLE");
  return group == nullptr ? 0 : group->unmet_size() + group->unknown_size();
}

bool IsWaiting(const registry::v1::Purgatory& purgatory) {
  return purgatory.state() != registry::v1::Purgatory::NOT_CONCERNED &&
         purgatory.state() != registry::v1::Purgatory::STATE_UNSPECIFIED;
}

bool IsReady(const registry::v1::DataReadiness& data) {
  return data.located() && data.accessible() && data.structured() && data.owned() &&
         data.quality() != registry::v1::DataReadiness::POOR;
}

bool IsAlive(const registry::v1::Project& project) {
  return project.stage() != registry::v1::Project::STOPPED &&
         project.stage() != registry::v1::Project::RETIRED &&
         project.stage() != registry::v1::Project::STAGE_UNKNOWN &&
         project.stage() != registry::v1::Project::STAGE_UNSPECIFIED;
}

bool IsShowcase(const PortfolioModel& model, const registry::v1::Project& project) {
  if (project.stage() == registry::v1::Project::STOPPED ||
      project.stage() == registry::v1::Project::RETIRED)
    return false;
  return std::none_of(project.objectives().begin(), project.objectives().end(),
                      [&](const std::string& name) { return model.objectives.count(name) > 0; });
}

bool IsInUse(const registry::v1::Project& project) {
  return project.stage() == registry::v1::Project::ROLLOUT ||
         project.stage() == registry::v1::Project::RUN;
}

bool IsPastPoc(const registry::v1::Project& project) {
  if (project.stage() == registry::v1::Project::STOPPED) return project.has_poc_end_time();
  return project.stage() >= registry::v1::Project::POST_POC &&
         project.stage() <= registry::v1::Project::RETIRED;
}

}  // namespace palier::reporting
