// SPDX-License-Identifier: Apache-2.0
// Figures that explain themselves: what each is, how it is computed, and which records stand behind
// it. Pure.
#ifndef PALIER_REPORTING_FIGURES_FIGURE_H_
#define PALIER_REPORTING_FIGURES_FIGURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "common/money/sums.h"
#include "common/status/error.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// In the order of FigureValue.Unit.
enum class FigureUnit { kUnknown, kCount, kShare, kRatio, kMoney, kHours };

struct FigureRange {
  int low_permille = 0;
  int high_permille = 0;
};

// See FigureValue.
struct FigureValue {
  FigureUnit unit = FigureUnit::kCount;
  std::optional<int64_t> number;
  money::Sums amounts;
  std::optional<int> basis;
  // At 95 %, for a share.
  std::optional<FigureRange> range;
};

FigureValue CountOf(int64_t count);
// Unknown of nothing.
FigureValue ShareOf(int64_t part, int64_t whole);
// The same with the interval that so few cases leave.
FigureValue SampleShareOf(int64_t part, int64_t whole);
// A quantity by another, over `basis` cases; unknown when `by` is 0.
FigureValue RatioOf(double quantity, double by, int basis);
FigureValue AmountOf(money::Sums amounts);
// Unknown without hundredths.
FigureValue HoursOf(std::optional<int64_t> hundredths);

struct FigurePart {
  // UPPER_SNAKE.
  std::string key;
  status::Text label;
  FigureValue value;
};

// A number that entered the formula.
struct FigureInput {
  status::Text label;
  int64_t number = 0;
};

struct FigureItem {
  // Resource name.
  std::string resource;
  std::string display_name;
  // Key of its part; empty where the figure has none.
  std::string part;
  // Unset where each record counts one.
  std::optional<FigureValue> value;
  status::Text note;
  absl::Time written = absl::InfinitePast();
};

struct Figure {
  FigureValue value;
  std::vector<FigurePart> parts;
  std::vector<FigureInput> inputs;
  // By resource name, then by part.
  std::vector<FigureItem> items;
  std::vector<status::Text> notes;
  // Empty when nobody need look.
  status::Text warning;
  // The service that it comes from and that did not answer when it was last asked; else empty. Then
  // it is what the service told before, or unknown.
  std::string silent_peer;
};

// In the order of Figure.Topic and Figure.Quality.
enum class FigureTopic { kOutcomes = 1, kObstacles, kMoney, kReadiness, kPeople, kStrategy, kUse };
enum class FigureQuality { kRecorded = 1, kJudged, kMeasured };
// The service beside the registry that a figure comes from.
enum class FigurePeer { kNone, kKpi, kRollout };

struct FigureDefinition {
  // As in a resource name.
  std::string id;
  FigureTopic topic = FigureTopic::kOutcomes;
  FigureQuality quality = FigureQuality::kRecorded;
  // Grows when the formula changes.
  int version = 1;
  status::Text title;
  status::Text formula;
  // Ids of reference_figures.h that stand beside it.
  std::vector<std::string> references;
  // Called only with what the peer told, when there is one.
  Figure (*compute)(const PortfolioModel& model, absl::CivilDay today) = nullptr;
  FigurePeer peer = FigurePeer::kNone;
};

// All of them, by topic. Made once, never changed.
absl::Span<const FigureDefinition> FigureDefinitions();
// Null when there is none of that id.
const FigureDefinition* FindFigure(absl::string_view id);

// The figure with its items in order.
Figure ComputeFigure(const FigureDefinition& definition, const PortfolioModel& model,
                     absl::CivilDay today);

// An item for a project or for one of its entries.
FigureItem ItemOf(const Dossier& dossier, std::string part = "");
FigureItem ItemOf(const registry::v1::Entry& entry, std::string part = "");

// Whether a rule is judged to be broken; false also when nobody knows.
bool IsUnmet(const Dossier& dossier, absl::string_view rule);
// The rules of an outcome: HYPOTHESIS_VALIDATED, VALUE_PROVEN or OPERABLE. Null without assessment.
const registry::v1::RuleGroup* OutcomeGroup(const Dossier& dossier, absl::string_view outcome);
// What the rules make of an outcome; UNKNOWN without assessment.
registry::v1::RuleResult::Verdict OutcomeOf(const Dossier& dossier, absl::string_view outcome);

// Conditions of production that are not met, or of which nobody knows.
int OpenConditions(const Dossier& dossier);
// Its PoC is over and a decision is due, in time or late.
bool IsWaiting(const registry::v1::Purgatory& purgatory);

// Somebody knows where the data is, may read it and owns it, and it is not poor (S4-06).
bool IsReady(const registry::v1::DataReadiness& data);

// Neither stopped nor retired, and not of unknown stage.
bool IsAlive(const registry::v1::Project& project);
// Neither stopped nor retired, and without an objective that exists (S4-02).
bool IsShowcase(const PortfolioModel& model, const registry::v1::Project& project);
// In ROLLOUT or RUN: people use it for good.
bool IsInUse(const registry::v1::Project& project);
// POST_POC or later, or stopped after its PoC.
bool IsPastPoc(const registry::v1::Project& project);

// Those of each topic, in the order in which they are shown.
std::vector<FigureDefinition> OutcomeFigures();
std::vector<FigureDefinition> ObstacleFigures();
std::vector<FigureDefinition> MoneyFigures();
std::vector<FigureDefinition> ReadinessFigures();
std::vector<FigureDefinition> PeopleFigures();
std::vector<FigureDefinition> StrategyFigures();
std::vector<FigureDefinition> UseFigures();
// Those of a topic that come from other services.
std::vector<FigureDefinition> ReturnFigures();
std::vector<FigureDefinition> FieldFigures();
std::vector<FigureDefinition> ProgrammeFigures();

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_FIGURE_H_
