// SPDX-License-Identifier: Apache-2.0
// Committees, standards, waivers, audits and authorisations, over a running registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/app/suite.h"
#include "common/resource/store.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/testing/temp_dir.h"
#include "google/protobuf/empty.pb.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/domain/governance/waivers.h"
#include "registry/module.h"
#include "registry/storage/authorisation_store.h"
#include "registry/storage/types.h"

namespace palier::registry {
namespace {

using Check = v1::CheckAuthorisationResponse;
using Rule = v1::AuthorisationRule;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kFirm[] = "organizations/firm";
constexpr char kChatbot[] = "organizations/firm/applications/chatbot";  // in a cloud
constexpr char kScribe[] = "organizations/firm/applications/scribe";    // on premise
constexpr char kSales[] = "organizations/firm/departments/sales";
constexpr char kInside[] = "organizations/firm/teams/inside";  // of sales
constexpr char kLea[] = "organizations/firm/people/lea";

google::type::Date DateOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// users/dev founded the firm; users/mia manages, users/tom approves, services/crm asks.
class GovernanceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    SetTime(now_);
    Serve();
    v1::CreateOrganizationRequest firm;
    firm.set_organization_id("firm");
    firm.mutable_organization()->set_display_name("Firm");
    ASSERT_EQ(Registry<v1::Organization>("CreateOrganization", firm).status(), absl::OkStatus());
    v1::CreateDepartmentRequest sales;
    sales.set_parent(kFirm);
    sales.set_department_id("sales");
    sales.mutable_department()->set_display_name("Sales");
    ASSERT_EQ(Registry<v1::Department>("CreateDepartment", sales).status(), absl::OkStatus());
    v1::CreateTeamRequest inside;
    inside.set_parent(kFirm);
    inside.set_team_id("inside");
    inside.mutable_team()->set_display_name("Inside sales");
    inside.mutable_team()->set_department(kSales);
    ASSERT_EQ(Registry<v1::Team>("CreateTeam", inside).status(), absl::OkStatus());
    v1::CreatePersonRequest lea;
    lea.set_parent(kFirm);
    lea.set_person_id("lea");
    lea.mutable_person()->set_display_name("Léa");
    ASSERT_EQ(Registry<v1::Person>("CreatePerson", lea).status(), absl::OkStatus());
    MakeApplication("chatbot", v1::Application::CLOUD);
    MakeApplication("scribe", v1::Application::ON_PREMISE);
    Grant("users/mia", api::v1::MANAGER);
    Grant("users/tom", api::v1::APPROVER);
  }

  // Writes into the store as long as nobody serves it.
  void Seed(const std::function<absl::Status(resource::Session&, const Types&)>& fn) {
    auto database = sql::Open({.url = absl::StrCat("sqlite:", dir_.File("data/registry.db"))});
    ASSERT_EQ(database.status(), absl::OkStatus());
    const Types types;
    const time::SystemClock clock;
    resource::Store store(**database, clock);
    ASSERT_EQ(store.Write(absl::Now() + absl::Seconds(60), {"users/dev", "", "/test"},
                          [&](resource::Session& session) { return fn(session, types); }),
              absl::OkStatus());
  }
  void Serve() {
    app::Config config;
    config.listen = "127.0.0.1:0";
    config.data = dir_.File("data");
    config.clock_file = dir_.File("clock");
    config.drain_delay = absl::ZeroDuration();
    auto suite = app::Suite::Start(config, {Spec()});
    ASSERT_EQ(suite.status(), absl::OkStatus());
    suite_ = *std::move(suite);
  }

  void SetTime(absl::Time now) {
    now_ = now;
    const std::string partial = dir_.File("clock.partial");
    std::ofstream(partial) << absl::FormatTime(absl::RFC3339_full, now, absl::UTCTimeZone());
    std::filesystem::rename(partial, dir_.File("clock"));
  }

