// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = registry::v1;
using google::protobuf::RepeatedPtrField;

struct Arguments {
  std::string project, format;
  std::vector<std::string> weights;
  int limit = 0;
};

// `applications/mail`: nodes of several kinds stand side by side.
std::string Place(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, absl::MaxSplits('/', 2));
  return parts.size() == 3 ? parts[2] : name;
}

std::string Places(const RepeatedPtrField<std::string>& names) {
  return absl::StrJoin(names, " ",
                       [](std::string* out, const std::string& name) { out->append(Place(name)); });
}

std::string Shorts(const RepeatedPtrField<std::string>& names) {
  return absl::StrJoin(
      names, " ", [](std::string* out, const std::string& name) { out->append(ShortName(name)); });
}

std::string Amounts(const RepeatedPtrField<google::type::Money>& amounts) {
  return absl::StrJoin(amounts, " + ", [](std::string* out, const google::type::Money& amount) {
    absl::StrAppendFormat(out, "%d.%02d %s", amount.units(), amount.nanos() / 10'000'000,
                          amount.currency_code());
  });
}

std::string Number(double value) {
  return absl::StrFormat("%.1f", value);
}

template <typename Response, typename Request>
absl::StatusOr<Response> Ask(const Session& session, const char* method, const Request& request) {
  return session.connection.Call<Response>(
      absl::StrCat("palier.registry.v1.SynergyMapService/", method), request);
}

// The answer as JSON, or as the table that `rows` makes of it.
template <typename Response, typename Rows>
void Print(const Session& session, const Response& response, const Rows& rows) {
  if (session.json()) {
    session.Print(PlainJson(response));
  } else {
    session.Print(rows(response));
  }
}

// `synergy_gain=40`; hyphens will do.
absl::Status SetWeights(const std::vector<std::string>& texts, v1::RankWeights* weights) {
  for (const std::string& text : texts) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
    const auto* field = v1::RankWeights::descriptor()->FindFieldByName(
        absl::StrReplaceAll(parts.first, {{"-", "_"}}));
    int weight = 0;
    if (field == nullptr || !absl::SimpleAtoi(parts.second, &weight)) {
      return Usage({absl::StrCat("--weight: expected NAME=0..100, not `", text,
                                 "`. There are synergy_gain, process_volume, transversal, "
                                 "clear_roi, little_adaptation and readiness."),
                    absl::StrCat("--weight : NOM=0..100 attendu, et non « ", text,
                                 " ». Il y a synergy_gain, process_volume, transversal, "
                                 "clear_roi, little_adaptation et readiness.")});
    }
    weights->GetReflection()->SetInt32(weights, field, weight);
  }
  return absl::OkStatus();
}

absl::Status Islands(Session& session) {
  v1::ReportIslandsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto report,
                   Ask<v1::ReportIslandsResponse>(session, "ReportIslands", request));
  Print(session, report, [&](const v1::ReportIslandsResponse& found) {
    Table table{{{session.Say({"finding", "constat"})},
                 {session.Say({"name", "nom"})},
                 {session.Say({"read by", "lu par"})},
                 {session.Say({"asked for by", "demandé par"})}},
                {}};
    for (const std::string& island : found.islands())
      table.rows.push_back({session.Say({"island", "îlot"}), Place(island), "", ""});
    for (const v1::Silo& silo : found.silos()) {
      table.rows.push_back({"silo", Place(silo.data_source()), ShortName(silo.consumer()),
                            Shorts(silo.requesters())});
    }
    return table;
  });
  return absl::OkStatus();
}

absl::Status Showcases(Session& session) {
  v1::ReportShowcasesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto report,
                   Ask<v1::ReportShowcasesResponse>(session, "ReportShowcases", request));
  Print(session, report, [&](const v1::ReportShowcasesResponse& found) {
    Table table{{{session.Say({"project", "projet"})},
                 {session.Say({"stage", "stade"})},
                 {session.Say({"owner", "responsable"})},
                 {session.Say({"paid once", "payé une fois"}), true},
                 {session.Say({"per month", "par mois"}), true}},
                {}};
    for (const v1::Showcase& showcase : found.showcases()) {
      table.rows.push_back({ShortName(showcase.project()),
                            v1::Project::Stage_Name(showcase.stage()), ShortName(showcase.owner()),
                            Amounts(showcase.single_costs()), Amounts(showcase.monthly_costs())});
    }
    return table;
  });
  return absl::OkStatus();
}

