// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/status/error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace palier::rpc {
namespace {

using ::testing::HasSubstr;

// The detail of one type in what gRPC would send; nullopt when it is not there.
template <typename Detail>
std::optional<Detail> Find(const grpc::Status& status) {
  google::rpc::Status sent;
  EXPECT_TRUE(sent.ParseFromString(status.error_details()));
  for (const auto& any : sent.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

absl::Status Full() {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                       {"{project} is not ready.", "{project} n'est pas prêt."})
      .With("project", "organizations/a/projects/p")
      .With("unmet", int64_t{1})
      .Field("project.owner", {"missing", "absent"})
      .Precondition("NO_LESSONS", "organizations/a/projects/p", {"none", "aucune"})
      .RetryAfter(absl::Milliseconds(1250));
}

TEST(ConvertTest, OkStaysOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus(), Language::kFrench).ok());
  EXPECT_EQ(FromGrpc(grpc::Status::OK), absl::OkStatus());
}

TEST(ConvertTest, ComesBackAsItWent) {
  for (const Language language : {Language::kEnglish, Language::kFrench}) {
    const bool french = language == Language::kFrench;
    const absl::Status back = FromGrpc(ToGrpc(Full(), language));
    EXPECT_EQ(back.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(back.message(), "organizations/a/projects/p is not ready.");
    const error::v1::ErrorDetail detail = status::DetailOf(back);
    EXPECT_EQ(detail.reason(), error::v1::GATE_NOT_MET);
    EXPECT_EQ(detail.metadata().at("project"), "organizations/a/projects/p");
    EXPECT_EQ(detail.fr(), french ? "organizations/a/projects/p n'est pas prêt."
                                  : "organizations/a/projects/p is not ready.");
    ASSERT_EQ(detail.field_violations_size(), 1);
    EXPECT_EQ(detail.field_violations(0).subject(), "project.owner");
    EXPECT_EQ(detail.field_violations(0).en(), french ? "absent" : "missing");
    ASSERT_EQ(detail.precondition_violations_size(), 1);
    EXPECT_EQ(detail.precondition_violations(0).type(), "NO_LESSONS");
    EXPECT_EQ(detail.precondition_violations(0).subject(), "organizations/a/projects/p");
    EXPECT_EQ(detail.precondition_violations(0).en(), french ? "aucune" : "none");
    EXPECT_EQ(detail.retry_after_ms(), 1250);
  }
}

TEST(ConvertTest, SpeaksTheCallersLanguage) {
  const auto french = Find<google::rpc::LocalizedMessage>(ToGrpc(Full(), Language::kFrench));
  ASSERT_TRUE(french.has_value());
  EXPECT_EQ(french->locale(), "fr-FR");
  EXPECT_THAT(french->message(), HasSubstr("n'est pas prêt"));
  const auto english = Find<google::rpc::LocalizedMessage>(ToGrpc(Full(), Language::kEnglish));
  EXPECT_EQ(english->locale(), "en-US");
  EXPECT_THAT(english->message(), HasSubstr("is not ready"));
}

TEST(ConvertTest, WithoutAFrenchTextEnglishIsShownAsEnglish) {
  const absl::Status status =
      status::Error(absl::StatusCode::kAborted, error::v1::CONTENTION, {"busy", ""});
  const auto shown = Find<google::rpc::LocalizedMessage>(ToGrpc(status, Language::kFrench));
  EXPECT_EQ(shown->locale(), "en-US");
  EXPECT_EQ(shown->message(), "busy");
}

TEST(ConvertTest, RetryInfoOnlyWhenThereIsAdvice) {
  const auto retry = Find<google::rpc::RetryInfo>(ToGrpc(Full(), Language::kEnglish));
  ASSERT_TRUE(retry.has_value());
  EXPECT_EQ(retry->retry_delay().seconds(), 1);
  EXPECT_EQ(retry->retry_delay().nanos(), 250000000);
  EXPECT_FALSE(
      Find<google::rpc::RetryInfo>(ToGrpc(status::NotFound("x"), Language::kEnglish)).has_value());
}

TEST(ConvertTest, StatusesWithoutADetailGetTheReasonOfTheirCode) {
  const struct {
    absl::StatusCode code;
    error::v1::ErrorReason reason;
    bool hidden;  // the inner text is not shown
  } cases[] = {
      {absl::StatusCode::kCancelled, error::v1::CANCELLED, false},
      {absl::StatusCode::kDeadlineExceeded, error::v1::DEADLINE_EXCEEDED, false},
      {absl::StatusCode::kUnavailable, error::v1::STORE_UNAVAILABLE, false},
      {absl::StatusCode::kUnimplemented, error::v1::UNIMPLEMENTED, false},
      {absl::StatusCode::kUnauthenticated, error::v1::UNAUTHENTICATED, false},
      {absl::StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED, false},
      {absl::StatusCode::kAborted, error::v1::CONTENTION, false},
      {absl::StatusCode::kNotFound, error::v1::RESOURCE_NOT_FOUND, false},
      {absl::StatusCode::kAlreadyExists, error::v1::RESOURCE_ALREADY_EXISTS, false},
      {absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS, false},
      {absl::StatusCode::kResourceExhausted, error::v1::LIMIT_EXCEEDED, false},
      {absl::StatusCode::kInternal, error::v1::INTERNAL, true},
      {absl::StatusCode::kUnknown, error::v1::INTERNAL, true},
      {absl::StatusCode::kDataLoss, error::v1::INTERNAL, true},
      {absl::StatusCode::kFailedPrecondition, error::v1::INTERNAL, true},
  };
  for (const auto& [code, reason, hidden] : cases) {
    const grpc::Status sent = ToGrpc(absl::Status(code, "inner text"), Language::kFrench);
    EXPECT_EQ(static_cast<int>(sent.error_code()), static_cast<int>(code));
    EXPECT_EQ(sent.error_message() == "inner text", !hidden) << code;
    EXPECT_EQ(sent.error_details().find("inner text") == std::string::npos, hidden) << code;
    const auto info = Find<google::rpc::ErrorInfo>(sent);
    ASSERT_TRUE(info.has_value()) << code;
    EXPECT_EQ(info->domain(), "palier");
    EXPECT_EQ(info->reason(), error::v1::ErrorReason_Name(reason)) << code;
    EXPECT_EQ(Find<google::rpc::LocalizedMessage>(sent)->locale(), "fr-FR") << code;
  }
}

TEST(ConvertTest, ForeignDetailsAreKeptAsFarAsTheyGo) {
  const absl::Status bare = FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "no route"));
  EXPECT_EQ(bare, absl::UnavailableError("no route"));
  const absl::Status damaged =
      FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "gone", "\xff\xff"));
  EXPECT_EQ(damaged, absl::NotFoundError("gone"));
  google::rpc::Status foreign;
  google::rpc::ErrorInfo info;
  info.set_reason("OF_ANOTHER_RELEASE");
  foreign.add_details()->PackFrom(info);
  const absl::Status unknown =
      FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "gone", foreign.SerializeAsString()));
  EXPECT_EQ(unknown.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status::ReasonOf(unknown), error::v1::ERROR_REASON_UNSPECIFIED);
}