  template <typename Response>
  absl::StatusOr<Response> Call(const std::string& principal, const std::string& method,
                                const google::protobuf::Message& request,
                                const std::string& language = "en") {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
    options.default_timeout = absl::Seconds(60);
    const rpc::Client client(rpc::Connect(suite_->address()), options);
    return client.Unary<Response>(absl::StrCat("palier.registry.v1.", method), request);
  }
  template <typename Response>
  absl::StatusOr<Response> Registry(const std::string& method,
                                    const google::protobuf::Message& request) {
    return Call<Response>("users/dev", "RegistryService/" + method, request);
  }
  template <typename Response>
  absl::StatusOr<Response> Governance(const std::string& principal, const std::string& method,
                                      const google::protobuf::Message& request) {
    return Call<Response>(principal, "GovernanceService/" + method, request);
  }
  void MakeApplication(const std::string& id, v1::Application::Hosting hosting) {
    v1::CreateApplicationRequest request;
    request.set_parent(kFirm);
    request.set_application_id(id);
    request.mutable_application()->set_display_name(id);
    request.mutable_application()->set_state(v1::Application::DEPLOYED);
    request.mutable_application()->set_hosting(hosting);
    ASSERT_EQ(
        Call<v1::Application>("users/dev", "LandscapeService/CreateApplication", request).status(),
        absl::OkStatus());
  }
  void Grant(const std::string& principal, api::v1::Role role) {
    v1::CreateRoleBindingRequest binding;
    binding.set_parent(kFirm);
    binding.mutable_role_binding()->set_principal(principal);
    binding.mutable_role_binding()->set_role(role);
    ASSERT_EQ(Registry<v1::RoleBinding>("CreateRoleBinding", binding).status(), absl::OkStatus());
  }

  absl::StatusOr<Rule> CreateRule(const std::string& id, Rule rule) {
    v1::CreateAuthorisationRuleRequest request;
    request.set_parent(kFirm);
    request.set_authorisation_rule_id(id);
    *request.mutable_authorisation_rule() = rule;
    request.mutable_authorisation_rule()->set_display_name(id);
    return Governance<Rule>("users/dev", "CreateAuthorisationRule", request);
  }
  // One that must be right.
  Rule MakeRule(const std::string& id, Rule::Effect effect, const std::string& application = "") {
    Rule rule;
    rule.set_effect(effect);
    rule.set_application(application);
    const absl::StatusOr<Rule> made = CreateRule(id, rule);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? *made : Rule();
  }
  absl::StatusOr<Check> Ask(const std::string& application, const std::string& data_class,
                            const std::string& population = "",
                            const std::string& principal = "services/crm",
                            const std::string& language = "en") {
    v1::CheckAuthorisationRequest request;
    request.set_parent(kFirm);
    request.set_application(application);
    request.set_data_class(data_class);
    request.set_population(population);
    return Call<Check>(principal, "GovernanceService/CheckAuthorisation", request, language);
  }
  // An answer that must come.
  Check May(const std::string& application, const std::string& data_class,
            const std::string& population = "") {
    const absl::StatusOr<Check> answer = Ask(application, data_class, population);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    return answer.ok() ? *answer : Check();
  }

  absl::StatusOr<v1::Waiver> RequestWaiver(const std::string& principal, const std::string& id,
                                           absl::Time end,
                                           const std::string& rule = kSensitiveInCloud,
                                           const std::string& subject = kChatbot) {
    v1::CreateWaiverRequest request;
    request.set_parent(kFirm);
    request.set_waiver_id(id);
    v1::Waiver& waiver = *request.mutable_waiver();
    waiver.set_display_name("Trial with the vendor");
    waiver.set_rule(rule);
    waiver.set_subject(subject);
    waiver.set_reason("the server room is not ready");
    waiver.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(end));
    return Governance<v1::Waiver>(principal, "CreateWaiver", request);
  }
  template <typename Request>
  absl::StatusOr<v1::Waiver> Waive(const std::string& principal, const std::string& method,
                                   const std::string& id) {
    Request request;
    request.set_name(absl::StrCat(kFirm, "/waivers/", id));
    return Governance<v1::Waiver>(principal, method, request);
  }
  absl::StatusOr<v1::Waiver> Approve(const std::string& principal, const std::string& id) {
    return Waive<v1::ApproveWaiverRequest>(principal, "ApproveWaiver", id);
  }
  absl::StatusOr<v1::Waiver> Revoke(const std::string& principal, const std::string& id) {
    return Waive<v1::RevokeWaiverRequest>(principal, "RevokeWaiver", id);
  }

  static error::v1::ErrorReason ReasonOf(const absl::Status& status) {
    return status::ReasonOf(status);
  }

  testing::TempDir dir_;
  absl::Time now_ = absl::FromCivil(absl::CivilSecond(2026, 3, 10, 12, 0, 0), absl::UTCTimeZone());
  std::unique_ptr<app::Suite> suite_;
};

