// SPDX-License-Identifier: Apache-2.0
#include "common/sql/statement_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace palier::sql {
namespace {

// One piece of a statement: a literal, quoted identifier or comment (opaque), a word, or a single
// character.
struct Piece {
  enum Kind { kOpaque, kComment, kWord, kCharacter } kind;
  absl::string_view text;
};

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(c) || c == '_' || (c & 0x80) != 0;
}

absl::string_view UpTo(absl::string_view sql, size_t from, absl::string_view end) {
  const size_t at = sql.find(end, from);
  return at == absl::string_view::npos ? sql : sql.substr(0, at + end.size());
}

// A doubled quote inside reads as two quoted pieces in a row, which is as good here.
Piece Next(absl::string_view sql) {
  if (sql[0] == '\'' || sql[0] == '"') return {Piece::kOpaque, UpTo(sql, 1, sql.substr(0, 1))};
  if (absl::StartsWith(sql, "--")) return {Piece::kComment, UpTo(sql, 2, "\n")};
  if (absl::StartsWith(sql, "/*")) return {Piece::kComment, UpTo(sql, 2, "*/")};
  if (!IsWordCharacter(sql[0])) return {Piece::kCharacter, sql.substr(0, 1)};
  const auto* end = std::find_if_not(sql.begin(), sql.end(), IsWordCharacter);
  return {Piece::kWord, sql.substr(0, end - sql.begin())};
}

std::vector<Piece> Pieces(absl::string_view sql) {
  std::vector<Piece> pieces;
  while (!sql.empty()) {
    pieces.push_back(Next(sql));
    sql.remove_prefix(pieces.back().text.size());
  }
  return pieces;
}

}  // namespace

std::string NumberedParameters(absl::string_view statement) {
  std::string result;
  const std::vector<Piece> pieces = Pieces(statement);
  for (size_t i = 0; i < pieces.size(); ++i) {
    const bool parameter = pieces[i].text == "$" && i + 1 < pieces.size() &&
                           absl::ascii_isdigit(pieces[i + 1].text[0]) &&
                           (i == 0 || pieces[i - 1].kind != Piece::kWord);
    absl::StrAppend(&result, parameter ? absl::string_view("?") : pieces[i].text);
  }
  return result;
}

std::vector<std::string> SplitStatements(absl::string_view statements) {
  std::vector<std::string> result;
  std::string current;
  bool says_something = false;
  const auto finish = [&] {
    if (says_something) result.emplace_back(absl::StripAsciiWhitespace(current));
    current.clear();
    says_something = false;
  };
  for (const Piece& piece : Pieces(statements)) {
    if (piece.text == ";") {
      finish();
      continue;
    }
    says_something |= piece.kind != Piece::kComment && !absl::ascii_isspace(piece.text[0]);
    absl::StrAppend(&current, piece.text);
  }
  finish();
  return result;
}

std::string DialectDdl(absl::string_view statement, absl::string_view dialect) {
  const bool postgres = dialect == "postgres";
  const std::string typed =
      absl::StrReplaceAll(statement, {{"{BLOB}", postgres ? "BYTEA" : "BLOB"}});
  if (!postgres) return typed;
  std::string result;
  absl::string_view word_before;
  for (const Piece& piece : Pieces(typed)) {
    absl::StrAppend(&result, piece.text);
    if (piece.kind != Piece::kWord) continue;
    if (piece.text == "TEXT" && !absl::EqualsIgnoreCase(word_before, "AS")) {
      absl::StrAppend(&result, " COLLATE \"C\"");
    }
    word_before = piece.text;
  }
  return result;
}

std::string QuotedIdentifier(absl::string_view name) {
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

}  // namespace palier::sql
