// SPDX-License-Identifier: Apache-2.0
// Measurements by the million: what a row costs as they grow, what they take on the disk and in
// memory, how soon a restarted suite answers, and the figures of a whole project beside plain SQL
// over the same rows in PostgreSQL.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/app/config.h"
#include "common/rpc/auth.h"
#include "common/sql/database.h"
#include "common/status/macros.h"
#include "common/testing/private_postgres.h"
#include "common/testing/temp_dir.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "tests/bench/facts.h"
#include "tests/bench/process_memory.h"
#include "tests/bench/scene.h"
#include "tests/bench/servers.h"

ABSL_FLAG(int64_t, rows, 1000000, "measurements that are sent, 30 % of them again");
ABSL_FLAG(int, batch, 5000, "measurements in a message of the stream, at most 5000");
ABSL_FLAG(int, window, 4, "messages on the way");
ABSL_FLAG(bool, postgres, false, "the suite on a PostgreSQL of its own instead of SQLite");
ABSL_FLAG(bool, plain, false, "take the same rows in by COPY and ON CONFLICT, and ask plain SQL");

namespace palier::bench {
namespace {

constexpr char kStream[] = "palier.kpi.v1.IngestionService/IngestMeasurementStream";

void Tell(const std::string& what, double value, const std::string& unit) {
  absl::PrintF("%-72s %12.3f %s\n", what, value, unit);
  std::fflush(stdout);
}

Facts Log() {
  return Facts(absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::UTCTimeZone()));
}

absl::Status Answered(rpc::ClientStream& stream, int batch) {
  kpi::v1::IngestMeasurementStreamResponse response;
  if (!stream.Read(&response)) return absl::InternalError("a batch was not acknowledged");
  const auto& counts = response.counts();
  const bool all = counts.accepted_count() + counts.duplicate_count() == batch;
  return all ? absl::OkStatus() : absl::InternalError("a batch was not taken whole");
}

// Sends `rows` of the log; what is made is made before the clock runs.
absl::StatusOr<absl::Duration> Send(const Scene& scene, Facts& facts, int64_t rows) {
  const int batch = absl::GetFlag(FLAGS_batch), window = absl::GetFlag(FLAGS_window);
  std::vector<kpi::v1::IngestMeasurementStreamRequest> requests(static_cast<size_t>(rows / batch));
  for (auto& request : requests) {
    request.set_parent(Scene::MeasuredProject(0));
    for (const Fact& fact : facts.Next(batch)) *request.add_measurements() = MeasurementOf(fact);
  }
  const auto stream = scene.client().Stream(kStream);
  const absl::Time start = absl::Now();
  size_t sent = 0, answered = 0;
  while (answered < requests.size()) {
    while (sent < requests.size() && sent < answered + static_cast<size_t>(window)) {
      if (!stream->Write(requests[sent++])) return stream->Finish();
    }
    RETURN_IF_ERROR(Answered(*stream, batch));
    ++answered;
  }
  const absl::Duration elapsed = absl::Now() - start;
  stream->WritesDone();
  RETURN_IF_ERROR(stream->Finish());
  return elapsed;
}

absl::Status Fill(const Servers& servers) {
  ASSIGN_OR_RETURN(const auto scene, Scene::Make(servers, kMeasuredProjects));
  Facts facts = Log();
  const int64_t rows = absl::GetFlag(FLAGS_rows);
  const int64_t step = std::min<int64_t>(rows, 500000);
  for (int64_t sent = 0; sent < rows; sent += step) {
    const absl::Duration cpu = CpuTimeOf(servers.process());
    ASSIGN_OR_RETURN(const absl::Duration elapsed, Send(*scene, facts, step));
    const double used = absl::ToDoubleMicroseconds(CpuTimeOf(servers.process()) - cpu);
    absl::PrintF("%10d rows: %8.0f rows/s, %5.2f us of CPU a row, %4.0f MiB resident\n",
                 sent + step, static_cast<double>(step) / absl::ToDoubleSeconds(elapsed),
                 used / static_cast<double>(step), MiBOf(servers.process(), "VmRSS"));
    std::fflush(stdout);
  }
  Tell("largest resident set of the suite", MiBOf(servers.process(), "VmHWM"), "MiB");
  return absl::OkStatus();
}

absl::StatusOr<absl::Duration> Weekly(const rpc::Client& client) {
  const absl::Time start = absl::Now();
  for (int n = 0; n < kKpis; ++n) {
    kpi::v1::QueryKpiRequest request;
    request.set_name(absl::StrCat(Scene::MeasuredProject(0), "/kpis/", KpiId(n)));
    request.set_unit(kpi::v1::WEEK);
    ASSIGN_OR_RETURN(const auto response, client.Unary<kpi::v1::QueryKpiResponse>(
                                              "palier.kpi.v1.KpiService/QueryKpi", request));
    if (response.series_size() != 1 || response.series(0).points().empty()) {
      return absl::InternalError("a KPI has no weeks");
    }
  }
  return absl::Now() - start;
}

absl::Status Ask(const Servers& servers, absl::Time started) {
  rpc::ClientOptions options;
  options.headers = {{rpc::kPrincipalKey, "users/dev"}};
  options.default_timeout = absl::Minutes(2);
  const rpc::Client client(rpc::Connect(servers.suite()), options);
  const absl::Time asked = absl::Now();
  RETURN_IF_ERROR(Weekly(client).status());
  Tell("restart until it serves", absl::ToDoubleMilliseconds(asked - started), "ms");
  Tell("all weeks and distinct users of 10 KPIs, first time",
       absl::ToDoubleMilliseconds(absl::Now() - asked), "ms");
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    ASSIGN_OR_RETURN(const absl::Duration time, Weekly(client));
    times.push_back(absl::ToDoubleMilliseconds(time));
  }
  std::sort(times.begin(), times.end());
  Tell("the same again, median of 5", times[2], "ms");
  return absl::OkStatus();
}

