// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/bench/registry_benches.h"

namespace palier::bench {
namespace {

using registry::v1::Project;

constexpr int kStages = 8;
constexpr int kDepartments = 10;
constexpr int kSponsors = 20;
constexpr int kPage = 50;
constexpr char kOrganization[] = "organizations/acme";
constexpr char kOrder[] = "update_time desc";

std::string Department(int n) {
  return absl::StrCat(kOrganization, "/departments/d", n);
}
std::string Sponsor(int n) {
  return absl::StrCat(kOrganization, "/people/s", n);
}
std::string Filter() {
  return absl::StrCat("stage = POC AND department = \"", Department(3), "\" AND sponsor = \"",
                      Sponsor(7), "\"");
}

// Stage, department and sponsor are independent of each other.
Project ProjectOf(int n) {
  Project project;
  project.set_display_name(absl::StrCat("Assistant ", n));
  project.set_purpose(std::string(320, 'p'));
  project.set_stage(static_cast<Project::Stage>(1 + n % kStages));
  project.set_department(Department(n / kStages % kDepartments));
  project.set_sponsor(Sponsor(n / kStages / kDepartments % kSponsors));
  return project;
}

// Notes the statements that a transaction runs.
class Listener : public sql::Transaction {
 public:
  explicit Listener(sql::Transaction& real) : real_(real) {}
  absl::StatusOr<int64_t> Execute(absl::string_view statement,
                                  absl::Span<const sql::Value> parameters) override {
    return real_.Execute(statement, parameters);
  }
  absl::Status Query(absl::string_view statement, absl::Span<const sql::Value> parameters,
                     const sql::RowFn& row) override {
    if (text.empty()) {
      text = std::string(statement);
      values.assign(parameters.begin(), parameters.end());
    }
    return real_.Query(statement, parameters, row);
  }
  absl::Status BulkInsert(absl::string_view table, absl::Span<const absl::string_view> columns,
                          absl::Span<const std::vector<sql::Value>> rows) override {
    return real_.BulkInsert(table, columns, rows);
  }
  absl::string_view dialect() const override { return real_.dialect(); }

  // The first query.
  std::string text;
  std::vector<sql::Value> values;

 private:
  sql::Transaction& real_;
};

class List : public RegistryBench {
 public:
  List(int projects, int calls) : projects_(projects), calls_(calls) {}

  absl::Status Prepare(RegistrySeed& seed) override {
    RETURN_IF_ERROR(seed.AddOrganization("acme"));
    RETURN_IF_ERROR(seed.AddProjects("acme", projects_, ProjectOf, {}));
    if (seed.database().dialect() == "postgres") {
      // What autovacuum would have done by the time anybody asks.
      RETURN_IF_ERROR(Run(seed.database(), "ANALYZE resource"));
    }
    store_ = std::string(seed.database().dialect());
    ASSIGN_OR_RETURN(const double service, ServiceMillis(seed, "what Session::List asks"));
    RETURN_IF_ERROR(MakeIndex(seed));
    ASSIGN_OR_RETURN(const double by_hand, ByHandMillis(seed));
    ASSIGN_OR_RETURN(const double helped, ServiceMillis(seed, "the same with the index by hand"));
    RETURN_IF_ERROR(Run(seed.database(), "DROP INDEX by_hand"));
    Tell(absl::StrCat(store_, ": projects"), projects_, "");
    Tell(absl::StrCat(store_, ": statement and index by hand, p50"), by_hand, "ms");
    Tell(absl::StrCat(store_, ": Session::List, p50"), service, "ms");
    Tell(absl::StrCat(store_, ": Session::List with the index by hand, p50"), helped, "ms");
    Tell(absl::StrCat(store_, ": Session::List over the one by hand"), service / by_hand, "x",
         "<= 3");
    return absl::OkStatus();
  }

  absl::Status Measure(const Servers& servers) override {
    const auto client = Caller(servers);
    registry::v1::ListProjectsRequest request;
    request.set_parent(kOrganization);
    request.set_page_size(kPage);
    request.set_filter(Filter());
    request.set_order_by(kOrder);
    std::vector<double> wall, cpu;
    for (int i = 0; i < calls_; ++i) {
      const absl::Time start = absl::Now();
      ASSIGN_OR_RETURN(const absl::Duration used, CpuOf(servers, [&] {
                         return client
                             ->Unary<registry::v1::ListProjectsResponse>(
                                 "palier.registry.v1.RegistryService/ListProjects", request)
                             .status();
                       }));
      wall.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
      cpu.push_back(absl::ToDoubleMilliseconds(used));
    }
    Tell(absl::StrCat(store_, ": ListProjects through gRPC, p50"), Quantile(wall, 0.5), "ms");
    Tell(absl::StrCat(store_, ": ListProjects through gRPC, p50 CPU of the service"),
         Quantile(cpu, 0.5), "ms");
    return absl::OkStatus();
  }

