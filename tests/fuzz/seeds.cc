// SPDX-License-Identifier: Apache-2.0
// Writes the workbooks that fuzzing of xlsx_reader began with: `fuzz_seeds FOLDER`.
#include <fstream>
#include <string>

#include "common/mapping/xlsx_fixture.h"
#include "common/mapping/xlsx_writer.h"

namespace {

void Save(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string Written() {
  using palier::mapping::Cell;
  std::string bytes;
  palier::mapping::XlsxWriter writer(
      [&](absl::string_view piece) {
        bytes.append(piece.data(), piece.size());
        return absl::OkStatus();
      },
      "Projects");
  absl::Status status = writer.Head({"Id", "Name"});
  status.Update(writer.Row(
      {Cell::Text("=a"), Cell::Number("1.5"), Cell::Date("2026-01-01"), Cell::Bool(true)}));
  status.Update(writer.Finish());
  return status.ok() ? bytes : "";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  const std::string rows =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c s=\"2\"><v>46082.5</v></c></row>"
      "<row><c t=\"inlineStr\"><is><t>x</t></is></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v>"
      "</c><c><f>1+1</f></c><c t=\"str\"><v>s</v></c><c "
      "t=\"d\"><v>2026-01-01T00:00:00</v></c></row>";
  const palier::mapping::Parts parts = palier::mapping::WorkbookParts(rows);
  Save(folder + "/written.xlsx", Written());
  Save(folder + "/fixture.xlsx", palier::mapping::Zipped(parts));
  Save(folder + "/rows", "r" + rows);
  Save(folder + "/sheet", "w" + parts.at("xl/worksheets/sheet1.xml"));
  Save(folder + "/strings", "s" + parts.at("xl/sharedStrings.xml"));
  Save(folder + "/styles", "f" + parts.at("xl/styles.xml"));
  Save(folder + "/workbook", "b" + parts.at("xl/workbook.xml"));
  Save(folder + "/relations", "l" + parts.at("xl/_rels/workbook.xml.rels"));
  return 0;
}
