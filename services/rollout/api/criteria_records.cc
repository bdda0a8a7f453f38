// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/criteria_records.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/api/gate_messages.h"
#include "rollout/api/wave_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr size_t kMaxVersions = 100;
constexpr int kPresetMinimumPermille = 400;
constexpr int kPresetTargetPermille = 600;
// Who sets what nobody set.
constexpr char kService[] = "services/rollout";

absl::StatusOr<bool> HasStartedWave(Session& session, const Types& types,
                                    const std::string& rollout) {
  ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadWaves(session, types, rollout));
  return std::any_of(waves.begin(), waves.end(),
                     [](const v1::Wave& wave) { return wave.has_actual_start_time(); });
}

}  // namespace

absl::StatusOr<std::vector<v1::CriteriaVersion>> ReadCriteria(Session& session, const Types& types,
                                                              const std::string& rollout) {
  std::vector<v1::CriteriaVersion> versions;
  RETURN_IF_ERROR(resource::ReadAll(session, types.criteria_version, rollout, versions));
  std::sort(versions.begin(), versions.end(),
            [](const v1::CriteriaVersion& a, const v1::CriteriaVersion& b) {
              return a.number() < b.number();
            });
  return versions;
}

v1::CriteriaVersion PresetCriteria() {
  v1::CriteriaVersion version;
  version.set_preset(true);
  v1::GateCriterion& use = *version.add_criteria();
  use.set_criterion_id("use");
  use.set_english_label("Use in the fourth week");
  use.set_french_label("Usage en quatrième semaine");
  use.set_kind(v1::GateCriterion::CRITERION);
  use.mutable_adoption();
  use.set_minimum_permille(kPresetMinimumPermille);
  use.set_target_permille(kPresetTargetPermille);
  version.set_fingerprint(FingerprintOf(CriteriaOf(version)));
  return version;
}

absl::Status StoreCriteria(Session& session, const Types& types, const std::string& author,
                           const std::string& rollout, v1::CriteriaVersion& version) {
  v1::Rollout parent;
  RETURN_IF_ERROR(session.Get(types.rollout, rollout, &parent));
  ASSIGN_OR_RETURN(const std::vector<v1::CriteriaVersion> versions,
                   ReadCriteria(session, types, rollout));
  if (versions.size() >= kMaxVersions) {
    return status::LimitExceeded({"A roll-out has at most {limit} {subject}.",
                                  "Un déploiement a au plus {limit} {subject}."},
                                 "criteriaVersions", kMaxVersions);
  }
  ASSIGN_OR_RETURN(const bool started, HasStartedWave(session, types, rollout));
  if (started && version.reason().empty() && !version.preset()) {
    return status::InvalidField(
        "criteria_version.reason",
        {"a wave has started: say why the criteria are set now",
         "une vague a commencé : dites pourquoi les critères sont fixés maintenant"});
  }
  const std::vector<Criterion> criteria = CriteriaOf(version);
  version.set_number(versions.empty() ? 1 : versions.back().number() + 1);
  version.set_name(absl::StrCat(rollout, "/criteriaVersions/version-", version.number()));
  version.set_after_start(started);
  version.set_fingerprint(FingerprintOf(criteria));
  version.set_author(author);
  version.clear_changes();
  const std::vector<Criterion> before =
      versions.empty() ? std::vector<Criterion>() : CriteriaOf(versions.back());
  for (const CriterionChange& change : ChangesBetween(before, criteria)) {
    v1::CriterionChange& to = *version.add_changes();
    to.set_criterion_id(change.id);
    to.set_english_text(change.text.en);
    to.set_french_text(change.text.fr);
  }
  return session.Insert(types.criteria_version, version);
}

absl::Status EnsureCriteria(Session& session, const Types& types, const std::string& rollout) {
  ASSIGN_OR_RETURN(const std::vector<v1::CriteriaVersion> versions,
                   ReadCriteria(session, types, rollout));
  if (!versions.empty()) return absl::OkStatus();
  v1::CriteriaVersion preset = PresetCriteria();
  return StoreCriteria(session, types, kService, rollout, preset);
}

}  // namespace palier::rollout