 private:
  static absl::Time Soon() { return absl::Now() + absl::Minutes(2); }

  static absl::Status Run(sql::Database& database, const std::string& statement) {
    return database.Write(Soon(), [&](sql::Transaction& transaction) {
      return transaction.Execute(statement, {}).status();
    });
  }

  absl::StatusOr<double> Millis(sql::Database& database, const sql::TransactionFn& fn) const {
    std::vector<double> taken;
    for (int i = 0; i < calls_; ++i) {
      const absl::Time start = absl::Now();
      RETURN_IF_ERROR(database.Read(Soon(), fn));
      taken.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
    }
    return Quantile(taken, 0.5);
  }

  static absl::Status Explain(sql::Database& database, const std::string& title,
                              const std::string& statement, const std::vector<sql::Value>& values) {
    std::printf("%s\n", title.c_str());
    const bool postgres = database.dialect() == "postgres";
    return database.Read(Soon(), [&](sql::Transaction& transaction) {
      return transaction.Query(
          absl::StrCat(postgres ? "EXPLAIN (ANALYZE, COSTS OFF) " : "EXPLAIN QUERY PLAN ",
                       statement),
          values, [&](const sql::Row& row) {
            std::printf("    %s\n", std::string(row.text(postgres ? 0 : 3)).c_str());
            return absl::OkStatus();
          });
    });
  }

  absl::StatusOr<double> ServiceMillis(RegistrySeed& seed, const std::string& title) const {
    resource::ListQuery query;
    query.organization = "acme";
    query.parent = kOrganization;
    query.page_size = kPage;
    query.filter = Filter();
    query.order_by = kOrder;
    std::string text;
    std::vector<sql::Value> values;
    ASSIGN_OR_RETURN(const double millis,
                     Millis(seed.database(), [&](sql::Transaction& transaction) {
                       Listener listener(transaction);
                       resource::Session session(listener, resource::Actor{}, absl::Now());
                       const auto page = session.List(seed.types().project, query);
                       text = listener.text;
                       values = listener.values;
                       return page.status();
                     }));
    RETURN_IF_ERROR(Explain(seed.database(), title, text, values));
    return millis;
  }

  static std::string Column(const RegistrySeed& seed, absl::string_view field) {
    return resource::ColumnOf(seed.types().project.fields().Find(field)->column);
  }

  // Equality first, then the order: the page is the beginning of a range of the index.
  static absl::Status MakeIndex(RegistrySeed& seed) {
    return Run(seed.database(),
               absl::StrCat("CREATE INDEX by_hand ON resource (organization, ",
                            Column(seed, "stage"), ", ", Column(seed, "department"), ", ",
                            Column(seed, "sponsor"), ", ", Column(seed, "update_time"),
                            " DESC, name) WHERE type = 'Project' AND delete_time = 0"));
  }

  absl::StatusOr<double> ByHandMillis(RegistrySeed& seed) const {
    const std::string stage = Column(seed, "stage"), department = Column(seed, "department"),
                      sponsor = Column(seed, "sponsor"), updated = Column(seed, "update_time");
    const std::vector<sql::Value> values = StoredKeys(seed);
    const std::string statement = absl::StrCat(
        "SELECT data FROM resource WHERE organization = $1 AND ", stage, " = $2 AND ", department,
        " = $3 AND ", sponsor, " = $4 AND type = 'Project' AND delete_time = 0 ORDER BY ", updated,
        " DESC, name LIMIT ", kPage);
    int rows = 0;
    ASSIGN_OR_RETURN(const double millis,
                     Millis(seed.database(), [&](sql::Transaction& transaction) {
                       rows = 0;
                       std::string data;
                       return transaction.Query(statement, values, [&](const sql::Row& row) {
                         data.assign(row.blob(0).data(), row.blob(0).size());
                         ++rows;
                         return absl::OkStatus();
                       });
                     }));
    if (rows == 0) return absl::InternalError("nothing was found by hand");
    RETURN_IF_ERROR(Explain(seed.database(), "what one would write by hand", statement, values));
    return millis;
  }

  // Organisation, stage, department and sponsor as the store writes them.
  static std::vector<sql::Value> StoredKeys(const RegistrySeed& seed) {
    Project project;
    project.set_stage(Project::POC);
    project.set_department(Department(3));
    project.set_sponsor(Sponsor(7));
    const std::vector<sql::Value> fields = resource::FieldValues(seed.types().project, project);
    const auto value = [&](absl::string_view field) {
      return fields[static_cast<size_t>(seed.types().project.fields().Find(field)->column)];
    };
    return {std::string("acme"), value("stage"), value("department"), value("sponsor")};
  }

  const int projects_, calls_;
  std::string store_;
};

}  // namespace

std::unique_ptr<RegistryBench> ListBench(int projects, int calls) {
  return std::make_unique<List>(projects, calls);
}

}  // namespace palier::bench
