// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/convert.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/error.h"
#include "google/rpc/error_details.pb.h"

namespace palier::rpc {
namespace {

using error::v1::ErrorDetail;
using error::v1::Violation;

error::v1::ErrorReason ReasonOfCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kCancelled:
      return error::v1::CANCELLED;
    case absl::StatusCode::kDeadlineExceeded:
      return error::v1::DEADLINE_EXCEEDED;
    case absl::StatusCode::kUnavailable:
      return error::v1::STORE_UNAVAILABLE;
    case absl::StatusCode::kUnimplemented:
      return error::v1::UNIMPLEMENTED;
    case absl::StatusCode::kUnauthenticated:
      return error::v1::UNAUTHENTICATED;
    case absl::StatusCode::kPermissionDenied:
      return error::v1::PERMISSION_DENIED;
    case absl::StatusCode::kAborted:
      return error::v1::CONTENTION;
    case absl::StatusCode::kNotFound:
      return error::v1::RESOURCE_NOT_FOUND;
    case absl::StatusCode::kAlreadyExists:
      return error::v1::RESOURCE_ALREADY_EXISTS;
    case absl::StatusCode::kInvalidArgument:
      return error::v1::INVALID_FIELDS;
    case absl::StatusCode::kResourceExhausted:
      return error::v1::LIMIT_EXCEEDED;
    default:
      return error::v1::INTERNAL;
  }
}

struct Sentence {
  const char* en;
  const char* fr;
};

// For a status that was made without a French text (by a driver, by gRPC itself).
Sentence SentenceOfCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kCancelled:
      return {"The call was cancelled.", "L'appel a été annulé."};
    case absl::StatusCode::kDeadlineExceeded:
      return {"The call did not end before its deadline.",
              "L'appel n'a pas abouti avant son échéance."};
    case absl::StatusCode::kUnavailable:
      return {"The service cannot be reached now. Nothing was changed; try again.",
              "Le service est injoignable pour l'instant. Rien n'a été modifié ; réessayez."};
    case absl::StatusCode::kUnimplemented:
      return {"This method is not served here.", "Cette méthode n'est pas servie ici."};
    case absl::StatusCode::kAborted:
      return {"Too many changes at once; nothing was changed, try again.",
              "Trop de modifications simultanées ; rien n'a été modifié, réessayez."};
    default:
      return {"An internal error occurred.", "Une erreur interne est survenue."};
  }
}

std::string Localized(const Violation& violation, Language language) {
  return language == Language::kFrench && !violation.fr().empty() ? violation.fr() : violation.en();
}

// Adds what fits of the violations; the caller counts what is left from the metadata.
template <typename Violations, typename Add>
void AddViolations(const Violations& violations, Language language, int& budget, const Add& add) {
  for (const Violation& violation : violations) {
    const std::string text = Localized(violation, language);
    const int cost =
        static_cast<int>(violation.subject().size() + violation.type().size() + text.size()) + 12;
    if (cost > budget) return;
    budget -= cost;
    add(violation, text);
  }
}

std::string Cut(absl::string_view text, size_t limit) {
  if (text.size() <= limit) return std::string(text);
  size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), "…");
}

void AddErrorInfo(const ErrorDetail& detail, google::rpc::Status& out) {
  google::rpc::ErrorInfo info;
  info.set_reason(error::v1::ErrorReason_Name(detail.reason()));
  info.set_domain("palier");
  for (const auto& [key, value] : detail.metadata()) {
    (*info.mutable_metadata())[key] = Cut(value, 256);
  }
  if (detail.precondition_violations_size() > 0) {
    (*info.mutable_metadata())["unmet"] = absl::StrCat(detail.precondition_violations_size());
  }
  out.add_details()->PackFrom(info);
}

}  // namespace

