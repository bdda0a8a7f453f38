// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/audit_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = registry::v1;

struct Arguments {
  std::string expect, name;
  std::vector<std::string> words;
  int limit = 20;
};

template <typename Response, typename Request>
absl::StatusOr<Response> Ask(const Session& session, const char* method, const Request& request) {
  return session.connection.Call<Response>(absl::StrCat("palier.registry.v1.AuditService/", method),
                                           request);
}

// `SEQUENCE:HASH`, as `audit head` prints it.
absl::Status SetExpected(const std::string& text, v1::VerifyAuditRequest& request) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  int64_t sequence = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &sequence)) {
    return Usage({"--expect: expected SEQUENCE:HASH, as `audit head` printed them.",
                  "--expect : SEQUENCE:EMPREINTE attendu, comme `audit head` les a affichés."});
  }
  request.set_expected_sequence(sequence);
  request.set_expected_hash(parts[1]);
  return absl::OkStatus();
}

absl::Status Broken(const v1::VerifyAuditResponse& verified) {
  return status::Error(
      absl::StatusCode::kDataLoss, error::v1::INTERNAL,
      {absl::StrCat("The audit log is not intact: ", verified.explanation()),
       absl::StrCat("Le journal d'audit n'est pas intact : ", verified.explanation())});
}

absl::Status Verify(Session& session, const Arguments& arguments) {
  v1::VerifyAuditRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  if (!arguments.expect.empty()) RETURN_IF_ERROR(SetExpected(arguments.expect, request));
  ASSIGN_OR_RETURN(const auto verified,
                   Ask<v1::VerifyAuditResponse>(session, "VerifyAudit", request));
  if (session.json()) {
    session.Print(PlainJson(verified));
  } else {
    session.Print(
        Table{{{session.Say({"intact", "intact"})},
               {session.Say({"sealed", "scellés"}), true},
               {session.Say({"waiting", "en attente"}), true},
               {session.Say({"breaks at", "rompu à"}), true},
               {session.Say({"record", "fiche"})},
               {session.Say({"head", "tête"})}},
              {{verified.intact() ? session.Say({"yes", "oui"}) : session.Say({"NO", "NON"}),
                absl::StrCat(verified.sealed_count()), absl::StrCat(verified.unsealed_count()),
                verified.broken_sequence() > 0 ? absl::StrCat(verified.broken_sequence()) : "",
                verified.broken_resource(), verified.head_hash()}}});
  }
  return verified.intact() ? absl::OkStatus() : Broken(verified);
}

absl::Status Head(Session& session) {
  v1::GetAuditHeadRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto head,
                   Ask<v1::GetAuditHeadResponse>(session, "GetAuditHead", request));
  if (session.options.format == Format::kTable) {
    // One line, to be kept and given to --expect.
    session.out << head.sequence() << ":" << head.hash() << "\n";
  } else {
    session.json() ? session.Print(PlainJson(head)) : session.Print(head);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> RecordName(const Session& session, const std::string& text) {
  // A record that is gone is known by its name alone.
  const auto named = session.catalogue.ByName(session.options.organization, text);
  if (named.ok()) return named->name;
  if (text.rfind("organizations/", 0) == 0) return text;
  return named.status();
}

absl::StatusOr<std::vector<v1::RecordChange>> ReadHistory(const Session& session,
                                                          const Arguments& arguments) {
  v1::ListHistoryRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), RecordName(session, arguments.name));
  std::vector<v1::RecordChange> changes;
  do {
    request.set_page_size(arguments.limit - static_cast<int>(changes.size()));
    ASSIGN_OR_RETURN(const auto page,
                     Ask<v1::ListHistoryResponse>(session, "ListHistory", request));
    changes.insert(changes.end(), page.changes().begin(), page.changes().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && static_cast<int>(changes.size()) < arguments.limit);
  return changes;
}

absl::Status CheckLimit(int limit, int most) {
  if (limit >= 1 && limit <= most) return absl::OkStatus();
  return Usage({absl::StrCat("--limit: expected 1 to ", most, "."),
                absl::StrCat("--limit : de 1 à ", most, " attendu.")});
}