TEST_F(GovernanceTest, WhatNoRuleAllowsIsDenied) {
  RecordProperty("requirement", "S1-11");
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::DENIED);
  EXPECT_THAT(May(kScribe, "public").explanation(), HasSubstr("No rule allows"));
  const Rule rule = MakeRule("scribe", Rule::ALLOWED, kScribe);
  const Check allowed = May(kScribe, "public", kInside);
  EXPECT_EQ(allowed.effect(), Rule::ALLOWED);
  EXPECT_EQ(allowed.rule(), rule.name());
  EXPECT_EQ(allowed.rule_version(), rule.etag());
  EXPECT_FALSE(allowed.has_expire_time());
  EXPECT_EQ(May("organizations/firm/applications/none", "public").effect(), Rule::DENIED);
  EXPECT_EQ(May("organizations/other/applications/scribe", "public").effect(), Rule::DENIED);
  EXPECT_EQ(May(kScribe, "public", "organizations/firm/teams/none").effect(), Rule::DENIED);
}

TEST_F(GovernanceTest, NamesOfAnotherShapeAreMistakes) {
  EXPECT_EQ(ReasonOf(Ask("scribe", "public").status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Ask(kScribe, "public", kLea).status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Ask(kScribe, "").status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Ask(kScribe, "public", "", "users/nobody").status()),
            error::v1::PERMISSION_DENIED);
}

TEST_F(GovernanceTest, SpeaksTheCallersLanguage) {
  const auto answer = Ask(kScribe, "public", "", "services/crm", "fr");
  ASSERT_EQ(answer.status(), absl::OkStatus());
  EXPECT_THAT(answer->explanation(), HasSubstr("Aucune règle"));
}

TEST_F(GovernanceTest, AProvisionalRuleFlipsAtItsExpiryWithoutARestart) {
  RecordProperty("requirement", "S1-13 S1-11");
  const absl::Time end = now_ + absl::Hours(24);
  Rule provisional;
  provisional.set_application(kScribe);
  provisional.set_effect(Rule::ALLOWED);
  provisional.set_then(Rule::DENIED);
  provisional.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(end));
  ASSERT_EQ(CreateRule("provisional", provisional).status(), absl::OkStatus());
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::ALLOWED);
  EXPECT_EQ(May(kScribe, "public").expire_time().seconds(), absl::ToUnixSeconds(end));
  SetTime(end - absl::Seconds(1));
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::ALLOWED);
  SetTime(end);
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::DENIED);
  v1::GetAuthorisationRuleRequest get;
  get.set_name(absl::StrCat(kFirm, "/authorisationRules/provisional"));
  const auto shown = Governance<Rule>("users/mia", "GetAuthorisationRule", get);
  ASSERT_EQ(shown.status(), absl::OkStatus());
  EXPECT_EQ(shown->current_effect(), Rule::DENIED);
  EXPECT_EQ(shown->effect(), Rule::ALLOWED);
}

TEST_F(GovernanceTest, SensitiveDataInACloudNeedsAWaiver) {
  RecordProperty("requirement", "S1-62 S1-19 S1-11");
  MakeRule("all", Rule::ALLOWED);
  EXPECT_EQ(May(kChatbot, "public").effect(), Rule::ALLOWED);
  EXPECT_EQ(May(kScribe, "sensitive").effect(), Rule::ALLOWED);
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::DENIED);
  EXPECT_THAT(May(kChatbot, "sensitive").explanation(), HasSubstr("waiver"));

  const absl::Time end = now_ + absl::Hours(48);
  ASSERT_EQ(RequestWaiver("users/mia", "w", end).status(), absl::OkStatus());
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::DENIED) << "asked for is not granted";
  const auto approved = Approve("users/tom", "w");
  ASSERT_EQ(approved.status(), absl::OkStatus());
  EXPECT_TRUE(approved->in_force());
  EXPECT_EQ(approved->approver(), "users/tom");
  const Check conditional = May(kChatbot, "sensitive");
  EXPECT_EQ(conditional.effect(), Rule::CONDITIONAL);
  EXPECT_EQ(conditional.waiver(), approved->name());
  EXPECT_THAT(conditional.condition(), HasSubstr("Trial with the vendor"));
  EXPECT_EQ(conditional.expire_time().seconds(), absl::ToUnixSeconds(end));

  const auto revoked = Revoke("users/dev", "w");
  ASSERT_EQ(revoked.status(), absl::OkStatus());
  EXPECT_EQ(revoked->state(), v1::Waiver::REVOKED);
  EXPECT_FALSE(revoked->in_force());
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::DENIED) << "at once";
}

