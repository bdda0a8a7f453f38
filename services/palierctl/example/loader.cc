// SPDX-License-Identifier: Apache-2.0
#include "palierctl/example/loader.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/rpc/convert.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palierctl/commands/operation.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/input/day.h"
#include "palierctl/names.h"

namespace palier::ctl {
namespace {

using registry::v1::Project;

constexpr absl::Duration kPause = absl::Milliseconds(100);

std::string TextOf(const Json& step, const char* key) {
  const auto found = step.find(key);
  return found != step.end() && found->is_string() ? found->get<std::string>() : "";
}

absl::Status BadStep(const std::string& what) {
  return Usage({absl::StrCat("A step of the example cannot be read: ", what),
                absl::StrCat("Une étape de l'exemple est illisible : ", what)});
}

// What a service that follows another one may not know yet, and what any server may be for a
// moment.
bool Passes(const absl::Status& status) {
  return absl::IsUnavailable(status) || status::ReasonOf(status) == error::v1::PARENT_NOT_USABLE ||
         status::ReasonOf(status) == error::v1::OVERLOADED;
}

// Where in `through` a project goes on from: after its stage, at the beginning from IDEA, nowhere
// when people have moved it elsewhere.
size_t NextIn(const Json& through, Project::Stage stage) {
  if (stage == Project::IDEA) return 0;
  for (size_t i = 0; i < through.size(); ++i) {
    if (through[i] == Project::Stage_Name(stage)) return i + 1;
  }
  return through.size();
}

}  // namespace

ExampleLoader::ExampleLoader(const Session& session, std::string organization, absl::CivilDay today,
                             absl::Duration patience)
    : session_(session),
      organization_(std::move(organization)),
      today_(today),
      patience_(patience) {}

absl::Status ExampleLoader::Load(const std::string& file, absl::string_view text) {
  const std::string resolved = absl::StrReplaceAll(
      text, {{"{organization}", absl::StrCat("organizations/", organization_)}});
  ASSIGN_OR_RETURN(const Json steps, ParseJson(resolved, file));
  if (!steps.is_array()) return BadStep(file);
  for (const Json& step : steps) {
    if (absl::Status status = Step(step); !status.ok()) {
      session_.err << file << ": "
                   << step.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 160)
                   << "\n";
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status ExampleLoader::Step(const Json& step) {
  if (step.contains("create")) return Create(step);
  if (step.contains("advance")) return Advance(step);
  if (step.contains("decide")) return Decide(step);
  if (step.contains("approve")) return ApproveCase(step);
  if (step.contains("ingest")) return Ingest(step);
  if (step.contains("import")) return Import(step);
  if (step.contains("call")) return CallMethod(step);
  return BadStep(step.dump(-1, ' ', false, Json::error_handler_t::replace));
}

absl::StatusOr<std::string> ExampleLoader::Whole(const std::string& kind,
                                                 const std::string& name) const {
  ASSIGN_OR_RETURN(const ResourceKind* found, session_.catalogue.ByWord(kind));
  return CompleteName(found->pattern, organization_, name);
}

absl::Status ExampleLoader::Patiently(const Connection& connection, const std::string& method,
                                      const google::protobuf::Message& request,
                                      google::protobuf::Message* answer) const {
  const absl::Time deadline = absl::Now() + patience_;
  for (;;) {
    absl::Status status = connection.Call(method, request, answer);
    if (status.ok() || !Passes(status) || absl::Now() + kPause > deadline) return status;
    absl::SleepFor(kPause);
  }
}

absl::Status ExampleLoader::Create(const Json& step) {
  ASSIGN_OR_RETURN(const ResourceKind* kind, session_.catalogue.ByWord(TextOf(step, "create")));
  if (kind->create == nullptr || !step.contains("items")) return BadStep("create");
  std::string parent;
  if (!kind->parent_pattern.empty()) {
    parent = absl::StrCat("organizations/", organization_);
    if (const std::string text = TextOf(step, "parent"); !text.empty()) {
      ASSIGN_OR_RETURN(parent, CompleteName(kind->parent_pattern, organization_, text));
    }
  }
  for (const Json& item : step["items"]) {
    RETURN_IF_ERROR(CreateOne(*kind, parent, TextOf(step, "as"), item));
  }
  return absl::OkStatus();
}

absl::Status ExampleLoader::CreateOne(const ResourceKind& kind, const std::string& parent,
                                      const std::string& principal, Json item) {
  const std::string field = SnakeCase(kind.singular);
  const auto request = NewMessage(kind.create->input_type());
  SetText(*request, "parent", parent);
  SetText(*request, absl::StrCat(field, "_id"),
          kind.parent_pattern.empty() ? organization_ : TextOf(item, "id"));
  item.erase("id");
  RETURN_IF_ERROR(FillMessage(std::move(item), today_, Inner(*request, field)));
  const auto answer = NewMessage(kind.message);
  absl::Status status = Patiently(session_.connection.As(principal), MethodPath(*kind.create),
                                  *request, answer.get());
  if (absl::IsAlreadyExists(status)) {
    ++counts_.existing;
    return absl::OkStatus();
  }
  if (status.ok()) ++counts_.created;
  return status;
}

absl::Status ExampleLoader::Advance(const Json& step) {
  ASSIGN_OR_RETURN(const std::string name, Whole("project", TextOf(step, "advance")));
  const Json through = step.value("through", Json::array());
  registry::v1::GetProjectRequest request;
  request.set_name(name);
  Project project;
  RETURN_IF_ERROR(session_.connection.As(TextOf(step, "approver"))
                      .Call("palier.registry.v1.RegistryService/GetProject", request, &project));
  for (size_t i = NextIn(through, project.stage()); i < through.size(); ++i) {
    if (!through[i].is_string()) return BadStep("through");
    RETURN_IF_ERROR(AdvanceOne(name, through[i].get<std::string>(), step));
    ++counts_.stages;
  }
  return absl::OkStatus();
}

// The facts of a gate may still be on their way from another service.
void ExampleLoader::AwaitGate(const Connection& connection, const std::string& project,
                              const std::string& stage) const {
  registry::v1::EvaluateGateRequest request;
  request.set_name(project);
  Project::Stage target = Project::STAGE_UNSPECIFIED;
  Project::Stage_Parse(stage, &target);
  request.set_target_stage(target);
  const absl::Time deadline = absl::Now() + patience_;
  while (absl::Now() < deadline) {
    const auto gate = connection.Call<registry::v1::EvaluateGateResponse>(
        "palier.registry.v1.RegistryService/EvaluateGate", request);
    if (!gate.ok() || gate->met() || !gate->legal()) return;
    absl::SleepFor(kPause);
  }
}

absl::Status ExampleLoader::AdvanceOne(const std::string& project, const std::string& stage,
                                       const Json& step) {
  Project::Stage target = Project::STAGE_UNSPECIFIED;
  if (!Project::Stage_Parse(stage, &target)) return BadStep(stage);
  const Connection approver = session_.connection.As(TextOf(step, "approver"));
  AwaitGate(approver, project, stage);
  Project answer;
  if (target != Project::IDEA && target != Project::SCOPING) {
    registry::v1::RequestAdvanceRequest request;
    request.set_name(project);
    request.set_target_stage(target);
    request.set_reason(TextOf(step, "reason"));
    RETURN_IF_ERROR(
        session_.connection.As(TextOf(step, "requester"))
            .Call("palier.registry.v1.RegistryService/RequestAdvance", request, &answer));
  }
  registry::v1::AdvanceProjectRequest request;
  request.set_name(project);
  request.set_target_stage(target);
  request.set_reason(TextOf(step, "reason"));
  return approver.Call("palier.registry.v1.RegistryService/AdvanceProject", request, &answer);
}

absl::Status ExampleLoader::Ingest(const Json& step) {
  ASSIGN_OR_RETURN(const std::string project, Whole("project", TextOf(step, "ingest")));
  const Json values = step.value("values", Json::array());
  const std::string kpi = TextOf(step, "kpi");
  const std::string team = TextOf(step, "team");
  const Connection connection = session_.connection.As(TextOf(step, "as"));
  ASSIGN_OR_RETURN(const absl::CivilDay first, ParseDay(TextOf(step, "from"), today_));
  kpi::v1::IngestMeasurementsRequest request;
  request.set_parent(project);
  // No date in it: loaded again on another day, the facts are the same ones.
  request.set_source(absl::StrCat("example-", kpi, team.empty() ? "" : "-", team));
  kpi::v1::GetKpiStatusRequest status_request;
  status_request.set_name(absl::StrCat(project, "/kpis/", kpi));
  kpi::v1::KpiStatus status;
  RETURN_IF_ERROR(
      Patiently(connection, "palier.kpi.v1.KpiService/GetKpiStatus", status_request, &status));
  if (status.measurement_count() > 0 && !step.value("more", false)) return absl::OkStatus();
  int index = 0;
  for (const Json& value : values) {
    if (!value.is_number()) return BadStep("values");
    kpi::v1::Measurement* measurement = request.add_measurements();
    measurement->set_kpi(kpi);
    measurement->set_team(team);
    measurement->set_event_id(absl::StrCat(index + 1));
    const absl::CivilDay day = first + index * std::clamp(step.value("every_days", 7), 1, 366);
    measurement->mutable_event_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(day) + 9, absl::UTCTimeZone())));
    measurement->set_number(value.get<double>());
    ++index;
  }
  kpi::v1::IngestMeasurementsResponse answer;
  RETURN_IF_ERROR(
      Patiently(connection, "palier.kpi.v1.IngestionService/IngestMeasurements", request, &answer));
  if (answer.refusals_size() > 0) {
    return BadStep(
        absl::StrCat(kpi, ": ", answer.refusals(0).reason(), " ", answer.refusals(0).message()));
  }
  counts_.measurements += answer.counts().accepted_count();
  return absl::OkStatus();
}

