// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/resource/queries.h"
#include "common/resource/read_all.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/api/status.h"

namespace palier::kpi {
namespace {

using Watcher = rpc::Stream<v1::WatchKpisRequest, v1::WatchKpisResponse>;

constexpr size_t kMaxKpis = 1000;
// How long to wait for a commit of this process before looking for those of other replicas.
constexpr absl::Duration kPoll = absl::Milliseconds(500);
// Between two messages: a stream of measurements is not answered one by one.
constexpr absl::Duration kPause = absl::Milliseconds(500);
constexpr absl::Duration kHeartbeat = absl::Seconds(20);
constexpr absl::Duration kPatience = absl::Seconds(10);

// Where the KPIs of a project stand at one moment.
struct Board {
  std::map<std::string, v1::KpiStatus> statuses;
  int64_t cursor = 0;
  absl::CivilDay day;
};

absl::Status TooManyKpis() {
  return status::LimitExceeded(
      {"The project has more than {limit} KPIs.", "Le projet a plus de {limit} KPI."}, "KPIs",
      kMaxKpis);
}

class Watch {
 public:
  Watch(Context& context, ProjectKey project, const rpc::Call& call)
      : context_(context),
        project_(std::move(project)),
        parent_(NameOf(project_)),
        language_(call.language),
        small_groups_(SeesSmallGroups(call)) {}

  absl::StatusOr<Board> Look() const {
    Board board;
    ASSIGN_OR_RETURN(board.day, Today());
    RETURN_IF_ERROR(context_.store.Read(
        absl::Now() + kPatience, [&](resource::Session& session) -> absl::Status {
          board.statuses.clear();
          ASSIGN_OR_RETURN(board.cursor,
                           resource::ChangeCursor(session.sql(), project_.organization));
          std::vector<v1::Kpi> kpis;
          RETURN_IF_ERROR(resource::ReadAll(session, context_.types.kpi, parent_, kpis));
          if (kpis.size() > kMaxKpis) return TooManyKpis();
          for (const v1::Kpi& kpi : kpis) {
            ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(kpi.name()));
            ASSIGN_OR_RETURN(
                const Assessment assessment,
                Assess(session.sql(), project_, key.kpi, kpi, AsOfDay(board.day, board.day)));
            if (!small_groups_ && CountsFew(kpi, assessment.latest)) continue;
            v1::KpiStatus& status = board.statuses[kpi.name()];
            status = StatusOf(kpi, assessment, board.day, language_);
            if (!small_groups_ && CountsPeople(kpi)) status.clear_measurement_count();
          }
          return absl::OkStatus();
        }));
    return board;
  }

  // Whether anything of the project has changed since, or another day has begun. Moves `cursor` on
  // to where nothing has.
  absl::StatusOr<bool> HasChanged(int64_t& cursor, absl::CivilDay day) const {
    ASSIGN_OR_RETURN(const absl::CivilDay today, Today());
    if (today != day) return true;
    int64_t head = 0;
    const absl::Time deadline = absl::Now() + kPatience;
    RETURN_IF_ERROR(context_.store.Read(deadline, [&](resource::Session& session) -> absl::Status {
      ASSIGN_OR_RETURN(head, resource::ChangeCursor(session.sql(), project_.organization));
      return absl::OkStatus();
    }));
    if (head == cursor) return false;
    // Of a store that was put back to an earlier time.
    if (cursor > head) return true;
    const auto changes =
        context_.store.Changes(project_.organization, cursor, 1, parent_, deadline);
    // What is gone from the log may have been about this project.
    if (absl::IsOutOfRange(changes.status())) return true;
    RETURN_IF_ERROR(changes.status());
    if (changes->empty()) cursor = head;
    return !changes->empty();
  }

 private:
  absl::StatusOr<absl::CivilDay> Today() const {
    ASSIGN_OR_RETURN(const absl::TimeZone zone,
                     context_.registry.ZoneOf(project_.organization, absl::Now() + kPatience));
    return absl::ToCivilDay(context_.store.Now(), zone);
  }

  Context& context_;
  const ProjectKey project_;
  const std::string parent_;
  const rpc::Language language_;
  const bool small_groups_;
};

// The day asked is no news of a KPI.
bool StandsElsewhere(v1::KpiStatus before, v1::KpiStatus after) {
  before.clear_as_of_date();
  after.clear_as_of_date();
  return before.SerializeAsString() != after.SerializeAsString();
}

v1::WatchKpisResponse Difference(const Board& before, const Board& after) {
  v1::WatchKpisResponse response;
  for (const auto& [name, status] : after.statuses) {
    const auto known = before.statuses.find(name);
    if (known == before.statuses.end() || StandsElsewhere(known->second, status)) {
      *response.add_statuses() = status;
    }
  }
  for (const auto& [name, status] : before.statuses) {
    if (!after.statuses.contains(name)) response.add_removed_kpis(name);
  }
  return response;
}

bool Send(Watcher& stream, const Board& board, v1::WatchKpisResponse response) {
  response.set_cursor(board.cursor);
  *response.mutable_as_of_date() = DateOf(board.day);
  return stream.Write(response);
}

// What a watcher that comes back has seen already: all of it, or nothing.
absl::StatusOr<Board> Begin(const Watch& watch, const v1::WatchKpisRequest& request,
                            const Board& now) {
  if (request.cursor() == 0 || !request.has_as_of_date()) return Board();
  ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(request.as_of_date(), "as_of_date"));
  int64_t cursor = request.cursor();
  ASSIGN_OR_RETURN(const bool changed, watch.HasChanged(cursor, day));
  return changed ? Board() : now;
}

absl::Status WatchKpis(Context& context, const rpc::Call& call, const v1::WatchKpisRequest& request,
                       Watcher& stream) {
  ASSIGN_OR_RETURN(ProjectKey project, ParseProject(request.parent()));
  const Watch watch(context, std::move(project), call);
  ASSIGN_OR_RETURN(Board board, watch.Look());
  ASSIGN_OR_RETURN(const Board seen, Begin(watch, request, board));
  v1::WatchKpisResponse first = Difference(seen, board);
  first.set_complete(seen.statuses.empty());
  if (!Send(stream, board, std::move(first))) return absl::OkStatus();
  absl::Time last_sent = absl::Now();
  while (!stream.over()) {
    const int64_t commits = context.store.commits();
    ASSIGN_OR_RETURN(const bool changed, watch.HasChanged(board.cursor, board.day));
    v1::WatchKpisResponse news;
    if (changed) {
      ASSIGN_OR_RETURN(Board now, watch.Look());
      news = Difference(board, now);
      board = std::move(now);
    }
    const bool has_news = news.statuses_size() + news.removed_kpis_size() > 0;
    if (has_news || absl::Now() - last_sent >= kHeartbeat) {
      if (!Send(stream, board, std::move(news))) break;
      last_sent = absl::Now();
    }
    if (changed) {
      context.store.AwaitCommit(std::numeric_limits<int64_t>::max(), kPause);
    } else {
      context.store.AwaitCommit(commits, kPoll);
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddWatch(rpc::ServiceTable& table, Context& context) {
  table.Streaming<v1::WatchKpisRequest, v1::WatchKpisResponse>(
      "WatchKpis", [&context](const rpc::Call& call, const auto& first, Watcher& stream) {
        return WatchKpis(context, call, first, stream);
      });
}

}  // namespace palier::kpi