// The same rows in a table, as a team would keep them.
absl::Status Plain(const std::string& url) {
  sql::OpenOptions options;
  options.url = url;
  options.schema = "plain";
  options.statement_timeout = absl::Minutes(10);
  ASSIGN_OR_RETURN(const auto database, sql::Open(options));
  const auto run = [&](const std::string& statement) {
    return database->Write(absl::Now() + absl::Minutes(10), [&](sql::Transaction& transaction) {
      return transaction.Execute(statement, {}).status();
    });
  };
  const std::string columns =
      "(event_id TEXT, kpi TEXT, team TEXT, usr TEXT, ts BIGINT, "
      "value DOUBLE PRECISION";
  RETURN_IF_ERROR(run(absl::StrCat("CREATE TABLE fact ", columns, ", UNIQUE (event_id))")));
  RETURN_IF_ERROR(run(absl::StrCat("CREATE UNLOGGED TABLE staging ", columns, ")")));
  Facts facts = Log();
  const int batch = absl::GetFlag(FLAGS_batch);
  absl::Duration time;
  for (int64_t sent = 0; sent < absl::GetFlag(FLAGS_rows); sent += batch) {
    std::vector<std::vector<sql::Value>> rows;
    for (const Fact& fact : facts.Next(batch)) {
      rows.push_back({fact.id, fact.kpi, fact.team, fact.user, fact.time_us, fact.value});
    }
    static constexpr absl::string_view kColumns[] = {"event_id", "kpi", "team",
                                                     "usr",      "ts",  "value"};
    const absl::Time start = absl::Now();
    RETURN_IF_ERROR(database->Write(
        absl::Now() + absl::Minutes(10), [&](sql::Transaction& transaction) -> absl::Status {
          RETURN_IF_ERROR(transaction.Execute("TRUNCATE staging", {}).status());
          RETURN_IF_ERROR(transaction.BulkInsert("staging", kColumns, rows));
          return transaction
              .Execute("INSERT INTO fact SELECT * FROM staging ON CONFLICT DO NOTHING", {})
              .status();
        }));
    time += absl::Now() - start;
  }
  Tell("PostgreSQL, COPY and ON CONFLICT",
       static_cast<double>(absl::GetFlag(FLAGS_rows)) / absl::ToDoubleSeconds(time), "rows/s");
  RETURN_IF_ERROR(run("ANALYZE fact"));
  const absl::Time start = absl::Now();
  RETURN_IF_ERROR(
      database->Read(absl::Now() + absl::Minutes(10), [&](sql::Transaction& transaction) {
        return transaction.Query(
            "SELECT kpi, (ts / 1000000 / 86400 + 3) / 7 AS week, COUNT(*), SUM(value), "
            "MIN(value), MAX(value), COUNT(DISTINCT usr) FROM fact GROUP BY kpi, week",
            {}, [](const sql::Row&) { return absl::OkStatus(); });
      }));
  Tell("plain SQL: the weeks of all KPIs with distinct users",
       absl::ToDoubleMilliseconds(absl::Now() - start), "ms");
  return absl::OkStatus();
}

// In a process of its own: the servers fork, which must come before anything of gRPC.
absl::Status InChild(const std::function<absl::Status()>& work) {
  const pid_t child = ::fork();
  if (child < 0) return absl::InternalError("fork");
  if (child == 0) {
    const absl::Status status = work();
    if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
    std::fflush(stdout);
    ::_exit(status.ok() ? 0 : 1);
  }
  int exit = 0;
  ::waitpid(child, &exit, 0);
  return exit == 0 ? absl::OkStatus() : absl::InternalError("a part failed");
}

double MiBOnDisk(const std::string& folder) {
  uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return static_cast<double>(bytes) / (1 << 20);
}

absl::Status Run() {
  const testing::TempDir folder;
  ASSIGN_OR_RETURN(app::Config config, app::ConfigFromFlags());
  config.listen = "127.0.0.1:0";
  config.data = folder.File("data");
  config.drain_delay = absl::ZeroDuration();
  config.schema_prefix = "bench";
  std::unique_ptr<testing::PrivatePostgres> postgres;
  if (absl::GetFlag(FLAGS_postgres) || absl::GetFlag(FLAGS_plain)) {
    ASSIGN_OR_RETURN(postgres, testing::PrivatePostgres::Start({.fsync = true}));
  }
  if (absl::GetFlag(FLAGS_postgres)) config.store = postgres->url();
  RETURN_IF_ERROR(InChild([&]() -> absl::Status {
    ASSIGN_OR_RETURN(const auto servers, Servers::Start(config));
    return Fill(*servers);
  }));
  if (!absl::GetFlag(FLAGS_postgres)) {
    // Three in ten are sent twice.
    const double kept = static_cast<double>(absl::GetFlag(FLAGS_rows)) * 0.7;
    Tell("on the disk, for each measurement that is kept",
         MiBOnDisk(config.data) * (1 << 20) / kept, "B");
  }
  RETURN_IF_ERROR(InChild([&]() -> absl::Status {
    const absl::Time start = absl::Now();
    ASSIGN_OR_RETURN(const auto servers, Servers::Start(config));
    return Ask(*servers, start);
  }));
  return absl::GetFlag(FLAGS_plain) ? Plain(postgres->url()) : absl::OkStatus();
}

}  // namespace
}  // namespace palier::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Takes measurements in by the million and asks for their figures.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = palier::bench::Run();
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
