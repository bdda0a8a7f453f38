// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/finding.h"

#include "absl/strings/str_replace.h"
#include "common/mapping/text.h"

namespace palier::registry {
namespace {

struct Wording {
  FindingCode code;
  const char* name;
  const char* en;
  const char* fr;
};

constexpr Wording kWordings[] = {
    {FindingCode::kEncoding, "ENCODING", "The file was read as {raw}.",
     "Le fichier a été lu en {raw}."},
    {FindingCode::kEncodingDefect, "ENCODING_DEFECT",
     "{raw} places of the file are no characters of its encoding; a mark stands for each.",
     "{raw} endroits du fichier ne sont pas des caractères de son encodage ; une marque remplace "
     "chacun."},
    {FindingCode::kUnknownColumn, "UNKNOWN_COLUMN",
     "The column \"{column}\" is not known and was not imported.",
     "La colonne « {column} » n'est pas connue et n'a pas été importée."},
    {FindingCode::kMissingColumn, "MISSING_COLUMN", "The column \"{column}\" is not in the file.",
     "La colonne « {column} » n'est pas dans le fichier."},
    {FindingCode::kUnknownStage, "UNKNOWN_STAGE",
     "The stage \"{raw}\" is not known; the stage is left unknown.",
     "L'étape « {raw} » n'est pas connue ; l'étape reste inconnue."},
    {FindingCode::kMissingStage, "MISSING_STAGE", "No stage is given; the stage is left unknown.",
     "Aucune étape n'est donnée ; l'étape reste inconnue."},
    {FindingCode::kMissingOwner, "MISSING_OWNER", "No owner is given.",
     "Aucun responsable n'est donné."},
    {FindingCode::kMissingId, "MISSING_ID",
     "No identifier is given; the record is known by owner, unit and name.",
     "Aucun identifiant n'est donné ; la fiche est reconnue par entité, unité et nom."},
    {FindingCode::kUnreadableDate, "UNREADABLE_DATE",
     "\"{raw}\" in \"{column}\" is not a date; no date is kept.",
     "« {raw} » dans « {column} » n'est pas une date ; aucune date n'est retenue."},
    {FindingCode::kAmbiguousDate, "AMBIGUOUS_DATE",
     "\"{raw}\" in \"{column}\" can be read in several ways; no date is kept.",
     "« {raw} » dans « {column} » peut se lire de plusieurs façons ; aucune date n'est retenue."},
    {FindingCode::kSuspiciousDate, "SUSPICIOUS_DATE",
     "\"{raw}\" in \"{column}\" is very far in the past or in the future; it is kept.",
     "« {raw} » dans « {column} » est très loin dans le passé ou l'avenir ; la date est retenue."},
    {FindingCode::kDateOrder, "DATE_ORDER",
     "\"{column}\" ({raw}) lies before an earlier step; both dates are kept.",
     "« {column} » ({raw}) précède une étape antérieure ; les deux dates sont retenues."},
    {FindingCode::kDoubtful, "DOUBTFUL", "The record resembles record {raw}; both are kept.",
     "La fiche ressemble à la fiche {raw} ; les deux sont gardées."},
    {FindingCode::kDamagedText, "DAMAGED_TEXT", "Characters of \"{column}\" are lost.",
     "Des caractères de « {column} » sont perdus."},
    {FindingCode::kShortRow, "SHORT_ROW",
     "The row has only {raw} values; those missing count as empty.",
     "La ligne n'a que {raw} valeurs ; celles qui manquent comptent comme vides."},
    {FindingCode::kLongRow, "LONG_ROW",
     "The row has {raw} values, more than the header has columns.",
     "La ligne a {raw} valeurs, plus que l'en-tête n'a de colonnes."},
    {FindingCode::kRepeatedField, "REPEATED_FIELD",
     "\"{column}\" occurs more than once in the record; the first was taken.",
     "« {column} » figure plusieurs fois dans la fiche ; la première valeur a été prise."},
    {FindingCode::kStrayQuote, "STRAY_QUOTE",
     "Text follows a closing quote in {raw} values; it was kept.",
     "Du texte suit un guillemet fermant dans {raw} valeurs ; il a été gardé."},
    {FindingCode::kMissingName, "MISSING_NAME", "The record has no name.",
     "La fiche n'a pas de nom."},
};

const Wording& WordingOf(FindingCode code) {
  return kWordings[static_cast<size_t>(code)];
}

static_assert([] {
  for (size_t i = 0; i < std::size(kWordings); ++i) {
    if (static_cast<size_t>(kWordings[i].code) != i) return false;
  }
  return std::size(kWordings) == static_cast<size_t>(FindingCode::kMissingName) + 1;
}());

}  // namespace

absl::string_view CodeName(FindingCode code) {
  return WordingOf(code).name;
}

Finding MakeFinding(FindingCode code, absl::string_view column, absl::string_view raw) {
  const Wording& wording = WordingOf(code);
  raw = mapping::Excerpt(raw, kMaxRawBytes);
  const auto fill = [&](absl::string_view sentence) {
    return absl::StrReplaceAll(sentence, {{"{column}", column}, {"{raw}", raw}});
  };
  return {std::string(column), code, std::string(raw), {fill(wording.en), fill(wording.fr)}};
}

}  // namespace palier::registry
