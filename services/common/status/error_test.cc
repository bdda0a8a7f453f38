// SPDX-License-Identifier: Apache-2.0
#include "common/status/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/transient.h"

namespace palier::status {
namespace {

using ::testing::IsEmpty;

TEST(ErrorTest, MetadataFillsBothSentences) {
  const absl::Status status = Error(absl::StatusCode::kOutOfRange, error::v1::VALUE_OUT_OF_RANGE,
                                    {"{value} of {kpi} is above {maximum}; {value}.",
                                     "{value} de {kpi} dépasse {maximum}."})
                                  .With("value", int64_t{-7})
                                  .With("maximum", "5")
                                  .With("unused", "x");
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(status.message(), "-7 of {kpi} is above 5; -7.");
  const error::v1::ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason(), error::v1::VALUE_OUT_OF_RANGE);
  EXPECT_EQ(detail.fr(), "-7 de {kpi} dépasse 5.");
  const std::map<std::string, std::string> metadata(detail.metadata().begin(),
                                                    detail.metadata().end());
  EXPECT_EQ(metadata, (std::map<std::string, std::string>{
                          {"value", "-7"}, {"maximum", "5"}, {"unused", "x"}}));
}

TEST(ErrorTest, CarriesViolationsAndDelay) {
  const absl::StatusOr<int> result =
      Error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET, {"no", "non"})
          .Field("project.owner", {"missing", "absent"})
          .Precondition("NO_LESSONS", "organizations/a", {"none", "aucune"})
          .RetryAfter(absl::Milliseconds(1500));
  const error::v1::ErrorDetail detail = DetailOf(result.status());
  ASSERT_EQ(detail.field_violations_size(), 1);
  EXPECT_EQ(detail.field_violations(0).subject(), "project.owner");
  EXPECT_EQ(detail.field_violations(0).type(), "");
  EXPECT_EQ(detail.field_violations(0).fr(), "absent");
  ASSERT_EQ(detail.precondition_violations_size(), 1);
  EXPECT_EQ(detail.precondition_violations(0).type(), "NO_LESSONS");
  EXPECT_EQ(detail.precondition_violations(0).subject(), "organizations/a");
  EXPECT_EQ(detail.precondition_violations(0).en(), "none");
  EXPECT_EQ(detail.retry_after_ms(), 1500);
}

// The metadata is a map without order: the bytes must not depend on it.
TEST(ErrorTest, EqualErrorsAreEqualStatuses) {
  const auto make = [](bool forward) {
    Error error(absl::StatusCode::kAborted, error::v1::CONTENTION, {"a", "b"});
    for (int i = 0; i < 20; ++i) error.With(absl::StrCat("key", forward ? i : 19 - i), "v");
    return error.Build();
  };
  EXPECT_EQ(make(true), make(false));
  EXPECT_NE(make(true), NotFound("x"));
}

TEST(ErrorTest, ForeignStatusesHaveNoReason) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), error::v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(absl::AbortedError("x")), error::v1::ERROR_REASON_UNSPECIFIED);
  absl::Status damaged = absl::AbortedError("x");
  damaged.SetPayload("type.googleapis.com/palier.error.v1.ErrorDetail", absl::Cord("\xff\xff"));
  EXPECT_EQ(ReasonOf(damaged), error::v1::ERROR_REASON_UNSPECIFIED);
}

TEST(ErrorTest, WithDetailIsTheInverseOfDetailOf) {
  const absl::Status status = EtagMismatch("organizations/a", "\"1\"", "\"2\"");
  EXPECT_EQ(WithDetail(status.code(), status.message(), DetailOf(status)), status);
}

TEST(FieldErrorsTest, CountsInBothLanguages) {
  const struct {
    int count;
    const char* en;
    const char* fr;
  } cases[] = {{1, "f0: wrong", "f0 : faux"},
               {2, "f0: wrong (and 1 more)", "f0 : faux (et 1 autre)"},
               {4, "f0: wrong (and 3 more)", "f0 : faux (et 3 autres)"}};
  for (const auto& [count, en, fr] : cases) {
    FieldErrors errors;
    for (int i = 0; i < count; ++i) errors.Add(absl::StrCat("f", i), {"wrong", "faux"});
    const absl::Status status = errors.ToStatus();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(status.message(), en);
    EXPECT_EQ(DetailOf(status).fr(), fr);
    EXPECT_EQ(DetailOf(status).reason(), error::v1::INVALID_FIELDS);
    EXPECT_EQ(DetailOf(status).metadata().at("count"), absl::StrCat(count));
    EXPECT_EQ(DetailOf(status).field_violations_size(), count);
  }
}

TEST(FieldErrorsTest, NoneIsOk) {
  EXPECT_TRUE(FieldErrors().empty());
  EXPECT_EQ(FieldErrors().ToStatus(), absl::OkStatus());
}

