// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/testing/ready_facts.h"
#include "tests/bench/registry_benches.h"

namespace palier::bench {
namespace {

constexpr char kProject[] = "organizations/acme/projects/p0";

class Gate : public RegistryBench {
 public:
  Gate(int entries, int calls) : entries_(entries), calls_(calls) {}

  // Beside the entries that the gate asks for, more of the same kinds.
  absl::Status Prepare(RegistrySeed& seed) override {
    const registry::Facts facts = registry::ReadyFacts(registry::v1::Project::POST_POC);
    std::vector<registry::v1::Entry> entries;
    for (int i = 0; i < entries_; ++i)
      entries.push_back(facts.entries[static_cast<size_t>(i) % facts.entries.size()]);
    RETURN_IF_ERROR(seed.AddOrganization("acme"));
    RETURN_IF_ERROR(seed.AddProjects(
        "acme", 1, [&](int) { return Unsealed(facts); }, entries));
    for (size_t i = 0; i < facts.evidence.size(); ++i) {
      registry::v1::Evidence evidence = facts.evidence[i];
      evidence.set_name(absl::StrCat(kProject, "/evidence/e", i));
      RETURN_IF_ERROR(seed.Add(seed.types().evidence, evidence));
    }
    return absl::OkStatus();
  }

  absl::Status Measure(const Servers& servers) override {
    const auto client = Caller(servers);
    registry::v1::EvaluateGateRequest request;
    request.set_name(kProject);
    request.set_target_stage(registry::v1::Project::INDUSTRIALISATION);
    std::vector<double> cpu;
    int results = 0;
    for (int i = 0; i < calls_; ++i) {
      ASSIGN_OR_RETURN(const absl::Duration used, CpuOf(servers, [&]() -> absl::Status {
                         ASSIGN_OR_RETURN(
                             const auto answer,
                             client->Unary<registry::v1::EvaluateGateResponse>(
                                 "palier.registry.v1.RegistryService/EvaluateGate", request));
                         results = answer.results_size();
                         return absl::OkStatus();
                       }));
      cpu.push_back(absl::ToDoubleMilliseconds(used));
    }
    Tell("EvaluateGate, entries of the dossier", entries_, "");
    Tell("EvaluateGate, rules in the answer", results, "");
    Tell("EvaluateGate, p50 CPU", Quantile(cpu, 0.5), "ms");
    Tell("EvaluateGate, p99 CPU", Quantile(cpu, 0.99), "ms", "< 2");
    return absl::OkStatus();
  }

 private:
  // Without a seal, which would have to be stored too.
  static registry::v1::Project Unsealed(const registry::Facts& facts) {
    registry::v1::Project project = facts.project;
    project.clear_seal();
    return project;
  }

  const int entries_, calls_;
};

}  // namespace

std::unique_ptr<RegistryBench> GateBench(int entries, int calls) {
  return std::make_unique<Gate>(entries, calls);
}

}  // namespace palier::bench
