// SPDX-License-Identifier: Apache-2.0
// Why a team has an application or works by hand, as a sentence.
#ifndef PALIER_ROLLOUT_DOMAIN_ACCESS_SENTENCES_H_
#define PALIER_ROLLOUT_DOMAIN_ACCESS_SENTENCES_H_

#include "common/status/error.h"
#include "rollout/domain/access_book.h"

namespace palier::rollout {

status::Text SentenceOf(const AccessFinding& finding);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_ACCESS_SENTENCES_H_
