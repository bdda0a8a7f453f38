// SPDX-License-Identifier: Apache-2.0
#include "palierctl/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"

namespace palier::ctl {
namespace {

constexpr char kUsagePayload[] = "palierctl/usage";

bool IsUsage(const absl::Status& status) {
  return status.GetPayload(kUsagePayload).has_value();
}

// gRPC itself speaks, not one of our servers: the server was not reached or did not answer in time.
bool IsTransport(const absl::Status& status) {
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  if (detail.reason() == error::v1::ERROR_REASON_UNSPECIFIED) return true;
  const auto service = detail.metadata().find("service");
  return detail.reason() == error::v1::PEER_UNAVAILABLE && service != detail.metadata().end() &&
         service->second == kServer;
}

std::string Message(const absl::Status& status, Language language, absl::string_view address) {
  if (IsTransport(status) && absl::IsUnavailable(status)) {
    return absl::StrCat(
        In(language, {"No server answers at ", "Aucun serveur ne répond sur "}), address,
        In(language, {". Start one with deploy/run, or name another with --address.",
                      ". Démarrez-en un avec deploy/run, ou indiquez-en un autre par --address."}));
  }
  if (IsTransport(status) && absl::IsDeadlineExceeded(status)) {
    return absl::StrCat(address, In(language, {" did not answer in time; see --timeout.",
                                               " n'a pas répondu à temps ; voir --timeout."}));
  }
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  return language == Language::kFrench && !detail.fr().empty() ? detail.fr()
                                                               : std::string(status.message());
}

const std::string& Told(const error::v1::Violation& violation, Language language) {
  return language == Language::kFrench && !violation.fr().empty() ? violation.fr() : violation.en();
}

}  // namespace

absl::Status Usage(Text text) {
  absl::Status status =
      status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS, std::move(text))
          .Build();
  status.SetPayload(kUsagePayload, absl::Cord());
  return status;
}

absl::Status FileError(absl::string_view path, Text what) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::UNREADABLE_FILE,
                       {"{file}: " + what.en, "{file} : " + what.fr})
      .With("file", path);
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kOk;
  if (IsUsage(status)) return kUsage;
  if (status::ReasonOf(status) == error::v1::GATE_NOT_MET) return kGateNotMet;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return kUnreachable;
    case absl::StatusCode::kDeadlineExceeded:
      return IsTransport(status) ? kUnreachable : kFailed;
    case absl::StatusCode::kNotFound:
      return kNotFound;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return kNotAllowed;
    default:
      return kFailed;
  }
}

std::string Describe(const absl::Status& status, Language language, absl::string_view address) {
  std::string text = absl::StrCat("palierctl: ", Message(status, language, address), "\n");
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  // A single field violation is already in the message.
  if (detail.field_violations_size() > 1) {
    for (const auto& violation : detail.field_violations()) {
      absl::StrAppend(&text, "  - ", violation.subject(), ": ", Told(violation, language), "\n");
    }
  }
  for (const auto& violation : detail.precondition_violations()) {
    absl::StrAppend(&text, "  - ", violation.type(), ": ", Told(violation, language), "\n");
  }
  return text;
}

}  // namespace palier::ctl
