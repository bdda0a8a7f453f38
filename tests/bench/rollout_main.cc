// SPDX-License-Identifier: Apache-2.0
// What a portal waits for: answers about access beside a bare answer of their size, and what the
// answers of a large organisation take in memory; and how soon there is a plan.
#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/app/config.h"
#include "common/rpc/auth.h"
#include "common/rpc/method_path.h"
#include "common/status/macros.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "rollout/client/operations.h"
#include "rollout/domain/access_book.h"
#include "tests/bench/board.h"
#include "tests/bench/load.h"
#include "tests/bench/process_memory.h"
#include "tests/bench/servers.h"

ABSL_FLAG(int, rounds, 5, "rounds whose medians are printed");
ABSL_FLAG(double, seconds, 1, "length of one measurement");
ABSL_FLAG(int, teams, 500, "teams of the roll-out that is asked about");
ABSL_FLAG(int, book_teams, 100000, "teams of the book that is weighed");
ABSL_FLAG(int, book_applications, 20, "applications of the book that is weighed");

namespace palier::bench {
namespace {

constexpr char kFirm[] = "organizations/firm";
constexpr char kEvaluate[] = "palier.rollout.v1.AccessService/EvaluateAccess";
constexpr int kTeamsOfRollout = 1000;

std::string TeamName(int n) {
  return absl::StrCat(kFirm, "/teams/team-", n);
}

template <typename Response, typename Request>
absl::Status Say(const rpc::Client& client, const std::string& method, const Request& request) {
  return client.Unary<Response>(rpc::MethodPath(method, request), request).status();
}

absl::Status MeasurePlan(const rpc::Client& client, const rollout::v1::PlanWavesRequest& request) {
  using google::longrunning::Operation;
  const absl::Time begin = absl::Now();
  ASSIGN_OR_RETURN(Operation operation,
                   client.Unary<Operation>(rpc::MethodPath("PlanWaves", request), request));
  ASSIGN_OR_RETURN(operation, rollout::AwaitOperation(client, std::move(operation),
                                                      absl::Now() + absl::Minutes(5)));
  const absl::Duration all = absl::Now() - begin;
  ASSIGN_OR_RETURN(const auto plan, operations::ResultOf<rollout::v1::PlanRevision>(operation));
  rollout::v1::PlanWavesMetadata metadata;
  operation.metadata().UnpackTo(&metadata);
  const auto& delay = metadata.first_plan_delay();
  absl::PrintF(
      "plan of %d teams: first feasible after %.1f ms (goal: less than 20), whole after %.0f ms "
      "with %d schedules\n",
      plan.summary().team_count(), static_cast<double>(delay.seconds()) * 1e3 + delay.nanos() / 1e6,
      absl::ToDoubleMilliseconds(all), plan.summary().schedule_count());
  return absl::OkStatus();
}

// A roll-out with all teams in its plan.
absl::Status MakePlan(const rpc::Client& client, int teams) {
  registry::v1::CreateOrganizationRequest organization;
  organization.set_organization_id("firm");
  organization.mutable_organization()->set_display_name("Firm");
  RETURN_IF_ERROR(Say<registry::v1::Organization>(client, "CreateOrganization", organization));
  registry::v1::CreateRoleBindingRequest manager;
  manager.set_parent(kFirm);
  manager.mutable_role_binding()->set_principal("users/dev");
  manager.mutable_role_binding()->set_role(api::v1::MANAGER);
  RETURN_IF_ERROR(Say<registry::v1::RoleBinding>(client, "CreateRoleBinding", manager));
  registry::v1::CreateDepartmentRequest department;
  department.set_parent(kFirm);
  department.set_department_id("all");
  department.mutable_department()->set_display_name("All");
  RETURN_IF_ERROR(Say<registry::v1::Department>(client, "CreateDepartment", department));
  registry::v1::CreateProjectRequest project;
  project.set_parent(kFirm);
  project.set_project_id("tool");
  project.mutable_project()->set_display_name("Tool");
  RETURN_IF_ERROR(Say<registry::v1::Project>(client, "CreateProject", project));
  rollout::v1::CreateRolloutRequest rollout;
  rollout.set_parent(kFirm);
  rollout.set_rollout_id("tool");
  rollout.mutable_rollout()->set_display_name("Tool");
  rollout.mutable_rollout()->set_application("Tool");
  rollout.mutable_rollout()->set_project(absl::StrCat(kFirm, "/projects/tool"));
  rollout::v1::Limits& limits = *rollout.mutable_rollout()->mutable_limits();
  limits.set_users_per_champion(0);
  limits.set_max_wave_permille(1000);
  limits.set_pilot_size(100000);
  limits.set_growth_permille(100000);
  for (int n = 0; n < teams; ++n) {
    registry::v1::CreateTeamRequest team;
    team.set_parent(kFirm);
    team.set_team_id(absl::StrCat("team-", n));
    team.mutable_team()->set_display_name(team.team_id());
    team.mutable_team()->set_department(absl::StrCat(kFirm, "/departments/all"));
    team.mutable_team()->set_headcount(10);
    RETURN_IF_ERROR(Say<registry::v1::Team>(client, "CreateTeam", team));
    rollout.mutable_rollout()->add_teams()->set_team(TeamName(n));
  }
  RETURN_IF_ERROR(Say<rollout::v1::Rollout>(client, "CreateRollout", rollout));
  rollout::v1::PlanWavesRequest plan;
  plan.set_name(absl::StrCat(kFirm, "/rollouts/tool"));
  return MeasurePlan(client, plan);
}

rollout::v1::EvaluateAccessRequest QuestionAbout(int team) {
  rollout::v1::EvaluateAccessRequest request;
  request.set_parent(kFirm);
  request.mutable_question()->set_application(absl::StrCat(kFirm, "/rollouts/tool"));
  request.mutable_question()->set_team(TeamName(team));
  return request;
}

// A bare server's answer of the same size, and the service's, in turn.
absl::Status MeasureAnswers(const Servers& servers, const rpc::Client& client, int teams) {
  const rollout::v1::EvaluateAccessRequest first = QuestionAbout(0);
  ASSIGN_OR_RETURN(const auto answer, client.Unary<rollout::v1::AccessAnswer>(kEvaluate, first));
  if (answer.reason() != rollout::v1::AccessAnswer::WAVE_NOT_STARTED)
    return absl::InternalError(absl::StrCat("not what was planned: ", answer.explanation()));
  const auto size = static_cast<uint32_t>(answer.ByteSizeLong());
  const rpc::Headers headers = {{rpc::kPrincipalKey, "users/dev"}};
  std::string bytes(first.ByteSizeLong(), 'x');
  std::memcpy(bytes.data() + bytes.size() - sizeof(size), &size, sizeof(size));
  Load bare{rpc::Connect(servers.bare()), kBareMethod, headers, {}, {}};
  bare.next = [slice = grpc::Slice(bytes)] { return grpc::ByteBuffer(&slice, 1); };
  bare.right = [size](const grpc::ByteBuffer& reply) { return reply.Length() == size; };
  Load asked{rpc::Connect(servers.suite()), absl::StrCat("/", kEvaluate), headers, {}, {}};
  std::vector<grpc::ByteBuffer> requests;
  for (int n = 0; n < teams; ++n) requests.push_back(Encode(QuestionAbout(n)));
  std::atomic<size_t> turn{0};
  asked.next = [&] { return requests[turn++ % requests.size()]; };
  asked.right = [](const grpc::ByteBuffer& reply) { return reply.Length() > 10; };

  Board board;
  const absl::Duration time = absl::Seconds(absl::GetFlag(FLAGS_seconds));
  const auto name = [](const char* what, int in_flight) {
    return absl::StrCat(what, ", ", in_flight, " in flight");
  };
  constexpr char kBareRow[] = "bare answer of EvaluateAccess's size";
  for (const int in_flight : {1, 64}) {
    const std::string base = name(kBareRow, in_flight);
    board.Declare({base, {}, {}});
    Versus versus{Versus::Metric::kRate, {{base, 1.0}}, "rate: " + base};
    Goal goal{Goal::Of::kRatioAtLeast, 0.75};
    if (in_flight == 1) {
      versus = {Versus::Metric::kP50, {{base, 1.0}}, "p50: " + base};
      goal = {Goal::Of::kRatioAtMost, 1.3};
    }
    board.Declare({name("EvaluateAccess", in_flight), versus, goal});
  }
  // The first round warms up.
  for (int round = 0; round <= absl::GetFlag(FLAGS_rounds); ++round) {
    for (const int in_flight : {1, 64}) {
      for (const auto& [what, load] :
           {std::pair(kBareRow, &bare), std::pair("EvaluateAccess", &asked)}) {
        ASSIGN_OR_RETURN(const Sample sample,
                         RunLoad(*load, in_flight, time, in_flight, servers.process()));
        if (round > 0) board.Add(name(what, in_flight), sample);
      }
    }
  }
  std::fputs(board.Table().c_str(), stdout);
  return absl::OkStatus();
}

// The book of a large organisation, as the store's reader makes it: roll-outs of 1,000 teams.
void WeighBook(int teams, int applications) {
  using rollout::AccessBook;
  using rollout::AccessRollout;
  const double before = MiBOf(getpid(), "VmRSS");
  auto users = std::make_shared<AccessBook::Users>();
  AccessBook::Rollouts rollouts;
  const absl::Time live = absl::UnixEpoch();
  for (int a = 0; a < applications; ++a) {
    for (int first = 0; first < teams; first += kTeamsOfRollout) {
      AccessRollout::Terms terms;
      terms.name = absl::StrCat(kFirm, "/rollouts/tool-", a, "-", first);
      terms.application = absl::StrCat(kFirm, "/applications/tool-", a);
      std::vector<AccessRollout::Wave> waves;
      for (int w = 0; w < 10; ++w)
        waves.push_back(
            {absl::StrCat(terms.name, "/waves/wave-", w + 1), rollout::WaveState::kActive, {}});
      std::vector<AccessRollout::Team> held;
      for (int t = first; t < std::min(teams, first + kTeamsOfRollout); ++t)
        held.push_back({absl::StrCat("team-", t), t % 10, live});
      rollouts[terms.name] =
          std::make_shared<const AccessRollout>(terms, std::move(waves), std::move(held));
    }
  }
  const auto changed = rollouts.begin()->second;
  const AccessBook book(std::move(rollouts), users, nullptr);
  malloc_trim(0);
  absl::PrintF("%d teams with %d applications: %.0f MiB (goal: less than 200)\n", teams,
               applications, MiBOf(getpid(), "VmRSS") - before);

  constexpr int kQuestions = 200000;
  const auto no_uses = [](const AccessRollout&, absl::Time) -> int64_t { return 0; };
  const std::string application = absl::StrCat(kFirm, "/applications/tool-0");
  std::vector<std::string> asked;
  for (int i = 0; i < kQuestions; ++i) asked.push_back(absl::StrCat("team-", (i * 7919LL) % teams));
  int64_t enabled = 0;
  const absl::Time start = absl::Now();
  for (const std::string& team : asked)
    enabled += book.Judge({application, team, ""}, start, no_uses).enabled();
  const double ns = absl::ToDoubleNanoseconds(absl::Now() - start) / kQuestions;
  absl::PrintF("one question of it: %.0f ns (%d of %d enabled)\n", ns, enabled, kQuestions);
  const absl::Time again = absl::Now();
  AccessBook::Rollouts after = book.rollouts();
  after.begin()->second = std::make_shared<const AccessRollout>(
      changed->terms(), changed->waves(), std::vector<AccessRollout::Team>{{"team-0", 0, live}});
  const AccessBook next(std::move(after), users, &book);
  absl::PrintF("made anew after one roll-out changed: %.1f ms\n",
               absl::ToDoubleMilliseconds(absl::Now() - again));
}

absl::Status Run() {
  const testing::TempDir folder;
  ASSIGN_OR_RETURN(app::Config config, app::ConfigFromFlags());
  config.listen = "127.0.0.1:0";
  config.data = folder.path();
  config.drain_delay = absl::ZeroDuration();
  ASSIGN_OR_RETURN(const auto servers, Servers::Start(config));
  rpc::ClientOptions options;
  options.headers = {{rpc::kPrincipalKey, "users/dev"}};
  options.default_timeout = absl::Minutes(1);
  const rpc::Client client(rpc::Connect(servers->suite()), options);
  const int teams = absl::GetFlag(FLAGS_teams);
  RETURN_IF_ERROR(MakePlan(client, teams));
  RETURN_IF_ERROR(MeasureAnswers(*servers, client, teams));
  WeighBook(absl::GetFlag(FLAGS_book_teams), absl::GetFlag(FLAGS_book_applications));
  return absl::OkStatus();
}

}  // namespace
}  // namespace palier::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Answers about access beside a bare answer, and their memory.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = palier::bench::Run();
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
