// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/model_keeper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/app/log.h"
#include "common/status/macros.h"
#include "reporting/api/model_reader.h"
#include "reporting/api/peer_client.h"
#include "reporting/api/peer_facts_reader.h"

namespace palier::reporting {
namespace {

std::string OrganizationOf(const rpc::Call& call) {
  return absl::StrCat("organizations/", call.organization);
}

// A clock that was set back makes everything due.
template <typename Facts>
bool IsDue(const Heard<Facts>& heard, absl::Time now) {
  const absl::Duration age = heard.answers ? ModelKeeper::kHearAge : ModelKeeper::kSilenceAge;
  return now < heard.ask_time || now - heard.ask_time >= age;
}

rpc::Call InHalfOfTheTime(const rpc::Call& call) {
  rpc::Call half = call;
  const absl::Time now = absl::Now();
  half.deadline = now + (call.deadline - now) / 2;
  return half;
}

// What a service told before stays when it is silent.
template <typename Facts>
void Hear(const char* service, absl::StatusOr<std::shared_ptr<const Facts>> told, absl::Time now,
          Heard<Facts>& heard) {
  heard.ask_time = now;
  heard.answers = told.ok();
  if (!told.ok()) {
    app::Log(app::Severity::kWarning, "a service is left out of the figures",
             {{"service", service}, {"why", std::string(told.status().message())}});
  }
  if (told.ok()) heard.facts = *std::move(told);
}

}  // namespace

std::shared_ptr<ModelKeeper::Slot> ModelKeeper::SlotOf(const std::string& organization) {
  const absl::MutexLock lock(&mutex_);
  Place& place = places_[organization];
  if (place.slot == nullptr) place.slot = std::make_shared<Slot>();
  place.last_use = ++uses_;
  const std::shared_ptr<Slot> slot = place.slot;
  if (places_.size() > kMaxOrganizations) {
    places_.erase(std::min_element(
        places_.begin(), places_.end(),
        [](const auto& a, const auto& b) { return a.second.last_use < b.second.last_use; }));
  }
  return slot;
}

absl::StatusOr<std::shared_ptr<const PortfolioModel>> ModelKeeper::ReadRegistry(
    const rpc::Call& call, std::shared_ptr<const PortfolioModel> before, absl::Time now) const {
  const PeerClient registry(peers_.registry, call, PeerClient::Account::kService);
  const std::string organization = OrganizationOf(call);
  if (before != nullptr && now - before->read_time < kMaxAge) {
    auto next = CatchUp(registry, organization, before, now);
    if (!absl::IsOutOfRange(next.status())) return next;
  }
  ASSIGN_OR_RETURN(auto model, ReadModel(registry, organization, now));
  if (before == nullptr) return model;
  auto own = std::make_shared<PortfolioModel>(*model);
  own->kpi = before->kpi;
  own->rollout = before->rollout;
  return own;
}

absl::StatusOr<std::shared_ptr<const FigureBook>> ModelKeeper::Read(
    const rpc::Call& call, const std::shared_ptr<const FigureBook>& before) const {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(auto model,
                   ReadRegistry(call, before == nullptr ? nullptr : before->model(), now));
  const bool kpi_due = IsDue(model->kpi, now);
  const bool rollout_due = IsDue(model->rollout, now);
  if (kpi_due || rollout_due) {
    auto next = std::make_shared<PortfolioModel>(*model);
    const std::string organization = OrganizationOf(call);
    // Half of the time for each of them, so that the second is asked too when the first is mute.
    if (kpi_due) {
      const rpc::Call question = InHalfOfTheTime(call);
      Hear("kpi",
           ReadKpiFacts(PeerClient(peers_.kpi, question, PeerClient::Account::kService),
                        organization, now, *next),
           now, next->kpi);
    }
    if (rollout_due) {
      const rpc::Call question = InHalfOfTheTime(call);
      Hear("rollout",
           ReadRolloutFacts(PeerClient(peers_.rollout, question, PeerClient::Account::kService),
                            organization, now),
           now, next->rollout);
    }
    model = std::move(next);
  }
  if (before != nullptr && model == before->model()) return before;
  return std::make_shared<const FigureBook>(std::move(model));
}

absl::StatusOr<std::shared_ptr<const FigureBook>> ModelKeeper::Current(const rpc::Call& call) {
  const std::shared_ptr<Slot> slot = SlotOf(call.organization);
  std::shared_ptr<const FigureBook> before;
  {
    absl::MutexLock lock(&slot->mutex);
    const auto is_free = [&slot] {
      slot->mutex.AssertHeld();
      return !slot->busy;
    };
    if (!slot->mutex.AwaitWithDeadline(absl::Condition(&is_free), call.deadline)) {
      return absl::DeadlineExceededError("the figures are being read");
    }
    slot->busy = true;
    before = slot->book;
  }
  auto book = Read(call, before);
  const absl::MutexLock lock(&slot->mutex);
  slot->busy = false;
  if (book.ok()) slot->book = *book;
  return book;
}

}  // namespace palier::reporting
