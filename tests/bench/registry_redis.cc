// SPDX-License-Identifier: Apache-2.0
#include <grpcpp/create_channel.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/auth.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/registry_benches.h"
#include "tests/bench/ring.h"

namespace palier::bench {
namespace {

constexpr int kInFlight = 64;
constexpr int kRounds = 5;
constexpr absl::Duration kBurst = absl::Milliseconds(500);

// Reads that Redis has answered with a value since it began; -1 when it does not say.
int64_t HitsOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string answer(1 << 14, '\0');
  ssize_t length = 0;
  constexpr char kAsk[] = "INFO stats\r\n";
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
      ::write(socket, kAsk, sizeof(kAsk) - 1) > 0) {
    length = ::read(socket, answer.data(), answer.size());
  }
  ::close(socket);
  answer.resize(static_cast<size_t>(std::max<ssize_t>(length, 0)));
  constexpr char kField[] = "keyspace_hits:";
  const size_t at = answer.find(kField);
  int64_t hits = -1;
  if (at == std::string::npos) return hits;
  const size_t begin = at + std::strlen(kField);
  return absl::SimpleAtoi(answer.substr(begin, answer.find('\r', begin) - begin), &hits) ? hits
                                                                                         : -1;
}

class FromRedis : public RegistryBench {
 public:
  FromRedis(std::string socket, int projects) : socket_(std::move(socket)), projects_(projects) {}

  absl::Status Prepare(RegistrySeed& seed) override {
    RETURN_IF_ERROR(seed.AddOrganization("firm"));
    const auto make = [](int n) {
      registry::v1::Project project;
      project.set_display_name(absl::StrCat("Assistant ", n));
      project.set_purpose(std::string(320, 'p'));
      project.set_outputs(std::string(60, 'o'));
      return project;
    };
    return seed.AddProjects("firm", projects_, make, {});
  }

  // The first time round puts them into Redis; then each read is of a project that the near cache
  // has let go, as it keeps them for two seconds.
  absl::Status Measure(const Servers& servers) override {
    Ring ring(ProjectNames(0, projects_));
    const Load load = ProjectLoad(servers, ring);
    RETURN_IF_ERROR(
        RunLoad(load, kInFlight, absl::ZeroDuration(), projects_, servers.process()).status());
    ASSIGN_OR_RETURN(const size_t size, SizeOf(servers));
    const Load bare = BareLoad(servers, size);
    std::vector<double> rates, costs;
    double reads = 0;
    const int64_t hits = HitsOf(socket_);
    for (int round = 0; round < kRounds; ++round) {
      ASSIGN_OR_RETURN(const Sample base,
                       RunLoad(bare, kInFlight, kBurst, kInFlight, servers.process()));
      ASSIGN_OR_RETURN(const Sample own,
                       RunLoad(load, kInFlight, kBurst, kInFlight, servers.process()));
      rates.push_back(own.per_second / base.per_second);
      costs.push_back(own.server_cpu_us / base.server_cpu_us);
      reads += own.per_second * absl::ToDoubleSeconds(kBurst);
      Tell("bare answer of the same size, 64 in flight", base.per_second, "/s");
      Tell("GetProject through Redis, 64 in flight", own.per_second, "/s");
    }
    Tell("GetProject, answers that came from Redis",
         static_cast<double>(HitsOf(socket_) - hits) / reads, "x");
    Tell("GetProject through Redis over the bare answer, CPU of the service", Median(costs), "x");
    Tell("GetProject through Redis over the bare answer, rate", Median(rates), "x", ">= 0.6");
    return absl::OkStatus();
  }

 private:
  static Load LoadOf(const std::string& address, const std::string& method) {
    Load load;
    load.channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    load.method = method;
    load.headers = {{rpc::kPrincipalKey, "users/dev"}};
    return load;
  }

  static Load ProjectLoad(const Servers& servers, Ring& ring) {
    Load load = LoadOf(servers.suite(), "/palier.registry.v1.RegistryService/GetProject");
    load.next = [&ring] {
      registry::v1::GetProjectRequest request;
      request.set_name(ring.Next());
      return Encode(request);
    };
    return load;
  }

  static Load BareLoad(const Servers& servers, size_t answer) {
    Load load = LoadOf(servers.bare(), kBareMethod);
    const auto wanted = static_cast<uint32_t>(answer);
    std::string request(40, 'x');
    std::memcpy(request.data() + request.size() - sizeof(wanted), &wanted, sizeof(wanted));
    load.next = [slice = grpc::Slice(request)] { return grpc::ByteBuffer(&slice, 1); };
    return load;
  }

  static absl::StatusOr<size_t> SizeOf(const Servers& servers) {
    registry::v1::GetProjectRequest request;
    request.set_name(ProjectNames(0, 1).front());
    ASSIGN_OR_RETURN(const auto project,
                     Caller(servers)->Unary<registry::v1::Project>(
                         "palier.registry.v1.RegistryService/GetProject", request));
    return project.ByteSizeLong();
  }

  const std::string socket_;
  const int projects_;
};

}  // namespace

std::unique_ptr<RegistryBench> RedisBench(const std::string& socket, int projects) {
  return std::make_unique<FromRedis>(socket, projects);
}

}  // namespace palier::bench
