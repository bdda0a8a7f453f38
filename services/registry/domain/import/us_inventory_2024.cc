// SPDX-License-Identifier: Apache-2.0
// The consolidated US federal AI use case inventory of 2024. It has no identifier of its own.
#include <iterator>

#include "registry/domain/import/profile.h"

namespace palier::registry {
namespace {

using D = ProjectDraft;

constexpr char kOther[] = "If Other, please explain.";

std::vector<ColumnRule> Identity() {
  return {
      Needed(Text("display_name", &D::display_name, {"Use Case Name"})),
      Needed(Text("owner", &D::owner_department, {"Agency"})),
      Attribute("agency_abbreviation", {"Agency Abbreviation"}),
      Needed(Text("sub_unit", &D::sub_unit, {"Bureau"})),
      Text("topic", &D::topic, {"Use Case Topic Area"}),
      Attribute("topic_other", {"Other (Use Case Topic Area)"}),
      Attribute("commercial_product", {"Is the AI use case found in the below list of general "
                                       "commercial AI products and services?"}),
      Text("purpose", &D::purpose,
           {"What is the intended purpose and expected benefits of the AI?"}),
      Text("outputs", &D::outputs, {"Describe the AI system's outputs."}),
  };
}

std::vector<ColumnRule> Progress() {
  return {
      Needed(Text("stage", &D::raw_stage, {"Stage of Development"})),
      Evidence(Text("risk", &D::risk,
                    {"Is the AI use case rights-impacting, safety-impacting, both, or neither?"})),
      Needed(Evidence(Day("initiated", &D::initiated, {"Date Initiated"}))),
      Evidence(Day("build_started", &D::build_started,
                   {"Date when Acquisition and/or Development began"})),
      Needed(Evidence(Day("implemented", &D::implemented, {"Date Implemented"}))),
      Evidence(Day("retired", &D::retired, {"Date Retired"})),
      Text("development_method", &D::development_method,
           {"Was the AI system involved in this use case developed (or is it to be developed) "
            "under contract(s) or "
            "in-house?"}),
      Attribute(
          "contract_identifiers",
          {"Provide the Procurement Instrument Identifier(s) (PIID) of the contract(s) used."}),
  };
}

std::vector<ColumnRule> PublicService() {
  return {
      Attribute("supports_public_service", {"Is this AI use case supporting a High-Impact Service "
                                            "Provider (HISP) public-facing service?"}),
      Attribute("public_service_provider", {"Which HISP is the AI use case supporting?"}),
      Attribute("public_service", {"Which public-facing service is the AI use case supporting?"}),
      Attribute("informs_public", {"Does this AI use case disseminate information to the public?"}),
      Attribute("information_quality", {"How is the agency ensuring compliance with Information "
                                        "Quality Act guidelines, if applicable?"}),
      Evidence(Text("personal_data", &D::personal_data,
                    {"Does this AI use case involve personally identifiable information (PII) that "
                     "is maintained by "
                     "the agency?"})),
      Evidence(Text("privacy_review", &D::privacy_review,
                    {"Has the Senior Agency Official for Privacy (SAOP) assessed the privacy risks "
                     "associated with "
                     "this AI use case?"})),
  };
}

std::vector<ColumnRule> DataAndCode() {
  return {
      Attribute("data_catalogue", {"Do you have access to an enterprise data catalog or "
                                   "agency-wide data repository that enables you to "
                                   "identify whether or not the necessary datasets exist and are "
                                   "ready to develop your use case?"}),
      FollowUp("data_catalogue_other", kOther),
      Attribute("training_data", {"Describe any agency-owned data used to train, fine-tune, and/or "
                                  "evaluate performance of the model(s) "
                                  "used in this use case."}),
      Attribute(
          "data_documentation",
          {"Is there available documentation for the model training and evaluation data that "
           "demonstrates the "
           "degree to which it is appropriate to be used in analysis or for making predictions?"}),
      Attribute("demographic_variables", {"Which, if any, demographic variables does the AI use "
                                          "case explicitly use as model features?"}),
      FollowUp("demographic_variables_other", kOther),
      Attribute("custom_code", {"Does this project include custom-developed code?"}),
      Attribute("code_access",
                {"Does the agency have access to the code associated with the AI use case?"}),
      Attribute(
          "source_code",
          {"If the code is open-source, provide the link for the publicly available source code."}),
  };
}

std::vector<ColumnRule> Infrastructure() {
  return {
      Evidence(Text("authority_to_operate", &D::authority_to_operate,
                    {"Does this AI use case have an associated Authority to Operate (ATO) for an "
                     "AI system?"})),
      Attribute("system_name", {"System Name"}),
      Attribute("tool_waiting_time", {"How long have you waited for the necessary developer tools "
                                      "to implement the AI use case?"}),
      Attribute("central_intake", {"For this AI use case, is the required IT infrastructure "
                                   "provisioned via a centralized intake form or "
                                   "process inside the agency?"}),
      FollowUp("central_intake_other", kOther),
      Attribute("computing_process", {"Do you have a process in place to request access to "
                                      "computing resources for model training and "
                                      "development of the AI involved in this use case?"}),
      FollowUp("computing_process_other", kOther),
      Attribute("resource_communication", {"Has communication regarding the provisioning of your "
                                           "requested resources been timely?"}),
      FollowUp("resource_communication_other", kOther),
      Attribute("reuse", {"How are existing data science tools, libraries, data products, and "
                          "internally-developed AI "
                          "infrastructure being re-used for the current AI use case?"}),
      Attribute("internal_review",
                {"Has information regarding the AI use case, including performance metrics and "
                 "intended use of the "
                 "model, been made available for review and feedback within the agency?"}),
      Attribute("extension_requested", {"Has your agency requested an extension to implement the "
                                        "minimum risk management practices for this "
                                        "AI use case?"}),
  };
}

std::vector<ColumnRule> Assurance() {
  return {
      Evidence(Text("impact_assessment", &D::impact_assessment,
                    {"Has an AI impact assessment been conducted for this AI use case?"})),
      Evidence(
          Text("real_world_test", &D::real_world_test,
               {"Has the AI use case been tested in operational or real-world environments to "
                "understand the "
                "performance and impact it may have on affected individuals or communities?"})),
      Attribute("key_risks", {"What are the key risks from using the AI for this particular use "
                              "case and how were they "
                              "identified?"}),
      Evidence(Attribute("independent_evaluation",
                         {"Has an independent evaluation of the AI use case been conducted?"})),
      Evidence(Text(
          "monitoring", &D::monitoring,
          {"Is there a process to monitor performance of the AI system's functionality and changes "
           "to its "
           "impact on rights or safety as part of the post-deployment plan for the AI use case?"})),
      Attribute("acts_alone",
                {"For this particular use case, can the AI carry out a decision or action without "
                 "direct human "
                 "involvement that could result in a significant impact on rights or safety?"}),
      FollowUp("acts_alone_other", kOther),
  };
}

std::vector<ColumnRule> PeopleAffected() {
  return {
      Attribute("notice", {"How is the agency providing reasonable and timely notice regarding the "
                           "use of AI when people interact "
                           "with an AI-enabled service as a result of this AI use case?"}),
      FollowUp("notice_other", kOther),
      Attribute("adverse_decisions", {"Is the AI used to significantly influence or inform "
                                      "decisions or actions that could have an adverse "
                                      "or negative impact on specific individuals or groups?"}),
      Attribute("disparity_mitigation",
                {"What steps has the agency taken to detect and mitigate significant disparities "
                 "in the model's "
                 "performance across demographic groups for this AI use case?"}),
      Attribute("consultation", {"What steps has the agency taken to consult and incorporate "
                                 "feedback from groups affected by this AI "
                                 "use case?"}),
      FollowUp("consultation_other", kOther),
      Evidence(Text("fallback", &D::fallback,
                    {"Is there an established fallback and escalation process for this AI use case "
                     "in the event that "
                     "an impacted individual or group would like to appeal or contest the AI "
                     "system's outcome?"})),
      FollowUp("fallback_no", "If No, please explain."),
      Attribute("opt_out", {"Where practicable and consistent with applicable law and "
                            "governmentwide policy, is there an "
                            "established mechanism for individuals to opt-out from the AI "
                            "functionality in favor of a human "
                            "alternative?"}),
      FollowUp("opt_out_other", kOther),
  };
}

std::vector<StageRule> Stages() {
  using S = RegisterStage;
  return {
      {"Initiated", S::kIdea, ""},
      {"Planned", S::kIdea, ""},
      {"Ideation", S::kIdea, ""},
      {"Acquisition and/or Development", S::kBuild, ""},
      {"Implementation and Assessment", S::kPilot, ""},
      {"Operation and Maintenance", S::kProduction, ""},
      {"In production", S::kProduction, ""},
      {"In mission", S::kProduction, ""},
      {"Retired", S::kRetired, ""},
      {"Research or Administrative Action Complete", S::kClosed, "COMPLETE_WITHOUT_DEPLOYMENT"},
  };
}

}  // namespace

Profile UsAiInventory2024() {
  Profile profile;
  profile.name = "us-ai-inventory-2024";
  for (std::vector<ColumnRule> group : {Identity(), Progress(), PublicService(), DataAndCode(),
                                        Infrastructure(), Assurance(), PeopleAffected()}) {
    profile.columns.insert(profile.columns.end(), std::make_move_iterator(group.begin()),
                           std::make_move_iterator(group.end()));
  }
  profile.stages = Stages();
  profile.date_formats = {mapping::DateFormat::kMonthDayYear, mapping::DateFormat::kIso,
                          mapping::DateFormat::kRfc3339};
  return profile;
}

}  // namespace palier::registry
