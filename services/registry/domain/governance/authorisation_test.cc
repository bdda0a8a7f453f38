// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/authorisation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "registry/domain/governance/waivers.h"

namespace palier::registry {
namespace {

using Rule = v1::AuthorisationRule;
using Ground = Authorisation::Ground;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kChatbot[] = "organizations/acme/applications/chatbot";
constexpr char kScribe[] = "organizations/acme/applications/scribe";
constexpr char kUnhosted[] = "organizations/acme/applications/unhosted";
constexpr char kGone[] = "organizations/acme/applications/gone";
constexpr char kSales[] = "organizations/acme/departments/sales";
constexpr char kLegal[] = "organizations/acme/departments/legal";
constexpr char kInside[] = "organizations/acme/teams/inside";    // of sales
constexpr char kOutside[] = "organizations/acme/teams/outside";  // of sales

const absl::Time kNow = absl::FromUnixSeconds(1700000000);

void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp) {
  timestamp->set_seconds(absl::ToUnixSeconds(time));
}

struct RuleLine {
  Rule::Effect effect;
  std::string application = "";
  std::vector<std::string> classes = {};
  std::vector<std::string> populations = {};
};

// Rules are called r0, r1 ...
AuthorisationFacts Facts(const std::vector<RuleLine>& lines) {
  AuthorisationFacts facts;
  const auto application = [&](const std::string& name, v1::Application::Hosting hosting,
                               v1::Application::State state) {
    v1::Application& added = facts.applications.emplace_back();
    added.set_name(name);
    added.set_hosting(hosting);
    added.set_state(state);
  };
  application(kChatbot, v1::Application::CLOUD, v1::Application::DEPLOYED);
  application(kScribe, v1::Application::ON_PREMISE, v1::Application::PILOT);
  application(kUnhosted, v1::Application::HOSTING_UNSPECIFIED, v1::Application::DEPLOYED);
  application(kGone, v1::Application::ON_PREMISE, v1::Application::WITHDRAWN);
  for (const char* name : {kSales, kLegal}) facts.departments.emplace_back().set_name(name);
  for (const char* name : {kInside, kOutside}) {
    v1::Team& team = facts.teams.emplace_back();
    team.set_name(name);
    team.set_department(kSales);
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    Rule& rule = facts.rules.emplace_back();
    rule.set_name(absl::StrCat("organizations/acme/authorisationRules/r", i));
    rule.set_display_name(absl::StrCat("Rule ", i));
    rule.set_etag(absl::StrCat("\"", i + 1, "\""));
    rule.set_effect(lines[i].effect);
    rule.set_condition("keep to it");
    rule.set_application(lines[i].application);
    for (const std::string& name : lines[i].classes) rule.add_data_classes(name);
    for (const std::string& name : lines[i].populations) rule.add_populations(name);
  }
  return facts;
}

// Who decided, as `r2`; empty when no rule did.
std::string Decider(const Authorisation& answer) {
  return answer.rule == nullptr ? "" : answer.rule->name.substr(answer.rule->name.rfind('/') + 1);
}

struct Case {
  std::string what;
  std::vector<RuleLine> rules;
  AuthorisationQuestion question;
  Rule::Effect effect;
  std::string decider;
};

constexpr auto A = Rule::ALLOWED;
constexpr auto D = Rule::DENIED;
constexpr auto C = Rule::CONDITIONAL;

TEST(AuthorisationTest, ChoosesTheRule) {
  RecordProperty("requirement", "S1-11");
  const Case cases[] = {
      {"no rule", {}, {kChatbot, "public", ""}, D, ""},
      {"another application's rule", {{A, kScribe}}, {kChatbot, "public", ""}, D, ""},
      {"another class's rule", {{A, "", {"internal"}}}, {kChatbot, "public", ""}, D, ""},
      {"a rule about everything", {{A}}, {kChatbot, "public", kInside}, A, "r0"},
      {"one of several classes", {{A, "", {"x", "public"}}}, {kChatbot, "public", ""}, A, "r0"},
      {"case and accents", {{A, "", {"Santé "}}}, {kScribe, "SANTE", ""}, A, "r0"},
      {"DENIED wins among equals", {{A}, {D}, {C}}, {kChatbot, "public", ""}, D, "r1"},
      {"CONDITIONAL before ALLOWED", {{A}, {C}}, {kChatbot, "public", ""}, C, "r1"},
      {"the first of the same", {{A}, {A}}, {kChatbot, "public", ""}, A, "r0"},
      {"the application is narrower", {{D}, {A, kChatbot}}, {kChatbot, "public", ""}, A, "r1"},
      {"the class is narrower", {{D}, {A, "", {"public"}}}, {kChatbot, "public", ""}, A, "r1"},
      {"neither is narrower: a ban of the application holds",
       {{A, "", {"public"}}, {D, kChatbot}},
       {kChatbot, "public", ""},
       D,
       "r1"},
      {"neither is narrower: a ban of the class holds",
       {{A, kChatbot}, {D, "", {"secret"}}},
       {kChatbot, "secret", ""},
       D,
       "r1"},
      {"narrower than both",
       {{A, kChatbot}, {D, "", {"secret"}}, {A, kChatbot, {"secret"}}},
       {kChatbot, "secret", ""},
       A,
       "r2"},
      {"two words do not outweigh a ban by a third",
       {{A, "", {"public"}, {kInside}}, {D, kChatbot}},
       {kChatbot, "public", kInside},
       D,
       "r1"},
      {"a department", {{D}, {A, "", {}, {kSales}}}, {kChatbot, "public", kSales}, A, "r1"},
      {"a team by its department",
       {{D}, {A, "", {}, {kSales}}},
       {kChatbot, "public", kInside},
       A,
       "r1"},
      {"a team is narrower than its department",
       {{D, "", {}, {kSales}}, {A, "", {}, {kInside}}},
       {kChatbot, "public", kInside},
       A,
       "r1"},
      {"another team of the department",
       {{D, "", {}, {kSales}}, {A, "", {}, {kInside}}},
       {kChatbot, "public", kOutside},
       D,
       "r0"},
      {"another department", {{A, "", {}, {kSales}}}, {kChatbot, "public", kLegal}, D, ""},
      {"the whole organisation is not one department",
       {{A, "", {}, {kSales}}},
       {kChatbot, "public", ""},
       D,
       ""},
      {"the whole organisation has a part that may not",
       {{A, kChatbot, {"public"}}, {D, "", {}, {kInside}}},
       {kChatbot, "public", ""},
       D,
       "r1"},
      {"a part's condition is the whole's",
       {{A, kChatbot, {"public"}}, {C, "", {}, {kInside}}},
       {kChatbot, "public", ""},
       C,
       "r1"},
      {"a part's condition does not lift a ban",
       {{D}, {C, "", {}, {kInside}}},
       {kChatbot, "public", ""},
       D,
       "r0"},
      {"a part's condition is no rule for all",
       {{C, "", {}, {kInside}}},
       {kChatbot, "public", ""},
       D,
       ""},
      {"a part that may does not open the whole",
       {{D}, {A, "", {}, {kInside}}},
       {kChatbot, "public", ""},
       D,
       "r0"},
      {"a department has a team that may not",
       {{A, "", {}, {kSales}}, {D, "", {}, {kInside}}},
       {kChatbot, "public", kSales},
       D,
       "r1"},
      {"another department's team does not count",
       {{A}, {D, "", {}, {kInside}}},
       {kChatbot, "public", kLegal},
       A,
       "r0"},
  };
  for (const Case& each : cases) {
    const AuthorisationBook book(Facts(each.rules));
    const Authorisation answer = book.Judge(each.question, kNow);
    EXPECT_EQ(answer.effect, each.effect) << each.what;
    EXPECT_EQ(Decider(answer), each.decider) << each.what;
    EXPECT_EQ(answer.end, absl::InfiniteFuture()) << each.what;
    EXPECT_EQ(answer.ground, each.decider.empty() ? Ground::kNoRule : Ground::kRule) << each.what;
  }
}

// Whatever the rules are, one more ban never opens anything.
TEST(AuthorisationTest, OneMoreDenialNeverAllows) {
  const std::vector<std::string> classes[] = {{}, {"public"}};
  const std::vector<std::string> people[] = {{}, {kSales}, {kInside}};
  std::vector<RuleLine> shapes;
  for (const char* application : {"", kChatbot}) {
    for (const auto& names : classes) {
      for (const auto& populations : people) shapes.push_back({A, application, names, populations});
    }
  }
  const auto judge = [](const std::vector<RuleLine>& rules, const std::string& population) {
    return AuthorisationBook(Facts(rules)).Judge({kChatbot, "public", population}, kNow).effect;
  };
  for (const RuleLine& first : shapes) {
    for (const RuleLine& second : shapes) {
      for (const RuleLine& shape : shapes) {
        RuleLine ban = shape;
        ban.effect = D;
        RuleLine denied = second;
        denied.effect = D;
        for (const std::string population : {"", kSales, kInside}) {
          if (judge({first, denied}, population) == D) {
            EXPECT_EQ(judge({first, denied, ban}, population), D);
          }
          if (ban.populations.empty() && first.populations.empty()) {
            EXPECT_EQ(judge({first, ban}, ""), judge({ban, first}, ""));  // order decides nothing
          }
        }
      }
    }
  }
}

TEST(AuthorisationTest, KnowsWhomItIsAskedAbout) {
  const AuthorisationBook book(Facts({{A}}));
  const auto ground = [&](const AuthorisationQuestion& question) {
    const Authorisation answer = book.Judge(question, kNow);
    EXPECT_EQ(answer.effect, D) << question.application;
    return answer.ground;
  };
  EXPECT_EQ(ground({"organizations/acme/applications/none", "public", ""}),
            Ground::kUnknownApplication);
  EXPECT_EQ(ground({"", "public", ""}), Ground::kUnknownApplication);
  EXPECT_EQ(ground({kGone, "public", ""}), Ground::kWithdrawn);
  EXPECT_EQ(ground({kChatbot, "public", "organizations/acme/teams/none"}),
            Ground::kUnknownPopulation);
}

v1::Waiver& Waive(AuthorisationFacts& facts, const std::string& id, const std::string& subject,
                  absl::Time end) {
  v1::Waiver& waiver = facts.waivers.emplace_back();
  waiver.set_name("organizations/acme/waivers/" + id);
  waiver.set_display_name(id);
  waiver.set_state(v1::Waiver::APPROVED);
  waiver.set_rule(kSensitiveInCloud);
  waiver.set_subject(subject);
  SetTime(end, waiver.mutable_expire_time());
  return waiver;
}

TEST(AuthorisationTest, SensitiveDataStaysOutOfTheCloud) {
  RecordProperty("requirement", "S1-62");
  struct HostingCase {
    const char* application;
    const char* data_class;
    Rule::Effect effect;
    Ground ground;
  };
  const HostingCase cases[] = {
      {kChatbot, "public", A, Ground::kRule},
      {kChatbot, "Sensitive", D, Ground::kSensitiveInCloud},
      {kScribe, "sensitive", A, Ground::kRule},
      {kUnhosted, "sensitive", D, Ground::kSensitiveHostingUnknown},
      {kUnhosted, "public", A, Ground::kRule},
  };
  for (const HostingCase& each : cases) {
    const AuthorisationBook book(Facts({{A}}));
    const Authorisation answer = book.Judge({each.application, each.data_class, ""}, kNow);
    EXPECT_EQ(answer.effect, each.effect) << each.application << " " << each.data_class;
    EXPECT_EQ(answer.ground, each.ground) << each.application << " " << each.data_class;
  }
  AuthorisationFacts facts = Facts({{A}});
  facts.applications[0].set_hosting(v1::Application::HYBRID);
  EXPECT_EQ(AuthorisationBook(facts).Judge({kChatbot, "sensitive", ""}, kNow).effect, D);
  facts.sensitive_classes = {"Santé"};
  EXPECT_EQ(AuthorisationBook(facts).Judge({kChatbot, "sensitive", ""}, kNow).effect, A);
  EXPECT_EQ(AuthorisationBook(facts).Judge({kChatbot, "sante", ""}, kNow).effect, D);
}

TEST(AuthorisationTest, AWaiverOpensTheCloudWhileItHolds) {
  RecordProperty("requirement", "S1-62 S1-19");
  const absl::Time end = kNow + absl::Hours(1);
  AuthorisationFacts facts = Facts({{A}});
  Waive(facts, "short", kChatbot, kNow + absl::Minutes(5));
  Waive(facts, "long", kChatbot, end);
  const AuthorisationQuestion question{kChatbot, "sensitive", ""};
  const AuthorisationBook book(facts);
  const Authorisation answer = book.Judge(question, kNow);
  EXPECT_EQ(answer.effect, C);
  ASSERT_NE(answer.waiver, nullptr);
  EXPECT_EQ(answer.waiver->display_name, "long");
  EXPECT_EQ(Decider(answer), "r0");
  EXPECT_EQ(answer.end, end);
  EXPECT_EQ(book.Judge(question, end - absl::Nanoseconds(1)).effect, C);
  EXPECT_EQ(book.Judge(question, end).ground, Ground::kSensitiveInCloud);

  const std::pair<const char*, std::function<void(v1::Waiver&)>> useless[] = {
      {"requested", [](v1::Waiver& waiver) { waiver.set_state(v1::Waiver::REQUESTED); }},
      {"revoked", [](v1::Waiver& waiver) { waiver.set_state(v1::Waiver::REVOKED); }},
      {"of another rule", [](v1::Waiver& waiver) { waiver.set_rule("OTHER"); }},
      {"of another application", [](v1::Waiver& waiver) { waiver.set_subject(kScribe); }},
      {"over", [](v1::Waiver& waiver) { SetTime(kNow, waiver.mutable_expire_time()); }},
  };
  for (const auto& [what, spoil] : useless) {
    AuthorisationFacts spoiled = Facts({{A}});
    spoil(Waive(spoiled, "w", kChatbot, end));
    EXPECT_EQ(AuthorisationBook(spoiled).Judge(question, kNow).effect, D) << what;
  }
  AuthorisationFacts denied = Facts({{D}});
  Waive(denied, "w", kChatbot, end);
  EXPECT_EQ(AuthorisationBook(denied).Judge(question, kNow).ground, Ground::kRule);
  AuthorisationFacts unruled = Facts({});
  Waive(unruled, "w", kChatbot, end);
  EXPECT_EQ(AuthorisationBook(unruled).Judge(question, kNow).ground, Ground::kNoRule);
}

TEST(AuthorisationTest, AProvisionalRuleFlipsAtItsExpiry) {
  RecordProperty("requirement", "S1-13 S1-11");
  const absl::Time start = kNow, end = kNow + absl::Hours(24);
  AuthorisationFacts facts = Facts({{A, kChatbot}, {D}});
  SetTime(start, facts.rules[0].mutable_start_time());
  SetTime(end, facts.rules[0].mutable_expire_time());
  facts.rules[0].set_then(C);
  const AuthorisationQuestion question{kChatbot, "public", ""};
  const AuthorisationBook book(facts);
  const auto at = [&](absl::Time now) { return book.Judge(question, now); };

  EXPECT_EQ(Decider(at(start - absl::Seconds(1))), "r1");
  EXPECT_EQ(at(start - absl::Seconds(1)).end, start);
  EXPECT_EQ(at(start).effect, A);
  EXPECT_EQ(at(start).end, end);
  EXPECT_EQ(at(end - absl::Nanoseconds(1)).effect, A);
  EXPECT_EQ(at(end).effect, C);
  EXPECT_EQ(Decider(at(end)), "r0");
  EXPECT_EQ(at(end).end, absl::InfiniteFuture());
  facts.rules[0].set_then(Rule::EFFECT_UNSPECIFIED);
  const AuthorisationBook gone(facts);
  EXPECT_EQ(Decider(gone.Judge(question, end)), "r1");
}

TEST(AuthorisationTest, AnEndThatChangesNothingIsNoEnd) {
  AuthorisationFacts facts = Facts({{A, kChatbot}, {A}});
  SetTime(kNow + absl::Hours(1), facts.rules[1].mutable_expire_time());
  EXPECT_EQ(AuthorisationBook(facts).Judge({kChatbot, "x", ""}, kNow).end, absl::InfiniteFuture());
  // More flips than are looked through: vouched for until the next one only.
  for (int i = 0; i < 40; ++i) {
    facts.rules.push_back(facts.rules[1]);
    facts.rules.back().set_name(absl::StrCat("organizations/acme/authorisationRules/x", i));
    SetTime(kNow + absl::Hours(i + 1), facts.rules.back().mutable_expire_time());
  }
  const absl::Time end = AuthorisationBook(facts).Judge({kChatbot, "x", ""}, kNow).end;
  EXPECT_GT(end, kNow);
  EXPECT_LT(end, kNow + absl::Hours(40));
}

TEST(AuthorisationTest, SaysWhyInBothLanguages) {
  const AuthorisationBook book(Facts({{A, kChatbot}, {C, "", {"internal"}}}));
  const auto explain = [&](const AuthorisationQuestion& question) {
    return Explain(question, book.Judge(question, kNow));
  };
  const status::Text allowed = explain({kChatbot, "public", ""});
  EXPECT_THAT(allowed.en, HasSubstr("“Rule 0” allows"));
  EXPECT_THAT(allowed.fr, HasSubstr("« Rule 0 » l'autorise"));
  EXPECT_THAT(explain({kScribe, "internal", ""}).en, HasSubstr("keep to it"));
  EXPECT_THAT(explain({kScribe, "public", ""}).en,
              AllOf(HasSubstr("No rule allows"), HasSubstr(kScribe), HasSubstr("public")));
  EXPECT_THAT(explain({kGone, "public", ""}).fr, HasSubstr("retirée"));
  EXPECT_THAT(explain({kChatbot, "sensitive", ""}).fr, HasSubstr("dérogation"));
}

}  // namespace
}  // namespace palier::registry
