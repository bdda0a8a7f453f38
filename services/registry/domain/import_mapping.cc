// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import_mapping.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/mapping/fingerprint.h"

namespace palier::registry {
namespace {

using P = v1::Project;

constexpr size_t kSlugBytes = 48;

void SetDate(const StageDate& from, google::type::Date* to) {
  to->set_year(from.date.year);
  to->set_month(from.date.month);
  to->set_day(from.date.day);
}

const StageDate& DateOfStage(const ProjectDraft& draft) {
  switch (draft.stage) {
    case RegisterStage::kBuild:
      return draft.build_started;
    case RegisterStage::kPilot:
    case RegisterStage::kProduction:
      return draft.implemented;
    case RegisterStage::kRetired:
    case RegisterStage::kClosed:
      return draft.retired;
    default:
      return draft.initiated;
  }
}

void AddAttributes(const ProjectDraft& draft, v1::ImportOrigin& origin) {
  auto& attributes = *origin.mutable_attributes();
  const std::pair<const char*, const std::string&> named[] = {
      {"risk", draft.risk},
      {"development_method", draft.development_method},
      {"personal_data", draft.personal_data},
      {"privacy_review", draft.privacy_review},
      {"authority_to_operate", draft.authority_to_operate},
      {"impact_assessment", draft.impact_assessment},
      {"real_world_test", draft.real_world_test},
      {"monitoring", draft.monitoring},
      {"fallback", draft.fallback}};
  attributes.insert(draft.attributes.begin(), draft.attributes.end());
  for (const auto& [key, value] : named) {
    if (!value.empty()) attributes[key] = value;
  }
  attributes["register_stage"] = std::string(StageName(draft.stage));
}

}  // namespace

P::Stage StageOf(RegisterStage stage) {
  switch (stage) {
    case RegisterStage::kIdea:
      return P::IDEA;
    case RegisterStage::kBuild:
      return P::POC;
    case RegisterStage::kPilot:
      return P::LIMITED;
    case RegisterStage::kProduction:
      return P::RUN;
    case RegisterStage::kRetired:
      return P::RETIRED;
    case RegisterStage::kClosed:
      return P::STOPPED;
    case RegisterStage::kUnknown:
      break;
  }
  return P::STAGE_UNKNOWN;
}

std::string ExternalIdOf(absl::string_view profile, const ProjectDraft& draft) {
  return absl::StrCat(profile, "/", draft.external_id);
}

std::string ProjectIdOf(absl::string_view external_id, const ProjectDraft& draft) {
  std::string slug = aip::MakeId(draft.display_name).substr(0, kSlugBytes);
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  if (slug.empty()) slug = "project";
  const std::string digest = mapping::Fingerprint({{"external_id", std::string(external_id)}});
  return absl::StrCat(slug, "-", digest.substr(0, 10));
}

P ToProject(absl::string_view profile, absl::string_view department, const ProjectDraft& draft) {
  P project;
  project.set_display_name(draft.display_name);
  project.set_department(std::string(department));
  project.set_sub_unit(draft.sub_unit);
  project.set_purpose(draft.purpose);
  project.set_outputs(draft.outputs);
  project.set_topic(draft.topic);
  project.set_stage(StageOf(draft.stage));
  project.set_external_id(ExternalIdOf(profile, draft));
  if (const StageDate& since = DateOfStage(draft); since.readable()) {
    const absl::CivilDay day(since.date.year, since.date.month, since.date.day);
    project.mutable_stage_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(day, absl::UTCTimeZone())));
  }
  v1::ImportOrigin& origin = *project.mutable_origin();
  origin.set_profile(std::string(profile));
  origin.set_raw_stage(draft.raw_stage);
  if (draft.initiated.readable()) SetDate(draft.initiated, origin.mutable_initiated_date());
  if (draft.build_started.readable()) SetDate(draft.build_started, origin.mutable_build_date());
  if (draft.implemented.readable()) SetDate(draft.implemented, origin.mutable_implemented_date());
  if (draft.retired.readable()) SetDate(draft.retired, origin.mutable_retired_date());
  if (draft.doubtful.has_value())
    origin.set_doubtful_of(absl::StrCat(profile, "/", draft.doubtful->external_id));
  origin.set_business_hash(draft.business_hash);
  AddAttributes(draft, origin);
  for (const Finding& finding : draft.findings) {
    *origin.add_findings() = ToFinding(finding, /*french=*/false);
  }
  return project;
}

v1::ImportFinding ToFinding(const Finding& finding, bool french) {
  v1::ImportFinding result;
  result.set_column(finding.column);
  result.set_code(std::string(CodeName(finding.code)));
  result.set_raw(finding.raw);
  result.set_message(french ? finding.message.fr : finding.message.en);
  return result;
}

}  // namespace palier::registry
