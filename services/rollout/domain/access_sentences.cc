// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/access_sentences.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace palier::rollout {
namespace {

// ": why", or nothing.
std::string Because(const std::string& reason, absl::string_view colon) {
  return reason.empty() ? std::string(".") : absl::StrCat(colon, reason);
}

// The day on which the answer changes, where the roll-out is.
std::string DayOfChange(const AccessFinding& finding) {
  return absl::FormatCivilTime(absl::ToCivilDay(finding.end, finding.rollout->terms().zone));
}

}  // namespace

status::Text SentenceOf(const AccessFinding& finding) {
  const status::Text why = finding.wave == nullptr ? status::Text() : finding.wave->reason;
  switch (finding.reason) {
    case AccessReason::kLive:
      return {"The team is live.", "L'équipe est en service."};
    case AccessReason::kUnknownApplication:
      return {"Nobody rolls out an application of that name.",
              "Personne ne déploie d'application de ce nom."};
    case AccessReason::kUnknownUser:
      return {"No team is known for that user.",
              "Aucune équipe n'est connue pour cet utilisateur."};
    case AccessReason::kNotInRollout:
      return {"The team is in no wave.", "L'équipe n'est dans aucune vague."};
    case AccessReason::kWaveNotStarted:
      return {"The wave of the team has not started.", "La vague de l'équipe n'a pas commencé."};
    case AccessReason::kNotYetLive:
      return {absl::StrCat("The team is in training and live from ", DayOfChange(finding), " on."),
              absl::StrCat("L'équipe est en formation ; en service à partir du ",
                           DayOfChange(finding), ".")};
    case AccessReason::kWavePaused:
      return {absl::StrCat("The wave of the team is paused", Because(why.en, ": ")),
              absl::StrCat("La vague de l'équipe est suspendue", Because(why.fr, " : "))};
    case AccessReason::kWaveStopped:
      return {absl::StrCat("The wave of the team was stopped", Because(why.en, ": ")),
              absl::StrCat("La vague de l'équipe a été arrêtée", Because(why.fr, " : "))};
    case AccessReason::kSwitchedOff:
      return {absl::StrCat("It is switched off for everybody: ",
                           *finding.rollout->terms().switched_off),
              absl::StrCat("L'application est coupée pour tous : ",
                           *finding.rollout->terms().switched_off)};
    case AccessReason::kProjectEnded:
      return {"The project was stopped or retired.", "Le projet a été arrêté ou retiré."};
    case AccessReason::kOutsideFrame:
      return {"The limited production is not for this team.",
              "La production limitée n'est pas pour cette équipe."};
    case AccessReason::kDataClassOutsideFrame:
      return {"The limited production is not for this class of data.",
              "La production limitée n'est pas pour cette classe de données."};
    case AccessReason::kFrameEnded:
      return {"The limited production has come to its end and must be decided again.",
              "La production limitée est arrivée à son terme et doit être décidée à nouveau."};
    case AccessReason::kVolumeUsedUp:
      return {absl::StrCat("The volume of the limited production is used up until ",
                           DayOfChange(finding), "."),
              absl::StrCat("Le volume de la production limitée est épuisé jusqu'au ",
                           DayOfChange(finding), ".")};
    case AccessReason::kDataClassDenied:
      return {"The rules do not allow this class of data.",
              "Les règles n'autorisent pas cette classe de données."};
    case AccessReason::kNotKnown:
      return {"What is known is too old to be believed. Ask again in a moment.",
              "Ce que l'on sait est trop ancien pour être cru. Redemandez dans un instant."};
  }
  return {};
}

}  // namespace palier::rollout
