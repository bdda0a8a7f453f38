// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_PALIERCTL_OUTPUT_MISSING_H_
#define PALIER_PALIERCTL_OUTPUT_MISSING_H_

#include <google/protobuf/repeated_field.h>

#include <string>

#include "palierctl/session.h"

namespace palier::ctl {

// Says which services an answer lacks, beside the answer.
inline void WarnOfMissing(const Session& session,
                          const google::protobuf::RepeatedPtrField<std::string>& services) {
  for (const std::string& service : services) {
    session.err << session.Say({"Incomplete: no answer from ", "Incomplet : pas de réponse de "})
                << service << "\n";
  }
}

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OUTPUT_MISSING_H_
