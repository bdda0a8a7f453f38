// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/method_path.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/document_service.pb.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "tests/bench/process_memory.h"
#include "tests/bench/registry_benches.h"

namespace palier::bench {
namespace {

class Figures : public RegistryBench {
 public:
  Figures(int projects, int entries, int calls)
      : projects_(projects), entries_(entries), calls_(calls) {}

  absl::Status Prepare(RegistrySeed& seed) override {
    return SeedFewAndMany(seed, projects_, entries_);
  }

  absl::Status Measure(const Servers& servers) override {
    const auto client = Caller(servers);
    Tell("entries of each project", entries_, "");
    ASSIGN_OR_RETURN(const double few, WholeRead(*client, servers, "few"));
    const double before = MiBOf(servers.process(), "VmRSS");
    ASSIGN_OR_RETURN(const double many, WholeRead(*client, servers, "many"));
    Tell(absl::StrCat("ListFigures of ", projects_ / 10, " projects, first, CPU"), few, "s");
    Tell(absl::StrCat("ListFigures of ", projects_, " projects, first, CPU"), many, "s");
    Tell("ListFigures, CPU of a project among many over among few", many / few / 10, "x", "<= 1.2");
    Tell(absl::StrCat("memory that the process took for ", projects_, " projects"),
         MiBOf(servers.process(), "VmRSS") - before, "MiB", "< 500");
    RETURN_IF_ERROR(MeasureNext(*client));
    RETURN_IF_ERROR(MeasureChange(*client));
    return MeasurePack(*client, servers);
  }

 private:
  template <typename Response, typename Request>
  static absl::StatusOr<Response> Ask(const rpc::Client& client, const std::string& method,
                                      const Request& request) {
    return client.Unary<Response>(rpc::MethodPath(method, request), request);
  }

  static absl::StatusOr<double> WholeRead(const rpc::Client& client, const Servers& servers,
                                          const std::string& organization) {
    reporting::v1::ListFiguresRequest request;
    request.set_parent("organizations/" + organization);
    ASSIGN_OR_RETURN(
        const absl::Duration used, CpuOf(servers, [&] {
          return Ask<reporting::v1::ListFiguresResponse>(client, "ListFigures", request).status();
        }));
    return absl::ToDoubleSeconds(used);
  }

  static absl::StatusOr<reporting::v1::Figure> Get(const rpc::Client& client) {
    reporting::v1::GetFigureRequest request;
    request.set_name("organizations/many/figures/open-debt");
    return Ask<reporting::v1::Figure>(client, "GetFigure", request);
  }

  // Beside the smallest question to the same server, which asks no other service.
  absl::Status MeasureNext(const rpc::Client& client) const {
    registry::v1::ListProjectsRequest bare;
    bare.set_parent("organizations/many");
    bare.set_page_size(1);
    std::vector<double> figure, question;
    for (int i = 0; i < calls_; ++i) {
      absl::Time begin = absl::Now();
      RETURN_IF_ERROR(
          Ask<registry::v1::ListProjectsResponse>(client, "ListProjects", bare).status());
      question.push_back(absl::ToDoubleMilliseconds(absl::Now() - begin));
      begin = absl::Now();
      RETURN_IF_ERROR(Get(client).status());
      figure.push_back(absl::ToDoubleMilliseconds(absl::Now() - begin));
    }
    const double bare_p50 = Quantile(question, 0.5), figure_p50 = Quantile(figure, 0.5);
    Tell("ListProjects of one project, p50", bare_p50, "ms");
    Tell("GetFigure when nothing has changed, p50", figure_p50, "ms");
    Tell("GetFigure over ListProjects of one project", figure_p50 / bare_p50, "x");
    return absl::OkStatus();
  }

  absl::Status MeasureChange(const rpc::Client& client) const {
    registry::v1::ListProjectsRequest list;
    list.set_parent("organizations/many");
    list.set_page_size(1);
    ASSIGN_OR_RETURN(const auto projects,
                     Ask<registry::v1::ListProjectsResponse>(client, "ListProjects", list));
    std::vector<double> shown;
    for (int i = 0; i < std::min(calls_, 20); ++i) {
      ASSIGN_OR_RETURN(const auto before, Get(client));
      registry::v1::CreateEntryRequest debt;
      debt.set_parent(projects.projects(0).name());
      debt.mutable_entry()->set_display_name(absl::StrCat("Debt ", i));
      debt.mutable_entry()->mutable_debt()->set_type(registry::v1::Debt::CODE);
      RETURN_IF_ERROR(Ask<registry::v1::Entry>(client, "CreateEntry", debt).status());
      const absl::Time begin = absl::Now();
      ASSIGN_OR_RETURN(const auto after, Get(client));
      shown.push_back(absl::ToDoubleMilliseconds(absl::Now() - begin));
      if (after.item_count() != before.item_count() + 1)
        return absl::InternalError("the change is not in the answer");
    }
    Tell("GetFigure after a change, p50", Quantile(shown, 0.5), "ms", "< 1000");
    return absl::OkStatus();
  }

  static absl::Status MeasurePack(const rpc::Client& client, const Servers& servers) {
    reporting::v1::ExportBoardPackRequest request;
    request.set_name("organizations/many");
    RETURN_IF_ERROR(
        Ask<reporting::v1::ExportBoardPackResponse>(client, "ExportBoardPack", request).status());
    ASSIGN_OR_RETURN(const absl::Duration used, CpuOf(servers, [&] {
                       return Ask<reporting::v1::ExportBoardPackResponse>(client, "ExportBoardPack",
                                                                          request)
                           .status();
                     }));
    Tell("ExportBoardPack as PDF, CPU", absl::ToDoubleSeconds(used), "s", "< 3");
    return absl::OkStatus();
  }

  const int projects_, entries_, calls_;
};

}  // namespace

std::unique_ptr<RegistryBench> FiguresBench(int projects, int entries, int calls) {
  return std::make_unique<Figures>(projects, entries, calls);
}

}  // namespace palier::bench
