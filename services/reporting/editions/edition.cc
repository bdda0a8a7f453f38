// SPDX-License-Identifier: Apache-2.0
#include "reporting/editions/edition.h"

#include <string>
#include <vector>

#include "reporting/model/silent_services.h"

namespace palier::reporting {

v1::FigureValue KeptValue(const FigureValue& value) {
  v1::FigureValue kept;
  kept.set_unit(static_cast<v1::FigureValue::Unit>(value.unit));
  if (value.number.has_value()) kept.set_number(*value.number);
  for (const google::type::Money& amount : value.amounts.all()) *kept.add_amounts() = amount;
  if (value.basis.has_value()) kept.set_basis_count(*value.basis);
  if (value.range.has_value()) {
    kept.set_low_permille(value.range->low_permille);
    kept.set_high_permille(value.range->high_permille);
  }
  return kept;
}

FigureValue ReadValue(const v1::FigureValue& kept) {
  FigureValue value;
  value.unit = static_cast<FigureUnit>(kept.unit());
  if (kept.has_number()) value.number = kept.number();
  for (const google::type::Money& amount : kept.amounts()) value.amounts.Add(amount);
  if (kept.has_basis_count()) value.basis = kept.basis_count();
  if (kept.has_low_permille()) value.range = {kept.low_permille(), kept.high_permille()};
  return value;
}

v1::FigureEdition MakeEdition(const FigureBook& book) {
  v1::FigureEdition edition;
  for (const FigureDefinition& definition : FigureDefinitions()) {
    const Figure& figure = book.Of(definition);
    v1::EditionFigure& to = *edition.add_figures();
    to.set_figure(definition.id);
    to.set_definition_version(definition.version);
    *to.mutable_value() = KeptValue(figure.value);
    for (const FigurePart& part : figure.parts) {
      v1::FigurePart& kept = *to.add_parts();
      kept.set_key(part.key);
      *kept.mutable_value() = KeptValue(part.value);
    }
  }
  const std::vector<std::string> silent = SilentServices(*book.model());
  edition.mutable_unreachable_services()->Assign(silent.begin(), silent.end());
  return edition;
}

}  // namespace palier::reporting
