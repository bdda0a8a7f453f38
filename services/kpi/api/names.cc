// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"

namespace palier::kpi {
namespace {

const aip::NamePattern& ProjectPattern() {
  static const auto* pattern = new aip::NamePattern(
      *aip::NamePattern::Compile("organizations/{organization}/projects/{project}"));
  return *pattern;
}

const aip::NamePattern& KpiPattern() {
  static const auto* pattern = new aip::NamePattern(
      *aip::NamePattern::Compile("organizations/{organization}/projects/{project}/kpis/{kpi}"));
  return *pattern;
}

const aip::NamePattern& AlertRulePattern() {
  static const auto* pattern = new aip::NamePattern(*aip::NamePattern::Compile(
      "organizations/{organization}/projects/{project}/kpis/{kpi}/alertRules/{alert_rule}"));
  return *pattern;
}

const aip::NamePattern& OrganizationPattern() {
  static const auto* pattern =
      new aip::NamePattern(*aip::NamePattern::Compile("organizations/{organization}"));
  return *pattern;
}

const aip::NamePattern& SourcePattern() {
  static const auto* pattern = new aip::NamePattern(
      *aip::NamePattern::Compile("organizations/{organization}/sources/{source}"));
  return *pattern;
}

}  // namespace

absl::StatusOr<std::string> ParseOrganization(absl::string_view name) {
  ASSIGN_OR_RETURN(const auto ids, OrganizationPattern().Parse(name));
  return ids[0];
}

absl::StatusOr<ProjectKey> ParseProject(absl::string_view name) {
  ASSIGN_OR_RETURN(const auto ids, ProjectPattern().Parse(name));
  return ProjectKey{ids[0], ids[1]};
}

absl::StatusOr<ProjectKey> ParseQuarantineParent(absl::string_view name) {
  if (const auto ids = OrganizationPattern().Parse(name); ids.ok())
    return ProjectKey{(*ids)[0], ""};
  return ParseProject(name);
}

absl::StatusOr<AlertRuleKey> ParseAlertRule(absl::string_view name) {
  ASSIGN_OR_RETURN(const auto ids, AlertRulePattern().Parse(name));
  return AlertRuleKey{{{ids[0], ids[1]}, ids[2]}, ids[3]};
}

absl::StatusOr<SourceKey> ParseSource(absl::string_view name) {
  ASSIGN_OR_RETURN(const auto ids, SourcePattern().Parse(name));
  return SourceKey{ids[0], ids[1]};
}

std::string NameOf(const SourceKey& source) {
  return absl::StrCat("organizations/", source.organization, "/sources/", source.source);
}

absl::StatusOr<KpiKey> ParseKpi(absl::string_view name) {
  ASSIGN_OR_RETURN(const auto ids, KpiPattern().Parse(name));
  return KpiKey{{ids[0], ids[1]}, ids[2]};
}

std::string NameOf(const ProjectKey& project) {
  if (project.project.empty()) return absl::StrCat("organizations/", project.organization);
  return absl::StrCat("organizations/", project.organization, "/projects/", project.project);
}

std::string NameOf(const ProjectKey& project, absl::string_view kpi) {
  return absl::StrCat(NameOf(project), "/kpis/", kpi);
}

std::string LastIdOf(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

}  // namespace palier::kpi
