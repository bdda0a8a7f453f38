// SPDX-License-Identifier: Apache-2.0
// docs/rulebook.md lists the rules; it is made from them: PALIER_UPDATE_GOLDEN=1 writes it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "registry/domain/rulebook.h"

namespace palier::registry {
namespace {

std::string GatesOf(const Rule& rule) {
  const std::pair<Gates, const char*> names[] = {
      {kPocStart, "to POC"},
      {kPocEnd, "to POST_POC"},
      {kDecide, "out of POST_POC and LIMITED"},
      {kLimit | kLimitItself, "to LIMITED"},
      {kIndustrialise | kIndustrialiseItself, "to INDUSTRIALISATION"},
      {kRollOut, "to ROLLOUT"},
      {kRun, "to RUN"},
      {kStop, "to STOPPED"},
      {kAlways, "shown always"},
      {kWhileUndecided, "shown while undecided"},
      {kInProduction, "shown in production"}};
  std::vector<std::string> gates;
  for (const auto& [gate, name] : names) {
    if ((rule.gates & gate) != 0) gates.push_back(name);
  }
  return absl::StrJoin(gates, ", ");
}

std::string Document() {
  std::string text = absl::StrCat(
      "# The rulebook\n\nVersion ", kRulebookVersion, ", ", Rulebook().size(),
      " rules, made from services/registry/domain/rules. A rule of severity GATE refuses the "
      "transition while it is unmet or\nunknown; WARN is shown. An organisation tunes threshold, "
      "severity and activation in its settings; `palierctl list rules` shows\nwhat holds there.\n\n"
      "| rule | requirement | gate | severity | pillar | axis | cause | threshold | English | "
      "français |\n|---|---|---|---|---|---|---|---|---|---|\n");
  for (const Rule& rule : Rulebook()) {
    const std::string threshold =
        rule.threshold.has_value() ? absl::StrCat(rule.threshold->preset, " ", rule.threshold->unit)
                                   : "";
    absl::StrAppend(&text, "| ", rule.id, " | ", rule.requirement, " | ", GatesOf(rule), " | ",
                    rule.severity == Severity::kGate ? "GATE" : "WARN", " | ", NameOf(rule.pillar));
    absl::StrAppend(&text, " | ", NameOf(rule.axis), " | ", NameOf(rule.cause), " | ", threshold,
                    " | ", rule.title.en, " | ", rule.title.fr, " |\n");
  }
  return text;
}

TEST(RulebookDocument, SaysWhatTheRulesSay) {
  const char* root = std::getenv("PALIER_SOURCE_DIR");
  if (root == nullptr) GTEST_SKIP() << "no sources at PALIER_SOURCE_DIR";
  const std::string path = absl::StrCat(root, "/docs/rulebook.md");
  if (std::getenv("PALIER_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << Document();
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), Document()) << "PALIER_UPDATE_GOLDEN=1 writes it anew";
}

}  // namespace
}  // namespace palier::registry
