// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/table/value.h"

#include <gtest/gtest.h>

#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {
namespace {

using mapping::Cell;
using mapping::CellKind;

struct AmountCase {
  Cell cell;
  const char* currency;  // of its column
  const char* want;      // amount and currency; empty: refused
};

TEST(AmountTest, ReadsWhatHasOneReading) {
  const AmountCase cases[] = {
      {Cell::Text("1234.5"), "USD", "1234.5 USD"},
      {Cell::Text("1 234,50 €"), "", "1234.5 EUR"},
      {Cell::Text("EUR 12"), "eur", "12 EUR"},
      {Cell::Text("£12"), "", "12 GBP"},
      {Cell::Text("12 CHF"), "", "12 CHF"},
      {Cell::Text("-0,5"), "", "-0.5 CHF"},
      {Cell::Number("0.30000000000000004"), "", "0.3 CHF"},
      {Cell::Number("-12.25"), "EUR", "-12.25 EUR"},
      {Cell::Text("9223372036854775807"), "EUR", "9223372036854775807 EUR"},
      {Cell::Text("9223372036854775808"), "EUR", ""},
      {Cell::Text("1.0123456789"), "EUR", ""},
      {Cell::Text("12 EUR"), "USD", ""},
      {Cell::Text("12"), "euros", ""},
      {Cell::Text("1,234"), "EUR", ""},
      {Cell::Text("$12"), "", ""},
      {Cell::Text("twelve"), "EUR", ""},
      {Cell::Bool(true), "EUR", ""},
      {Cell::Date("2026-01-01"), "EUR", ""},
  };
  ReadContext context;
  context.currency = "CHF";
  for (const AmountCase& c : cases) {
    google::type::Money money;
    const CellError error = SetAmount(c.cell, c.currency, context, money);
    const std::string got =
        error.has_value() ? "" : AmountText(money) + " " + money.currency_code();
    EXPECT_EQ(got, c.want) << c.cell.text;
    EXPECT_FALSE(error.has_value() && (error->en.empty() || error->fr.empty()));
  }
}

TEST(AmountTest, Texts) {
  google::type::Money money;
  money.set_nanos(-500'000'000);
  EXPECT_EQ(AmountText(money), "-0.5");
  money.set_units(std::numeric_limits<int64_t>::min());
  EXPECT_EQ(AmountText(money), "-9223372036854775808.5");
  money.Clear();
  EXPECT_EQ(AmountText(money), "0");
}

struct FieldCase {
  const char* field;
  Cell cell;
  const char* english;  // as written back; "!" refused
  const char* french;   // read as from French Excel
};

TEST(SetFieldTest, ReadsEveryKindOfField) {
  const FieldCase cases[] = {
      {"display_name", Cell::Text(" =x "), " =x ", " =x "},
      {"display_name", Cell::Number("2026"), "2026", "2026"},
      {"kind", Cell::Text("agent"), "Agent", "Agent"},
      {"kind", Cell::Text("Modèle"), "Model", "Model"},
      {"kind", Cell::Text("robot"), "!", "!"},
      {"sandbox", Cell::Text("Oui"), "true", "true"},
      {"sandbox", Cell::Bool(false), "false", "false"},
      {"sandbox", Cell::Text("peut-être"), "!", "!"},
      {"production_target_date", Cell::Text("2026-12-31"), "2026-12-31", "2026-12-31"},
      {"production_target_date", Cell::Text("31/12/2026"), "2026-12-31", "2026-12-31"},
      {"production_target_date", Cell::Text("12/31/2026"), "2026-12-31", "!"},
      {"production_target_date", Cell::Text("01/02/2026"), "!", "2026-02-01"},
      {"production_target_date", Cell::Text("02/02/2026"), "2026-02-02", "2026-02-02"},
      {"production_target_date", Cell::Text("févr-26"), "!", "!"},
      {"production_target_date", Cell::Date("1999-01-01"), "1999-01-01", "1999-01-01"},
      {"production_target_date",
       {CellKind::kDateTime, "2026-05-01T08:00:00"},
       "2026-05-01",
       "2026-05-01"},
      {"production_target_date", {CellKind::kError, "#REF!"}, "!", "!"},
      {"owner", Cell::Text("people/anna"), "people/anna", "people/anna"},
      {"owner", Cell::Text("organizations/other/people/anna"), "organizations/other/people/anna",
       "organizations/other/people/anna"},
      {"owner", Cell::Text("Anna"), "people/found-anna", "people/found-anna"},
      {"owner", Cell::Text("Nobody"), "!", "!"},
      {"team_members",
       Cell::Text("personne=people/anna ; fonction=Données ; join_date=2026-01-02 | "
                  "Person=Anna;Function=legal"),
       "Person=people/anna ; Function=Data ; Join date=2026-01-02 | Person=people/found-anna ; "
       "Function=Legal",
       "Person=people/anna ; Function=Data ; Join date=2026-01-02 | Person=people/found-anna ; "
       "Function=Legal"},
      {"team_members", Cell::Text("anna"), "!", "!"},
      {"exit_criteria", Cell::Text("id=q ; value=1,234"), "!", "Id=q ; Value=1.234"},
      {"exit_criteria", Cell::Text("id=q ; value=0,92; operator = au moins"),
       "Id=q ; Operator=At least ; Value=0.92", "Id=q ; Operator=At least ; Value=0.92"},
  };
  for (const FieldCase& c : cases) {
    for (const bool french : {false, true}) {
      ReadContext context;
      context.organization = "organizations/acme";
      context.day_first = french;
      if (french) context.numbers = mapping::NumberStyle::kFrench;
      context.resolve = [](absl::string_view collection, absl::string_view text,
                           std::string& name) -> std::optional<status::Text> {
        if (text != "Anna") return status::Text{"nobody", "personne"};
        name = "organizations/acme/" + std::string(collection) + "/found-anna";
        return std::nullopt;
      };
      v1::Project project;
      const auto& field = *v1::Project::descriptor()->FindFieldByName(c.field);
      const CellError error = SetField(project, field, c.cell, context);
      const std::string got =
          error.has_value() ? "!" : FieldCell(project, field, {"organizations/acme", false}).text;
      EXPECT_EQ(got, french ? c.french : c.english) << c.field << " from " << c.cell.text;
    }
  }
}

TEST(SetFieldTest, NumbersAndTimes) {
  const auto set = [](google::protobuf::Message& message, const char* field, const Cell& cell) {
    ReadContext context;
    absl::LoadTimeZone("Europe/Paris", &context.time_zone);
    const auto& descriptor = *message.GetDescriptor()->FindFieldByName(field);
    if (SetField(message, descriptor, cell, context).has_value()) return std::string("!");
    return FieldCell(message, descriptor, {}).text;
  };
  v1::Population population;
  EXPECT_EQ(set(population, "headcount", Cell::Text("1 200")), "1200");
  EXPECT_EQ(set(population, "headcount", Cell::Number("12")), "12");
  EXPECT_EQ(set(population, "headcount", Cell::Number("1.5")), "!");
  EXPECT_EQ(set(population, "headcount", Cell::Number("3000000000")), "!");
  v1::Hosting hosting;
  EXPECT_EQ(set(hosting, "target_load", Cell::Text("0.1")), "0.1");
  v1::Incident incident;
  EXPECT_EQ(set(incident, "start_time", Cell::Text("2026-03-01T08:30:00.5+01:00")),
            "2026-03-01T07:30:00.5Z");
  EXPECT_EQ(set(incident, "start_time", {CellKind::kDateTime, "2026-07-01T08:30:00"}),
            "2026-07-01T06:30:00Z");
  EXPECT_EQ(set(incident, "start_time", Cell::Text("2026-07-01 08:30")), "2026-07-01T06:30:00Z");
  EXPECT_EQ(set(incident, "start_time", Cell::Text("yesterday")), "!");
  v1::Sourcing sourcing;
  EXPECT_EQ(set(sourcing, "reasons", Cell::Text("Rapidité | MISSING_SKILLS")),
            "Speed | Missing skills");
}

}  // namespace
}  // namespace palier::registry
