// SPDX-License-Identifier: Apache-2.0
#include "registry/api/landscape_presets.h"

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/landscape.pb.h"

namespace palier::registry {
namespace {

struct PresetFunction {
  const char* id;
  const char* en;
  const char* fr;
};

constexpr PresetFunction kPresetFunctions[] = {
    {"text-generation", "Text generation", "Génération de texte"},
    {"document-creation", "Document creation", "Création de documents"},
    {"data-analysis", "Data analysis", "Analyse de données"},
};

}  // namespace

absl::Status InsertPresetFunctions(resource::Session& session, const Types& types,
                                   const v1::Organization& organization) {
  for (const PresetFunction& preset : kPresetFunctions) {
    v1::AiFunction function;
    function.set_name(absl::StrCat(organization.name(), "/aiFunctions/", preset.id));
    function.set_display_name(organization.language_code() == "fr" ? preset.fr : preset.en);
    RETURN_IF_ERROR(session.Insert(types.ai_function, function));
  }
  return absl::OkStatus();
}

}  // namespace palier::registry
