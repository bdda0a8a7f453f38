// SPDX-License-Identifier: Apache-2.0
// The language in which palierctl speaks to its user.
#ifndef PALIER_PALIERCTL_LANGUAGE_H_
#define PALIER_PALIERCTL_LANGUAGE_H_

#include <string>

#include "common/rpc/call.h"
#include "common/status/error.h"

namespace palier::ctl {

using rpc::In;
using rpc::Language;
using status::Text;

// `fr` or `en`, as in `accept-language`.
inline const char* LanguageCode(Language language) {
  return language == Language::kFrench ? "fr" : "en";
}

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_LANGUAGE_H_
