// SPDX-License-Identifier: Apache-2.0
#include "palierctl/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/error.h"

namespace palier::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

absl::Status Refused() {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                       {"2 rules are not met.", "2 règles non satisfaites."})
      .Precondition("NO_EXIT_CRITERIA", "organizations/a/projects/b",
                    {"Write them.", "Écrivez-les."})
      .Precondition("NO_ENGINEERING", "organizations/a/projects/b", {"Add one.", "Ajoutez-en un."});
}

TEST(ExitCodeTest, TellsFailuresApart) {
  const std::pair<absl::Status, ExitCode> cases[] = {
      {absl::OkStatus(), kOk},
      {Usage({"wrong", "faux"}), kUsage},
      {absl::InvalidArgumentError("server says so"), kFailed},
      {absl::UnavailableError("no connection"), kUnreachable},
      {absl::DeadlineExceededError("Deadline Exceeded"), kUnreachable},
      {status::NotFound("organizations/a/projects/b"), kNotFound},
      {absl::PermissionDeniedError("no"), kNotAllowed},
      {absl::UnauthenticatedError("who"), kNotAllowed},
      {Refused(), kGateNotMet},
      {status::Internal("broken"), kFailed},
  };
  for (const auto& [status, code] : cases) EXPECT_EQ(ExitCodeOf(status), code) << status;
}

TEST(DescribeTest, ListsViolationsInTheUsersLanguage) {
  const std::string english = Describe(Refused(), Language::kEnglish, "h:1");
  EXPECT_EQ(english,
            "palierctl: 2 rules are not met.\n  - NO_EXIT_CRITERIA: Write them.\n  - "
            "NO_ENGINEERING: Add one.\n");
  const std::string french = Describe(Refused(), Language::kFrench, "h:1");
  EXPECT_THAT(french, HasSubstr("2 règles non satisfaites."));
  EXPECT_THAT(french, HasSubstr("  - NO_ENGINEERING: Ajoutez-en un.\n"));
}

TEST(DescribeTest, SaysWhoDoesNotAnswer) {
  const std::string text =
      Describe(absl::UnavailableError("refused"), Language::kFrench, "127.0.0.1:9");
  EXPECT_THAT(text, HasSubstr("Aucun serveur ne répond sur 127.0.0.1:9"));
  EXPECT_THAT(text, HasSubstr("deploy/run"));
}

TEST(DescribeTest, SaysOneFieldOnce) {
  const absl::Status one = status::InvalidField("project.topic", {"too long", "trop long"});
  EXPECT_THAT(Describe(one, Language::kEnglish, ""), Not(HasSubstr("  - ")));
}

}  // namespace
}  // namespace palier::ctl
