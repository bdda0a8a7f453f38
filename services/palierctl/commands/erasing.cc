// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/registry/v1/audit_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

struct Arguments {
  std::string name;
};

absl::Status ErasePerson(Session& session, const Arguments& arguments) {
  registry::v1::ErasePersonRequest request;
  ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(absl::StrCat(organization, "/people/", arguments.name));
  ASSIGN_OR_RETURN(const auto erased, session.connection.Call<registry::v1::ErasePersonResponse>(
                                          "palier.registry.v1.AuditService/ErasePerson", request));
  session.Print(PlainJson(erased));
  return absl::OkStatus();
}

absl::Status EraseUser(Session& session, const Arguments& arguments) {
  kpi::v1::EraseUserRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_user(arguments.name);
  ASSIGN_OR_RETURN(const auto erased, session.connection.Call<kpi::v1::EraseUserResponse>(
                                          "palier.kpi.v1.IngestionService/EraseUser", request));
  if (session.json()) {
    session.Print(PlainJson(erased));
    return absl::OkStatus();
  }
  session.Print(
      Table{{{session.Say({"measurements", "mesures"}), true},
             {session.Say({"surveys", "enquêtes"}), true},
             {session.Say({"quarantined", "en quarantaine"}), true}},
            {{absl::StrCat(erased.measurement_count()), absl::StrCat(erased.survey_count()),
              absl::StrCat(erased.quarantined_count())}}});
  return absl::OkStatus();
}

}  // namespace

void AddErasing(Command& root) {
  Command& erase = root.Sub("erase", {"Forget a person, as the law gives the right to",
                                      "Oublier une personne, comme la loi en donne le droit"});
  auto person = std::make_shared<Arguments>();
  erase
      .Sub("person", {"The record of a person, from every table and past change",
                      "La fiche d'une personne, dans toutes les tables et tous les changements"})
      .With({"PERSON", "", {"Id of the person", "Identifiant de la personne"}, &person->name, true})
      .Run([person](Session& session) { return ErasePerson(session, *person); });
  auto user = std::make_shared<Arguments>();
  erase
      .Sub("user",
           {"What leads to a user in measurements, surveys and the quarantine",
            "Ce qui mène à un utilisateur dans les mesures, les enquêtes et la quarantaine"})
      .With({"USER",
             "",
             {"As the sources name the user", "Tel que les sources le nomment"},
             &user->name,
             true})
      .Run([user](Session& session) { return EraseUser(session, *user); });
}

}  // namespace palier::ctl
