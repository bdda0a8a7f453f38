// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/stages.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/bench/disk.h"
#include "tests/bench/facts.h"

namespace palier::bench {
namespace {

constexpr char kSync[] = "raw fdatasync, 128 B appended";
constexpr char kCheck[] = "palier.registry.v1.AuthorisationService/CheckAuthorisation";
constexpr char kGetProject[] = "palier.registry.v1.RegistryService/GetProject";

std::string At(const std::string& what, int in_flight) {
  return absl::StrCat(what, ", ", in_flight, " in flight");
}

std::string RawName(int batch) {
  return absl::StrCat("raw SQLite FULL + unique, batch ", batch);
}

Versus RateOf(const std::string& base) {
  return {Versus::Metric::kRate, {{base, 1.0}}, "rate: " + base};
}
Versus P50Of(const std::string& base) {
  return {Versus::Metric::kP50, {{base, 1.0}}, "p50: " + base};
}
Goal AtLeast(double bound) {
  return {Goal::Of::kRatioAtLeast, bound};
}
Goal AtMost(double bound) {
  return {Goal::Of::kRatioAtMost, bound};
}

class AllStages : public Stages {
 public:
  AllStages(const Scene& scene, const std::string& folder, int projects)
      : scene_(scene), folder_(folder), projects_(projects) {}

  const std::vector<Stage>& all() const override { return stages_; }

  absl::Status Open() {
    ASSIGN_OR_RETURN(raw_, RawTable::Create(folder_ + "/raw.db"));
    AddSync();
    for (const int in_flight : {1, 64}) {
      for (const int bytes : {100, 600}) AddEcho(bytes, in_flight);
      AddBare("GetProject", scene_.project_size(), in_flight);
      AddCached(in_flight);
      AddUncached(in_flight);
      AddBare("CheckAuthorisation", scene_.check_size(), in_flight);
      AddCheck(in_flight);
    }
    // ClickHouse's HTTP inserts of 100: 21 k rows/s, taken on this machine in another run
    // (performance.md).
    AddSingles();
    AddIngest(0, 100, 16, {Goal::Of::kRateAtLeast, 5 * 21000.0});
    AddIngest(1, 1000, 8, AtLeast(1.0));
    AddIngest(2, 5000, 4, AtLeast(1.0));
    AddIngestStream(3, 1000, 8);
    AddEntries();
    return absl::OkStatus();
  }

 private:
  void Add(Row row, std::function<absl::StatusOr<Sample>(absl::Duration)> burst) {
    stages_.push_back({std::move(row), std::move(burst)});
  }
  void AddLoad(Row row, const Load& load, int in_flight) {
    Add(std::move(row), [this, load, in_flight](absl::Duration time) {
      return RunLoad(load, in_flight, time, in_flight, scene_.server());
    });
  }

  void AddSync() {
    Add({kSync, {}, {}},
        [this](absl::Duration time) { return SyncAppends(folder_ + "/appended", time); });
  }

  void AddEcho(int bytes, int in_flight) {
    const std::string name = At(absl::StrCat("bare echo ", bytes, " B"), in_flight);
    Load load = scene_.ToBare(kEchoMethod);
    load.next = [payload = grpc::Slice(std::string(static_cast<size_t>(bytes), 'x'))] {
      return grpc::ByteBuffer(&payload, 1);
    };
    AddLoad({name, {}, {}}, load, in_flight);
  }

  static std::string BareName(const std::string& method, int in_flight) {
    return At(absl::StrCat("bare answer of ", method, "'s size"), in_flight);
  }

  void AddBare(const std::string& method, const CallSize& size, int in_flight) {
    std::string request(size.request, 'x');
    const auto wanted = static_cast<uint32_t>(size.answer);
    std::memcpy(request.data() + request.size() - sizeof(wanted), &wanted, sizeof(wanted));
    Load load = scene_.ToBare(kBareMethod);
    load.next = [slice = grpc::Slice(request)] { return grpc::ByteBuffer(&slice, 1); };
    load.right = [wanted](const grpc::ByteBuffer& answer) { return answer.Length() == wanted; };
    AddLoad({BareName(method, in_flight), {}, {}}, load, in_flight);
  }

