// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/model_keeper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "reporting/api/model_reader.h"
#include "reporting/api/registry_client.h"

namespace palier::reporting {

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

absl::StatusOr<std::shared_ptr<const FigureBook>> ModelKeeper::Read(
    const rpc::Call& call, const std::shared_ptr<const FigureBook>& before) const {
  const RegistryClient registry(registry_, call, RegistryClient::Account::kService);
  const std::string organization = absl::StrCat("organizations/", call.organization);
  const absl::Time now = clock_.Now();
  if (before != nullptr && now - before->model()->read_time < kMaxAge) {
    const auto next = CatchUp(registry, organization, before->model(), now);
    if (next.ok()) return *next == before->model() ? before : std::make_shared<FigureBook>(*next);
    if (!absl::IsOutOfRange(next.status())) return next.status();
  }
  ASSIGN_OR_RETURN(auto model, ReadModel(registry, organization, now));
  return std::make_shared<FigureBook>(std::move(model));
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