TEST_F(GovernanceTest, AWaiverEndsByItself) {
  RecordProperty("requirement", "S1-19");
  MakeRule("all", Rule::ALLOWED);
  const absl::Time end = now_ + absl::Hours(48);
  ASSERT_EQ(RequestWaiver("users/mia", "w", end).status(), absl::OkStatus());
  ASSERT_EQ(Approve("users/tom", "w").status(), absl::OkStatus());
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::CONDITIONAL);
  SetTime(end);
  EXPECT_EQ(May(kChatbot, "sensitive").effect(), Rule::DENIED);
  v1::GetWaiverRequest get;
  get.set_name(absl::StrCat(kFirm, "/waivers/w"));
  EXPECT_FALSE(Governance<v1::Waiver>("users/mia", "GetWaiver", get)->in_force());
}

TEST_F(GovernanceTest, TheOrganisationSaysWhatIsSensitive) {
  RecordProperty("requirement", "S1-62");
  MakeRule("all", Rule::ALLOWED);
  EXPECT_EQ(May(kChatbot, "health").effect(), Rule::ALLOWED);
  v1::UpdateOrganizationSettingsRequest update;
  update.mutable_organization_settings()->set_name(absl::StrCat(kFirm, "/settings"));
  update.mutable_organization_settings()->add_sensitive_data_classes("Health");
  ASSERT_EQ(Registry<v1::OrganizationSettings>("UpdateOrganizationSettings", update).status(),
            absl::OkStatus());
  EXPECT_EQ(May(kChatbot, "health").effect(), Rule::DENIED);
}

TEST_F(GovernanceTest, AWaiverIsAskedForByOneAndGrantedByAnother) {
  RecordProperty("requirement", "S1-19");
  const absl::Time end = now_ + absl::Hours(48);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "past", now_ - absl::Hours(1)).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "long", now_ + absl::Hours(24 * 367)).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "rule", end, "NO_SUCH_RULE").status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "kind", end, kSensitiveInCloud, kSales).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/tom", "w", end).status()), error::v1::PERMISSION_DENIED);

  // The founder manages and approves, but not both for one waiver.
  ASSERT_EQ(RequestWaiver("users/dev", "w", end).status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Approve("users/dev", "w").status()), error::v1::SELF_APPROVAL);
  EXPECT_EQ(ReasonOf(Approve("users/mia", "w").status()), error::v1::PERMISSION_DENIED);
  EXPECT_EQ(Approve("users/tom", "w").status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Approve("users/tom", "w").status()), error::v1::ILLEGAL_TRANSITION);
  v1::DeleteWaiverRequest deletion;
  deletion.set_name(absl::StrCat(kFirm, "/waivers/w"));
  EXPECT_EQ(
      ReasonOf(Governance<google::protobuf::Empty>("users/mia", "DeleteWaiver", deletion).status()),
      error::v1::ILLEGAL_TRANSITION);
}

TEST_F(GovernanceTest, RulesThatCannotBeAreRefused) {
  Rule rule;
  rule.set_effect(Rule::CONDITIONAL);
  EXPECT_EQ(ReasonOf(CreateRule("condition", rule).status()), error::v1::INVALID_FIELDS);
  rule.set_effect(Rule::ALLOWED);
  rule.set_application("organizations/firm/applications/none");
  EXPECT_EQ(ReasonOf(CreateRule("application", rule).status()), error::v1::INVALID_FIELDS);
  rule.clear_application();
  rule.add_populations(kLea);
  EXPECT_EQ(ReasonOf(CreateRule("population", rule).status()), error::v1::INVALID_FIELDS);
  rule.set_populations(0, "");
  EXPECT_EQ(ReasonOf(CreateRule("nobody", rule).status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::DENIED);
}

TEST_F(GovernanceTest, AWithdrawnApplicationMayNothing) {
  RecordProperty("requirement", "S1-11");
  MakeRule("all", Rule::ALLOWED);
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::ALLOWED);
  v1::UpdateApplicationRequest update;
  update.mutable_application()->set_name(kScribe);
  update.mutable_application()->set_state(v1::Application::WITHDRAWN);
  ASSERT_EQ(
      Call<v1::Application>("users/dev", "LandscapeService/UpdateApplication", update).status(),
      absl::OkStatus());
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::DENIED);
}

