// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/alert_notices.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/app/log.h"
#include "common/resource/read_all.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "common/status/transient.h"
#include "common/time/proto_time.h"
#include "kpi/api/alert_stories.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/domain/alert_news.h"
#include "palier/kpi/v1/alert_service.pb.h"

namespace palier::kpi {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr absl::Duration kPeriod = absl::Minutes(15);

resource::Actor Teller() {
  return {"services/kpi", "", "palier.kpi.AlertNotices"};
}

// By what a rule is judged: a change of either is no late measure.
std::string JudgedBy(const v1::AlertRule& rule, const v1::Kpi& kpi) {
  return absl::StrCat(rule.etag(), kpi.etag());
}

std::string IdOf(const v1::AlertRule& rule, int64_t number) {
  return absl::StrFormat("n-%s-%06d", rule.uid(), number);
}

// The notices of one rule, in the order of telling.
absl::StatusOr<std::vector<v1::AlertNotice>> NoticesOf(Session& session, const Types& types,
                                                       const std::string& kpi_name,
                                                       const v1::AlertRule& rule) {
  std::vector<v1::AlertNotice> notices;
  RETURN_IF_ERROR(resource::ReadAll(session, types.alert_notice, kpi_name, notices));
  std::erase_if(notices,
                [&](const v1::AlertNotice& notice) { return notice.rule_uid() != rule.uid(); });
  std::sort(notices.begin(), notices.end(), [](const v1::AlertNotice& a, const v1::AlertNotice& b) {
    return a.number() < b.number();
  });
  return notices;
}

absl::StatusOr<std::vector<ToldNews>> ToldBy(const std::vector<v1::AlertNotice>& notices,
                                             const std::string& judged_by) {
  std::vector<ToldNews> told;
  for (const v1::AlertNotice& notice : notices) {
    ToldNews& one = told.emplace_back();
    one.number = notice.number();
    one.kind = static_cast<AlertNewsKind>(notice.kind());
    ASSIGN_OR_RETURN(one.date, DayOf(notice.date(), "date"));
    one.withdraws = notice.withdraws();
    one.earlier = notice.judged_by() != judged_by;
    one.text = {notice.text_en(), notice.text_fr()};
  }
  return told;
}

v1::AlertNotice NoticeOf(const AlertNews& news, const std::string& kpi_name,
                         const v1::AlertRule& rule, int64_t number, std::string judged_by) {
  v1::AlertNotice notice;
  notice.set_name(absl::StrCat(kpi_name, "/alertNotices/", IdOf(rule, number)));
  notice.set_kind(static_cast<v1::AlertNotice::Kind>(news.kind));
  notice.set_rule(rule.name());
  notice.set_rule_uid(rule.uid());
  notice.set_display_name(rule.display_name());
  *notice.mutable_date() = DateOf(news.date);
  notice.set_state(static_cast<v1::Alert::State>(news.state));
  notice.set_number(number);
  notice.set_withdraws(news.withdraws);
  notice.set_judged_by(std::move(judged_by));
  notice.set_text_en(news.text.en);
  notice.set_text_fr(news.text.fr);
  return notice;
}

// The day on which what the rule is judged by was last changed.
absl::CivilDay LastChanged(const v1::AlertRule& rule, const v1::Kpi& kpi, absl::TimeZone zone) {
  return absl::ToCivilDay(
      std::max(time::TimeOf(rule.update_time()), time::TimeOf(kpi.update_time())), zone);
}

absl::Status CollectOf(Session& session, const Types& types, const v1::AlertRule& rule,
                       const MeasuredKpi& measured, absl::TimeZone zone,
                       std::vector<v1::AlertNotice>& to) {
  const absl::CivilDay today = absl::ToCivilDay(session.now(), zone);
  const std::string judged_by = JudgedBy(rule, measured.kpi);
  ASSIGN_OR_RETURN(const auto notices, NoticesOf(session, types, measured.kpi.name(), rule));
  ASSIGN_OR_RETURN(const std::vector<ToldNews> told, ToldBy(notices, judged_by));
  const AlertStory story = StoryOf(rule, measured, zone, today);
  int64_t number = told.empty() ? 0 : told.back().number;
  for (const AlertNews& news : NewsOf(story, LastChanged(rule, measured.kpi, zone),
                                      UnitOf(CadenceOf(measured.kpi)), told)) {
    to.push_back(NoticeOf(news, measured.kpi.name(), rule, ++number, judged_by));
  }
  return absl::OkStatus();
}

// What is to be told of a KPI; nothing for one that is gone.
absl::StatusOr<std::vector<v1::AlertNotice>> Collect(Session& session, const Types& types,
                                                     const KpiKey& key, absl::TimeZone zone) {
  std::vector<v1::AlertNotice> due;
  std::vector<v1::AlertRule> rules;
  RETURN_IF_ERROR(
      resource::ReadAll(session, types.alert_rule, NameOf(key.project, key.kpi), rules));
  if (rules.empty()) return due;
  const absl::CivilDay today = absl::ToCivilDay(session.now(), zone);
  ASSIGN_OR_RETURN(const MeasuredKpi measured,
                   ReadMeasured(session, types, key, AsOfDay(today, today)));
  for (const v1::AlertRule& rule : rules) {
    RETURN_IF_ERROR(CollectOf(session, types, rule, measured, zone, due));
  }
  return due;
}

}  // namespace