  // As many applications as a company has, asked about in turn.
  void AddCheck(int in_flight) {
    Load load = scene_.ToSuite(kCheck);
    std::vector<grpc::ByteBuffer> requests;
    for (int n = 0; n < kApplications; ++n) requests.push_back(Encode(Scene::CheckRequest(n)));
    load.next = [requests, turn = std::make_shared<std::atomic<size_t>>(0)] {
      return requests[(*turn)++ % requests.size()];
    };
    load.right = [size = scene_.check_size().answer](const grpc::ByteBuffer& answer) {
      return answer.Length() == size;
    };
    const std::string bare = BareName("CheckAuthorisation", in_flight);
    Row row{At("CheckAuthorisation", in_flight), RateOf(bare), AtLeast(0.75)};
    if (in_flight == 1) row = {row.name, P50Of(bare), AtMost(1.3)};
    AddLoad(std::move(row), load, in_flight);
  }

  Load ProjectLoad(const std::shared_ptr<Ring>& ring) const {
    Load load = scene_.ToSuite(kGetProject);
    load.next = [ring] {
      registry::v1::GetProjectRequest request;
      request.set_name(ring->Next());
      return Encode(request);
    };
    load.right = [least = scene_.project_size().answer / 2](const grpc::ByteBuffer& answer) {
      return answer.Length() > least;
    };
    return load;
  }

  void AddCached(int in_flight) {
    const auto ring = std::make_shared<Ring>(ProjectNames(0, std::min(kWarmProjects, projects_)));
    const Load load = ProjectLoad(ring);
    Row row{At("GetProject cached", in_flight), RateOf(BareName("GetProject", in_flight)),
            AtLeast(0.75)};
    if (in_flight == 1) row = {row.name, P50Of(BareName("GetProject", 1)), AtMost(1.3)};
    Add(row, [this, load, ring, in_flight](absl::Duration time) -> absl::StatusOr<Sample> {
      const auto once = static_cast<int64_t>(ring->size());
      RETURN_IF_ERROR(RunLoad(load, 1, absl::ZeroDuration(), once, scene_.server()).status());
      return RunLoad(load, in_flight, time, in_flight, scene_.server());
    });
  }

  // Every read is of a project that no burst of the last seconds has read: the near cache keeps two
  // seconds.
  void AddUncached(int in_flight) {
    if (cold_ == nullptr) cold_ = std::make_shared<Ring>(ProjectNames(0, projects_));
    AddLoad({At("GetProject uncached", in_flight), RateOf(BareName("GetProject", in_flight)), {}},
            ProjectLoad(cold_), in_flight);
  }

  void AddRaw(int batch, const std::shared_ptr<Facts>& facts) {
    Add({RawName(batch), {}, {}}, [this, batch, facts](absl::Duration time) {
      return raw_->Insert(*facts, absl::StrCat("p", batch), batch, time);
    });
  }

  static std::shared_ptr<Facts> NewFacts() {
    return std::make_shared<Facts>(absl::Now() - absl::Hours(24 * 100));
  }

  static bool AllTaken(const kpi::v1::IngestCounts& counts, int batch) {
    return counts.accepted_count() + counts.duplicate_count() == batch;
  }

  void AddIngest(int project, int batch, int in_flight, Goal goal) {
    AddRaw(batch, NewFacts());
    Load load = scene_.ToSuite("palier.kpi.v1.IngestionService/IngestMeasurements");
    load.per_call = batch;
    load.next = [facts = NewFacts(), batch, parent = Scene::MeasuredProject(project)] {
      kpi::v1::IngestMeasurementsRequest request;
      request.set_parent(parent);
      for (const Fact& fact : facts->Next(batch)) *request.add_measurements() = MeasurementOf(fact);
      return Encode(request);
    };
    load.right = [batch](const grpc::ByteBuffer& answer) {
      kpi::v1::IngestMeasurementsResponse response;
      return Decode(answer, &response) && AllTaken(response.counts(), batch);
    };
    AddLoad(
        {At(absl::StrCat("ingest unary, batch ", batch), in_flight), RateOf(RawName(batch)), goal},
        load, in_flight);
  }

  // One measurement a call: new ones, and one that is known already, which is all but the writing.
  void AddSingles() {
    const auto load = [this](std::function<std::vector<Fact>()> facts) {
      Load singles = scene_.ToSuite("palier.kpi.v1.IngestionService/IngestMeasurements");
      singles.next = [facts = std::move(facts)] {
        kpi::v1::IngestMeasurementsRequest request;
        request.set_parent(Scene::MeasuredProject(3));
        request.set_source("singles");
        for (const Fact& fact : facts()) *request.add_measurements() = MeasurementOf(fact);
        return Encode(request);
      };
      return singles;
    };
    const std::string known = At("ingest of one that is known", 64);
    const auto facts = NewFacts();
    AddLoad({known, {}, {}}, load([first = facts->Next(1)] { return first; }), 64);
    AddLoad({At("ingest of one", 64), RateOf(known), AtLeast(0.75)},
            load([facts] { return facts->Next(1); }), 64);
  }

