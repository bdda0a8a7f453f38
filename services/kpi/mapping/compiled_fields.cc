// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/compiled_fields.h"

#include <set>

#include "common/aip/resource_name.h"
#include "common/status/macros.h"
#include "kpi/mapping/decimal.h"

namespace palier::kpi {
namespace {

constexpr int kMaxTable = 2000;
constexpr int kMaxOperations = 64;

absl::Status Unknown(status::Reason reason, absl::string_view value, absl::string_view source) {
  const bool project = reason == error::v1::UNKNOWN_PROJECT;
  const status::Text text = project
                                ? status::Text{"{source} does not say which project {value} is.",
                                               "{source} ne dit pas quel projet est {value}."}
                                : status::Text{"{source} does not say which team {value} is.",
                                               "{source} ne dit pas quelle équipe est {value}."};
  return status::Error(absl::StatusCode::kInvalidArgument, reason, text)
      .With("source", source)
      .With("value", value);
}

std::optional<mapping::TimeFormat> TimeFormatOf(int format) {
  using From = v1::TimeMapping;
  using mapping::TimeFormat;
  switch (format) {
    case From::RFC3339:
      return TimeFormat::kRfc3339;
    case From::UNIX_S:
      return TimeFormat::kUnixSeconds;
    case From::UNIX_MS:
      return TimeFormat::kUnixMillis;
    case From::UNIX_US:
      return TimeFormat::kUnixMicros;
    case From::MS_JSON_DATE:
      return TimeFormat::kMsJsonDate;
    case From::DATE:
      return TimeFormat::kDate;
    case From::PATTERN:
      return TimeFormat::kPattern;
    default:
      return std::nullopt;
  }
}

}  // namespace

absl::Status NoMappingFor(absl::string_view source) {
  return status::Error(
             absl::StatusCode::kInvalidArgument, error::v1::FORMAT_CHANGED,
             {"No mapping of {source} is for a record of this shape. Add one, then replay the "
              "quarantine.",
              "Aucune correspondance de {source} n'est pour un enregistrement de cette forme. "
              "Ajoutez-en une, puis rejouez la quarantaine."})
      .With("source", source)
      .With("path", "$");
}

absl::Status UnitChanged(const StatedUnit& stated, absl::string_view unit,
                         absl::string_view source) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::FORMAT_CHANGED,
                       {"The record says {stated} at {path}, and the KPI counts in {unit}. Give it "
                        "a mapping to a KPI of its own, then replay the quarantine.",
                        "L'enregistrement indique {stated} à {path}, et le KPI compte en {unit}. "
                        "Donnez-lui une correspondance vers son propre KPI, puis rejouez la "
                        "quarantaine."})
      .With("source", source)
      .With("path", stated.path)
      .With("stated", stated.text)
      .With("unit", unit);
}

absl::StatusOr<absl::Time> EventTime::Of(mapping::JsonNode record, absl::string_view source) const {
  ASSIGN_OR_RETURN(const std::string text, path.Need(record, source));
  return times.Read(text);
}

absl::StatusOr<v1::OperationMapping::Operation> Operations::Of(mapping::JsonNode record,
                                                               absl::string_view source) const {
  ASSIGN_OR_RETURN(const std::string text, path.Need(record, source));
  const auto found = by_text.find(text);
  if (found != by_text.end()) return found->second;
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::FORMAT_CHANGED,
                       {"{source} does not say what the operation {value} does.",
                        "{source} ne dit pas ce que fait l'opération {value}."})
      .With("source", source)
      .With("value", text)
      .With("path", path.text());
}

absl::StatusOr<std::string> IdRule::Of(mapping::JsonNode record, absl::string_view source,
                                       status::Reason unknown) const {
  if (!path) return constant;
  ASSIGN_OR_RETURN(std::string text, path->Need(record, source));
  if (table.empty()) {
    if (!aip::ValidateId(text).ok()) return Unknown(unknown, text, source);
    return text;
  }
  const auto found = table.find(text);
  if (found == table.end()) return Unknown(unknown, text, source);
  return found->second;
}

