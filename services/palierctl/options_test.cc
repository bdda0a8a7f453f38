// SPDX-License-Identifier: Apache-2.0
#include "palierctl/options.h"

#include <gtest/gtest.h>

#include <map>

#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

Environment Of(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? "" : found->second;
  };
}

TEST(OptionsTest, ComeFromTheEnvironment) {
  const auto options = Check(FromEnvironment(Of({{"PALIER_ADDRESS", "h:1"},
                                                 {"PALIER_ORGANIZATION", "organizations/acme"},
                                                 {"PALIER_TOKEN", "secret"},
                                                 {"PALIER_PRINCIPAL", "ann"},
                                                 {"LANG", "fr_FR.UTF-8"}})));
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->address, "h:1");
  EXPECT_EQ(options->organization, "acme");
  EXPECT_EQ(options->token, "secret");
  EXPECT_EQ(options->principal, "users/ann");
  EXPECT_EQ(options->language, Language::kFrench);
}

TEST(OptionsTest, HaveDefaults) {
  const auto options = Check(FromEnvironment(Of({{"LANG", "de_DE.UTF-8"}})));
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->address, "127.0.0.1:8443");
  EXPECT_EQ(options->language, Language::kEnglish);
  EXPECT_EQ(options->format, Format::kTable);
  EXPECT_EQ(options->timeout, absl::Seconds(30));
}

TEST(OptionsTest, RefusesWhatCannotBeRead) {
  for (const auto member : {&OptionTexts::format, &OptionTexts::language, &OptionTexts::timeout}) {
    OptionTexts texts;
    texts.*member = "nonsense";
    EXPECT_EQ(ExitCodeOf(Check(texts).status()), kUsage);
  }
  OptionTexts texts;
  texts.timeout = "0s";
  EXPECT_EQ(ExitCodeOf(Check(texts).status()), kUsage);
}

TEST(OptionsTest, FindTheLanguageBeforeAnythingIsParsed) {
  const Environment french = Of({{"LC_ALL", "fr_CA.UTF-8"}, {"LANG", "en_US.UTF-8"}});
  EXPECT_EQ(LanguageOf({"list", "projects"}, french), Language::kFrench);
  EXPECT_EQ(LanguageOf({"--language", "en", "health"}, french), Language::kEnglish);
  EXPECT_EQ(LanguageOf({"health", "--language=fr"}, Of({})), Language::kFrench);
  EXPECT_EQ(LanguageOf({"health", "--language"}, Of({})), Language::kEnglish);
}

}  // namespace
}  // namespace palier::ctl
