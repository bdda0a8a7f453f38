// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/bench/process_memory.h"
#include "tests/bench/registry_benches.h"

namespace palier::bench {
namespace {

constexpr char kProfile[] = "us-ai-inventory-2024";

// Records of a CSV file without its header, as they stand in it.
std::vector<std::string> RecordsOf(const std::string& csv) {
  std::vector<std::string> records(1);
  bool quoted = false;
  for (const char c : csv) {
    if (c == '"') quoted = !quoted;
    records.back().push_back(c);
    if (c == '\n' && !quoted) records.emplace_back();
  }
  if (records.back().empty()) records.pop_back();
  return records;
}

// The same records again and again under other names.
std::string Copies(const std::string& csv, int copies) {
  const std::vector<std::string> records = RecordsOf(csv);
  std::string all = records.empty() ? "" : records.front();
  for (int copy = 0; copy < copies; ++copy) {
    for (size_t i = 1; i < records.size(); ++i) {
      const bool quoted = records[i].front() == '"';
      absl::StrAppend(&all, quoted ? "\"" : "", copy, " ", records[i].substr(quoted ? 1 : 0));
    }
  }
  return all;
}

class ImportOf : public RegistryBench {
 public:
  ImportOf(std::string path, int copies) : path_(std::move(path)), copies_(copies) {}

  absl::Status Prepare(RegistrySeed& seed) override {
    std::ifstream file(path_, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    csv_ = bytes.str();
    if (csv_.empty()) return absl::NotFoundError(path_);
    for (const char* organization : {"once", "copies"})
      RETURN_IF_ERROR(seed.AddOrganization(organization));
    return absl::OkStatus();
  }

  absl::Status Measure(const Servers& servers) override {
    const auto client = Caller(servers);
    ASSIGN_OR_RETURN(const double once, PeakOf(servers, *client, "once", csv_, "one register"));
    ASSIGN_OR_RETURN(const double many, PeakOf(servers, *client, "copies", Copies(csv_, copies_),
                                               absl::StrCat(copies_, " registers in a file")));
    Tell(absl::StrCat("import, memory for ", copies_, " over memory for one"), many / once, "x",
         "flat");
    return absl::OkStatus();
  }

 private:
  // What the import adds to the server's memory at its peak, in MiB.
  static absl::StatusOr<double> PeakOf(const Servers& servers, const rpc::Client& client,
                                       const std::string& organization, const std::string& csv,
                                       const std::string& what) {
    const double before = MiBOf(servers.process(), "VmRSS");
    ResetPeak(servers.process());
    int64_t records = 0;
    const absl::Time start = absl::Now();
    ASSIGN_OR_RETURN(const absl::Duration cpu, CpuOf(servers, [&]() -> absl::Status {
                       ASSIGN_OR_RETURN(records, Import(client, organization, csv));
                       return absl::OkStatus();
                     }));
    const double wall = absl::ToDoubleSeconds(absl::Now() - start);
    const double added = MiBOf(servers.process(), "VmHWM") - before;
    const bool one = organization == "once";
    Tell(absl::StrCat("import of ", what, ", records"), static_cast<double>(records), "");
    Tell(absl::StrCat("import of ", what, ", file"), static_cast<double>(csv.size()) / (1 << 20),
         "MiB");
    Tell(absl::StrCat("import of ", what, ", CPU of the service"), absl::ToDoubleSeconds(cpu), "s");
    Tell(absl::StrCat("import of ", what, ", end to end"), wall, "s", one ? "< 2" : "");
    Tell(absl::StrCat("import of ", what, ", memory added"), added, "MiB");
    return added;
  }

  static absl::StatusOr<int64_t> Import(const rpc::Client& client, const std::string& organization,
                                        const std::string& csv) {
    rpc::CallOptions options;
    options.deadline = absl::Now() + absl::Minutes(10);
    const auto stream = client.Stream("palier.registry.v1.RegistryService/ImportProjects", options);
    registry::v1::ImportProjectsRequest piece;
    piece.set_parent("organizations/" + organization);
    piece.set_profile(kProfile);
    for (size_t at = 0; at < csv.size(); at += 1 << 20) {
      piece.set_data(csv.substr(at, 1 << 20));
      if (!stream->Write(piece)) break;
      piece.Clear();
    }
    stream->WritesDone();
    int64_t records = 0;
    for (registry::v1::ImportProjectsResponse response; stream->Read(&response);)
      records += response.records_size();
    RETURN_IF_ERROR(stream->Finish());
    return records;
  }

  const std::string path_;
  const int copies_;
  std::string csv_;
};

}  // namespace

std::unique_ptr<RegistryBench> ImportBench(const std::string& path, int copies) {
  return std::make_unique<ImportOf>(path, copies);
}

}  // namespace palier::bench