absl::StatusOr<std::optional<std::string>> MeasureRule::ValueOf(mapping::JsonNode record,
                                                                absl::string_view source) const {
  if (!path) return std::optional<std::string>(constant);
  std::optional<std::string> text = path->Find(record);
  if (!text && skip_missing) return std::optional<std::string>();
  if (!text) return FormatChanged(source, path->text());
  if (factor.empty()) return text;
  ASSIGN_OR_RETURN(std::string product, DecimalProduct(*text, factor));
  return std::optional<std::string>(std::move(product));
}

void FieldReader::Wrong(absl::string_view field, status::Text text) {
  ok_ = false;
  errors_->Add(absl::StrCat(prefix_, field), std::move(text));
}

void FieldReader::Wrong(absl::string_view field, const absl::Status& status) {
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  if (detail.field_violations_size() == 0) {
    return Wrong(field, status::Text{std::string(status.message()), detail.fr()});
  }
  const error::v1::Violation& first = detail.field_violations(0);
  Wrong(field, status::Text{first.en(), first.fr()});
}

std::vector<RecordPath> FieldReader::Paths(
    absl::string_view field, const google::protobuf::RepeatedPtrField<std::string>& texts) {
  std::vector<RecordPath> paths;
  for (int i = 0; i < texts.size(); ++i) {
    auto path = Take(absl::StrCat(field, "[", i, "]"), RecordPath::Parse(texts[i]));
    if (path) paths.push_back(*std::move(path));
  }
  return paths;
}

std::optional<RecordPath> FieldReader::OptionalPath(absl::string_view field,
                                                    const std::string& text) {
  if (text.empty()) return std::nullopt;
  return Take(field, RecordPath::Parse(text));
}

std::optional<EventTime> FieldReader::Time(absl::string_view field, const v1::TimeMapping& from,
                                           absl::TimeZone zone) {
  auto path = Take(absl::StrCat(field, ".path"), RecordPath::Parse(from.path()));
  std::vector<mapping::TimeSpelling> spellings;
  for (const int format : from.formats()) {
    const auto known = TimeFormatOf(format);
    if (!known) {
      Wrong(absl::StrCat(field, ".formats"),
            {"There is no such format.", "Ce format n'existe pas."});
      return std::nullopt;
    }
    const bool by_pattern = *known == mapping::TimeFormat::kPattern;
    spellings.push_back({*known, by_pattern ? from.pattern() : ""});
  }
  if (spellings.empty()) spellings.push_back({});
  auto times = Take(absl::StrCat(field, ".formats"), mapping::TimeReader::Make(spellings, zone));
  if (!path || !times) return std::nullopt;
  return EventTime{*std::move(path), *std::move(times)};
}

std::optional<Operations> FieldReader::OperationsOf(const v1::RecordMapping& from) {
  if (!from.has_operation()) return std::nullopt;
  auto path = Take("operation.path", RecordPath::Parse(from.operation().path()));
  const auto& texts = from.operation().operations();
  if (texts.empty() || texts.size() > kMaxOperations) {
    Wrong("operation.operations", {"Name 1 to 64 operations.", "Nommez 1 à 64 opérations."});
  }
  bool retracts = false;
  for (const auto& [text, operation] : texts) {
    retracts = retracts || operation == v1::OperationMapping::RETRACT;
    if (operation != v1::OperationMapping::OPERATION_UNSPECIFIED) continue;
    Wrong(absl::StrCat("operation.operations[", text, "]"),
          {"Say UPSERT, RETRACT or IGNORE.", "Indiquez UPSERT, RETRACT ou IGNORE."});
  }
  if (retracts && from.order().empty() && !from.order_by_event_time()) {
    Wrong("order", {"Records that withdraw facts need an order: without it none is newer.",
                    "Des enregistrements qui retirent des faits demandent un ordre : sans lui, "
                    "aucun n'est plus récent."});
  }
  if (!path) return std::nullopt;
  return Operations{*std::move(path), {texts.begin(), texts.end()}};
}