TEST_F(GovernanceTest, ThereAreAtMostFiveThousandRules) {
  suite_.reset();
  Seed([](resource::Session& session, const Types& types) -> absl::Status {
    for (int i = 0; i < kMaxAuthorisationRules - 1; ++i) {
      Rule rule;
      rule.set_name(absl::StrCat(kFirm, "/authorisationRules/r", i));
      rule.set_effect(Rule::ALLOWED);
      RETURN_IF_ERROR(session.Insert(types.authorisation_rule, rule));
    }
    return absl::OkStatus();
  });
  Serve();
  EXPECT_EQ(MakeRule("last", Rule::ALLOWED).effect(), Rule::ALLOWED);
  Rule rule;
  rule.set_effect(Rule::DENIED);
  EXPECT_EQ(ReasonOf(CreateRule("more", rule).status()), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(May(kScribe, "public").effect(), Rule::ALLOWED);
}

TEST_F(GovernanceTest, ACommitteeShowsWhoIsMissing) {
  RecordProperty("requirement", "S1-17");
  v1::CreateCommitteeRequest request;
  request.set_parent(kFirm);
  request.set_committee_id("ai");
  request.mutable_committee()->set_display_name("AI committee");
  request.mutable_committee()->set_quorum(1);
  v1::CommitteeMember& lea = *request.mutable_committee()->add_members();
  lea.set_person(kLea);
  lea.set_function(v1::CommitteeMember::LEGAL);
  auto made = Governance<v1::Committee>("users/dev", "CreateCommittee", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_THAT(made->missing_functions(),
              ElementsAre(v1::CommitteeMember::IT, v1::CommitteeMember::HUMAN_RESOURCES,
                          v1::CommitteeMember::BUSINESS));
  *request.mutable_committee()->add_members() = lea;
  request.set_committee_id("twice");
  EXPECT_EQ(ReasonOf(Governance<v1::Committee>("users/dev", "CreateCommittee", request).status()),
            error::v1::INVALID_FIELDS);
  request.mutable_committee()->mutable_members(1)->set_person("organizations/firm/people/none");
  EXPECT_EQ(ReasonOf(Governance<v1::Committee>("users/dev", "CreateCommittee", request).status()),
            error::v1::INVALID_FIELDS);
}

TEST_F(GovernanceTest, StandardsHoldFromTheirDayAndChangeWithTheirVersion) {
  RecordProperty("requirement", "S1-18");
  v1::CreateStandardRequest request;
  request.set_parent(kFirm);
  request.set_standard_id("old");
  v1::Standard& standard = *request.mutable_standard();
  standard.set_display_name("Data protection");
  standard.set_domain(v1::Standard::DATA_PROTECTION);
  standard.set_version("1");
  standard.set_text("nothing leaves");
  *standard.mutable_effective_date() = DateOf(2026, 1, 1);
  ASSERT_EQ(Governance<v1::Standard>("users/mia", "CreateStandard", request).status(),
            absl::OkStatus());
  request.set_standard_id("new");
  *standard.mutable_effective_date() = DateOf(2026, 3, 11);
  ASSERT_EQ(Governance<v1::Standard>("users/mia", "CreateStandard", request).status(),
            absl::OkStatus());

  const auto in_force = [&] {
    v1::ListStandardsRequest list;
    list.set_parent(kFirm);
    list.set_order_by("effective_date");
    const auto listed = Governance<v1::ListStandardsResponse>("users/mia", "ListStandards", list);
    EXPECT_EQ(listed.status(), absl::OkStatus());
    std::vector<bool> flags;
    for (const v1::Standard& each : listed->standards()) flags.push_back(each.in_force());
    return flags;
  };
  EXPECT_THAT(in_force(), ElementsAre(true, false));
  // The day begins at midnight in Paris.
  SetTime(absl::FromCivil(absl::CivilSecond(2026, 3, 10, 23, 0, 0), absl::UTCTimeZone()));
  EXPECT_THAT(in_force(), ElementsAre(true, true));
  v1::GetStandardRequest get;
  get.set_name(absl::StrCat(kFirm, "/standards/new"));
  EXPECT_TRUE(Governance<v1::Standard>("users/mia", "GetStandard", get)->in_force());

  v1::UpdateStandardRequest update;
  update.mutable_standard()->set_name(absl::StrCat(kFirm, "/standards/old"));
  update.mutable_standard()->set_text("names are removed first");
  EXPECT_EQ(ReasonOf(Governance<v1::Standard>("users/mia", "UpdateStandard", update).status()),
            error::v1::INVALID_FIELDS);
  update.mutable_standard()->set_version("2");
  EXPECT_EQ(Governance<v1::Standard>("users/mia", "UpdateStandard", update).status(),
            absl::OkStatus());
}

TEST_F(GovernanceTest, AuditsShowHowFarTheyAreAndWhetherTheyAreLate) {
  RecordProperty("requirement", "S1-25 S1-62");
  v1::CreateToolAuditRequest request;
  request.set_parent(kFirm);
  request.set_tool_audit_id("a");
  v1::ToolAudit& audit = *request.mutable_tool_audit();
  audit.set_display_name("Chatbot");
  audit.set_application(kChatbot);
  *audit.mutable_due_date() = DateOf(2026, 3, 10);
  for (const auto list : {v1::AuditCheck::TECHNICAL_LANDSCAPE, v1::AuditCheck::USER_SURVEY,
                          v1::AuditCheck::SILOS, v1::AuditCheck::ROI_TODAY}) {
    v1::AuditCheck& check = *audit.add_checks();
    check.set_list(list);
    check.set_question("?");
  }
  audit.mutable_checks(0)->set_answer("two servers");
  const auto made = Governance<v1::ToolAudit>("users/mia", "CreateToolAudit", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->completeness_percent(), 25);
  EXPECT_FALSE(made->overdue());
  SetTime(now_ + absl::Hours(24));
  v1::GetToolAuditRequest get;
  get.set_name(made->name());
  EXPECT_TRUE(Governance<v1::ToolAudit>("users/mia", "GetToolAudit", get)->overdue());
  v1::UpdateToolAuditRequest update;
  update.mutable_tool_audit()->set_name(made->name());
  *update.mutable_tool_audit()->mutable_done_date() = DateOf(2026, 3, 11);
  const auto done = Governance<v1::ToolAudit>("users/mia", "UpdateToolAudit", update);
  ASSERT_EQ(done.status(), absl::OkStatus());
  EXPECT_FALSE(done->overdue());
  EXPECT_EQ(done->completeness_percent(), 25);
}

TEST_F(GovernanceTest, AnInventoryCountsItsAnswers) {
  RecordProperty("requirement", "S1-24");
  v1::CreateInventoryCampaignRequest request;
  request.set_parent(kFirm);
  request.set_inventory_campaign_id("spring");
  v1::InventoryCampaign& campaign = *request.mutable_inventory_campaign();
  campaign.set_display_name("Spring");
  *campaign.mutable_start_date() = DateOf(2026, 3, 1);
  v1::CampaignAnswer& sales = *campaign.add_answers();
  sales.set_department(kSales);
  sales.set_answered(true);
  sales.add_applications(kChatbot);
  sales.add_undeclared("a translator");
  const auto made =
      Governance<v1::InventoryCampaign>("users/mia", "CreateInventoryCampaign", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->asked_count(), 1);
  EXPECT_EQ(made->answered_count(), 1);
  EXPECT_EQ(made->declared_count(), 1);
  EXPECT_EQ(made->undeclared_count(), 1);
  sales.set_department("organizations/firm/departments/none");
  request.set_inventory_campaign_id("wrong");
  EXPECT_EQ(
      ReasonOf(Governance<v1::InventoryCampaign>("users/mia", "CreateInventoryCampaign", request)
                   .status()),
      error::v1::INVALID_FIELDS);
}

}  // namespace
}  // namespace palier::registry
