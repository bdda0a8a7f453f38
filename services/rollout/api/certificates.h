// SPDX-License-Identifier: Apache-2.0
// Certificates that learning gives champions, and takes back.
#ifndef PALIER_ROLLOUT_API_CERTIFICATES_H_
#define PALIER_ROLLOUT_API_CERTIFICATES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/resource/store.h"
#include "palier/rollout/v1/champion.pb.h"
#include "palier/rollout/v1/learning_path.pb.h"
#include "rollout/storage/types.h"

namespace palier::rollout {

// Certified by somebody's word, or by a path from an earlier day on.
bool IsCertified(const v1::Champion& champion, absl::CivilDay today);

// Fills the certificate of a new champion from the paths that the person has completed already.
absl::Status FillCertificate(resource::Session& session, const Types& types,
                             v1::Champion& champion);

// Takes from the champion that the person is, if any, what the completion certifies. `except` is
// the completion that goes, or the path that it goes with.
absl::Status TakeBackCertificate(resource::Session& session, const Types& types,
                                 const std::string& except,
                                 const v1::LearningCompletion& completion);

// Certifies the champion that the person is, if any.
absl::Status CertifyChampion(resource::Session& session, const Types& types,
                             v1::LearningCompletion& completion);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_CERTIFICATES_H_
