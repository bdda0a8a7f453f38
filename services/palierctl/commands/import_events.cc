// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/ingest_counts.h"
#include "palierctl/errors.h"
#include "palierctl/input/pieces.h"
#include "palierctl/input/resource_json.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/progress.h"
#include "palierctl/session.h"
#include "palierctl/transfer.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct Arguments {
  std::string file, project, source;
  std::string profile = "event-log";
  std::vector<std::string> columns, ai_activities, eligible_activities;
  bool dry_run = false;
};

std::vector<Count> NumbersOf(const v1::EventLogSummary& summary) {
  std::vector<Count> numbers = {
      {"rows", {"rows", "lignes"}, summary.row_count()},
      {"duplicate_rows", {"duplicate rows", "lignes en double"}, summary.duplicate_row_count()},
      {"rejected_rows", {"rejected rows", "lignes rejetées"}, summary.rejected_row_count()},
      {"cases", {"cases", "dossiers"}, summary.case_count()},
      {"measurements", {"measurements", "mesures"}, summary.measurement_count()}};
  for (Count& count : CountsOf(summary.counts())) numbers.push_back(std::move(count));
  return numbers;
}

void PrintSummary(const Session& session, const v1::EventLogSummary& summary) {
  const std::vector<Count> numbers = NumbersOf(summary);
  if (!session.json()) return PrintCounts(session, numbers);
  // The numbers first, as for the other imports, then what the server tells besides.
  Json json = Json::object();
  for (const Count& number : numbers) json[number.key] = number.number;
  const Json rest = PlainJson(summary);
  if (summary.eligible_case_count() > 0) {
    json["eligible_cases"] = summary.eligible_case_count();
    json["ai_cases"] = summary.ai_case_count();
  }
  for (const char* key :
       {"kpis", "created_kpis", "first_event_time", "last_event_time", "encoding"}) {
    if (rest.contains(key)) json[key] = rest[key];
  }
  session.Print(json);
}

absl::StatusOr<v1::EventLogColumns> ColumnsOf(const std::vector<std::string>& assignments) {
  v1::EventLogColumns columns;
  Json json = Json::object();
  for (const std::string& assignment : assignments) {
    RETURN_IF_ERROR(Assign(assignment, v1::EventLogColumns::descriptor(), &json));
  }
  RETURN_IF_ERROR(FillMessage(std::move(json), {}, &columns));
  return columns;
}

void SetPenetration(const Arguments& arguments, v1::ImportEventLogRequest& request) {
  if (arguments.ai_activities.empty() && arguments.eligible_activities.empty()) return;
  v1::EventLogPenetration& penetration = *request.mutable_penetration();
  penetration.mutable_ai_activities()->Add(arguments.ai_activities.begin(),
                                           arguments.ai_activities.end());
  penetration.mutable_eligible_activities()->Add(arguments.eligible_activities.begin(),
                                                 arguments.eligible_activities.end());
}

absl::Status Import(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string project, session.Name("project", arguments.project));
  ASSIGN_OR_RETURN(const v1::EventLogColumns columns, ColumnsOf(arguments.columns));
  ASSIGN_OR_RETURN(Pieces pieces, Pieces::Open(arguments.file));
  const auto stream = session.connection.Stream("palier.kpi.v1.IngestionService/ImportEventLog");
  v1::ImportEventLogRequest request;
  v1::ImportEventLogResponse response;
  v1::EventLogSummary summary;
  {
    Progress progress(session.err, session.interactive);
    bool first = true;
    const auto next = [&](google::protobuf::Message*) -> absl::StatusOr<bool> {
      ASSIGN_OR_RETURN(std::string piece, pieces.Next());
      if (piece.empty() && !first) return false;
      if (first) {
        request.set_parent(project);
        request.set_profile(arguments.profile);
        *request.mutable_columns() = columns;
        request.set_source(arguments.source);
        request.set_validate_only(arguments.dry_run);
        SetPenetration(arguments, request);
      }
      first = false;
      request.set_data(std::move(piece));
      return true;
    };
    RETURN_IF_ERROR(Transfer(*stream, next, &request, &response, [&] {
      if (response.has_summary()) summary = response.summary();
      progress.Show(response.processed_count(), response.total_count());
    }));
  }
  PrintSummary(session, summary);
  return absl::OkStatus();
}

}  // namespace

void AddImportEvents(Command& import) {
  auto arguments = std::make_shared<Arguments>();
  import.Sub("events", {"The event log of a process, as measurements", "Le journal d'un processus, en mesures"})
      .With({"FILE", "", {"CSV, plain or gzip; - is standard input", "CSV, simple ou gzip ; - est l'entrée standard"},
             &arguments->file, true})
      .With({"--project", "PROJECT", {"The project", "Le projet"}, &arguments->project, true})
      .With({"--profile", "PROFILE", {"How to read it (default event-log)", "Comment le lire (event-log par défaut)"},
             &arguments->profile, false, {"event-log"}})
      .With({"--source", "ID", {"Which log this is, when a project has several",
                                "Quel journal, quand un projet en a plusieurs"}, &arguments->source})
      .With({"--column", "what=HEADER",
             {"Header of case_id, activity, timestamp, resource, lifecycle or team; may be repeated",
              "En-tête de case_id, activity, timestamp, resource, lifecycle ou team ; peut être répété"},
             &arguments->columns})
      .With({"--ai-activity", "NAME",
             {"Activity of the AI step: gives the KPI `penetration`; may be repeated",
              "Activité de l'étape IA : donne le KPI `penetration` ; peut être répété"},
             &arguments->ai_activities})
      .With({"--eligible-activity", "NAME",
             {"Only cases with such an activity could be done by AI (default: every case); may be repeated",
              "Seuls les dossiers ayant une telle activité pouvaient l'être par l'IA (par défaut : tous) ; peut être "
              "répété"},
             &arguments->eligible_activities})
      .With({"--dry-run", "", {"Report what would happen, write nothing", "Dire ce qui arriverait, sans rien écrire"},
             &arguments->dry_run})
      .Footer({"The file is taken for the whole log. Events of cases that come in parts: palierctl source",
               "Le fichier est pris pour le journal entier. Événements de dossiers qui arrivent en parties : "
               "palierctl source"})
      .Run([arguments](Session& session) { return Import(session, *arguments);
});
}  // namespace palier::ctl

}  // namespace palier::ctl
