// SPDX-License-Identifier: Apache-2.0
#include "palierctl/completion.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "palierctl/commands/commands.h"
#include "palierctl/options.h"

namespace palier::ctl {
namespace {

// Asks a real bash what it would offer after the words, the last of which is being typed.
std::string Offered(const std::string& words) {
  OptionTexts texts;
  Command root("palierctl", {"", ""});
  AddGlobalOptions(root, &texts);
  AddCommands(root);
  const std::string script = testing::TempDir() + "/palierctl_completion.bash";
  std::ofstream(script)
      << BashCompletion(root) << "COMP_WORDS=(" << words
      << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_palierctl\necho \" ${COMPREPLY[*]} \"\n";
  FILE* pipe = popen(("bash '" + script + "'").c_str(), "r");
  std::string out;
  char buffer[4096];
  while (fgets(buffer, sizeof(buffer), pipe) != nullptr) out += buffer;
  EXPECT_EQ(pclose(pipe), 0);
  return out;
}

TEST(CompletionTest, OffersWhatFits) {
  const std::pair<const char*, const char*> cases[] = {
      {"palierctl rep", " report "},
      {"palierctl report p", " portfolio "},
      {"palierctl --address h:1 report p", " purgatory "},
      {"palierctl import projects --prof", " --profile "},
      {"palierctl import projects --profile nl", " nl-algoritmeregister "},
      {"palierctl list proj", " projects "},
      {"palierctl report portfolio -o j", " json "},
      {"palierctl report portfolio --ou", " --output "},
      {"palierctl advance chatbot --to POST", " POST_POC "},
  };
  for (const auto& [words, offered] : cases) {
    EXPECT_NE(Offered(words).find(offered), std::string::npos) << words << " ->" << Offered(words);
  }
}

}  // namespace
}  // namespace palier::ctl
