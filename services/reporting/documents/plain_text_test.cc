// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/plain_text.h"

#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

TEST(PlainTextTest, EveryBlockIsReadable) {
  Document document;
  document.title = "Été";
  document.subtitle = "2026-W47";
  document.sections.push_back(
      {"Un",
       {Heading{"Tête"}, Paragraph{"Attention.", Paragraph::Tone::kWarning}, Paragraph{"Calme."},
        BulletList{{"a", "b"}}, KeyFigures{{{"12", "projets", "ailleurs : 3"}, {"4", "x", ""}}}}});
  document.sections.push_back(
      {"Deux",
       {Grid{{{"nom"}, {"", 1, true}, {"note"}}, {{"un", "1", ""}, {"deux", "2", "tard"}}},
        BarChart{"par stade", {{"idée", "4", 4, false}}}}});
  EXPECT_EQ(ToPlainText(document),
            "Été\n===\n\n2026-W47\n\nUn\n--\n\nTête\n\n! Attention.\n\nCalme.\n\n- a\n- b\n\n"
            "- projets: 12 (ailleurs : 3)\n- x: 4\n\nDeux\n----\n\n- un; 1\n- deux; 2; "
            "note: tard\n\npar stade\n- idée: 4\n");
}

TEST(PlainTextTest, FrenchSetsASpaceBeforeAColon) {
  Document document;
  document.title = "Été";
  document.language = rpc::Language::kFrench;
  document.sections.push_back({"", {KeyFigures{{{"12", "projets", ""}}}}});
  EXPECT_EQ(ToPlainText(document), "Été\n===\n\n- projets\u00a0: 12\n");
}

}  // namespace
}  // namespace palier::reporting