absl::Status Clusters(Session& session) {
  v1::FindClustersRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto clusters,
                   Ask<v1::FindClustersResponse>(session, "FindClusters", request));
  Print(session, clusters, [&](const v1::FindClustersResponse& found) {
    Table table{{{session.Say({"finding", "constat"})},
                 {session.Say({"members", "membres"})},
                 {session.Say({"hub", "pivot"})},
                 {session.Say({"gain per year", "gain par an"}), true}},
                {}};
    for (const v1::Cluster& cluster : found.clusters()) {
      table.rows.push_back({session.Say({"cluster", "grappe"}), Places(cluster.members()),
                            Place(cluster.hub()), Amounts(cluster.yearly_gains())});
    }
    for (const v1::Synergy& edge : found.proposed()) {
      table.rows.push_back({session.Say({"proposed edge", "lien proposé"}),
                            absl::StrCat(Place(edge.source()), " ", Place(edge.target())), "", ""});
    }
    return table;
  });
  return absl::OkStatus();
}

absl::Status Rank(Session& session, const Arguments& arguments) {
  v1::RankCandidatesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  RETURN_IF_ERROR(SetWeights(arguments.weights, request.mutable_weights()));
  request.set_limit(arguments.limit);
  ASSIGN_OR_RETURN(const auto ranking,
                   Ask<v1::RankCandidatesResponse>(session, "RankCandidates", request));
  Print(session, ranking, [&](const v1::RankCandidatesResponse& found) {
    Table table{{{session.Say({"rank", "rang"}), true},
                 {session.Say({"project", "projet"})},
                 {"score", true},
                 {session.Say({"at +-10 %", "à +-10 %"}), true},
                 {session.Say({"gain per year", "gain par an"}), true},
                 {session.Say({"also for", "aussi pour"})}},
                {}};
    for (const v1::RankedProject& project : found.projects()) {
      table.rows.push_back(
          {absl::StrCat(project.rank()), ShortName(project.project()), Number(project.score()),
           absl::StrCat(project.best_rank(), "..", project.worst_rank()),
           Amounts(project.yearly_gains()), Shorts(project.replication_departments())});
    }
    return table;
  });
  return absl::OkStatus();
}

absl::Status Explain(Session& session, const Arguments& arguments) {
  v1::ExplainRankRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("project", arguments.project));
  RETURN_IF_ERROR(SetWeights(arguments.weights, request.mutable_weights()));
  ASSIGN_OR_RETURN(const auto explanation,
                   Ask<v1::ExplainRankResponse>(session, "ExplainRank", request));
  const v1::RankedProject& project = explanation.project();
  if (session.options.format == Format::kTable) {
    session.out << session.Say({"rank ", "rang "}) << project.rank() << " / " << explanation.total()
                << " (" << project.best_rank() << ".." << project.worst_rank()
                << session.Say({" at +-10 %), score ", " à +-10 %), score "})
                << Number(project.score()) << "\n";
  }
  Print(session, explanation, [&](const v1::ExplainRankResponse& found) {
    Table table{{{session.Say({"input", "critère"})},
                 {session.Say({"recorded", "enregistré"})},
                 {session.Say({"of the best (%)", "du meilleur (%)"}), true},
                 {session.Say({"weight", "poids"}), true},
                 {"points", true}},
                {}};
    for (const v1::RankTerm& term : found.terms()) {
      table.rows.push_back({term.input(), term.value(), Number(term.normalised() * 100),
                            absl::StrCat(term.weight()), Number(term.points())});
    }
    return table;
  });
  if (session.options.format == Format::kTable && project.replication_departments_size() > 0) {
    session.out << session.Say({"could also serve: ", "pourrait aussi servir : "})
                << Shorts(project.replication_departments()) << "\n";
  }
  return absl::OkStatus();
}

