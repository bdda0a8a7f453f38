// SPDX-License-Identifier: Apache-2.0
// What a workbook says of itself before its sheets are read.
#ifndef PALIER_COMMON_MAPPING_XLSX_WORKBOOK_H_
#define PALIER_COMMON_MAPPING_XLSX_WORKBOOK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/mapping/xlsx_reader.h"
#include "common/mapping/xlsx_text.h"
#include "common/mapping/zip_archive.h"

namespace pugi {
class xml_node;
}

namespace palier::mapping {

// Texts that cells refer to by number, kept in one piece of memory.
class SharedStrings {
 public:
  int64_t size() const { return static_cast<int64_t>(ends_.size()); }
  absl::string_view at(int64_t index) const;
  void Add(absl::string_view text);
  int64_t bytes() const { return static_cast<int64_t>(text_.size()); }

 private:
  std::string text_;
  std::vector<size_t> ends_;
};

struct Workbook {
  Epoch epoch = Epoch::k1900;
  // Name of the sheet to read, and its part of the archive.
  std::string sheet;
  std::string sheet_part;
  SharedStrings strings;
  // By the number that cells give as their style.
  std::vector<NumberFormat> formats;
};

// Finds `options.sheet` and what its cells refer to. Errors as ForEachXlsxRow.
absl::StatusOr<Workbook> OpenWorkbook(ZipArchive& archive, const XlsxOptions& options);

// Local name of an element: `row` of `x:row`.
absl::string_view LocalName(const pugi::xml_node& node);
// The text of an `si` or `is` element: of its `t`, or of all its runs; phonetic readings are left
// out.
std::string StringItem(const pugi::xml_node& item);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_XLSX_WORKBOOK_H_
