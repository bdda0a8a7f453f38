// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/news.h"

#include "common/resource/rows.h"
#include "palier/registry/v1/evidence.pb.h"
#include "rollout/storage/fact_outbox.h"

namespace palier::rollout {

absl::Status AnnounceWave(resource::Session& session, const v1::Rollout& rollout,
                          const v1::Wave& wave) {
  registry::v1::WaveFact fact;
  fact.set_number(wave.number());
  fact.set_headcount(wave.headcount());
  fact.set_state(v1::Wave::State_Name(wave.state()));
  fact.set_coverage(wave.coverage_permille() / 1000.0);
  return Announce(session.sql(),
                  {resource::OrganizationOf(wave.name()), rollout.project(), wave.name(),
                   resource::RevisionOf(wave.etag()), session.now(), fact.SerializeAsString()});
}

}  // namespace palier::rollout
