// SPDX-License-Identifier: Apache-2.0
// Models for tests, written down as text.
#ifndef PALIER_REPORTING_FIGURES_MODEL_FIXTURE_H_
#define PALIER_REPORTING_FIGURES_MODEL_FIXTURE_H_

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {

class FigureFixture : public ::testing::Test {
 protected:
  static constexpr absl::CivilDay kToday{2026, 7, 1};

  FigureFixture() { model_.zone = absl::UTCTimeZone(); }

  template <typename Message>
  static Message Read(const std::string& text) {
    Message message;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
    return message;
  }

  static std::string NameOf(const std::string& id) {
    return absl::StrCat("organizations/acme/projects/", id);
  }

  Dossier& Add(const std::string& id, const std::string& project) {
    auto dossier = std::make_shared<Dossier>();
    dossier->project = Read<registry::v1::Project>(project);
    dossier->project.set_name(NameOf(id));
    dossier->project.set_display_name(id);
    Dossier& added = *dossier;
    model_.dossiers[NameOf(id)] = std::move(dossier);
    return added;
  }

  // The project serves the objective of that name.
  void Serve(const std::string& id, const std::string& objective) {
    auto dossier = std::make_shared<Dossier>(*model_.dossiers.at(NameOf(id)));
    dossier->project.add_objectives(objective);
    model_.dossiers[NameOf(id)] = std::move(dossier);
  }

  static void AddEntry(Dossier& dossier, const std::string& id, const std::string& entry) {
    const std::string name = absl::StrCat(dossier.project.name(), "/entries/", id);
    dossier.entries[name] = Read<registry::v1::Entry>(entry);
    dossier.entries[name].set_name(name);
  }

  static void AddEvidence(Dossier& dossier, const std::string& id, const std::string& evidence) {
    const std::string name = absl::StrCat(dossier.project.name(), "/evidence/", id);
    dossier.evidence[name] = Read<registry::v1::Evidence>(evidence);
  }

  static void Assess(Dossier& dossier, const std::string& assessment) {
    dossier.assessment = Read<registry::v1::Assessment>(assessment);
  }

  Figure Compute(absl::string_view id) const {
    const FigureDefinition* const definition = FindFigure(id);
    EXPECT_NE(definition, nullptr) << id;
    return ComputeFigure(*definition, model_, kToday);
  }

  // Of the parts that are numbers.
  static std::map<std::string, int64_t> PartsOf(const Figure& figure) {
    std::map<std::string, int64_t> parts;
    for (const FigurePart& part : figure.parts)
      if (part.value.number.has_value()) parts[part.key] = *part.value.number;
    return parts;
  }

  // Ids of the records of a part, by the last piece of their names.
  static std::string ItemsOf(const Figure& figure, const std::string& part) {
    std::string ids;
    for (const FigureItem& item : figure.items) {
      if (item.part == part)
        absl::StrAppend(&ids, ids.empty() ? "" : " ",
                        item.resource.substr(item.resource.rfind('/') + 1));
    }
    return ids;
  }

  static std::string MoneyText(const FigureValue& value) {
    std::string text;
    for (const google::type::Money& amount : value.amounts.all())
      absl::StrAppend(&text, text.empty() ? "" : " ", amount.units(), amount.currency_code());
    return text;
  }

  PortfolioModel model_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_MODEL_FIXTURE_H_
