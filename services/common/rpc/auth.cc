// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/auth.h"

#include <openssl/rand.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/digest/sha256.h"
#include "common/status/error.h"

namespace palier::rpc {
namespace {

absl::Status Unauthenticated() {
  return status::Error(absl::StatusCode::kUnauthenticated, error::v1::UNAUTHENTICATED,
                       {"This server does not accept the credentials of the call. Send a valid "
                        "`authorization: Bearer` token (palierctl: PALIER_TOKEN).",
                        "Ce serveur n'accepte pas les justificatifs de l'appel. Envoyez un jeton "
                        "`authorization: Bearer` valide (palierctl : PALIER_TOKEN)."});
}

bool IsPrincipal(absl::string_view text) {
  absl::string_view id = text;
  if (!absl::ConsumePrefix(&id, "users/") && !absl::ConsumePrefix(&id, "services/")) return false;
  if (id.empty() || id.size() > 128) return false;
  for (const char c : id) {
    if (!absl::ascii_isalnum(c) && !absl::StrContains("-_.@", absl::string_view(&c, 1)))
      return false;
  }
  return true;
}

// Acting for somebody else is the privilege of services.
absl::StatusOr<Caller> WithSubject(Caller caller, absl::string_view on_behalf_of) {
  if (on_behalf_of.empty()) return caller;
  if (!caller.is_service() || !IsPrincipal(on_behalf_of)) return Unauthenticated();
  caller.on_behalf_of = std::string(on_behalf_of);
  return caller;
}

}  // namespace

DevAuthenticator::DevAuthenticator(absl::flat_hash_set<std::string> platform_admins)
    : platform_admins_(std::move(platform_admins)) {}

absl::StatusOr<Caller> DevAuthenticator::Authenticate(const MetadataFn& metadata) const {
  Caller caller;
  const absl::string_view principal = metadata(kPrincipalKey);
  caller.principal = principal.empty() ? "users/dev" : std::string(principal);
  if (!IsPrincipal(caller.principal)) return Unauthenticated();
  caller.platform_admin = platform_admins_.contains(caller.principal);
  return WithSubject(std::move(caller), metadata(kOnBehalfOfKey));
}

absl::StatusOr<std::unique_ptr<TokenAuthenticator>> TokenAuthenticator::Parse(
    absl::string_view file) {
  auto authenticator = std::make_unique<TokenAuthenticator>();
  int number = 0;
  for (absl::string_view line : absl::StrSplit(file, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::vector<std::string> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (words.size() < 2 || words.size() > 3 || words[0].size() != 64 || !IsPrincipal(words[1]) ||
        (words.size() == 3 && words[2] != "platform_admin")) {
      return absl::InvalidArgumentError(absl::StrCat(
          "token file, line ", number, ": expected `sha256-hex principal [platform_admin]`"));
    }
    absl::MutexLock lock(&authenticator->mutex_);
    authenticator->callers_[words[0]] = Caller{words[1], "", words.size() == 3};
  }
  return authenticator;
}

void TokenAuthenticator::Add(absl::string_view token, Caller caller) {
  absl::MutexLock lock(&mutex_);
  callers_[digest::Sha256Hex(token)] = std::move(caller);
}

absl::StatusOr<Caller> TokenAuthenticator::Authenticate(const MetadataFn& metadata) const {
  absl::string_view token = metadata("authorization");
  if (!absl::ConsumePrefix(&token, "Bearer ") || token.size() > 8192) return Unauthenticated();
  // Looked up by its hash: how long it takes tells nothing of the tokens that are known.
  const std::string hash = digest::Sha256Hex(token);
  Caller caller;
  {
    absl::MutexLock lock(&mutex_);
    const auto found = callers_.find(hash);
    if (found == callers_.end()) return Unauthenticated();
    caller = found->second;
  }
  return WithSubject(std::move(caller), metadata(kOnBehalfOfKey));
}

std::string RandomToken() {
  unsigned char bytes[32];
  RAND_bytes(bytes, sizeof(bytes));
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(bytes), sizeof(bytes)));
}

RoleSet MakeRoles(std::initializer_list<api::v1::Role> roles) {
  RoleSet set;
  for (const api::v1::Role role : roles) set.set(role);
  return set;
}

}  // namespace palier::rpc