AlertNotices::AlertNotices(const Types& types, resource::Store& store, RegistryView& registry)
    : types_(types),
      store_(store),
      registry_(registry),
      rounds_(
          "alert notices not told", kPeriod, [&store] { return store.Now(); },
          [this](bool whole, absl::Time deadline) { return RunOnce(whole, deadline).status(); }) {}

void AlertNotices::Renew(absl::string_view name) {
  if (const auto rule = ParseAlertRule(name); rule.ok()) {
    Renew(NameOf(rule->kpi.project, rule->kpi.kpi));
  } else if (ParseKpi(name).ok()) {
    {
      absl::MutexLock lock(&mutex_);
      marked_.emplace(name);
    }
    rounds_.Ask();
  }
}

absl::StatusOr<std::set<std::string>> AlertNotices::KpisWithRules(absl::Time deadline) const {
  std::set<std::string> names;
  RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) {
    names.clear();
    return session.sql().Query("SELECT DISTINCT parent FROM resource WHERE type='AlertRule'", {},
                               [&](const sql::Row& row) -> absl::Status {
                                 names.emplace(row.text(0));
                                 return absl::OkStatus();
                               });
  }));
  return names;
}

absl::StatusOr<int> AlertNotices::Tell(const std::string& kpi_name, absl::Time deadline) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(kpi_name));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, registry_.ZoneOf(key.project.organization, deadline));
  std::vector<v1::AlertNotice> due;
  RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(due, Collect(session, types_, key, zone));
    return absl::OkStatus();
  }));
  if (due.empty()) return 0;
  // Judged again where it is written, so that of several processes one tells it.
  RETURN_IF_ERROR(store_.Write(deadline, Teller(), [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(due, Collect(session, types_, key, zone));
    for (v1::AlertNotice& notice : due) {
      RETURN_IF_ERROR(session.Insert(types_.alert_notice, notice));
    }
    return absl::OkStatus();
  }));
  return static_cast<int>(due.size());
}

absl::StatusOr<int> AlertNotices::RunOnce(bool whole, absl::Time deadline) {
  std::set<std::string> names;
  {
    absl::MutexLock lock(&mutex_);
    names = std::exchange(marked_, {});
  }
  if (whole) {
    ASSIGN_OR_RETURN(auto every, KpisWithRules(deadline));
    names.merge(std::move(every));
  }
  std::vector<std::string> order(names.upper_bound(last_told_), names.end());
  order.insert(order.end(), names.begin(), names.upper_bound(last_told_));
  absl::Status first_error;
  int told = 0;
  for (const std::string& name : order) {
    const absl::Status running = rounds_.CheckRunning();
    const absl::StatusOr<int> some = running.ok() ? Tell(name, deadline) : running;
    if (some.ok()) {
      told += *some;
      last_told_ = name;
      continue;
    }
    if (!status::IsTransient(some.status())) {
      app::Log(app::Severity::kWarning, "alert notices of a KPI not told",
               {{"kpi", name}, {"status", some.status().ToString()}});
      continue;
    }
    first_error.Update(some.status());
    absl::MutexLock lock(&mutex_);
    marked_.insert(name);
  }
  RETURN_IF_ERROR(first_error);
  return told;
}

absl::Status TellRuleDeleted(Session& session, const Types& types, const v1::AlertRule& rule) {
  ASSIGN_OR_RETURN(const AlertRuleKey key, ParseAlertRule(rule.name()));
  const std::string kpi_name = NameOf(key.kpi.project, key.kpi.kpi);
  ASSIGN_OR_RETURN(const auto notices, NoticesOf(session, types, kpi_name, rule));
  ASSIGN_OR_RETURN(const std::vector<ToldNews> told, ToldBy(notices, ""));
  if (!IsToldFiring(told)) return absl::OkStatus();
  AlertNews news;
  news.kind = AlertNewsKind::kCleared;
  for (const ToldNews& one : told) news.date = std::max(news.date, one.date);
  news.state = AlertState::kNoData;
  news.text = {"The rule was deleted.", "La règle a été supprimée."};
  v1::AlertNotice notice =
      NoticeOf(news, kpi_name, rule, told.back().number + 1, notices.back().judged_by());
  return session.Insert(types.alert_notice, notice);
}

void AddAlertNotices(rpc::ServiceTable& table, Context& context) {
  resource::MethodSet set;
  set.get = set.list = true;
  resource::Hooks hooks;
  hooks.on_read = [](const rpc::Call& call, Message& message) {
    auto& notice = static_cast<v1::AlertNotice&>(message);
    notice.set_text(rpc::In(call.language, {notice.text_en(), notice.text_fr()}));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.alert_notice,
                               "AlertNotices", set, hooks);
}

}  // namespace palier::kpi
