// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_API_REFERENCE_MESSAGE_H_
#define PALIER_REPORTING_API_REFERENCE_MESSAGE_H_

#include "common/rpc/call.h"
#include "palier/reporting/v1/portfolio.pb.h"
#include "reporting/domain/reference_figures.h"

namespace palier::reporting {

// All but the organisation's own figure.
inline void FillReference(const Reference& reference, rpc::Language language,
                          v1::ReferenceFigure& to) {
  to.set_id(reference.id);
  to.set_text(rpc::In(language, reference.text));
  to.set_value(rpc::In(language, reference.value));
  to.set_source(rpc::In(language, reference.source));
  to.set_year(reference.year);
}

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_REFERENCE_MESSAGE_H_
