// SPDX-License-Identifier: Apache-2.0
// What a handler knows of the call it answers.
#ifndef PALIER_COMMON_RPC_CALL_H_
#define PALIER_COMMON_RPC_CALL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/status/error.h"

namespace palier::rpc {

enum class Language { kEnglish, kFrench };

// The first of `fr` and `en` that an `accept-language` value prefers; English when it names
// neither.
Language PreferredLanguage(absl::string_view accept_language);

// The text that a caller of that language reads.
inline const std::string& In(Language language, const status::Text& text) {
  return language == Language::kFrench ? text.fr : text.en;
}

// Who calls. A service may act on behalf of a person: rights are then the person's, the audit names
// both.
struct Caller {
  // `users/{id}` or `services/{id}`; never empty once authenticated.
  std::string principal;
  // The principal that a service acts for; empty when it acts for itself.
  std::string on_behalf_of;
  // Named by the operator at start: may create organisations.
  bool platform_admin = false;

  bool is_service() const { return principal.rfind("services/", 0) == 0; }
  // Whose rights count.
  const std::string& subject() const { return on_behalf_of.empty() ? principal : on_behalf_of; }
};

// Immutable during the call; outlives the handler.
struct Call {
  Caller caller;
  // Id of the organisation that the request's resource belongs to, checked against the caller's
  // rights; empty for a method that is about none.
  std::string organization;
  // When the caller gives up. Never infinite: the server sets its own when the caller has none.
  absl::Time deadline;
  Language language = Language::kEnglish;
  // `/palier.registry.v1.RegistryService/GetProject`.
  std::string method;
  // Trace of the caller (W3C traceparent), passed on to peers; may be empty.
  std::string traceparent;
};

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_CALL_H_
