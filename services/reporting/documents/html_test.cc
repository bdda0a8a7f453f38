// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Document Sample() {
  Document document;
  document.title = "Été <2026> & \"co\"";
  document.subtitle = "1er juillet 2026";
  document.language = rpc::Language::kFrench;
  document.sections.push_back({"Un",
                               {Heading{"<h>"}, Paragraph{"it's", Paragraph::Tone::kWarning},
                                BulletList{{"<li>"}}, KeyFigures{{{"12", "projets", "<note>"}}}}});
  document.sections.push_back(
      {"Deux",
       {Grid{{{"nom"}, {"combien", 1, true}}, {{"<script>alert(1)</script>", "3"}}},
        BarChart{"par stade", {{"idée", "4", 4, false}, {"inconnu", "1", 1, true}}}}});
  return document;
}

TEST(HtmlTest, EverythingIsEscaped) {
  const std::string html = ToHtml(Sample());
  EXPECT_THAT(html,
              AllOf(HasSubstr("<html lang=\"fr\">"),
                    HasSubstr("<title>Été &lt;2026&gt; &amp; &quot;co&quot;</title>"),
                    HasSubstr("<h3>&lt;h&gt;</h3>"), HasSubstr("it&#39;s"),
                    HasSubstr("<li>&lt;li&gt;</li>"), HasSubstr("&lt;note&gt;"),
                    HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"), Not(HasSubstr("<script"))));
}

TEST(HtmlTest, NothingIsLoadedFromElsewhere) {
  const std::string html = ToHtml(Sample());
  for (const char* way : {"http:", "https:", "src=", "href=", "@import", "url("})
    EXPECT_THAT(html, Not(HasSubstr(way)));
}

TEST(HtmlTest, ABarIsReadWithoutSeeingIt) {
  const std::string html = ToHtml(Sample());
  EXPECT_THAT(html, AllOf(HasSubstr("<span>idée</span>"), HasSubstr("width=\"70.0%\""),
                          HasSubstr("width=\"17.5%\""), HasSubstr("class=\"marked\""),
                          HasSubstr("aria-hidden=\"true\"")));
}

}  // namespace
}  // namespace palier::reporting
