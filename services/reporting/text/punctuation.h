// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_TEXT_PUNCTUATION_H_
#define PALIER_REPORTING_TEXT_PUNCTUATION_H_

#include "common/rpc/call.h"

namespace palier::reporting {

// A colon and a space; French sets another space before it, where no line breaks.
inline const char* Colon(rpc::Language language) {
  return language == rpc::Language::kFrench ? "\u00a0: " : ": ";
}

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_TEXT_PUNCTUATION_H_
