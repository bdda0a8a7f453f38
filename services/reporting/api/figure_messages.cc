// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/figure_messages.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "reporting/api/reference_message.h"
#include "reporting/api/report_day.h"
#include "reporting/editions/edition.h"
#include "reporting/figures/value_text.h"

namespace palier::reporting {
namespace {

void Fill(const FigureValue& value, rpc::Language language, v1::FigureValue& to) {
  to = KeptValue(value);
  to.set_text(ValueText(value, language));
}

void FillDifference(const FigureValue& difference, rpc::Language language, v1::FigureValue& to) {
  to = KeptValue(difference);
  to.set_text(DifferenceText(difference, language));
}

void SetNewest(const Figure& figure, v1::Figure& to) {
  absl::Time newest = absl::InfinitePast();
  for (const FigureItem& item : figure.items) newest = std::max(newest, item.written);
  if (newest != absl::InfinitePast()) time::SetTime(newest, to.mutable_newest_record_time());
}

}  // namespace

v1::Figure FigureMessage(const FigureDefinition& definition, const FigureBook& book,
                         const std::string& parent, rpc::Language language) {
  const Figure& figure = book.Of(definition);
  v1::Figure to;
  to.set_name(absl::StrCat(parent, "/figures/", definition.id));
  to.set_title(rpc::In(language, definition.title));
  to.set_topic(static_cast<v1::Figure::Topic>(definition.topic));
  *to.mutable_as_of_date() = ToDate(book.model()->assessed_day);
  Fill(figure.value, language, *to.mutable_value());
  for (const FigurePart& part : figure.parts) {
    v1::FigurePart& out = *to.add_parts();
    out.set_key(part.key);
    out.set_label(rpc::In(language, part.label));
    Fill(part.value, language, *out.mutable_value());
  }
  to.set_formula(rpc::In(language, definition.formula));
  to.set_definition_version(definition.version);
  for (const FigureInput& input : figure.inputs) {
    v1::FigureInput& out = *to.add_inputs();
    out.set_label(rpc::In(language, input.label));
    out.set_number(input.number);
  }
  to.set_quality(static_cast<v1::Figure::Quality>(definition.quality));
  SetNewest(figure, to);
  to.set_registry_cursor(book.model()->cursor);
  to.set_item_count(static_cast<int>(figure.items.size()));
  for (const std::string& id : definition.references)
    FillReference(*FindReference(id), language, *to.add_reference_figures());
  for (const status::Text& note : figure.notes) to.add_notes(rpc::In(language, note));
  to.set_warning(rpc::In(language, figure.warning));
  if (!figure.silent_peer.empty()) to.add_unreachable_services(figure.silent_peer);
  return to;
}

v1::FigureItem FigureItemMessage(const FigureItem& item, rpc::Language language) {
  v1::FigureItem to;
  to.set_resource(item.resource);
  to.set_display_name(item.display_name);
  to.set_part(item.part);
  if (item.value.has_value()) Fill(*item.value, language, *to.mutable_value());
  to.set_note(rpc::In(language, item.note));
  return to;
}

v1::FigureChange FigureChangeMessage(const FigureChange& change, const Figure& now,
                                     const std::string& parent, rpc::Language language) {
  std::map<std::string, std::string> labels;
  for (const FigurePart& part : now.parts) labels[part.key] = rpc::In(language, part.label);
  v1::FigureChange to;
  to.set_figure(absl::StrCat(parent, "/figures/", change.definition->id));
  to.set_title(rpc::In(language, change.definition->title));
  to.set_topic(static_cast<v1::Figure::Topic>(change.definition->topic));
  to.set_state(static_cast<v1::FigureChange::State>(change.state));
  Fill(change.before, language, *to.mutable_before());
  Fill(change.after, language, *to.mutable_after());
  if (change.difference) FillDifference(*change.difference, language, *to.mutable_difference());
  for (const PartChange& part : change.parts) {
    v1::FigurePartChange& out = *to.add_parts();
    const auto label = labels.find(part.key);
    out.set_key(part.key);
    out.set_label(label == labels.end() ? part.key : label->second);
    if (part.before) Fill(*part.before, language, *out.mutable_before());
    if (part.after) Fill(*part.after, language, *out.mutable_after());
    if (part.difference) FillDifference(*part.difference, language, *out.mutable_difference());
  }
  return to;
}

}  // namespace palier::reporting