absl::Status Roadmap(Session& session, const Arguments& arguments) {
  v1::PlanRoadmapRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_limit(arguments.limit);
  ASSIGN_OR_RETURN(const auto roadmap,
                   Ask<v1::PlanRoadmapResponse>(session, "PlanRoadmap", request));
  Print(session, roadmap, [&](const v1::PlanRoadmapResponse& found) {
    Table table{{{session.Say({"level", "étape"}), true},
                 {session.Say({"project", "projet"})},
                 {session.Say({"rank", "rang"}), true},
                 {session.Say({"needs", "attend"})},
                 {session.Say({"waits in vain for", "attend en vain"})}},
                {}};
    for (const v1::RoadmapStep& step : found.steps()) {
      table.rows.push_back({absl::StrCat(step.level()), ShortName(step.project()),
                            absl::StrCat(step.rank()), Shorts(step.needs()),
                            Shorts(step.lost_needs())});
    }
    return table;
  });
  return absl::OkStatus();
}

absl::Status Export(Session& session, const Arguments& arguments) {
  v1::ExportGraphRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  v1::ExportGraphRequest::Format format = v1::ExportGraphRequest::GRAPHML;
  if (!arguments.format.empty() &&
      !v1::ExportGraphRequest::Format_Parse(absl::AsciiStrToUpper(arguments.format), &format)) {
    return Usage({"--format: expected graphml or dot.", "--format : graphml ou dot attendu."});
  }
  request.set_format(format);
  ASSIGN_OR_RETURN(const auto graph, Ask<v1::ExportGraphResponse>(session, "ExportGraph", request));
  session.out << graph.content();
  return absl::OkStatus();
}

Parameter Weight(Arguments* arguments) {
  return {"--weight",
          "NAME=0..100",
          {"Weight of an input, several times; those not named count nothing",
           "Poids d'un critère, plusieurs fois ; les autres ne comptent pas"},
          &arguments->weights};
}

Parameter Limit(Arguments* arguments) {
  return {"--limit", "N", {"At most that many", "Pas plus que cela"}, &arguments->limit};
}

}  // namespace

void AddLandscape(Command& root) {
  Command& map = root.Sub("map", {"What stands alone, what belongs together, what to scale",
                                  "Ce qui est isolé, ce qui va ensemble, ce qu'il faut étendre"});
  map.Sub("islands", {"AI tools without a link, and data that one department keeps",
                      "Outils d'IA sans lien, et données qu'un seul service lit"})
      .Run(Islands);
  map.Sub("showcases", {"Projects that serve no objective, with what they cost",
                        "Projets qui ne servent aucun objectif, et leur coût"})
      .Run(Showcases);
  map.Sub("clusters", {"What belongs together, and edges that could be drawn",
                       "Ce qui va ensemble, et les liens à tracer"})
      .Run(Clusters);
  auto rank = std::make_shared<Arguments>();
  map.Sub("rank", {"Projects by how much scaling them promises",
                   "Projets selon ce que promet leur extension"})
      .With(Weight(rank.get()))
      .With(Limit(rank.get()))
      .Run([rank](Session& session) { return Rank(session, *rank); });
  auto explain = std::make_shared<Arguments>();
  map.Sub("explain", {"Why a project has its rank", "Pourquoi un projet a son rang"})
      .With({"PROJECT", "", {"The project", "Le projet"}, &explain->project, true})
      .With(Weight(explain.get()))
      .Run([explain](Session& session) { return Explain(session, *explain); });
  auto roadmap = std::make_shared<Arguments>();
  map.Sub("roadmap", {"Projects in an order that respects dependencies",
                      "Projets dans un ordre qui respecte les dépendances"})
      .With(Limit(roadmap.get()))
      .Run([roadmap](Session& session) { return Roadmap(session, *roadmap); });
  auto graph = std::make_shared<Arguments>();
  map.Sub("export", {"The map as a file on standard output", "La carte en fichier sur la sortie"})
      .With({"--format",
             "FORMAT",
             {"graphml (default) or dot", "graphml (par défaut) ou dot"},
             &graph->format,
             false,
             {"graphml", "dot"}})
      .Run([graph](Session& session) { return Export(session, *graph); });
  AddSynergyGains(map);
}

}  // namespace palier::ctl
