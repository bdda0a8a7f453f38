// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "registry/domain/promise.h"
#include "registry/domain/rules/rules.h"

namespace palier::registry {
namespace {

using D = v1::Direction;

Findings NoDecision() {
  return Absent({"Nothing is decided: stop, frame or industrialise.",
                 "Rien n'est décidé : arrêter, cadrer ou industrialiser."},
                {"Put a decision forward (palierctl create decision); the committee votes on it.",
                 "Proposez une décision (palierctl create decision) ; le comité la vote."});
}

bool IsAdopted(const Facts& facts) {
  return facts.direction.has_value() && facts.direction->state() == v1::Decision::ADOPTED;
}

Findings IsDecided(const Facts& facts, double) {
  if (!facts.direction.has_value()) return NoDecision();
  const std::string outcome = D::Outcome_Name(facts.direction->direction().outcome());
  const bool early = IsAdopted(facts) && facts.project.has_stage_time() &&
                     TimeOf(facts.direction->close_time()) < TimeOf(facts.project.stage_time());
  if (early) {
    return Unmet({absl::StrCat("Decided before this stage began: ", outcome, "."),
                  absl::StrCat("Décidé avant le début de ce stade : ", outcome, ".")},
                 {"Decide on what is known now.", "Décidez sur ce qui est connu maintenant."});
  }
  return Check(
      IsAdopted(facts),
      {absl::StrCat("Decided: ", outcome, "."), absl::StrCat("Décidé : ", outcome, ".")},
      {absl::StrCat("Put forward, not adopted: ", outcome, "."),
       absl::StrCat("Proposé, pas adopté : ", outcome, ".")},
      {"Collect the votes and close the decision.", "Recueillez les votes et closez la décision."});
}

// One finding for each text that is missing.
Findings AskTexts(const Facts& facts,
                  std::initializer_list<std::pair<const char*, const std::string*>> texts) {
  Findings findings;
  for (const auto& [field, text] : texts) {
    if (!text->empty()) continue;
    Append(findings, Absent({absl::StrCat("The decision lacks: ", field, "."),
                             absl::StrCat("Il manque à la décision : ", field, ".")},
                            {"Write it in the decision.", "Écrivez-le dans la décision."},
                            facts.direction->name() + "#" + field));
  }
  return findings;
}

Findings HasInputs(const Facts& facts, double) {
  if (!facts.direction.has_value()) return NoDecision();
  const D& direction = facts.direction->direction();
  return Or(AskTexts(facts, {{"real_value", &direction.real_value()},
                             {"risks", &direction.risks()},
                             {"reliability", &direction.reliability()},
                             {"operability", &direction.operability()}}),
            {"Value, risks, reliability and operability are weighed.",
             "Valeur, risques, fiabilité et exploitabilité sont pesés."});
}

Findings IsClarified(const Facts& facts, double) {
  if (!facts.direction.has_value()) return NoDecision();
  const D& direction = facts.direction->direction();
  return Or(AskTexts(facts, {{"expected_uses", &direction.expected_uses()},
                             {"acceptable_risks", &direction.acceptable_risks()},
                             {"value_indicators", &direction.value_indicators()},
                             {"operating_rules", &direction.operating_rules()}}),
            {"Uses, risks, indicators and rules are clear.",
             "Usages, risques, indicateurs et règles sont clairs."});
}

Findings ChoosesPrototype(const Facts& facts, double) {
  if (!facts.direction.has_value()) return NoDecision();
  const D& direction = facts.direction->direction();
  if (direction.prototype() == D::PROTOTYPE_UNSPECIFIED) {
    return Absent(
        {"What becomes of the prototype is not said.",
         "On ne dit pas ce que devient le prototype."},
        {"Choose DISCARD, REARCHITECT or KEEP.", "Choisissez DISCARD, REARCHITECT ou KEEP."});
  }
  const bool kept = direction.prototype() == D::KEEP;
  const bool explained =
      !direction.prototype_reason().empty() && !direction.technical_approver().empty();
  return Check(!kept || explained,
               {absl::StrCat("The prototype: ", D::Prototype_Name(direction.prototype()), "."),
                absl::StrCat("Le prototype : ", D::Prototype_Name(direction.prototype()), ".")},
               {"The prototype is kept without a reason and a technical approver.",
                "Le prototype est gardé sans raison ni approbateur technique."},
               {"Say why, and who answers for it: keeping it is the exception.",
                "Dites pourquoi, et qui en répond : le garder est l'exception."});
}

Findings ExplainsDeviation(const Facts& facts, double) {
  if (!facts.direction.has_value()) return NoDecision();
  const D& direction = facts.direction->direction();
  const bool follows = direction.recommendation() == D::OUTCOME_UNSPECIFIED ||
                       direction.recommendation() == direction.outcome();
  const std::string word = D::Outcome_Name(direction.recommendation());
  return Check(follows || !direction.deviation_reason().empty(),
               {follows ? "The decision follows the recommendation."
                        : "Why it is decided otherwise is written.",
                follows ? "La décision suit la recommandation."
                        : "La raison de décider autrement est écrite."},
               {absl::StrCat("The rules recommend ", word, "; why not is not written."),
                absl::StrCat("Les règles recommandent ", word, " ; pourquoi non n'est pas écrit.")},
               {"Write deviation_reason.", "Écrivez deviation_reason."});
}

Findings IsFramed(const Facts& facts, double) {
  if (!facts.direction.has_value()) return NoDecision();
  const v1::LimitedFrame& frame = facts.direction->direction().frame();
  const bool framed = frame.volume_cap() > 0 && frame.data_classes_size() > 0 &&
                      DayOf(frame.end_date()).has_value() &&
                      (frame.population().headcount() > 0 || frame.population().teams_size() > 0);
  if (!framed) {
    return Absent({"The limited production has no full frame.",
                   "La production limitée n'a pas de cadre complet."},
                  {"Give population, volume cap, data classes and end date.",
                   "Donnez population, plafond de volume, classes de données et date de fin."});
  }
  return Check(*DayOf(frame.end_date()) > facts.Today(),
               {"The limited production is framed.", "La production limitée est cadrée."},
               {"The frame's end date is past.", "La date de fin du cadre est passée."},
               {"Set an end date to come.", "Fixez une date de fin à venir."});
}

Findings IsForStop(const Facts& facts, double) {
  switch (facts.project.stage()) {
    case v1::Project::POST_POC:
    case v1::Project::LIMITED:
      break;
    case v1::Project::INDUSTRIALISATION:
    case v1::Project::ROLLOUT:
    case v1::Project::RUN:
      return Met({"After the decision to industrialise no committee is asked again.",
                  "Après la décision d'industrialiser, aucun comité n'est redemandé."});
    default:
      return Met({"Before the end of a PoC no committee is asked.",
                  "Avant la fin d'un PoC aucun comité n'est demandé."});
  }
  if (!facts.direction.has_value()) return NoDecision();
  return Check(facts.direction->direction().outcome() == D::STOP,
               {"The decision is to stop.", "La décision est d'arrêter."},
               {"Another direction was decided.", "Une autre direction a été décidée."},
               {"Put the stop forward as a decision.", "Proposez l'arrêt comme décision."});
}

Findings IsFor(const Facts& facts, D::Outcome outcome) {
  if (!facts.direction.has_value()) return NoDecision();
  const std::string word = D::Outcome_Name(outcome);
  return Check(
      facts.direction->direction().outcome() == outcome,
      {absl::StrCat("The decision is ", word, "."), absl::StrCat("La décision est ", word, ".")},
      {absl::StrCat("The decision is not ", word, "."),
       absl::StrCat("La décision n'est pas ", word, ".")},
      {"Go where it was decided to go, or decide anew.",
       "Allez où il a été décidé d'aller, ou décidez à nouveau."});
}

Findings IsForLimit(const Facts& facts, double) {
  return IsFor(facts, D::LIMIT);
}

Findings IsForIndustrialise(const Facts& facts, double) {
  return IsFor(facts, D::INDUSTRIALISE);
}

Findings IsStillTheSame(const Facts& facts, double) {
  if (!facts.direction.has_value()) return NoDecision();
  const std::string now = DecisionHash(*facts.direction, PromiseInForce(facts));
  const std::string& voted = facts.direction->content_hash();
  return Check(
      now == voted,
      {"What was voted on is what stands there.", "Ce qui a été voté est ce qui est écrit."},
      {absl::StrCat("Voted on: ", voted, "; stands there now: ", now, "."),
       absl::StrCat("Voté : ", voted, " ; écrit maintenant : ", now, ".")},
      {"Put the decision forward anew and have it voted on.",
       "Proposez à nouveau la décision et faites-la voter."});
}

}  // namespace

absl::Span<const Rule> DecisionRules() {
  using S = Severity;
  using PI = Pillar;
  using A = Axis;
  using C = Cause;
  static const auto* rules = new std::vector<Rule>{
      {"NO_DECISION",
       "S3-01 S3-11",
       kDecide,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"Stop, frame or industrialise is decided", "Arrêter, cadrer ou industrialiser est décidé"},
       IsDecided},
      {"APPROVAL_STALE",
       "S2-12",
       kDecide,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"What was decided is what stands there", "Ce qui a été décidé est ce qui est écrit"},
       IsStillTheSame},
      {"DECISION_INPUT_MISSING",
       "S3-02",
       kDecide,
       PI::kPerformance,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"The four inputs are weighed", "Les quatre entrées sont pesées"},
       HasInputs},
      {.id = "DECISION_UNCLEAR",
       .requirement = "S3-07",
       .gates = kDecide,
       .pillar = PI::kProcess,
       .axis = A::kGovernance,
       .cause = C::kPolitical,
       .severity = S::kGate,
       .title = {"The four points are clear", "Les quatre points sont clairs"},
       .judge = IsClarified,
       .lack = Lack::kRules},
      {"DEVIATION_UNEXPLAINED",
       "S3-01",
       kDecide,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"A deviation has its reason", "Un écart a sa raison"},
       ExplainsDeviation},
      {"NO_PROTOTYPE_CHOICE",
       "S0-07",
       kLimit | kIndustrialise,
       PI::kPlatform,
       A::kReliability,
       C::kTechnical,
       S::kGate,
       {"What becomes of the prototype is chosen", "Le sort du prototype est choisi"},
       ChoosesPrototype},
      {"NOT_DECIDED_TO_LIMIT",
       "S3-01",
       kLimitItself,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"It was decided to frame", "Il a été décidé de cadrer"},
       IsForLimit},
      {"LIMITED_UNFRAMED",
       "S3-06",
       kLimitItself,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"A limited production has a frame and an end",
        "Une production limitée a un cadre et une fin"},
       IsFramed},
      {"NOT_DECIDED_TO_INDUSTRIALISE",
       "S3-01",
       kIndustrialiseItself,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"It was decided to industrialise", "Il a été décidé d'industrialiser"},
       IsForIndustrialise},
      {"NOT_DECIDED_TO_STOP",
       "S3-01 S3-08",
       kStop,
       PI::kProcess,
       A::kGovernance,
       C::kPolitical,
       S::kGate,
       {"It was decided to stop", "Il a été décidé d'arrêter"},
       IsForStop},
  };
  return *rules;
}

}  // namespace palier::registry
