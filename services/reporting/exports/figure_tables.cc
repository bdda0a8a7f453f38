// SPDX-License-Identifier: Apache-2.0
#include "reporting/exports/figure_tables.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/money/money.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/figure.pb.h"
#include "reporting/figures/value_text.h"

namespace palier::reporting {
namespace {

using mapping::Cell;
using Cells = std::vector<Cell>;

constexpr int64_t kThousand = 1000;
constexpr int64_t kNanosPerCent = 10'000'000;

// As the API names them; an unknown unit has none.
std::string NameOf(FigureUnit unit) {
  if (unit == FigureUnit::kUnknown) return "";
  return v1::FigureValue::Unit_Name(static_cast<v1::FigureValue::Unit>(unit));
}

std::string NameOf(FigureTopic topic) {
  return v1::Figure::Topic_Name(static_cast<v1::Figure::Topic>(topic));
}

std::string Decimal(int64_t thousandths) {
  const int64_t magnitude = thousandths < 0 ? -thousandths : thousandths;
  return absl::StrFormat("%s%d.%03d", thousandths < 0 ? "-" : "", magnitude / kThousand,
                         magnitude % kThousand);
}

std::string Decimal(const google::type::Money& amount) {
  const absl::int128 nanos = money::NanosOf(amount);
  const absl::int128 magnitude = nanos < 0 ? -nanos : nanos;
  return absl::StrFormat("%s%d.%02d", nanos < 0 ? "-" : "",
                         static_cast<int64_t>(magnitude / money::kNanosPerUnit),
                         static_cast<int64_t>(magnitude % money::kNanosPerUnit / kNanosPerCent));
}

Cell Count(std::optional<int64_t> count) {
  return count ? Cell::Number(absl::StrCat(*count)) : Cell();
}

// Number and currency; a pair for each currency, and one pair for anything else.
std::vector<std::pair<Cell, Cell>> NumbersOf(const FigureValue& value) {
  std::vector<std::pair<Cell, Cell>> numbers;
  for (const google::type::Money& amount : value.amounts.all())
    numbers.emplace_back(Cell::Number(Decimal(amount)), Cell::Text(amount.currency_code()));
  if (!numbers.empty()) return numbers;
  Cell number;
  if (value.number.has_value()) {
    number = value.unit == FigureUnit::kCount ? Count(value.number)
                                              : Cell::Number(Decimal(*value.number));
  }
  return {{number, Cell()}};
}

std::vector<std::string> In(rpc::Language language, const std::vector<status::Text>& texts) {
  std::vector<std::string> names;
  for (const status::Text& text : texts) names.push_back(rpc::In(language, text));
  return names;
}

Cell Permille(const std::optional<FigureRange>& range, int FigureRange::*end) {
  return range ? Cell::Number(Decimal((*range).*end)) : Cell();
}

class FigureRows {
 public:
  FigureRows(const FigureDefinition& definition, const Figure& figure, rpc::Language language,
             mapping::TableWriter& writer, int64_t& rows)
      : definition_(definition),
        figure_(figure),
        language_(language),
        writer_(writer),
        rows_(rows) {}

  // The figure itself has no part.
  absl::Status Write(const std::string& key, const std::string& label, const FigureValue& value) {
    for (const auto& [number, currency] : NumbersOf(value)) {
      const Cells cells = {Cell::Text(definition_.id),
                           Cell::Text(rpc::In(language_, definition_.title)),
                           Cell::Text(NameOf(definition_.topic)),
                           Cell::Text(key),
                           Cell::Text(label),
                           number,
                           Cell::Text(NameOf(value.unit)),
                           currency,
                           Count(value.basis),
                           Permille(value.range, &FigureRange::low_permille),
                           Permille(value.range, &FigureRange::high_permille),
                           Cell::Text(ValueText(value, language_)),
                           Count(definition_.version),
                           Cell::Text(figure_.silent_peer)};
      RETURN_IF_ERROR(writer_.Row(cells));
      ++rows_;
    }
    return absl::OkStatus();
  }

 private:
  const FigureDefinition& definition_;
  const Figure& figure_;
  const rpc::Language language_;
  mapping::TableWriter& writer_;
  int64_t& rows_;
};

}  // namespace

absl::Status WriteFigures(const FigureBook& book, rpc::Language language,
                          mapping::TableWriter& writer, const OnFigure& on_figure) {
  RETURN_IF_ERROR(writer.Head(In(language, {{"Figure", "Chiffre"},
                                            {"Title", "Titre"},
                                            {"Topic", "Thème"},
                                            {"Part", "Part"},
                                            {"Label", "Libellé"},
                                            {"Number", "Nombre"},
                                            {"Unit", "Unité"},
                                            {"Currency", "Devise"},
                                            {"Of", "Sur"},
                                            {"Low", "Bas"},
                                            {"High", "Haut"},
                                            {"Text", "Texte"},
                                            {"Definition version", "Version de la définition"},
                                            {"Silent service", "Service muet"}})));
  int64_t rows = 0;
  for (const FigureDefinition& definition : FigureDefinitions()) {
    const Figure& figure = book.Of(definition);
    FigureRows out(definition, figure, language, writer, rows);
    RETURN_IF_ERROR(out.Write("", "", figure.value));
    for (const FigurePart& part : figure.parts) {
      RETURN_IF_ERROR(out.Write(part.key, rpc::In(language, part.label), part.value));
    }
    RETURN_IF_ERROR(on_figure(rows));
  }
  return writer.Finish();
}

absl::Status WriteRecords(const FigureBook& book, rpc::Language language,
                          mapping::TableWriter& writer, const OnFigure& on_figure) {
  RETURN_IF_ERROR(writer.Head(In(language, {{"Figure", "Chiffre"},
                                            {"Title", "Titre"},
                                            {"Record", "Fiche"},
                                            {"Name", "Nom"},
                                            {"Part", "Part"},
                                            {"Number", "Nombre"},
                                            {"Unit", "Unité"},
                                            {"Currency", "Devise"},
                                            {"Note", "Note"}})));
  int64_t rows = 0;
  for (const FigureDefinition& definition : FigureDefinitions()) {
    const std::string title = rpc::In(language, definition.title);
    for (const FigureItem& item : book.Of(definition).items) {
      const FigureValue one = item.value.value_or(CountOf(1));
      for (const auto& [number, currency] : NumbersOf(one)) {
        const Cells cells = {Cell::Text(definition.id),
                             Cell::Text(title),
                             Cell::Text(item.resource),
                             Cell::Text(item.display_name),
                             Cell::Text(item.part),
                             number,
                             Cell::Text(NameOf(one.unit)),
                             currency,
                             Cell::Text(rpc::In(language, item.note))};
        RETURN_IF_ERROR(writer.Row(cells));
        ++rows;
      }
    }
    RETURN_IF_ERROR(on_figure(rows));
  }
  return writer.Finish();
}

}  // namespace palier::reporting
