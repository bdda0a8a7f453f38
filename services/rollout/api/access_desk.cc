// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/access_desk.h"

#include <limits>
#include <utility>

#include "common/app/log.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/resource/uid.h"
#include "common/status/macros.h"
#include "common/status/transient.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "rollout/api/access_policies.h"
#include "rollout/api/clusters.h"
#include "rollout/api/fallback_feed.h"
#include "rollout/api/project_standing.h"

namespace palier::rollout {
namespace {

// A first read of 2,000 roll-outs with 1,000 teams each takes seconds.
constexpr resource::NearShelves::Limits kLimits{.max_size = kMaxAccessSize,
                                                .read = std::chrono::seconds(20)};
constexpr absl::Duration kFoldAfter = absl::Hours(24 * 40);
constexpr absl::Duration kAskTimeout = absl::Seconds(5);

}  // namespace

AccessDesk::AccessDesk(const Types& types, resource::Store& store, const rpc::Client& registry,
                       const rpc::Client& kpi)
    : types_(types),
      store_(store),
      registry_(registry),
      kpi_(kpi),
      source_(types),
      books_(store, source_, kLimits),
      counts_(store.database(), resource::MakeUid()),
      count_rounds_(
          "answers about access were not written", absl::Hours(1), [this] { return store_.Now(); },
          [this](bool whole, absl::Time deadline) -> absl::Status {
            RETURN_IF_ERROR(counts_.Flush(deadline));
            if (!whole) return absl::OkStatus();
            return counts_.Fold(absl::ToCivilDay(store_.Now() - kFoldAfter, absl::UTCTimeZone()),
                                deadline);
          }),
      policy_rounds_(
          "policies of access were not tended", absl::Minutes(1), [this] { return store_.Now(); },
          [this](bool, absl::Time deadline) { return Tend(deadline); }) {}

void AccessDesk::Start() {
  count_rounds_.Start();
  policy_rounds_.Start();
}

void AccessDesk::Stop() {
  policy_rounds_.Stop();
  count_rounds_.Stop();
  counts_.Flush(absl::Now() + kAskTimeout).IgnoreError();
}

std::optional<AccessFinding> AccessDesk::Judge(const AccessBook& book,
                                               const AskedAccess& question) {
  const absl::Time now = store_.Now();
  AccessCase asked = question.asked;
  if (!question.user.empty()) {
    const auto team = book.TeamOf(question.user);
    if (!team) {
      AccessFinding unknown;
      unknown.reason = AccessReason::kUnknownUser;
      return unknown;
    }
    asked.team = *team;
  }
  bool unread = false;
  const AccessFinding finding =
      book.Judge(asked, now, [&](const AccessRollout& rollout, absl::Time at) {
        const std::optional<int64_t> uses = counts_.Uses(rollout, at);
        unread = unread || !uses.has_value();
        return uses.value_or(std::numeric_limits<int64_t>::max());
      });
  if (unread) return std::nullopt;
  if (!question.peek && finding.rollout != nullptr) Count(*finding.rollout, finding.reason);
  return finding;
}

void AccessDesk::LoadUses(const AccessBook& book, const AskedAccess& question,
                          absl::Time deadline) {
  AskedAccess peek = question;
  peek.peek = true;
  if (Judge(book, peek)) return;
  for (const auto& [name, rollout] : book.rollouts()) {
    const bool asked = name == question.asked.application ||
                       rollout->terms().application == question.asked.application;
    if (!asked || !rollout->terms().frame) continue;
    if (!counts_.Load(*rollout, store_.Now(), deadline).ok()) return;
  }
}

void AccessDesk::Count(const AccessRollout& rollout, AccessReason reason) {
  if (counts_.Count(rollout, reason, store_.Now())) count_rounds_.Ask();
}

absl::StatusOr<std::vector<v1::ProjectStanding>> AccessDesk::StandingsOf(
    const std::vector<std::string>& projects, const rpc::CallOptions& options) const {
  std::vector<v1::ProjectStanding> standings;
  for (const std::string& project : projects) {
    ASSIGN_OR_RETURN(standings.emplace_back(), ReadStanding(registry_, project, options));
  }
  return standings;
}

absl::Status AccessDesk::Tend(absl::Time deadline) {
  std::vector<std::string> policies;
  RETURN_IF_ERROR(store_.Read(deadline, [&](resource::Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(policies, resource::AllNames(session, types_.access_policy));
    return absl::OkStatus();
  }));
  absl::Status first;
  Standings standings;
  for (const std::string& policy : policies) {
    RETURN_IF_ERROR(policy_rounds_.CheckRunning());
    const absl::Status tended = TendOne(policy, standings, deadline);
    if (tended.ok()) continue;
    // One that fails keeps no other waiting, and is asked again sooner only if that may help.
    if (status::IsTransient(tended)) {
      first.Update(tended);
    } else {
      app::Log(app::Severity::kWarning, "a policy of access was not tended",
               {{"policy", policy}, {"status", tended.ToString()}});
    }
  }
  return first;
}

absl::Status AccessDesk::TendOne(const std::string& name, Standings& standings,
                                 absl::Time deadline) {
  v1::AccessPolicy policy;
  v1::Rollout rollout;
  std::vector<std::string> projects;
  bool held = false;
  RETURN_IF_ERROR(store_.Read(deadline, [&](resource::Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(const bool there, session.Find(types_.access_policy, name, &policy));
    ASSIGN_OR_RETURN(const bool above,
                     session.Find(types_.rollout, resource::ParentOf(name), &rollout));
    held = there && above && !rollout.has_delete_time();
    if (!held) return absl::OkStatus();
    ASSIGN_OR_RETURN(projects, ProjectsOf(session, types_, rollout));
    return absl::OkStatus();
  }));
  if (!held) return absl::OkStatus();
  absl::Status first;
  if (policy.has_standing()) first.Update(Refresh(policy, projects, standings, deadline));
  first.Update(FeedFallbacks(policy, counts_, kpi_, store_.Now(), absl::Now() + kAskTimeout));
  return first;
}

absl::Status AccessDesk::Refresh(const v1::AccessPolicy& policy,
                                 const std::vector<std::string>& projects, Standings& standings,
                                 absl::Time deadline) {
  std::vector<v1::ProjectStanding> read;
  for (const std::string& project : projects) {
    auto known = standings.find(project);
    if (known == standings.end()) {
      rpc::CallOptions options;
      options.deadline = absl::Now() + kAskTimeout;
      known = standings.emplace(project, ReadStanding(registry_, project, options)).first;
    }
    RETURN_IF_ERROR(known->second.status());
    read.push_back(*known->second);
  }
  v1::AccessPolicy after = policy;
  if (!KeepStandings(read, after)) return absl::OkStatus();
  const resource::Actor actor{"services/rollout", "", "palier.rollout.AccessDesk"};
  return store_.Write(deadline, actor, [&](resource::Session& session) {
    return WriteStandings(session, types_, resource::ParentOf(policy.name()), read);
  });
}

}  // namespace palier::rollout