TEST(FieldErrorsTest, MergePrefixesPaths) {
  FieldErrors inner;
  inner.Add("unit", {"missing", "absente"});
  inner.Add("value", {"missing", "absente"});
  FieldErrors outer;
  outer.Add("name", {"wrong", "faux"});
  outer.Merge("exit_criteria[2]", inner);
  outer.Merge("nothing", FieldErrors());
  const error::v1::ErrorDetail detail = DetailOf(outer.ToStatus());
  std::vector<std::string> paths;
  for (const auto& violation : detail.field_violations()) paths.push_back(violation.subject());
  EXPECT_THAT(paths,
              ::testing::ElementsAre("name", "exit_criteria[2].unit", "exit_criteria[2].value"));
  EXPECT_EQ(detail.field_violations(1).fr(), "absente");
}

// What the catalogue promises of a reason: clients switch on it, so this table changes only by
// additions.
struct Promise {
  error::v1::ErrorReason reason;
  const char* code;
  const char* keys;
};

const Promise kCatalogue[] = {
    {error::v1::INVALID_FIELDS, "INVALID_ARGUMENT", "count"},
    {error::v1::INVALID_NAME, "INVALID_ARGUMENT", "name, pattern"},
    {error::v1::INVALID_FILTER, "INVALID_ARGUMENT",
     "position, and what it is about: field, allowed, value, limit"},
    {error::v1::INVALID_ORDER_BY, "INVALID_ARGUMENT", "field, allowed"},
    {error::v1::INVALID_PAGE_TOKEN, "INVALID_ARGUMENT", ""},
    {error::v1::INVALID_FIELD_MASK, "INVALID_ARGUMENT", "path"},
    {error::v1::REQUEST_TOO_LARGE, "RESOURCE_EXHAUSTED", "bytes, limit"},
    {error::v1::RESOURCE_NOT_FOUND, "NOT_FOUND", "resource"},
    {error::v1::RESOURCE_ALREADY_EXISTS, "ALREADY_EXISTS", "resource"},
    {error::v1::ETAG_MISMATCH, "ABORTED", "resource, etag, current_etag"},
    {error::v1::RESOURCE_HAS_CHILDREN, "FAILED_PRECONDITION", "resource"},
    {error::v1::REQUEST_ID_REUSED, "ALREADY_EXISTS", "request_id"},
    {error::v1::RESOURCE_DELETED, "FAILED_PRECONDITION", "resource"},
    {error::v1::CURSOR_EXPIRED, "OUT_OF_RANGE", "cursor"},
    {error::v1::PARENT_NOT_USABLE, "FAILED_PRECONDITION", "parent"},
    {error::v1::UNAUTHENTICATED, "UNAUTHENTICATED", ""},
    {error::v1::PERMISSION_DENIED, "PERMISSION_DENIED", "permission, resource"},
    {error::v1::SELF_APPROVAL, "PERMISSION_DENIED", "resource"},
    {error::v1::GATE_NOT_MET, "FAILED_PRECONDITION", "project or wave, from, to, unmet"},
    {error::v1::ILLEGAL_TRANSITION, "FAILED_PRECONDITION", "resource, state"},
    {error::v1::NO_PLAN_FOUND, "FAILED_PRECONDITION", "subject, proven"},
    {error::v1::APPROVAL_STALE, "FAILED_PRECONDITION", "resource, approved_hash, current_hash"},
    {error::v1::PROMISE_SEALED, "FAILED_PRECONDITION", "resource, field, seal"},
    {error::v1::NO_QUORUM, "FAILED_PRECONDITION", "resource, votes, quorum"},
    {error::v1::COMMITTEE_INCOMPLETE, "FAILED_PRECONDITION", "resource, missing"},
    {error::v1::NOT_A_MEMBER, "PERMISSION_DENIED", "resource, committee"},
    {error::v1::DEPENDENCY_CYCLE, "FAILED_PRECONDITION", "cycle"},
    {error::v1::UNREADABLE_FILE, "INVALID_ARGUMENT", "detail"},
    {error::v1::UNKNOWN_PROFILE, "INVALID_ARGUMENT", "profile"},
    {error::v1::UNKNOWN_KPI, "INVALID_ARGUMENT", "kpi"},
    {error::v1::VALUE_OUT_OF_RANGE, "INVALID_ARGUMENT", "value, minimum, maximum"},
    {error::v1::INVALID_TIME, "INVALID_ARGUMENT", "time"},
    {error::v1::CONFLICTING_DUPLICATE, "ALREADY_EXISTS", "event"},
    {error::v1::NOT_COMPARABLE, "FAILED_PRECONDITION", "cause"},
    {error::v1::IMPORT_REFUSED, "FAILED_PRECONDITION", "rejected"},
    {error::v1::UNREADABLE_RECORD, "INVALID_ARGUMENT", "detail"},
    {error::v1::FORMAT_CHANGED, "INVALID_ARGUMENT", "source, path"},
    {error::v1::UNKNOWN_PROJECT, "INVALID_ARGUMENT", "source, value"},
    {error::v1::UNKNOWN_TEAM, "INVALID_ARGUMENT", "source, value"},
    {error::v1::OVERLOADED, "RESOURCE_EXHAUSTED", ""},
    {error::v1::LIMIT_EXCEEDED, "RESOURCE_EXHAUSTED", "subject, limit"},
    {error::v1::STORE_UNAVAILABLE, "UNAVAILABLE", ""},
    {error::v1::PEER_UNAVAILABLE, "UNAVAILABLE", "service"},
    {error::v1::DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", ""},
    {error::v1::UNIMPLEMENTED, "UNIMPLEMENTED", ""},
    {error::v1::INTERNAL, "INTERNAL", "error_id"},
    {error::v1::CANCELLED, "CANCELLED", ""},
    {error::v1::CONTENTION, "ABORTED", ""},
    {error::v1::STORE_IN_USE, "FAILED_PRECONDITION", "path, owner"},
    {error::v1::SCHEMA_TOO_OLD, "FAILED_PRECONDITION", "component, step"},
};

// What the comment above each value of the enum says: `CODE. Text. Keys: a, b.`
std::map<std::string, std::pair<std::string, std::string>> PromisesOfTheProto() {
  std::map<std::string, std::pair<std::string, std::string>> promises;
  const char* root = std::getenv("PALIER_SOURCE_DIR");
  std::ifstream file(
      absl::StrCat(root == nullptr ? "." : root, "/proto/palier/error/v1/error.proto"));
  std::string comment;
  for (std::string line; std::getline(file, line) && line != "}";) {
    absl::string_view text = absl::StripAsciiWhitespace(line);
    if (absl::ConsumePrefix(&text, "// ")) {
      absl::StrAppend(&comment, comment.empty() ? "" : " ", text);
      continue;
    }
    const size_t equals = text.find(" = ");
    if (!comment.empty() && equals != absl::string_view::npos) {
      const size_t keys = comment.find("Keys: ");
      const std::string list =
          keys == std::string::npos ? "" : comment.substr(keys + 6, comment.size() - keys - 7);
      promises[std::string(text.substr(0, equals))] = {comment.substr(0, comment.find('.')), list};
    }
    comment.clear();
  }
  return promises;
}

TEST(CatalogueTest, TheProtoKeepsItsPromises) {
  const auto promises = PromisesOfTheProto();
  if (promises.empty()) GTEST_SKIP() << "no sources at PALIER_SOURCE_DIR";
  for (const Promise& promise : kCatalogue) {
    const std::string name = error::v1::ErrorReason_Name(promise.reason);
    ASSERT_TRUE(promises.contains(name)) << name;
    EXPECT_EQ(promises.at(name).first, promise.code) << name;
    EXPECT_EQ(promises.at(name).second, promise.keys) << name;
  }
}

TEST(CatalogueTest, TheTableIsComplete) {
  const auto* reasons = error::v1::ErrorReason_descriptor();
  EXPECT_EQ(std::size(kCatalogue) + 1, static_cast<size_t>(reasons->value_count()));
}

TEST(CatalogueTest, ConstructorsFollowIt) {
  const absl::Status made[] = {NotFound("r"), AlreadyExists("r"), EtagMismatch("r", "1", "2"),
                               InvalidField("f", {"wrong", "faux"}), Internal("what")};
  for (const absl::Status& status : made) {
    const error::v1::ErrorDetail detail = DetailOf(status);
    const Promise* promise = nullptr;
    for (const Promise& row : kCatalogue) {
      if (row.reason == detail.reason()) promise = &row;
    }
    ASSERT_NE(promise, nullptr) << status;
    EXPECT_EQ(absl::StatusCodeToString(status.code()), promise->code) << status;
    EXPECT_THAT(detail.fr(), ::testing::Not(IsEmpty())) << status;
    EXPECT_EQ(detail.fr().find('{'), std::string::npos) << detail.fr();
    const std::vector<std::string> keys = absl::StrSplit(promise->keys, ", ");
    for (const auto& [key, value] : detail.metadata()) {
      EXPECT_THAT(keys, ::testing::Contains(key)) << status;
    }
  }
}

TEST(TransientTest, WhatWaitingMendsAndWhatNot) {
  EXPECT_TRUE(IsTransient(absl::UnavailableError("")));
  EXPECT_TRUE(IsTransient(absl::DeadlineExceededError("")));
  EXPECT_TRUE(IsTransient(absl::ResourceExhaustedError("")));
  EXPECT_FALSE(IsTransient(absl::OkStatus()));
  EXPECT_FALSE(IsTransient(absl::DataLossError("")));
  const absl::Status limit =
      Error(absl::StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED, {"too many", "trop"});
  EXPECT_FALSE(IsTransient(limit));
}

}  // namespace
}  // namespace palier::status
