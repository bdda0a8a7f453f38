// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/example/data.h"
#include "palierctl/example/loader.h"
#include "palierctl/input/day.h"
#include "palierctl/input/pieces.h"
#include "palierctl/output/progress.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);

struct Arguments {
  std::string from, today;
};

absl::StatusOr<std::vector<ExampleFile>> FilesIn(const std::string& folder) {
  std::vector<ExampleFile> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".json") files.push_back({entry.path().string(), ""});
  }
  if (error || files.empty()) {
    return FileError(folder, {"there are no *.json files here.", "aucun fichier *.json ici."});
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (ExampleFile& file : files) {
    ASSIGN_OR_RETURN(file.text, ReadFile(file.name));
  }
  return files;
}

absl::Status Run(Session& session, const Arguments& arguments) {
  std::vector<ExampleFile> files = ExampleFiles();
  if (!arguments.from.empty()) {
    ASSIGN_OR_RETURN(files, FilesIn(arguments.from));
  }
  absl::CivilDay today = Today();
  if (!arguments.today.empty()) {
    ASSIGN_OR_RETURN(today, ParseDay(arguments.today, today));
  }
  const std::string& organization = session.options.organization;
  ExampleLoader loader(session, organization.empty() ? "example" : organization, today, kPatience);
  {
    Progress progress(session.err, session.interactive);
    int64_t done = 0;
    for (const ExampleFile& file : files) {
      RETURN_IF_ERROR(loader.Load(file.name, file.text));
      progress.Show(++done, static_cast<int64_t>(files.size()));
    }
  }
  const LoadCounts& counts = loader.counts();
  session.Print(
      Table{{{"created", true}, {"existing", true}, {"transitions", true}, {"measurements", true}},
            {{absl::StrCat(counts.created), absl::StrCat(counts.existing),
              absl::StrCat(counts.stages), absl::StrCat(counts.measurements)}}});
  return absl::OkStatus();
}

}  // namespace

void AddLoadExample(Command& root) {
  auto arguments = std::make_shared<Arguments>();
  root.Sub("load-example", {"Load the example organisation; safe to repeat",
                            "Charger l'organisation d'exemple ; peut être répété"})
      .With({"--from",
             "DIR",
             {"Files of steps in place of the built-in ones",
              "Fichiers d'étapes à la place de ceux du programme"},
             &arguments->from})
      .With({"--today",
             "DATE",
             {"Day that relative dates count from", "Jour de référence des dates relatives"},
             &arguments->today})
      .Footer({"Acts under several names, as approval by a second person asks: for a server under "
               "--auth=dev.",
               "Agit sous plusieurs noms, l'approbation demandant une seconde personne : pour un "
               "serveur en --auth=dev."})
      .Run([arguments](Session& session) { return Run(session, *arguments); });
}

}  // namespace palier::ctl
