// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/search_index.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "registry/domain/search/words.h"

namespace palier::registry {
namespace {

constexpr int kMaxPlaces = 20000;
constexpr size_t kFillAtOnce = 200;
// Weights need no more; the field stands below them.
constexpr int64_t kFieldBase = 16;

// `rank`: weight * 16 + field. The key holds it too, so that a search reads nothing but the key.
constexpr char kTables[] = R"sql(
CREATE TABLE search_word (
  organization TEXT NOT NULL, word TEXT NOT NULL, project TEXT NOT NULL, rank BIGINT NOT NULL,
  PRIMARY KEY (organization, word, project, rank)
);
)sql";
constexpr sql::Migration kMigrations[] = {{1, "words of projects", kTables}};

int64_t RankOf(const ProjectWord& word) {
  return word.weight * kFieldBase + word.field;
}

std::string IdOf(absl::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

// What the index holds for a version of a project, in order; nothing for one that is not there.
std::vector<ProjectWord> Indexed(const google::protobuf::Message* message) {
  if (message == nullptr) return {};
  const auto& project = static_cast<const v1::Project&>(*message);
  if (project.has_delete_time()) return {};
  std::vector<ProjectWord> words = {{"", 0, 0}};
  for (ProjectWord& word : WordsOfProject(project)) words.push_back(std::move(word));
  return words;
}

bool SameTexts(const v1::Project& a, const v1::Project& b) {
  if (a.has_delete_time() != b.has_delete_time()) return false;
  return std::all_of(
      SearchedFields().begin(), SearchedFields().end(),
      [&](const SearchedField& field) { return (a.*field.text)() == (b.*field.text)(); });
}

absl::Status Insert(sql::Transaction& transaction, const std::string& organization,
                    const std::string& project, const std::vector<ProjectWord>& words) {
  if (words.empty()) return absl::OkStatus();
  static constexpr absl::string_view kColumns[] = {"organization", "project", "word", "rank"};
  std::vector<std::vector<sql::Value>> rows;
  for (const ProjectWord& word : words)
    rows.push_back({organization, project, word.word, RankOf(word)});
  return transaction.BulkInsert("search_word", kColumns, rows);
}

absl::Status Remove(sql::Transaction& transaction, const std::string& organization,
                    const std::string& project, const std::vector<ProjectWord>& words) {
  for (const ProjectWord& word : words) {
    RETURN_IF_ERROR(
        transaction
            .Execute("DELETE FROM search_word WHERE organization=$1 AND word=$2 AND project=$3",
                     {organization, word.word, project})
            .status());
  }
  return absl::OkStatus();
}

// So that many projects are no reason to run out of time.
absl::Time PieceDeadline() {
  return absl::Now() + absl::Minutes(1);
}

// Replaces `organization` by the next one that has anything; empty after the last.
absl::Status NextOrganization(sql::Transaction& transaction, std::string& organization) {
  std::string next;
  RETURN_IF_ERROR(transaction.Query(
      "SELECT organization FROM resource WHERE organization > $1 ORDER BY organization LIMIT 1",
      {organization}, [&](const sql::Row& row) -> absl::Status {
        next = std::string(row.text(0));
        return absl::OkStatus();
      }));
  organization = std::move(next);
  return absl::OkStatus();
}

// Some undeleted projects of an organisation, in the order of their names.
struct Piece {
  std::vector<std::string> names;
  std::string end;  // the last of them
  bool last = false;
};

absl::StatusOr<Piece> NextPiece(sql::Transaction& transaction, const std::string& organization,
                                const std::string& after) {
  Piece piece;
  RETURN_IF_ERROR(transaction.Query(
      absl::StrCat("SELECT name FROM resource WHERE organization=$1 AND type='Project' AND "
                   "name > $2 AND delete_time=0 ORDER BY name LIMIT ",
                   kFillAtOnce),
      {organization, after}, [&](const sql::Row& row) -> absl::Status {
        piece.names.emplace_back(row.text(0));
        return absl::OkStatus();
      }));
  if (!piece.names.empty()) piece.end = piece.names.back();
  piece.last = piece.names.size() < kFillAtOnce;
  return piece;
}

// The ids of those of the piece that are in the index, in order.
absl::StatusOr<std::vector<std::string>> KnownOf(sql::Transaction& transaction,
                                                 const std::string& organization,
                                                 const Piece& piece) {
  std::vector<std::string> known;
  RETURN_IF_ERROR(transaction.Query(
      "SELECT project FROM search_word WHERE organization=$1 AND word='' AND project >= $2 AND "
      "project <= $3 ORDER BY project",
      {organization, IdOf(piece.names.front()), IdOf(piece.names.back())},
      [&](const sql::Row& row) -> absl::Status {
        known.emplace_back(row.text(0));
        return absl::OkStatus();
      }));
  return known;
}

absl::Status FillOne(sql::Transaction& transaction, const std::string& organization,
                     const std::string& name) {
  v1::Project project;
  RETURN_IF_ERROR(transaction.Query(
      "SELECT data FROM resource WHERE organization=$1 AND type='Project' AND name=$2",
      {organization, name}, [&](const sql::Row& row) -> absl::Status {
        const absl::string_view bytes = row.blob(0);
        return project.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))
                   ? absl::OkStatus()
                   : absl::DataLossError("unreadable project");
      }));
  return Insert(transaction, organization, IdOf(name), Indexed(&project));
}

