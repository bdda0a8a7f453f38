// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/xml_pieces.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "common/status/error.h"

namespace palier::mapping {
namespace {

using ::testing::ElementsAre;

absl::StatusOr<std::vector<std::string>> Cut(absl::string_view xml, size_t chunk,
                                             XmlOptions options = {"row"}) {
  std::vector<std::string> pieces;
  XmlPieces reader(options, [&](absl::string_view piece) {
    pieces.emplace_back(piece);
    return absl::OkStatus();
  });
  for (size_t at = 0; at < xml.size(); at += chunk) {
    const absl::Status status = reader.Feed(xml.substr(at, chunk));
    if (!status.ok()) return status;
  }
  const absl::Status status = reader.Finish();
  if (!status.ok()) return status;
  return pieces;
}

TEST(XmlPiecesTest, CutsTheSameWhateverTheChunks) {
  constexpr char kXml[] =
      "\xEF\xBB\xBF<?xml version='1.0'?><!-- <row> --><s><row a='>'/><x:row><c><row/></c>"
      "<!-- <!> -->t<![CDATA[</row>]]></x:row ><rows/><row></row></s>\n";
  for (size_t chunk = 1; chunk < 60; ++chunk) {
    const auto pieces = Cut(kXml, chunk);
    ASSERT_EQ(pieces.status(), absl::OkStatus()) << chunk;
    EXPECT_THAT(*pieces,
                ElementsAre("<row a='>'/>", "<x:row><c><row/></c>t<![CDATA[</row>]]></x:row >",
                            "<row></row>"));
  }
}

TEST(XmlPiecesTest, RefusesWhatItDoesNotRead) {
  for (const char* bad :
       {"", "text", "<a>", "<a", "</a>", "<a></a></a>", "<!DOCTYPE a><a/>", "<>", "< a/>",
        "<a><!-- </a>", "<row><![CDATA[</row>", "<?xml encoding='UTF-16'?><a/>"}) {
    EXPECT_EQ(status::ReasonOf(Cut(bad, 3).status()), error::v1::UNREADABLE_FILE) << bad;
  }
}

TEST(XmlPiecesTest, HoldsOnePieceAtMost) {
  const XmlOptions options{"row", 16, 4};
  EXPECT_EQ(Cut("<a><row>123456</row></a>", 5, options).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Cut("<a><row>12345</row></a>", 5, options).status(), absl::OkStatus());
  EXPECT_EQ(Cut("<a>12345678901234567890</a>", 5, options).status(), absl::OkStatus());
  EXPECT_EQ(Cut("<a b='1234567890123'/>", 5, options).status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Cut("<a><b><c><d/></c></b></a>", 5, options).status(), absl::OkStatus());
  EXPECT_FALSE(Cut("<a><b><c><d><e></e></d></c></b></a>", 5, options).ok());
}

}  // namespace
}  // namespace palier::mapping
