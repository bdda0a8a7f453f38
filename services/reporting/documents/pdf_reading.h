// SPDX-License-Identifier: Apache-2.0
// What tests see in a PDF, by poppler.
#ifndef PALIER_REPORTING_DOCUMENTS_PDF_READING_H_
#define PALIER_REPORTING_DOCUMENTS_PDF_READING_H_

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/testing/temp_dir.h"

namespace palier::reporting {

inline std::string OutputOf(const std::string& command) {
  std::string output;
  FILE* const pipe = popen(command.c_str(), "r");
  EXPECT_NE(pipe, nullptr) << command;
  if (pipe == nullptr) return output;
  std::array<char, 4096> buffer;
  for (size_t read = 0; (read = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    output.append(buffer.data(), read);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return output;
}

class PdfReading {
 public:
  explicit PdfReading(const std::string& pdf) {
    file_ = folder_.File("document.pdf");
    std::ofstream(file_, std::ios::binary) << pdf;
  }

  // The text of each page.
  std::vector<std::string> Pages() const {
    std::vector<std::string> pages =
        absl::StrSplit(OutputOf(absl::StrCat("pdftotext -layout ", file_, " -")), '\f');
    if (!pages.empty()) pages.pop_back();
    return pages;
  }

  // Where every word stands, as XHTML with <page width height> and <word xMin yMin xMax yMax>.
  std::string Boxes() const { return OutputOf(absl::StrCat("pdftotext -bbox ", file_, " -")); }

 private:
  testing::TempDir folder_;
  std::string file_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_PDF_READING_H_
