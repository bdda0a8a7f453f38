// SPDX-License-Identifier: Apache-2.0
#include "common/status/error.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace palier::status {
namespace {

constexpr char kPayload[] = "type.googleapis.com/palier.error.v1.ErrorDetail";

void AddViolation(error::v1::Violation* violation, absl::string_view subject,
                  absl::string_view type, Text text) {
  violation->set_subject(std::string(subject));
  violation->set_type(std::string(type));
  violation->set_en(std::move(text.en));
  violation->set_fr(std::move(text.fr));
}

}  // namespace

Error::Error(absl::StatusCode code, Reason reason, Text text)
    : code_(code), message_(std::move(text.en)) {
  detail_.set_reason(reason);
  detail_.set_fr(std::move(text.fr));
}

Error& Error::With(absl::string_view key, absl::string_view value) {
  const std::string hole = absl::StrCat("{", key, "}");
  (*detail_.mutable_metadata())[std::string(key)] = std::string(value);
  message_ = absl::StrReplaceAll(message_, {{hole, value}});
  detail_.set_fr(absl::StrReplaceAll(detail_.fr(), {{hole, value}}));
  return *this;
}

Error& Error::With(absl::string_view key, int64_t value) {
  return With(key, absl::StrCat(value));
}

Error& Error::Field(absl::string_view path, Text text) {
  AddViolation(detail_.add_field_violations(), path, "", std::move(text));
  return *this;
}

Error& Error::Precondition(absl::string_view type, absl::string_view subject, Text text) {
  AddViolation(detail_.add_precondition_violations(), subject, type, std::move(text));
  return *this;
}

Error& Error::RetryAfter(absl::Duration delay) {
  detail_.set_retry_after_ms(absl::ToInt64Milliseconds(delay));
  return *this;
}

absl::Status Error::Build() const {
  return WithDetail(code_, message_, detail_);
}

void FieldErrors::Add(absl::string_view path, Text text) {
  AddViolation(detail_.add_field_violations(), path, "", std::move(text));
}

void FieldErrors::Merge(absl::string_view prefix, const FieldErrors& other) {
  for (const error::v1::Violation& violation : other.detail_.field_violations()) {
    AddViolation(detail_.add_field_violations(), absl::StrCat(prefix, ".", violation.subject()), "",
                 {violation.en(), violation.fr()});
  }
}

absl::Status FieldErrors::ToStatus() const {
  if (empty()) return absl::OkStatus();
  const error::v1::Violation& first = detail_.field_violations(0);
  const int more = detail_.field_violations_size() - 1;
  error::v1::ErrorDetail detail = detail_;
  detail.set_reason(error::v1::INVALID_FIELDS);
  (*detail.mutable_metadata())["count"] = absl::StrCat(more + 1);
  std::string en = absl::StrCat(first.subject(), ": ", first.en());
  std::string fr = absl::StrCat(first.subject(), " : ", first.fr());
  if (more > 0) {
    absl::StrAppend(&en, " (and ", more, " more)");
    absl::StrAppend(&fr, " (et ", more, more == 1 ? " autre)" : " autres)");
  }
  detail.set_fr(std::move(fr));
  return WithDetail(absl::StatusCode::kInvalidArgument, en, detail);
}

error::v1::ErrorDetail DetailOf(const absl::Status& status) {
  error::v1::ErrorDetail detail;
  if (absl::optional<absl::Cord> payload = status.GetPayload(kPayload)) {
    detail.ParseFromString(std::string(*payload));
  }
  return detail;
}

absl::Status WithDetail(absl::StatusCode code, absl::string_view message,
                        const error::v1::ErrorDetail& detail) {
  // Deterministic, so that equal errors are equal statuses whatever the order of the metadata map.
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream out(&bytes);
    google::protobuf::io::CodedOutputStream coded(&out);
    coded.SetSerializationDeterministic(true);
    detail.SerializeToCodedStream(&coded);
  }
  absl::Status status(code, message);
  status.SetPayload(kPayload, absl::Cord(bytes));
  return status;
}

Reason ReasonOf(const absl::Status& status) {
  return DetailOf(status).reason();
}

absl::Status NotFound(absl::string_view resource) {
  return Error(absl::StatusCode::kNotFound, error::v1::RESOURCE_NOT_FOUND,
               {"{resource} does not exist.", "{resource} n'existe pas."})
      .With("resource", resource);
}

absl::Status AlreadyExists(absl::string_view resource) {
  return Error(absl::StatusCode::kAlreadyExists, error::v1::RESOURCE_ALREADY_EXISTS,
               {"{resource} already exists.", "{resource} existe déjà."})
      .With("resource", resource);
}

absl::Status EtagMismatch(absl::string_view resource, absl::string_view etag,
                          absl::string_view current) {
  return Error(absl::StatusCode::kAborted, error::v1::ETAG_MISMATCH,
               {"{resource} has changed: the request carries etag {etag}, the resource has "
                "{current_etag}. Read it again and repeat the change.",
                "{resource} a changé : la requête porte l'etag {etag}, la ressource a "
                "{current_etag}. Relisez-la puis refaites la modification."})
      .With("resource", resource)
      .With("etag", etag)
      .With("current_etag", current);
}

absl::Status InvalidField(absl::string_view path, Text text) {
  FieldErrors errors;
  errors.Add(path, std::move(text));
  return errors.ToStatus();
}

absl::Status Internal(absl::string_view what) {
  return Error(absl::StatusCode::kInternal, error::v1::INTERNAL,
               {absl::StrCat("Internal error: ", what), absl::StrCat("Erreur interne : ", what)});
}

}  // namespace palier::status