google::rpc::Status ToRpc(const absl::Status& status, Language language) {
  google::rpc::Status out;
  if (status.ok()) return out;
  ErrorDetail detail = status::DetailOf(status);
  std::string message(status.message());
  if (detail.reason() == error::v1::ERROR_REASON_UNSPECIFIED) {
    const Sentence sentence = SentenceOfCode(status.code());
    detail.set_reason(ReasonOfCode(status.code()));
    detail.set_fr(sentence.fr);
    if (detail.reason() == error::v1::INTERNAL) message = sentence.en;
  }
  message = Cut(message, 1024);
  out.set_code(static_cast<int>(status.code()));
  out.set_message(message);
  AddErrorInfo(detail, out);

  google::rpc::LocalizedMessage localized;
  const bool french = language == Language::kFrench && !detail.fr().empty();
  localized.set_locale(french ? "fr-FR" : "en-US");
  localized.set_message(french ? Cut(detail.fr(), 1024) : message);
  out.add_details()->PackFrom(localized);

  if (detail.retry_after_ms() > 0) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(detail.retry_after_ms() / 1000);
    retry.mutable_retry_delay()->set_nanos(static_cast<int>(detail.retry_after_ms() % 1000) *
                                           1000000);
    out.add_details()->PackFrom(retry);
  }
  int budget = kMaxDetailBytes - static_cast<int>(out.ByteSizeLong()) - 256;
  if (detail.field_violations_size() > 0) {
    google::rpc::BadRequest bad;
    AddViolations(detail.field_violations(), language, budget,
                  [&](const Violation& v, const std::string& text) {
                    auto* field = bad.add_field_violations();
                    field->set_field(v.subject());
                    field->set_description(text);
                  });
    out.add_details()->PackFrom(bad);
  }
  if (detail.precondition_violations_size() > 0) {
    google::rpc::PreconditionFailure failure;
    AddViolations(detail.precondition_violations(), language, budget,
                  [&](const Violation& v, const std::string& text) {
                    auto* unmet = failure.add_violations();
                    unmet->set_type(v.type());
                    unmet->set_subject(v.subject());
                    unmet->set_description(text);
                  });
    out.add_details()->PackFrom(failure);
  }
  return out;
}

grpc::Status ToGrpc(const absl::Status& status, Language language) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status out = ToRpc(status, language);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), out.message(),
                      out.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status in;
  if (status.error_details().empty() || !in.ParseFromString(status.error_details())) {
    return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                        status.error_message());
  }
  in.set_code(status.error_code());
  in.set_message(status.error_message());
  return FromRpc(in);
}

absl::Status FromRpc(const google::rpc::Status& in) {
  if (in.code() == 0) return absl::OkStatus();
  ErrorDetail detail;
  for (const auto& any : in.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::LocalizedMessage message;
    google::rpc::BadRequest bad;
    google::rpc::PreconditionFailure failure;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&info)) {
      error::v1::ErrorReason reason = error::v1::ERROR_REASON_UNSPECIFIED;
      error::v1::ErrorReason_Parse(info.reason(), &reason);
      detail.set_reason(reason);
      detail.mutable_metadata()->insert(info.metadata().begin(), info.metadata().end());
    } else if (any.UnpackTo(&message)) {
      detail.set_fr(message.message());
    } else if (any.UnpackTo(&bad)) {
      for (const auto& field : bad.field_violations()) {
        Violation* violation = detail.add_field_violations();
        violation->set_subject(field.field());
        violation->set_en(field.description());
      }
    } else if (any.UnpackTo(&failure)) {
      for (const auto& unmet : failure.violations()) {
        Violation* violation = detail.add_precondition_violations();
        violation->set_subject(unmet.subject());
        violation->set_type(unmet.type());
        violation->set_en(unmet.description());
      }
    } else if (any.UnpackTo(&retry)) {
      detail.set_retry_after_ms(retry.retry_delay().seconds() * 1000 +
                                retry.retry_delay().nanos() / 1000000);
    }
  }
  return status::WithDetail(static_cast<absl::StatusCode>(in.code()), in.message(), detail);
}

Language PreferredLanguage(absl::string_view accept_language) {
  for (absl::string_view part : absl::StrSplit(accept_language.substr(0, 256), ',')) {
    const absl::string_view tag =
        absl::StripAsciiWhitespace(part.substr(0, part.find_first_of("-;")));
    if (absl::EqualsIgnoreCase(tag, "fr")) return Language::kFrench;
    if (absl::EqualsIgnoreCase(tag, "en")) return Language::kEnglish;
  }
  return Language::kEnglish;
}

}  // namespace palier::rpc