absl::Status FillPiece(sql::Transaction& transaction, const std::string& organization,
                       const Piece& piece) {
  if (piece.names.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<std::string> known, KnownOf(transaction, organization, piece));
  for (const std::string& name : piece.names) {
    if (std::binary_search(known.begin(), known.end(), IdOf(name))) continue;
    RETURN_IF_ERROR(FillOne(transaction, organization, name));
  }
  return absl::OkStatus();
}

absl::Status ReadPlaces(sql::Transaction& transaction, absl::string_view condition,
                        std::vector<sql::Value> parameters, const std::string& word,
                        std::vector<Posting>& postings) {
  return transaction.Query(
      absl::StrCat("SELECT project, rank, word FROM search_word WHERE organization=$1 AND ",
                   condition, " ORDER BY word, project LIMIT ", kMaxPlaces),
      parameters, [&](const sql::Row& row) -> absl::Status {
        const int64_t rank = row.int64(1);
        postings.push_back({std::string(row.text(0)), static_cast<int>(rank / kFieldBase),
                            static_cast<int>(rank % kFieldBase), row.text(2) != word});
        return absl::OkStatus();
      });
}

}  // namespace

absl::Span<const sql::Migration> SearchIndex::Migrations() {
  return kMigrations;
}

absl::Status SearchIndex::Update(resource::Session& session, const resource::Type& type,
                                 const google::protobuf::Message* before,
                                 const google::protobuf::Message* after) const {
  if (&type != &types_.project) return absl::OkStatus();
  if (before != nullptr && after != nullptr &&
      SameTexts(static_cast<const v1::Project&>(*before), static_cast<const v1::Project&>(*after)))
    return absl::OkStatus();
  const std::string name = resource::NameOf(after != nullptr ? *after : *before);
  const std::string organization = resource::OrganizationOf(name);
  const std::vector<ProjectWord> had = Indexed(before);
  const std::vector<ProjectWord> has = Indexed(after);
  const auto less = [](const ProjectWord& a, const ProjectWord& b) {
    return a.word != b.word ? a.word < b.word : RankOf(a) < RankOf(b);
  };
  std::vector<ProjectWord> gone, come;
  std::set_difference(had.begin(), had.end(), has.begin(), has.end(), std::back_inserter(gone),
                      less);
  std::set_difference(has.begin(), has.end(), had.begin(), had.end(), std::back_inserter(come),
                      less);
  RETURN_IF_ERROR(Remove(session.sql(), organization, IdOf(name), gone));
  return Insert(session.sql(), organization, IdOf(name), come);
}

absl::Status SearchIndex::Fill(resource::Store& store) const {
  std::string organization;
  while (true) {
    RETURN_IF_ERROR(store.Read(PieceDeadline(), [&](resource::Session& session) {
      return NextOrganization(session.sql(), organization);
    }));
    if (organization.empty()) return absl::OkStatus();
    for (Piece piece; !piece.last;) {
      const std::string after = piece.end;
      RETURN_IF_ERROR(store.database().Write(
          PieceDeadline(), [&](sql::Transaction& transaction) -> absl::Status {
            ASSIGN_OR_RETURN(piece, NextPiece(transaction, organization, after));
            return FillPiece(transaction, organization, piece);
          }));
    }
  }
}

absl::StatusOr<std::vector<RankedProject>> SearchIndex::Find(resource::Session& session,
                                                             absl::string_view organization,
                                                             const std::vector<std::string>& words,
                                                             size_t limit) const {
  const std::string owner(organization);
  int64_t projects = 0;
  RETURN_IF_ERROR(
      session.sql().Query("SELECT COUNT(*) FROM search_word WHERE organization=$1 AND word=''",
                          {owner}, [&](const sql::Row& row) -> absl::Status {
                            projects = row.int64(0);
                            return absl::OkStatus();
                          }));
  Ranking ranking(projects, words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    std::vector<Posting> postings;
    RETURN_IF_ERROR(ReadPlaces(session.sql(), "word = $2", {owner, words[i]}, words[i], postings));
    if (i + 1 == words.size()) {
      RETURN_IF_ERROR(ReadPlaces(session.sql(), "word > $2 AND word < $3",
                                 {owner, words[i], aip::AfterPrefix(words[i])}, words[i],
                                 postings));
    }
    ranking.Take(postings);
  }
  return ranking.Best(limit);
}

}  // namespace palier::registry
