// SPDX-License-Identifier: Apache-2.0
// How an error is made: one builder, a reason from the catalogue, a sentence in English and in
// French.
#ifndef PALIER_COMMON_STATUS_ERROR_H_
#define PALIER_COMMON_STATUS_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "palier/error/v1/error.pb.h"

namespace palier::status {

using Reason = error::v1::ErrorReason;

// One sentence in the two languages of Palier. `{key}` stands for a metadata value of the error.
struct Text {
  std::string en;
  std::string fr;
};

// Builds an absl::Status that carries an ErrorDetail payload. Converts implicitly, so that a
// function that returns absl::Status or absl::StatusOr<T> ends with `return Error(...).With(...)`.
// Not thread-safe; made, filled, returned.
class Error {
 public:
  Error(absl::StatusCode code, Reason reason, Text text);

  // Adds metadata and fills `{key}` in both sentences. Every dynamic part of a sentence is
  // metadata.
  Error& With(absl::string_view key, absl::string_view value);
  Error& With(absl::string_view key, int64_t value);
  // Adds a violation of one request field; `path` as in a field mask.
  Error& Field(absl::string_view path, Text text);
  // Adds an unmet condition; `type` is UPPER_SNAKE.
  Error& Precondition(absl::string_view type, absl::string_view subject, Text text);
  // When the caller may try again.
  Error& RetryAfter(absl::Duration delay);

  operator absl::Status() const { return Build(); }  // NOLINT(google-explicit-constructor)
  template <typename T>
  operator absl::StatusOr<T>() const {  // NOLINT(google-explicit-constructor)
    return Build();
  }
  absl::Status Build() const;

 private:
  absl::StatusCode code_;
  std::string message_;
  error::v1::ErrorDetail detail_;
};

// Several field violations found on the way through a request; empty is OK.
class FieldErrors {
 public:
  void Add(absl::string_view path, Text text);
  void Merge(absl::string_view prefix, const FieldErrors& other);
  bool empty() const { return detail_.field_violations_size() == 0; }
  // OK, or INVALID_ARGUMENT with INVALID_FIELDS and every violation.
  absl::Status ToStatus() const;

 private:
  error::v1::ErrorDetail detail_;
};

// The detail a status carries; one with ERROR_REASON_UNSPECIFIED when it carries none.
error::v1::ErrorDetail DetailOf(const absl::Status& status);
// A status that carries this detail.
absl::Status WithDetail(absl::StatusCode code, absl::string_view message,
                        const error::v1::ErrorDetail& detail);
// The reason a status carries, ERROR_REASON_UNSPECIFIED for none.
Reason ReasonOf(const absl::Status& status);

// The errors that every service has. `resource` is a resource name.
absl::Status NotFound(absl::string_view resource);
absl::Status AlreadyExists(absl::string_view resource);
absl::Status EtagMismatch(absl::string_view resource, absl::string_view etag,
                          absl::string_view current);
absl::Status InvalidField(absl::string_view path, Text text);
absl::Status Internal(absl::string_view what);

}  // namespace palier::status

#endif  // PALIER_COMMON_STATUS_ERROR_H_
