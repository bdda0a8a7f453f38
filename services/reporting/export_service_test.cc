// SPDX-License-Identifier: Apache-2.0
// Files of figures: made in the background, fetched in pieces.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "palier/reporting/v1/export_service.pb.h"
#include "palier/reporting/v1/operation_service.pb.h"
#include "reporting/testing/services.h"

namespace palier::reporting {
namespace {

using google::longrunning::Operation;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;
using v1::Export;

constexpr char kAcme[] = "organizations/acme";

class ExportServiceTest : public ::testing::Test {
 protected:
  static v1::ExportFiguresRequest RequestFor(Export::Content content, Export::Format format) {
    v1::ExportFiguresRequest request;
    request.set_parent(kAcme);
    request.set_content(content);
    request.set_format(format);
    return request;
  }
  absl::StatusOr<Operation> Begin(const v1::ExportFiguresRequest& request,
                                  const std::string& language = "en") {
    return services_.Call<Operation>("users/mia", "ExportFigures", request, language);
  }
  // Once it is made.
  Export Make(const v1::ExportFiguresRequest& request, const std::string& language = "en") {
    auto operation = Begin(request, language);
    EXPECT_TRUE(operation.ok()) << operation.status();
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (operation.ok() && !operation->done() && absl::Now() < deadline) {
      v1::WaitOperationRequest wait;
      wait.set_name(operation->name());
      operation = services_.Call<Operation>("users/mia", "WaitOperation", wait);
    }
    Export made;
    EXPECT_TRUE(operation.ok() && operation->response().UnpackTo(&made)) << operation.status();
    return made;
  }
  absl::StatusOr<v1::QueryExportBytesResponse> Piece(const std::string& name, int64_t offset) {
    v1::QueryExportBytesRequest request;
    request.set_name(name);
    request.set_offset(offset);
    return services_.Call<v1::QueryExportBytesResponse>("users/mia", "QueryExportBytes", request);
  }
  // From its beginning, or from what one has.
  std::string Fetch(const Export& file, std::string bytes = "") {
    while (true) {
      const auto piece = Piece(file.name(), static_cast<int64_t>(bytes.size()));
      EXPECT_TRUE(piece.ok()) << piece.status();
      if (!piece.ok() || piece->data().empty()) return bytes;
      bytes += piece->data();
    }
  }

  Services services_;
};

TEST_F(ExportServiceTest, AFileIsMadeAndFetchedInPieces) {
  RecordProperty("requirement", "S0-18");
  services_.SaveHours(12.5);
  const Export file = Make(RequestFor(Export::FIGURES, Export::CSV));
  EXPECT_THAT(file.name(), StartsWith("organizations/acme/exports/"));
  EXPECT_EQ(file.file_name(), "figures-2026-03-09.csv");
  EXPECT_EQ(file.language_code(), "en");
  EXPECT_GT(file.row_count(), 47);
  const std::string bytes = Fetch(file);
  EXPECT_EQ(bytes.size(), static_cast<size_t>(file.size_bytes()));
  EXPECT_EQ(digest::Sha256Hex(bytes), file.sha256());
  EXPECT_THAT(bytes, HasSubstr("\r\nhours-saved,"));
  EXPECT_THAT(bytes, HasSubstr(",12.500,HOURS,"));
  // Who was interrupted goes on from there.
  EXPECT_EQ(Fetch(file, bytes.substr(0, 1000)), bytes);
  EXPECT_EQ(Piece(file.name(), file.size_bytes())->data(), "");
  EXPECT_TRUE(absl::IsOutOfRange(Piece(file.name(), file.size_bytes() + 1).status()));

  const Export french = Make(RequestFor(Export::RECORDS, Export::CSV), "fr");
  EXPECT_THAT(Fetch(french), HasSubstr("Chiffre;Titre;Fiche;"));
  const Export workbook = Make(RequestFor(Export::RECORDS, Export::XLSX));
  EXPECT_THAT(Fetch(workbook), StartsWith("PK"));
  EXPECT_EQ(workbook.row_count(), french.row_count());
}

TEST_F(ExportServiceTest, ARepetitionMakesNoSecondFileAndOldOnesGo) {
  v1::ExportFiguresRequest request = RequestFor(Export::FIGURES, Export::CSV);
  request.set_request_id("9d0a7f0e-7f0c-4a80-9f50-7c11a4c9c0de");
  const Export first = Make(request);
  EXPECT_EQ(Make(request).name(), first.name());
  for (int i = 0; i < 5; ++i) {
    services_.Advance(absl::Seconds(1));
    Make(RequestFor(Export::FIGURES, Export::XLSX));
  }
  v1::ListExportsRequest list;
  list.set_parent(kAcme);
  const auto kept = services_.Call<v1::ListExportsResponse>("users/mia", "ListExports", list);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_THAT(kept->exports(), SizeIs(5));
  EXPECT_TRUE(absl::IsNotFound(Piece(first.name(), 0).status())) << "the oldest is gone";
  v1::DeleteExportRequest remove;
  remove.set_name(kept->exports(0).name());
  EXPECT_TRUE(services_.Call<google::protobuf::Empty>("users/mia", "DeleteExport", remove).ok());
  EXPECT_TRUE(absl::IsNotFound(Piece(remove.name(), 0).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(
      services_.Call<google::protobuf::Empty>("users/carl", "DeleteExport", remove).status()));
}

TEST_F(ExportServiceTest, WhatIsNotThereIsNotMade) {
  const auto refused = Begin(RequestFor(Export::CONTENT_UNSPECIFIED, Export::FORMAT_UNSPECIFIED));
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status())) << refused.status();
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("content"));
  EXPECT_TRUE(absl::IsNotFound(Piece("organizations/acme/exports/none", 0).status()));
}

TEST_F(ExportServiceTest, AServiceThatIsSilentIsNamedInTheFile) {
  v1::ExportFiguresRequest request = RequestFor(Export::FIGURES, Export::CSV);
  request.set_request_id("1d0a7f0e-7f0c-4a80-9f50-7c11a4c9c0de");
  services_.Stop("kpi");
  const Export file = Make(request);
  EXPECT_THAT(file.unreachable_services(), ElementsAre("kpi")) << "a partial file says so";
  EXPECT_THAT(Fetch(file), HasSubstr(",kpi\r\n"));
}

}  // namespace
}  // namespace palier::reporting