// However much there is to say, the details fit and are valid UTF-8 (protobuf refuses others).
TEST(ConvertTest, DetailsAreBounded) {
  for (const char* letter : {"x", "é", "€", "😀"}) {
    for (const int shift : {0, 1, 2, 3}) {
      std::string text(static_cast<size_t>(shift), 'a');
      while (text.size() < 3000) text += letter;
      status::Error error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                          {text, text});
      for (const char* key : {"project", "from", "to", "unmet"}) error.With(key, text);
      for (int i = 0; i < 100; ++i) {
        error.Field(absl::StrCat("field", i), {"wrong", "faux"});
        error.Precondition("RULE", "subject", {text, text});
      }
      const grpc::Status sent = ToGrpc(error, Language::kFrench);
      EXPECT_LE(sent.error_details().size(), static_cast<size_t>(kMaxDetailBytes)) << letter;
      EXPECT_EQ(aip::CleanText(sent.error_message()), sent.error_message()) << letter << shift;
      EXPECT_THAT(sent.error_message(), ::testing::EndsWith("…"));
      const auto info = Find<google::rpc::ErrorInfo>(sent);
      ASSERT_TRUE(info.has_value());
      EXPECT_EQ(info->metadata().at("unmet"), "100");
      EXPECT_EQ(aip::CleanText(info->metadata().at("from")), info->metadata().at("from"));
      EXPECT_LE(info->metadata().at("from").size(), 256u + 3u);
    }
  }
}

TEST(ConvertTest, AsManyViolationsAsFitInOrder) {
  status::Error error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS, {"a", "b"});
  for (int i = 0; i < 500; ++i) error.Field(absl::StrCat("field", i), {"wrong", "faux"});
  const auto bad = Find<google::rpc::BadRequest>(ToGrpc(error, Language::kEnglish));
  ASSERT_TRUE(bad.has_value());
  EXPECT_GT(bad->field_violations_size(), 50);
  EXPECT_LT(bad->field_violations_size(), 500);
  for (int i = 0; i < bad->field_violations_size(); ++i) {
    EXPECT_EQ(bad->field_violations(i).field(), absl::StrCat("field", i));
  }
}

TEST(PreferredLanguageTest, TakesTheFirstItKnows) {
  const struct {
    const char* header;
    Language language;
  } cases[] = {
      {"", Language::kEnglish},
      {"fr", Language::kFrench},
      {"fr-CA,en;q=0.5", Language::kFrench},
      {"en-GB, fr", Language::kEnglish},
      {"de, fr;q=0.8", Language::kFrench},
      {"de", Language::kEnglish},
      {"*", Language::kEnglish},
      {",,,", Language::kEnglish},
      {"FR-be", Language::kFrench},
      {"fry, en", Language::kEnglish},
  };
  for (const auto& [header, language] : cases) {
    EXPECT_EQ(PreferredLanguage(header), language) << header;
  }
  EXPECT_EQ(PreferredLanguage(std::string(10000, ',') + "fr"), Language::kEnglish);
}

}  // namespace
}  // namespace palier::rpc
