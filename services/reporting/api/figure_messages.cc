// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/figure_messages.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "reporting/api/reference_message.h"
#include "reporting/api/report_day.h"
#include "reporting/figures/value_text.h"

namespace palier::reporting {
namespace {

void Fill(const FigureValue& value, rpc::Language language, v1::FigureValue& to) {
  to.set_unit(static_cast<v1::FigureValue::Unit>(value.unit));
  to.set_text(ValueText(value, language));
  if (value.number.has_value()) to.set_number(*value.number);
  for (const google::type::Money& amount : value.amounts.all()) *to.add_amounts() = amount;
  if (value.basis.has_value()) to.set_basis_count(*value.basis);
  if (!value.range.has_value()) return;
  to.set_low_permille(value.range->low_permille);
  to.set_high_permille(value.range->high_permille);
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

}  // namespace palier::reporting