absl::Status History(Session& session, const Arguments& arguments) {
  RETURN_IF_ERROR(CheckLimit(arguments.limit, 1000));
  ASSIGN_OR_RETURN(const auto changes, ReadHistory(session, arguments));
  if (session.json()) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const v1::RecordChange& change : changes) all.push_back(PlainJson(change));
    session.Print(all);
    return absl::OkStatus();
  }
  Table table{{{"#", true},
               {session.Say({"time", "date"})},
               {session.Say({"who", "qui"})},
               {session.Say({"change", "changement"})},
               {session.Say({"field", "champ"})},
               {session.Say({"before", "avant"})},
               {session.Say({"after", "après"})}},
              {}};
  for (const v1::RecordChange& change : changes) {
    const std::string time =
        CellOf(change, v1::RecordChange::descriptor()->FindFieldByName("time"));
    std::vector<std::string> row = {absl::StrCat(change.sequence()), time, change.actor(),
                                    api::v1::Change::Kind_Name(change.kind())};
    if (change.differences().empty()) {
      row.insert(row.end(), {change.erased() ? session.Say({"(erased)", "(effacé)"}) : "", "", ""});
      table.rows.push_back(row);
    }
    for (const v1::FieldDifference& difference : change.differences()) {
      std::vector<std::string> line = row;
      line.insert(line.end(), {difference.path(), difference.before(), difference.after()});
      table.rows.push_back(std::move(line));
    }
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::Status Search(Session& session, const Arguments& arguments) {
  RETURN_IF_ERROR(CheckLimit(arguments.limit, 200));
  v1::SearchProjectsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_query(absl::StrJoin(arguments.words, " "));
  request.set_page_size(arguments.limit);
  ASSIGN_OR_RETURN(const auto found,
                   Ask<v1::SearchProjectsResponse>(session, "SearchProjects", request));
  if (session.json()) {
    session.Print(PlainJson(found));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"project", "projet"})},
               {session.Say({"title", "titre"})},
               {session.Say({"field", "champ"})},
               {session.Say({"excerpt", "extrait"})}},
              {}};
  for (const v1::SearchHit& hit : found.hits())
    table.rows.push_back(
        {ShortName(hit.project()), hit.display_name(), hit.field(), hit.excerpt()});
  session.Print(table);
  return absl::OkStatus();
}

Parameter Limit(Arguments* arguments) {
  return {"--limit",
          "N",
          {"At most so many (default 20)", "Au plus (20 par défaut)"},
          &arguments->limit};
}

}  // namespace

void AddAudit(Command& root) {
  Command& audit = root.Sub("audit", {"Whether the log of changes is what was written",
                                      "Vérifier que le journal des changements est intact"});
  auto verify = std::make_shared<Arguments>();
  audit
      .Sub("verify", {"Check the chain of seals, and the records against it",
                      "Vérifier la chaîne des sceaux, et les fiches"})
      .With({"--expect",
             "SEQUENCE:HASH",
             {"A head kept outside, which the chain must run through",
              "Une tête conservée ailleurs, par laquelle la chaîne doit passer"},
             &verify->expect})
      .Run([verify](Session& session) { return Verify(session, *verify); });
  audit
      .Sub("head",
           {"The newest seal, to be kept outside", "Le sceau le plus récent, à conserver ailleurs"})
      .Run([](Session& session) { return Head(session); });
  auto history = std::make_shared<Arguments>();
  root.Sub("history", {"What became of a record, newest first",
                       "Ce qu'une fiche est devenue, du plus récent au plus ancien"})
      .With({"NAME", "", {"The record", "La fiche"}, &history->name, true})
      .With(Limit(history.get()))
      .Run([history](Session& session) { return History(session, *history); });
  auto search = std::make_shared<Arguments>();
  root.Sub("search", {"Find projects by words, whatever the case and accents",
                      "Trouver des projets par mots, sans casse ni accents"})
      .With({"WORDS",
             "",
             {"The last may be a beginning", "Le dernier peut être un début"},
             &search->words,
             true})
      .With(Limit(search.get()))
      .Run([search](Session& session) { return Search(session, *search); });
}

}  // namespace palier::ctl
