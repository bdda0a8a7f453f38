// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/waivers.h"

#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

absl::Status Illegal(const v1::Waiver& waiver, const status::Text& text) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION, text)
      .With("resource", waiver.name())
      .With("state", v1::Waiver::State_Name(waiver.state()));
}

}  // namespace

bool InForce(const v1::Waiver& waiver, absl::Time now) {
  return waiver.state() == v1::Waiver::APPROVED && now < time::TimeOf(waiver.expire_time());
}

absl::Status RequestWaiver(v1::Waiver& waiver, absl::string_view requester, absl::Time now) {
  const absl::Time end = time::TimeOf(waiver.expire_time());
  if (end <= now) {
    return status::InvalidField("waiver.expire_time",
                                {"must be in the future", "doit être dans l'avenir"});
  }
  if (end > now + kLongestWaiver) {
    return status::InvalidField("waiver.expire_time",
                                {"must be at most 366 days away", "doit être à 366 jours au plus"});
  }
  waiver.set_state(v1::Waiver::REQUESTED);
  waiver.set_requester(std::string(requester));
  return absl::OkStatus();
}

absl::Status ApproveWaiver(v1::Waiver& waiver, absl::string_view approver, absl::Time now) {
  if (waiver.state() != v1::Waiver::REQUESTED) {
    return Illegal(waiver, {"{resource} is {state}; only a request can be approved.",
                            "{resource} est dans l'état {state} ; seule une demande s'approuve."});
  }
  if (waiver.requester() == approver) {
    return status::Error(absl::StatusCode::kPermissionDenied, error::v1::SELF_APPROVAL,
                         {"You asked for {resource}; somebody else must approve it.",
                          "Vous avez demandé {resource} ; une autre personne doit l'approuver."})
        .With("resource", waiver.name());
  }
  if (now >= time::TimeOf(waiver.expire_time())) {
    return Illegal(waiver, {"{resource} is over before it was approved. Ask for a new one.",
                            "{resource} est terminée avant d'être approuvée. Demandez-en une "
                            "autre."});
  }
  waiver.set_state(v1::Waiver::APPROVED);
  waiver.set_approver(std::string(approver));
  time::SetTime(now, waiver.mutable_approve_time());
  return absl::OkStatus();
}

absl::Status RevokeWaiver(v1::Waiver& waiver) {
  if (waiver.state() == v1::Waiver::REVOKED) {
    return Illegal(waiver, {"{resource} is revoked already.", "{resource} est déjà révoquée."});
  }
  waiver.set_state(v1::Waiver::REVOKED);
  return absl::OkStatus();
}

absl::Status CheckDeletion(const v1::Waiver& waiver) {
  if (waiver.state() == v1::Waiver::REQUESTED) return absl::OkStatus();
  return Illegal(waiver, {"{resource} is {state} and stays on record. To end it, revoke it.",
                          "{resource} est dans l'état {state} et reste consignée. Pour y mettre "
                          "fin, révoquez-la."});
}

}  // namespace palier::registry