std::optional<IdRule> FieldReader::Id(absl::string_view field, const v1::IdMapping& from) {
  IdRule rule;
  if (from.has_constant()) {
    rule.constant = from.constant();
    if (const absl::Status valid = aip::ValidateId(rule.constant); !valid.ok()) {
      Wrong(absl::StrCat(field, ".constant"), valid);
      return std::nullopt;
    }
    return rule;
  }
  rule.path = Take(absl::StrCat(field, ".path"), RecordPath::Parse(from.path()));
  if (from.table_size() > kMaxTable) {
    Wrong(absl::StrCat(field, ".table"), {"At most 2,000 entries.", "Au plus 2 000 entrées."});
  }
  for (const auto& [text, id] : from.table()) {
    if (const absl::Status valid = aip::ValidateId(id); !valid.ok()) {
      Wrong(absl::StrCat(field, ".table[", text, "]"), valid);
    }
  }
  rule.table = {from.table().begin(), from.table().end()};
  if (!rule.path) return std::nullopt;
  return rule;
}

std::optional<MeasureRule> FieldReader::OneMeasure(const std::string& field,
                                                   const v1::MeasureMapping& from) {
  MeasureRule measure;
  measure.kpi = from.kpi();
  measure.factor = from.factor();
  measure.skip_missing = from.on_missing() == v1::MeasureMapping::SKIP;
  if (const absl::Status valid = aip::ValidateId(from.kpi()); !valid.ok()) {
    Wrong(absl::StrCat(field, ".kpi"), valid);
  }
  measure.unit = OptionalPath(absl::StrCat(field, ".unit"), from.unit());
  if (!from.factor().empty())
    Take(absl::StrCat(field, ".factor"), DecimalProduct(from.factor(), "1"));
  if (from.has_constant()) {
    Take(absl::StrCat(field, ".constant"), DecimalProduct(from.constant(), "1"));
    measure.constant = from.constant();
    return measure;
  }
  if (from.has_of_case()) {
    measure.of_case = from.of_case();
    return measure;
  }
  measure.path = Take(absl::StrCat(field, ".path"), RecordPath::Parse(from.path()));
  if (!measure.path) return std::nullopt;
  return measure;
}

std::vector<MeasureRule> FieldReader::Measures(const v1::RecordMapping& from) {
  std::vector<MeasureRule> measures;
  for (int i = 0; i < from.measures_size(); ++i) {
    auto measure = OneMeasure(absl::StrCat("measures[", i, "]"), from.measures(i));
    if (measure) measures.push_back(*std::move(measure));
  }
  if (from.measures().empty()) {
    Wrong("measures", {"Say what the record measures: at least one KPI.",
                       "Dites ce que mesure l'enregistrement : au moins un KPI."});
  }
  return measures;
}

std::optional<CaseRule> FieldReader::Case(const v1::RecordMapping& from) {
  std::set<int> figures = {v1::MeasureMapping::CASE_FIGURE_UNSPECIFIED};
  for (int i = 0; i < from.measures_size(); ++i) {
    if (!from.measures(i).has_of_case()) continue;
    const bool fresh = figures.insert(from.measures(i).of_case()).second;
    if (fresh && from.has_case_mapping()) continue;
    Wrong(absl::StrCat("measures[", i, "].of_case"),
          {"Name a figure, each once, and in case_mapping the case.",
           "Indiquez un chiffre, chacun une fois, et dans case_mapping le dossier."});
  }
  const bool measured = figures.size() > 1;
  if (!from.has_case_mapping()) return std::nullopt;
  CaseRule rule{Paths("case_mapping.case_id", from.case_mapping().case_id()),
                Paths("case_mapping.activity", from.case_mapping().activity())};
  if (!measured || from.case_mapping().case_id().empty() ||
      from.case_mapping().activity().empty()) {
    Wrong("case_mapping", {"Name the case and what was done, and measure something of the case.",
                           "Désignez le dossier et ce qui a été fait, et mesurez quelque chose du "
                           "dossier."});
  }
  for (const auto& [text, operation] : from.operation().operations()) {
    if (operation != v1::OperationMapping::RETRACT) continue;
    Wrong(absl::StrCat("operation.operations[", text, "]"),
          {"An event of a case happened; it is not withdrawn.",
           "Un événement d'un dossier a eu lieu ; il ne se retire pas."});
  }
  return rule;
}

}  // namespace palier::kpi
