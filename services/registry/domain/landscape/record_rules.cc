// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/record_rules.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "registry/domain/landscape/amounts.h"
#include "registry/domain/landscape/process_figures.h"

namespace palier::landscape {
namespace {

namespace v1 = registry::v1;
using Names = google::protobuf::RepeatedPtrField<std::string>;
using Seen = absl::flat_hash_set<std::string>;

void CheckNew(absl::string_view field, const Names& names, Seen& seen,
              status::FieldErrors& errors) {
  for (int i = 0; i < names.size(); ++i) {
    if (seen.insert(names[i]).second) continue;
    errors.Add(absl::StrCat(field, "[", i, "]"),
               {"this name stands here already", "ce nom figure déjà ici"});
  }
}

void CheckNoneTwice(absl::string_view field, const Names& names, status::FieldErrors& errors) {
  Seen seen;
  CheckNew(field, names, seen, errors);
}

void CheckChain(const v1::Process& process, status::FieldErrors& errors) {
  for (int i = 0; i < process.chain_size(); ++i) {
    if (!process.chain(i).automated() || !process.chain(i).application().empty()) continue;
    errors.Add(absl::StrCat("process.chain[", i, "].application"),
               {"an automated step needs the application that does it",
                "une étape automatisée demande l'application qui la fait"});
  }
}

}  // namespace

absl::Status CheckApplication(const v1::Application& application) {
  status::FieldErrors errors;
  CheckNoneTwice("application.ai_functions", application.ai_functions(), errors);
  CheckNoneTwice("application.data_sources", application.data_sources(), errors);
  return errors.ToStatus();
}

absl::Status CheckDataSource(const v1::DataSource& source) {
  status::FieldErrors errors;
  Seen departments;
  CheckNew("data_source.consumers", source.consumers(), departments, errors);
  CheckNew("data_source.requesters", source.requesters(), departments, errors);
  return errors.ToStatus();
}

absl::Status CheckProcess(const v1::Process& process) {
  status::FieldErrors errors;
  CheckNoneTwice("process.ai_functions", process.ai_functions(), errors);
  CheckChain(process, errors);
  if (process.has_hourly_cost())
    CheckAmount("process.hourly_cost", process.hourly_cost(), kLargestHourlyCost, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  const auto cost = YearlyCost(process);
  if (cost.has_value() && cost->units() >= kLargestAmount) {
    errors.Add(
        "process.monthly_volume",
        {absl::StrCat("volume, time and hourly cost make more than ", kLargestAmount, " in a year"),
         absl::StrCat("volume, temps et coût horaire font plus de ", kLargestAmount, " par an")});
  }
  return errors.ToStatus();
}

absl::Status CheckSynergy(const v1::Synergy& synergy) {
  status::FieldErrors errors;
  if (synergy.source() == synergy.target()) {
    errors.Add("synergy.target",
               {"an edge joins two different nodes", "un lien joint deux nœuds différents"});
  }
  if (synergy.type() == v1::Synergy::WORKFLOW) {
    for (const auto& [field, name] : {std::make_pair("synergy.source", &synergy.source()),
                                      std::make_pair("synergy.target", &synergy.target())}) {
      if (absl::StrContains(*name, "/applications/")) continue;
      errors.Add(field, {"a WORKFLOW edge joins two applications (S1-66)",
                         "un lien WORKFLOW joint deux applications (S1-66)"});
    }
  }
  if (synergy.has_yearly_gain())
    CheckAmount("synergy.yearly_gain", synergy.yearly_gain(), kLargestAmount, errors);
  return errors.ToStatus();
}

absl::Status CheckObjective(const v1::Objective& objective) {
  status::FieldErrors errors;
  CheckNoneTwice("objective.cites", objective.cites(), errors);
  return errors.ToStatus();
}

absl::Status CheckFriction(const v1::Friction& friction) {
  status::FieldErrors errors;
  if (friction.has_monthly_cost())
    CheckAmount("friction.monthly_cost", friction.monthly_cost(), kLargestAmount, errors);
  const bool measured = friction.monthly_hours_hundredths() > 0 ||
                        friction.errors_per_thousand() > 0 ||
                        (friction.has_monthly_cost() && NanosOf(friction.monthly_cost()) > 0);
  if (!measured) {
    errors.Add("friction", {"measure what is lost: monthly_hours_hundredths, monthly_cost or "
                            "errors_per_thousand (S4-03)",
                            "mesurez ce qui est perdu : monthly_hours_hundredths, monthly_cost ou "
                            "errors_per_thousand (S4-03)"});
  }
  return errors.ToStatus();
}

}  // namespace palier::landscape