  void AddIngestStream(int project, int batch, int window) {
    const auto facts = NewFacts();
    Row row{absl::StrCat("ingest stream, batch ", batch, ", window ", window),
            RateOf(RawName(batch)), AtLeast(1.0)};
    Add(std::move(row), [this, facts, project, batch, window](absl::Duration time) {
      return Stream(*facts, Scene::MeasuredProject(project), batch, window, time);
    });
  }

  absl::StatusOr<Sample> Stream(Facts& facts, const std::string& parent, int batch, int window,
                                absl::Duration time) const {
    const auto stream =
        scene_.client().Stream("palier.kpi.v1.IngestionService/IngestMeasurementStream");
    std::vector<absl::Time> sent;
    const auto send = [&] {
      kpi::v1::IngestMeasurementStreamRequest request;
      if (sent.empty()) request.set_parent(parent);
      for (const Fact& fact : facts.Next(batch)) *request.add_measurements() = MeasurementOf(fact);
      sent.push_back(absl::Now());
      return stream->Write(request);
    };
    const absl::Duration cpu = CpuTimeOf(scene_.server());
    const absl::Time start = absl::Now();
    Latencies latencies;
    bool going = true;
    for (int i = 0; i < window && going; ++i) going = send();
    kpi::v1::IngestMeasurementStreamResponse response;
    while (latencies.size() < sent.size() && stream->Read(&response)) {
      latencies.push_back(absl::ToDoubleMicroseconds(absl::Now() - sent[latencies.size()]));
      if (!AllTaken(response.counts(), batch))
        return absl::InternalError("a batch was not taken whole");
      if (going && absl::Now() < start + time) going = send();
    }
    const absl::Duration elapsed = absl::Now() - start;
    stream->WritesDone();
    RETURN_IF_ERROR(stream->Finish());
    if (latencies.size() < sent.size()) return absl::InternalError("a batch was not acknowledged");
    Sample sample = SampleOf(latencies, batch, elapsed);
    const double done = static_cast<double>(latencies.size()) * batch;
    sample.server_cpu_us = absl::ToDoubleMicroseconds(CpuTimeOf(scene_.server()) - cpu) / done;
    return sample;
  }

  Load EntryLoad(bool validate_only) {
    Load load = scene_.ToSuite("palier.registry.v1.RegistryService/CreateEntry");
    load.next = [this, validate_only] {
      registry::v1::CreateEntryRequest request;
      request.set_parent(Scene::MeasuredProject(0));
      request.set_entry_id(absl::StrCat("e-", entries_++));
      request.set_validate_only(validate_only);
      request.mutable_entry()->set_display_name("What the pilot taught");
      request.mutable_entry()->mutable_lesson()->set_text(std::string(100, 'l'));
      return Encode(request);
    };
    return load;
  }

  void AddEntries() {
    const std::string checked = At("CreateEntry validate_only", 64);
    AddLoad({checked, {}, {}}, EntryLoad(true), 64);
    AddLoad({At("CreateEntry durable", 64), RateOf(checked), AtLeast(0.75)}, EntryLoad(false), 64);
    const std::string echo = At("bare echo 600 B", 1);
    Versus versus{
        Versus::Metric::kP50, {{echo, 1.0}, {kSync, 2.0}}, "p50: echo 600 B + 2 x fdatasync"};
    AddLoad({At("CreateEntry durable", 1), versus, AtMost(1.0)}, EntryLoad(false), 1);
  }

  const Scene& scene_;
  const std::string folder_;
  const int projects_;
  std::shared_ptr<Ring> cold_;
  std::unique_ptr<RawTable> raw_;
  std::atomic<int64_t> entries_{0};
  std::vector<Stage> stages_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Stages>> Stages::Make(const Scene& scene, const std::string& folder,
                                                     int projects) {
  auto stages = std::make_unique<AllStages>(scene, folder, projects);
  RETURN_IF_ERROR(stages->Open());
  return stages;
}

}  // namespace palier::bench
