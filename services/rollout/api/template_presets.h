// SPDX-License-Identifier: Apache-2.0
// The templates of roll-outs that come with Palier.
#ifndef PALIER_ROLLOUT_API_TEMPLATE_PRESETS_H_
#define PALIER_ROLLOUT_API_TEMPLATE_PRESETS_H_

#include <vector>

#include "common/rpc/call.h"
#include "palier/rollout/v1/rollout_template.pb.h"

namespace palier::rollout {

// With names below `organization`, `organizations/{organization}`; their words in the language.
std::vector<v1::RolloutTemplate> TemplatePresets(const std::string& organization,
                                                 rpc::Language language);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_TEMPLATE_PRESETS_H_
