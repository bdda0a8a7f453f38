// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_FIGURES_FIGURE_BOOK_H_
#define PALIER_REPORTING_FIGURES_FIGURE_BOOK_H_

#include <memory>
#include <vector>

#include "absl/base/call_once.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {

// The figures of one model, each computed when somebody first asks for it. Thread-safe.
class FigureBook {
 public:
  explicit FigureBook(std::shared_ptr<const PortfolioModel> model);

  const std::shared_ptr<const PortfolioModel>& model() const { return model_; }
  // `definition` is one of FigureDefinitions(). Lives as long as the book.
  const Figure& Of(const FigureDefinition& definition) const;

 private:
  struct Page {
    absl::once_flag once;
    Figure figure;
  };
  const std::shared_ptr<const PortfolioModel> model_;
  // One for each definition, in their order.
  mutable std::vector<Page> pages_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_FIGURE_BOOK_H_
