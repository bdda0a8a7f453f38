// SPDX-License-Identifier: Apache-2.0
#include "palierctl/completion.h"

#include "palierctl/commands/commands.h"
#include "palierctl/session.h"

namespace palier::ctl {

void AddCompletion(Command& root) {
  Command& completion = root.Sub("completion", {"Print a completion script for a shell",
                                                "Afficher le script de complétion d'un shell"});
  completion
      .Sub("bash", {"source <(palierctl completion bash)", "source <(palierctl completion bash)"})
      .Run([](Session& session) {
        session.out << BashCompletion(session.root);
        return absl::OkStatus();
      });
  completion
      .Sub("zsh", {"source <(palierctl completion zsh)", "source <(palierctl completion zsh)"})
      .Run([](Session& session) {
        session.out << ZshCompletion(session.root);
        return absl::OkStatus();
      });
}

}  // namespace palier::ctl
