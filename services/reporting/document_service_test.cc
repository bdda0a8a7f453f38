// SPDX-License-Identifier: Apache-2.0
// Documents over gRPC, with a real registry behind them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "common/status/error.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/document_service.pb.h"
#include "reporting/documents/pdf_reading.h"
#include "reporting/testing/case_fixture.h"

namespace palier::reporting {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class DocumentServiceTest : public CaseFixture {
 protected:
  template <typename Response, typename Request>
  absl::StatusOr<v1::ExportedDocument> Export(const std::string& method, const std::string& name,
                                              v1::DocumentFormat format,
                                              const std::string& language) {
    Request request;
    request.set_name(name);
    request.set_format(format);
    const auto response = company_.As("users/dev", language)
                              ->Unary<Response>(rpc::MethodPath(method, request), request);
    if (!response.ok()) return response.status();
    return response->document();
  }
};

TEST_F(DocumentServiceTest, TheBoardPackIsAPdf) {
  RecordProperty("requirement", "S2-25 S2-19 S2-27 S4-04");
  const auto pack = Export<v1::ExportBoardPackResponse, v1::ExportBoardPackRequest>(
      "ExportBoardPack", "organizations/acme", v1::DOCUMENT_FORMAT_UNSPECIFIED, "fr");
  ASSERT_TRUE(pack.ok()) << pack.status();
  EXPECT_EQ(pack->file_name(), "board-pack.pdf");
  EXPECT_EQ(pack->media_type(), "application/pdf");
  const auto pages = PdfReading(pack->data()).Pages();
  ASSERT_GE(pages.size(), 7u);
  EXPECT_THAT(pages[0], AllOf(HasSubstr("ce que le comité doit savoir"), HasSubstr("En bref")));
  EXPECT_THAT(pages[2], HasSubstr("Deux phases, deux budgets"));
  EXPECT_THAT(pages[3],
              AllOf(HasSubstr("Validé ne veut pas dire prêt"), HasSubstr("Rien à montrer.")));
}

TEST_F(DocumentServiceTest, TheSamePackIsAPage) {
  const auto pack = Export<v1::ExportBoardPackResponse, v1::ExportBoardPackRequest>(
      "ExportBoardPack", "organizations/acme", v1::DOCUMENT_FORMAT_HTML, "en");
  ASSERT_TRUE(pack.ok()) << pack.status();
  EXPECT_EQ(pack->file_name(), "board-pack.html");
  EXPECT_EQ(pack->media_type(), "text/html; charset=utf-8");
  EXPECT_THAT(pack->data(),
              AllOf(StartsWith("<!doctype html>"), HasSubstr("Two phases, two budgets")));
}

TEST_F(DocumentServiceTest, ABriefFitsOnOnePage) {
  RecordProperty("requirement", "S0-20");
  registry::v1::UpdateProjectRequest update;
  update.mutable_project()->set_name("organizations/acme/projects/assistant");
  std::string purpose;
  for (int i = 0; i < 400; ++i) purpose += "Répondre aux clients plus vite. ";
  update.mutable_project()->set_purpose(purpose);
  for (int i = 0; i < 12; ++i) {
    auto& criterion = *update.mutable_project()->add_exit_criteria();
    criterion.set_id(absl::StrCat("c", i));
    criterion.set_metric("accuracy");
    criterion.set_operator_(registry::v1::ExitCriterion::AT_LEAST);
    criterion.set_value(90);
  }
  update.mutable_update_mask()->add_paths("purpose");
  update.mutable_update_mask()->add_paths("exit_criteria");
  const auto updated = company_.Registry<registry::v1::Project>("UpdateProject", update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  for (const char* language : {"en", "fr"}) {
    const auto brief = Export<v1::ExportSponsorBriefResponse, v1::ExportSponsorBriefRequest>(
        "ExportSponsorBrief", update.project().name(), v1::DOCUMENT_FORMAT_PDF, language);
    ASSERT_TRUE(brief.ok()) << brief.status();
    EXPECT_EQ(brief->file_name(), "brief-assistant.pdf");
    const auto pages = PdfReading(brief->data()).Pages();
    ASSERT_EQ(pages.size(), 1u) << language << "\n" << absl::StrJoin(pages, "\n=====\n");
    EXPECT_THAT(pages[0],
                AllOf(HasSubstr("Assistant"), HasSubstr("Répondre aux clients plus vite."),
                      HasSubstr("accuracy ≥ 90")));
  }
}

TEST_F(DocumentServiceTest, WhatIsNotThereIsTold) {
  const auto brief = Export<v1::ExportSponsorBriefResponse, v1::ExportSponsorBriefRequest>(
      "ExportSponsorBrief", "organizations/acme/projects/nothing", v1::DOCUMENT_FORMAT_PDF, "en");
  EXPECT_EQ(status::ReasonOf(brief.status()), error::v1::RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace palier::reporting