absl::Status ExampleLoader::Import(const Json& step) {
  registry::v1::ImportProjectsRequest request;
  request.set_parent(absl::StrCat("organizations/", organization_));
  request.set_profile(TextOf(step, "import"));
  for (const Json& row : step.value("rows", Json::array())) {
    std::vector<std::string> cells;
    for (const Json& cell : row) {
      std::string text = cell.is_string() ? cell.get<std::string>() : "";
      if (absl::StartsWith(text, "today")) {
        ASSIGN_OR_RETURN(const absl::CivilDay day, ParseDay(text, today_));
        text = absl::FormatCivilTime(day);
      }
      cells.push_back(absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\""));
    }
    request.mutable_data()->append(absl::StrCat(absl::StrJoin(cells, ";"), "\n"));
  }
  const auto stream = session_.connection.As(TextOf(step, "as"))
                          .Stream("palier.registry.v1.RegistryService/ImportProjects");
  stream->Write(request);
  stream->WritesDone();
  registry::v1::ImportProjectsResponse response;
  while (stream->Read(&response)) {
    counts_.created += response.summary().created_count();
    counts_.existing += response.summary().unchanged_count();
  }
  return stream->Finish();
}

absl::StatusOr<bool> ExampleLoader::IsSet(const Json& unless) const {
  ASSIGN_OR_RETURN(const Catalogue::Named named,
                   session_.catalogue.ByName(organization_, TextOf(unless, "name")));
  const auto request = NewMessage(named.kind->get->input_type());
  const auto answer = NewMessage(named.kind->message);
  SetText(*request, "name", named.name);
  RETURN_IF_ERROR(
      Patiently(session_.connection, MethodPath(*named.kind->get), *request, answer.get()));
  const auto* field = answer->GetDescriptor()->FindFieldByName(TextOf(unless, "field"));
  if (field == nullptr || field->is_repeated()) return BadStep("unless");
  return answer->GetReflection()->HasField(*answer, field);
}

absl::Status ExampleLoader::CallMethod(const Json& step) {
  const auto* method = session_.catalogue.Method(TextOf(step, "call"));
  if (method == nullptr || !step.contains("request")) return BadStep(TextOf(step, "call"));
  if (step.contains("unless")) {
    ASSIGN_OR_RETURN(const bool done, IsSet(step["unless"]));
    if (done) return absl::OkStatus();
  }
  const auto request = NewMessage(method->input_type());
  const auto answer = NewMessage(method->output_type());
  RETURN_IF_ERROR(FillMessage(step["request"], today_, request.get()));
  RETURN_IF_ERROR(Patiently(session_.connection.As(TextOf(step, "as")), MethodPath(*method),
                            *request, answer.get()));
  const auto* operation = dynamic_cast<const google::longrunning::Operation*>(answer.get());
  if (operation == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto done,
                   FollowOperation(session_, *operation, Interrupt(), PlanOperations(session_)));
  return rpc::FromRpc(done.error());
}

}  // namespace palier::ctl
