// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "palier/kpi/v1/promise_review_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/kpi_arguments.h"
#include "palierctl/input/day.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct PromiseArguments : KpiArguments {
  std::string at;
};

// A time of RFC 3339, or the end of a day.
absl::StatusOr<absl::Time> TimeOf(const std::string& text) {
  absl::Time time;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) return time;
  ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(text, Today()));
  const absl::Time end = absl::FromCivil(day + 1, absl::UTCTimeZone()) - absl::Microseconds(1);
  return std::min(end, std::max(absl::Now(), absl::FromCivil(day, absl::UTCTimeZone())));
}

Table TableOf(const Session& session, const v1::ReviewKpiPromiseResponse& review) {
  Table table{{{session.Say({"figures", "chiffres"})},
               {session.Say({"status", "état"})},
               {session.Say({"value", "valeur"}), true},
               {session.Say({"on", "le"})},
               {session.Say({"expected", "attendu"}), true},
               {session.Say({"target", "cible"}), true},
               {session.Say({"definition", "définition"}), true},
               {session.Say({"why", "pourquoi"})}},
              {}};
  const auto add = [&](const Text& title, const v1::KpiStatus& status) {
    const auto cell = [&](const char* field) {
      return CellOf(status, v1::KpiStatus::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back({session.Say(title), session.Say(StatusText(status.status())),
                          cell("actual_value"), cell("actual_date"), cell("expected_value"),
                          cell("target_value"), cell("definition_version"), status.explanation()});
  };
  add({"when promised", "au moment de la promesse"}, review.then());
  add({"today, by the promise", "aujourd'hui, selon la promesse"}, review.today());
  add({"today, by today's definition", "aujourd'hui, selon la définition actuelle"},
      review.today_by_today());
  return table;
}

absl::Status Promise(Session& session, const PromiseArguments& arguments) {
  v1::ReviewKpiPromiseRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), KpiName(session, arguments));
  ASSIGN_OR_RETURN(const absl::Time at, TimeOf(arguments.at));
  time::SetTime(at, request.mutable_promise_time());
  ASSIGN_OR_RETURN(const auto review,
                   session.connection.Call<v1::ReviewKpiPromiseResponse>(
                       "palier.kpi.v1.PromiseReviewService/ReviewKpiPromise", request));
  if (session.json()) {
    session.Print(PlainJson(review));
    return absl::OkStatus();
  }
  session.Print(TableOf(session, review));
  session.err << review.explanation() << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddKpiPromise(Command& kpi) {
  auto arguments = std::make_shared<PromiseArguments>();
  WithKpi(kpi.Sub("promise", {"What it promised when it was approved, beside what it shows today",
                              "Ce qu'il promettait à son approbation, à côté de ce qu'il montre "
                              "aujourd'hui"}),
          arguments.get())
      .With({"--at",
             "TIME",
             {"When it was approved: a time (RFC 3339), or the end of a day (UTC)",
              "Quand il a été approuvé : un instant (RFC 3339), ou la fin d'un jour (UTC)"},
             &arguments->at,
             true})
      .Run([arguments](Session& session) { return Promise(session, *arguments); });
}

}  // namespace palier::ctl
