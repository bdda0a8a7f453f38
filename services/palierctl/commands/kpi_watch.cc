// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/kpi_arguments.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct WatchArguments {
  std::string project;
  bool once = false;
};

Table TableOf(const Session& session, const v1::WatchKpisResponse& response) {
  Table table{{{"KPI"},
               {session.Say({"status", "état"})},
               {session.Say({"value", "valeur"}), true},
               {session.Say({"on", "le"})},
               {session.Say({"why", "pourquoi"})}},
              {}};
  for (const v1::KpiStatus& status : response.statuses()) {
    const auto cell = [&](const char* field) {
      return CellOf(status, v1::KpiStatus::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back({ShortName(status.name()), session.Say(StatusText(status.status())),
                          cell("actual_value"), cell("actual_date"), status.explanation()});
  }
  for (const std::string& name : response.removed_kpis()) {
    table.rows.push_back({ShortName(name), session.Say({"deleted", "supprimé"}), "", "", ""});
  }
  return table;
}

absl::Status Watch(Session& session, const WatchArguments& arguments) {
  v1::WatchKpisRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("project", arguments.project));
  const auto stream = session.connection.Stream("palier.kpi.v1.KpiService/WatchKpis");
  stream->Write(request);
  stream->WritesDone();
  v1::WatchKpisResponse response;
  while (stream->Read(&response)) {
    const bool heartbeat = response.statuses_size() + response.removed_kpis_size() == 0;
    if (!heartbeat || arguments.once) {
      session.json() ? session.Print(PlainJson(response))
                     : session.Print(TableOf(session, response));
      session.out.flush();
    }
    if (arguments.once) {
      stream->Cancel();
      return absl::OkStatus();
    }
  }
  return stream->Finish();
}

}  // namespace

void AddKpiWatch(Command& kpi) {
  auto arguments = std::make_shared<WatchArguments>();
  kpi.Sub("watch", {"Where the KPIs of a project stand, and each change of it as it comes",
                    "Où en sont les KPI d'un projet, et chaque changement à mesure qu'il vient"})
      .With({"PROJECT", "", {"The project", "Le projet"}, &arguments->project, true})
      .With({"--once",
             "",
             {"End after the first answer", "S'arrêter après la première réponse"},
             &arguments->once})
      .Run([arguments](Session& session) { return Watch(session, *arguments); });
}

}  // namespace palier::ctl
