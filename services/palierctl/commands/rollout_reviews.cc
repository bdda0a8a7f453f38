// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kService[] = "palier.rollout.v1.ReviewService/";
constexpr int kPageSize = 1000;

struct Arguments {
  std::string target, decision, reason, survey, kpi;
  bool dry_run = false;
};

std::string KindText(const Session& session, v1::Review::Kind kind) {
  switch (kind) {
    case v1::Review::QUARTERLY_SURVEY:
      return session.Say({"survey", "enquête"});
    case v1::Review::QUARTERLY_ROI:
      return session.Say({"return", "ROI"});
    default:
      return session.Say({"monthly", "mensuelle"});
  }
}

std::string StateText(const Session& session, const v1::Review& review) {
  switch (review.state()) {
    case v1::Review::DONE:
      return review.decision() == v1::Review::DECISION_UNSPECIFIED
                 ? session.Say({"closed", "close"})
                 : v1::Review::Decision_Name(review.decision());
    case v1::Review::OVERDUE:
      return session.Say({"overdue", "en retard"});
    default:
      return session.Say({"due", "à venir"});
  }
}

Table TableOf(const Session& session, const v1::ListReviewsResponse& list) {
  Table table{{{session.Say({"day", "jour"})},
               {session.Say({"review", "revue"})},
               {session.Say({"kind", "type"})},
               {session.Say({"state", "état"})},
               {session.Say({"reason", "raison"})}},
              {}};
  for (const v1::Review& review : list.reviews()) {
    table.rows.push_back({CellOf(review, v1::Review::descriptor()->FindFieldByName("due_date")),
                          ShortName(review.name()), KindText(session, review.kind()),
                          StateText(session, review), review.reason()});
  }
  return WithoutEmptyColumns(table);
}

absl::Status Reviews(Session& session, const Arguments& arguments) {
  v1::ListReviewsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", arguments.target));
  request.set_page_size(kPageSize);
  request.set_order_by("due_time");
  ASSIGN_OR_RETURN(const auto list, session.connection.Call<v1::ListReviewsResponse>(
                                        absl::StrCat(kService, "ListReviews"), request));
  if (session.json()) {
    session.Print(PlainJson(list)["reviews"]);
  } else {
    session.Print(TableOf(session, list));
  }
  return absl::OkStatus();
}

template <typename Findings>
void PrintFindings(Session& session, const Findings& findings) {
  for (const v1::MilestoneFinding& finding : findings) {
    session.out << "- " << finding.display_name() << session.Say({": ", " : "}) << finding.text()
                << "\n";
  }
}

absl::StatusOr<v1::CompleteReviewRequest> RequestOf(const Session& session,
                                                    const Arguments& arguments) {
  v1::CompleteReviewRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("review", arguments.target));
  v1::Review::Decision decision = v1::Review::DECISION_UNSPECIFIED;
  if (!arguments.decision.empty() &&
      !v1::Review::Decision_Parse(absl::AsciiStrToUpper(arguments.decision), &decision)) {
    return Usage({"--decision: expected CONTINUE, ADJUST, PAUSE or STOP.",
                  "--decision : CONTINUE, ADJUST, PAUSE ou STOP attendu."});
  }
  request.set_decision(decision);
  request.set_reason(arguments.reason);
  if (!arguments.survey.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_survey(), session.Name("survey", arguments.survey));
  }
  if (!arguments.kpi.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_kpi(), session.Name("kpi", arguments.kpi));
  }
  request.set_request_id(NewRequestId());
  request.set_validate_only(arguments.dry_run);
  return request;
}

absl::Status Complete(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const auto request, RequestOf(session, arguments));
  ASSIGN_OR_RETURN(const auto review, session.connection.Call<v1::Review>(
                                          absl::StrCat(kService, "CompleteReview"), request));
  if (session.json()) {
    session.Print(PlainJson(review));
    return absl::OkStatus();
  }
  v1::ListReviewsResponse one;
  *one.add_reviews() = review;
  session.Print(TableOf(session, one));
  if (session.options.format != Format::kCsv) PrintFindings(session, review.milestones());
  return absl::OkStatus();
}

absl::Status Milestones(Session& session, const Arguments& arguments) {
  v1::QueryReviewMilestonesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("review", arguments.target));
  ASSIGN_OR_RETURN(const auto found, session.connection.Call<v1::QueryReviewMilestonesResponse>(
                                         absl::StrCat(kService, "QueryReviewMilestones"), request));
  if (session.json()) {
    session.Print(PlainJson(found));
    return absl::OkStatus();
  }
  if (found.milestones().empty()) {
    session.err << session.Say({"No milestone is due.\n", "Aucun jalon mesurable à échéance.\n"});
  }
  PrintFindings(session, found.milestones());
  return absl::OkStatus();
}

Parameter ReviewName(Arguments* arguments) {
  return {"REVIEW",
          "",
          {"ROLLOUT/monthly-2026-04", "DÉPLOIEMENT/monthly-2026-04"},
          &arguments->target,
          true};
}

}  // namespace

void AddRolloutReviews(Command& rollout) {
  auto list = std::make_shared<Arguments>();
  rollout
      .Sub("reviews", {"Monthly reviews and quarterly measures of a roll-out",
                       "Revues mensuelles et mesures trimestrielles d'un déploiement"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &list->target, true})
      .Run([list](Session& session) { return Reviews(session, *list); });
  Command& review = rollout.Sub("review", {"One review", "Une revue"});
  auto milestones = std::make_shared<Arguments>();
  review
      .Sub("milestones", {"What it says of the milestones that are due, or would say now",
                          "Ce qu'elle dit des jalons mesurables à échéance, ou dirait maintenant"})
      .With(ReviewName(milestones.get()))
      .Run([milestones](Session& session) { return Milestones(session, *milestones); });
  auto complete = std::make_shared<Arguments>();
  review
      .Sub("complete",
           {"Close a review: a monthly one with a decision and a reason, a quarterly one "
            "with its survey or KPI",
            "Clore une revue : mensuelle avec décision et raison, trimestrielle avec "
            "son enquête ou son indicateur"})
      .With(ReviewName(complete.get()))
      .With({"--decision",
             "DECISION",
             {"CONTINUE, ADJUST, PAUSE or STOP", "CONTINUE, ADJUST, PAUSE ou STOP"},
             &complete->decision,
             false,
             {"CONTINUE", "ADJUST", "PAUSE", "STOP"}})
      .With({"--reason", "TEXT", {"Why", "Pourquoi"}, &complete->reason})
      .With({"--survey", "SURVEY", {"PROJECT/SURVEY", "PROJET/ENQUÊTE"}, &complete->survey})
      .With({"--kpi",
             "KPI",
             {"PROJECT/KPI of category ROI", "PROJET/INDICATEUR de catégorie ROI"},
             &complete->kpi})
      .With({"--dry-run",
             "",
             {"Check, write nothing", "Vérifier sans rien écrire"},
             &complete->dry_run})
      .Run([complete](Session& session) { return Complete(session, *complete); });
}

}  // namespace palier::ctl
