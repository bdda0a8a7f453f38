// SPDX-License-Identifier: Apache-2.0
#include "palierctl/completion.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace palier::ctl {
namespace {

std::vector<std::string> FlagsOf(const Parameter& parameter) {
  return absl::StrSplit(parameter.flags, ',');
}

// What may stand after `path`: commands, options, choices of positionals.
std::vector<std::string> WordsOf(const Command& command) {
  std::vector<std::string> words;
  for (const auto& sub : command.commands()) words.push_back(sub->name());
  for (const Parameter& parameter : command.parameters()) {
    const std::vector<std::string> add =
        parameter.positional() ? parameter.choices : FlagsOf(parameter);
    words.insert(words.end(), add.begin(), add.end());
  }
  return words;
}

void AppendCases(const Command& command, const std::string& path, std::string& words,
                 std::string& values) {
  absl::StrAppend(&words, "    '", path, "') echo '", absl::StrJoin(WordsOf(command), " "),
                  "' ;;\n");
  for (const Parameter& parameter : command.parameters()) {
    if (parameter.positional() || std::holds_alternative<bool*>(parameter.target)) continue;
    // Options of the root hold everywhere.
    const std::string before = path.empty() ? "*' " : absl::StrCat("'", path, " ");
    const std::string pattern =
        absl::StrJoin(FlagsOf(parameter), "|", [&](std::string* out, const std::string& flag) {
          absl::StrAppend(out, before, flag, "'");
        });
    absl::StrAppend(&values, "    ", pattern, ") echo '", absl::StrJoin(parameter.choices, " "),
                    "' ;;\n");
  }
  for (const auto& sub : command.commands()) {
    AppendCases(*sub, path.empty() ? sub->name() : absl::StrCat(path, " ", sub->name()), words,
                values);
  }
}

}  // namespace

std::string BashCompletion(const Command& root) {
  std::string words, values;
  AppendCases(root, "", words, values);
  const std::string name = root.name();
  return absl::StrCat(
      "# Completion of ", name, " for bash: source <(", name,
      " completion bash)\n"
      "_",
      name, "_words() {\n  case $1 in\n", words,
      "    *) return 1 ;;\n  esac\n}\n"
      "# Values of an option; empty for free text, which completes file names.\n"
      "_",
      name, "_values() {\n  case $1 in\n", values,
      "    *) return 1 ;;\n  esac\n}\n"
      "_",
      name,
      "() {\n"
      "  local path='' word choices i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    word=${path:+$path }${COMP_WORDS[i]}\n"
      "    if [[ ${COMP_WORDS[i]} != -* ]] && _",
      name,
      "_words \"$word\" >/dev/null; then path=$word; fi\n"
      "  done\n"
      "  word=${COMP_WORDS[COMP_CWORD]}\n"
      "  if choices=$(_",
      name,
      "_values \"$path ${COMP_WORDS[COMP_CWORD - 1]}\"); then\n"
      "    if [[ -z $choices ]]; then COMPREPLY=($(compgen -f -- \"$word\")); return; fi\n"
      "  elif [[ -n $path ]]; then\n"
      "    choices=\"$(_",
      name,
      "_words \"$path\") \"\n"
      "    choices+=\"$(_",
      name,
      "_words '' | tr ' ' '\\n' | grep ^- | tr '\\n' ' ') --help\"\n"
      "  else\n"
      "    choices=\"$(_",
      name,
      "_words '') --help\"\n"
      "  fi\n"
      "  COMPREPLY=($(compgen -W \"$choices\" -- \"$word\"))\n"
      "  if [[ ${#COMPREPLY[@]} == 0 ]]; then COMPREPLY=($(compgen -f -- \"$word\")); fi\n"
      "}\n"
      "complete -F _",
      name, " ", name, "\n");
}

std::string ZshCompletion(const Command& root) {
  return absl::StrCat(
      "# Completion of ", root.name(), " for zsh: source <(", root.name(), " completion zsh)\n",
      "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n",
      BashCompletion(root));
}

}  // namespace palier::ctl
