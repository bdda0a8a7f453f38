// SPDX-License-Identifier: Apache-2.0
// Workbooks made by hand, for tests and fuzzing: part by part, so that any of them can be wrong.
#ifndef PALIER_COMMON_MAPPING_XLSX_FIXTURE_H_
#define PALIER_COMMON_MAPPING_XLSX_FIXTURE_H_

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/mapping/zip_writer.h"

namespace palier::mapping {

using Parts = std::map<std::string, std::string>;

inline std::string Zipped(const Parts& parts) {
  std::string bytes;
  ZipWriter zip([&](absl::string_view piece) {
    bytes.append(piece.data(), piece.size());
    return absl::OkStatus();
  });
  absl::Status status;
  for (const auto& [name, content] : parts) status.Update(zip.Add(name, content));
  status.Update(zip.Finish());
  return status.ok() ? bytes : "";
}

// A workbook with one sheet `Data`, whose rows are given as XML. Styles: 1 is dd/mm/yyyy, 2 is
// dd/mm/yyyy hh:mm, 3 is hh:mm:ss, 4 is [h]:mm, 5 is 0.00.
inline Parts WorkbookParts(const std::string& rows, const std::string& properties = "") {
  const std::string relations =
      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  const std::string type =
      " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  Parts parts;
  parts["_rels/.rels"] =
      absl::StrCat(relations, "<Relationship Id=\"r\"", type,
                   "officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>");
  parts["xl/workbook.xml"] =
      absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook xmlns:r=\"r\">", properties,
                   "<sheets><sheet name=\"Secret\" sheetId=\"2\" state=\"hidden\" r:id=\"rId9\"/>"
                   "<sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
  parts["xl/_rels/workbook.xml.rels"] = absl::StrCat(
      relations, "<Relationship Id=\"rId1\"", type,
      "worksheet\" Target=\"worksheets/sheet1.xml\"/>", "<Relationship Id=\"rId2\"", type,
      "sharedStrings\" Target=\"sharedStrings.xml\"/>", "<Relationship Id=\"rId3\"", type,
      "styles\" Target=\"styles.xml\"/></Relationships>");
  parts["xl/styles.xml"] =
      "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/>"
      "<numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>"
      "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"21\"/><xf numFmtId=\"165\"/>"
      "<xf numFmtId=\"2\"/></cellXfs></styleSheet>";
  parts["xl/sharedStrings.xml"] =
      "<sst><si><t>name</t></si><si><r><t>rich </t></r><r><t xml:space=\"preserve\">text </t></r>"
      "<rPh><t>reading</t></rPh></si><si><t>tab_x0009_&amp;_x005F_x0041_</t></si><si/></sst>";
  parts["xl/worksheets/sheet1.xml"] =
      absl::StrCat("<worksheet><sheetData>", rows, "</sheetData></worksheet>");
  return parts;
}

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_XLSX_FIXTURE_H_
