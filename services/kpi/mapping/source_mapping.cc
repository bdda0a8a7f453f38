// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/source_mapping.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/json_text.h"
#include "common/mapping/record_filter.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/mapping/compiled_fields.h"

namespace palier::kpi {

using mapping::JsonNode;

struct SourceMapping::Shape {
  mapping::RecordFilter filter;
  std::vector<RecordPath> event_id;
  std::vector<RecordPath> business_key;
  std::optional<RecordPath> order;
  bool order_by_event_time;
  EventTime event_time;
  std::optional<Operations> operations;
  IdRule project;
  std::optional<IdRule> team;
  std::optional<RecordPath> user;
  std::vector<MeasureRule> measures;
  std::optional<CaseRule> of_case;
  std::vector<RecordPath> drop;
};

namespace {

absl::StatusOr<int64_t> OrderKeyOf(const std::string& text) {
  int64_t number = 0;
  if (absl::SimpleAtoi(text, &number)) return number;
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return absl::ToUnixMicros(time);
  return status::InvalidField("order_key",
                              {"The order is neither an integer nor a time in RFC 3339.",
                               "L'ordre n'est ni un entier ni une date RFC 3339."});
}

constexpr size_t kMaxCaseIdBytes = 200;

absl::Status CheckCaseId(const std::string& id) {
  const bool fits = !id.empty() && id.size() <= kMaxCaseIdBytes;
  if (fits && id.find('\0') == std::string::npos) return absl::OkStatus();
  return status::InvalidField("case_id", {"A case is named by 1 to 200 bytes, none of them zero.",
                                          "Un dossier est désigné par 1 à 200 octets, aucun nul."});
}

}  // namespace

absl::StatusOr<SourceMapping> SourceMapping::Compile(const v1::Source& source,
                                                     absl::TimeZone zone) {
  FieldReader root;
  if (!source.time_zone().empty() && !absl::LoadTimeZone(source.time_zone(), &zone)) {
    root.Wrong("time_zone", {"This machine knows no such zone; write for example Europe/Paris.",
                             "Cette machine ne connaît pas ce fuseau ; écrivez par exemple "
                             "Europe/Paris."});
  }
  auto shapes = std::make_shared<std::vector<Shape>>();
  for (int i = 0; i < source.mappings_size(); ++i) {
    const v1::RecordMapping& from = source.mappings(i);
    FieldReader reader = root.At(absl::StrCat("mappings[", i, "]"));
    auto filter = reader.Take("filter", mapping::RecordFilter::Parse(from.filter()));
    auto event_id = reader.Paths("event_id", from.event_id());
    auto business_key = reader.Paths("business_key", from.business_key());
    auto order = reader.OptionalPath("order", from.order());
    auto event_time = reader.Time("event_time", from.event_time(), zone);
    auto operations = reader.OperationsOf(from);
    auto project = reader.Id("project", from.project());
    auto team = from.has_team() ? reader.Id("team", from.team()) : std::nullopt;
    auto user = reader.OptionalPath("user", from.user());
    auto measures = reader.Measures(from);
    auto of_case = reader.Case(from);
    auto drop = reader.Paths("drop", from.drop());
    if (from.event_id().empty()) {
      reader.Wrong("event_id",
                   {"Name at least one path; without an identity a delivery that is "
                    "repeated would count twice.",
                    "Indiquez au moins un chemin ; sans identité, une livraison répétée "
                    "compterait deux fois."});
    }
    if (from.order_by_event_time() && !from.order().empty()) {
      reader.Wrong("order_by_event_time", {"Choose: this, or a path to the order.",
                                           "Choisissez : ceci, ou un chemin vers l'ordre."});
    }
    if (!reader.ok()) continue;
    shapes->push_back({*std::move(filter), std::move(event_id), std::move(business_key),
                       std::move(order), from.order_by_event_time(), *std::move(event_time),
                       std::move(operations), *std::move(project), std::move(team), std::move(user),
                       std::move(measures), std::move(of_case), std::move(drop)});
  }
  if (source.mappings().empty()) {
    root.Wrong("mappings", {"Say what a record means: at least one mapping.",
                            "Dites ce que signifie un enregistrement : au moins une "
                            "correspondance."});
  }
  RETURN_IF_ERROR(root.status());
  SourceMapping compiled;
  compiled.shapes_ = std::move(shapes);
  compiled.source_ = source.name();
  return compiled;
}

SourceMapping::SourceMapping() = default;

int SourceMapping::Choose(JsonNode record) const {
  for (size_t i = 0; i < shapes_->size(); ++i) {
    if ((*shapes_)[i].filter.Holds(record)) return static_cast<int>(i);
  }
  return -1;
}

std::string SourceMapping::Keepable(int chosen, JsonNode record,
                                    const std::function<std::string(const std::string&)>& hash,
                                    std::vector<std::string>* hashes) const {
  hashes->clear();
  std::vector<std::pair<JsonNode, std::string>> edits;
  const auto keep = [&](const Shape& shape) {
    const std::string user = shape.user ? shape.user->Find(record).value_or("") : "";
    if (!user.empty()) {
      const std::string hashed = hash(user);
      edits.emplace_back(*shape.user->Node(record), mapping::JsonString(hashed));
      if (!absl::c_linear_search(*hashes, hashed)) hashes->push_back(hashed);
    }
    for (const RecordPath& path : shape.drop) {
      if (const std::optional<JsonNode> node = path.Node(record)) edits.emplace_back(*node, "");
    }
  };
  if (chosen >= 0) {
    keep((*shapes_)[static_cast<size_t>(chosen)]);
  } else {
    absl::c_for_each(*shapes_, keep);
  }
  return mapping::JsonText(record, [&](JsonNode node) -> std::optional<std::string> {
    for (const auto& [edited, json] : edits) {
      if (node == edited) return json;
    }
    return std::nullopt;
  });
}

absl::StatusOr<MappedRecord> SourceMapping::Map(int chosen, JsonNode record) const {
  if (chosen < 0) return NoMappingFor(source_);
  const Shape& shape = (*shapes_)[static_cast<size_t>(chosen)];
  auto operation = v1::OperationMapping::UPSERT;
  if (shape.operations) {
    ASSIGN_OR_RETURN(operation, shape.operations->Of(record, source_));
  }
  if (operation == v1::OperationMapping::IGNORE) return MappedRecord();
  v1::Measurement common;
  MappedRecord mapped;
  ASSIGN_OR_RETURN(mapped.project, shape.project.Of(record, source_, error::v1::UNKNOWN_PROJECT));
  if (shape.team) {
    ASSIGN_OR_RETURN(*common.mutable_team(),
                     shape.team->Of(record, source_, error::v1::UNKNOWN_TEAM));
  }
  ASSIGN_OR_RETURN(*common.mutable_event_id(), JoinedText(shape.event_id, record, source_));
  ASSIGN_OR_RETURN(*common.mutable_business_key(), JoinedText(shape.business_key, record, source_));
  ASSIGN_OR_RETURN(const absl::Time time, shape.event_time.Of(record, source_));
  if (shape.order_by_event_time) common.set_order_key(absl::ToUnixMicros(time));
  if (shape.order) {
    ASSIGN_OR_RETURN(const std::string order, shape.order->Need(record, source_));
    ASSIGN_OR_RETURN(const int64_t order_key, OrderKeyOf(order));
    common.set_order_key(order_key);
  }
  time::SetTime(time, common.mutable_event_time());
  if (shape.user) common.set_user(shape.user->Find(record).value_or(""));
  common.set_retraction(operation == v1::OperationMapping::RETRACT);
  if (shape.of_case) {
    MappedEvent& event = mapped.event.emplace();
    ASSIGN_OR_RETURN(event.case_id, JoinedText(shape.of_case->case_id, record, source_));
    RETURN_IF_ERROR(CheckCaseId(event.case_id));
    event.event = {common.event_id(), common.order_key(), time, "", common.team()};
    ASSIGN_OR_RETURN(event.event.activity, JoinedText(shape.of_case->activity, record, source_));
  }
  for (size_t i = 0; i < shape.measures.size(); ++i) {
    if (mapped.event && shape.measures[i].of_case != v1::MeasureMapping::CASE_FIGURE_UNSPECIFIED) {
      v1::Measurement figure;
      figure.set_kpi(shape.measures[i].kpi);
      // Whatever mapping an event has, the figure of its case is the same fact.
      figure.set_item(shape.measures[i].of_case);
      figure.set_event_id(absl::StrCat("case/", mapped.event->case_id));
      mapped.event->figures.emplace_back(shape.measures[i].of_case, std::move(figure));
      continue;
    }
    v1::Measurement measurement = common;
    measurement.set_kpi(shape.measures[i].kpi);
    measurement.set_item(static_cast<int32_t>(i));
    StatedUnit unit;
    if (!common.retraction()) {
      ASSIGN_OR_RETURN(const auto value, shape.measures[i].ValueOf(record, source_));
      if (!value) continue;
      measurement.set_decimal(*value);
      if (const auto& path = shape.measures[i].unit) {
        ASSIGN_OR_RETURN(unit.text, path->Need(record, source_));
        unit.path = path->text();
      }
    }
    mapped.measurements.push_back(std::move(measurement));
    mapped.units.push_back(std::move(unit));
  }
  return mapped;
}

}  // namespace palier::kpi
