// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/figure_book.h"

#include <utility>

namespace palier::reporting {

FigureBook::FigureBook(std::shared_ptr<const PortfolioModel> model)
    : model_(std::move(model)), pages_(FigureDefinitions().size()) {}

const Figure& FigureBook::Of(const FigureDefinition& definition) const {
  Page& page = pages_[static_cast<size_t>(&definition - FigureDefinitions().data())];
  absl::call_once(page.once,
                  [&] { page.figure = ComputeFigure(definition, *model_, model_->assessed_day); });
  return page.figure;
}

}  // namespace palier::reporting
