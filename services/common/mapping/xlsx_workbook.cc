// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/xlsx_workbook.h"

#include <map>
#include <pugixml.hpp>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/mapping/errors.h"
#include "common/mapping/text.h"
#include "common/mapping/xml_pieces.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

// Workbook, relations and styles are small in any honest file.
constexpr int64_t kMaxPartBytes = int64_t{8} << 20;
constexpr int kMaxFormats = 70'000;

absl::Status NoWorkbook(absl::string_view detail) {
  return UnreadableFile({"This archive is no workbook that Palier reads ({detail}).",
                         "Cette archive n'est pas un classeur que Palier lit ({detail})."},
                        detail);
}

absl::Status Parse(const std::string& xml, pugi::xml_document& document) {
  if (absl::StrContains(xml, "<!DOCTYPE")) return NoWorkbook("document type");
  const pugi::xml_parse_result result = document.load_buffer(
      xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  return result ? absl::OkStatus() : NoWorkbook(result.description());
}

template <typename Fn>
void ForEachElement(const pugi::xml_node& parent, absl::string_view name, const Fn& fn) {
  for (const pugi::xml_node& node : parent.children()) {
    if (LocalName(node) == name) fn(node);
  }
}

pugi::xml_node Child(const pugi::xml_node& parent, absl::string_view name) {
  for (const pugi::xml_node& node : parent.children()) {
    if (LocalName(node) == name) return node;
  }
  return {};
}

// The value of an attribute whatever its prefix.
std::string Attribute(const pugi::xml_node& node, absl::string_view name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    absl::string_view own = attribute.name();
    const size_t colon = own.rfind(':');
    if (colon != absl::string_view::npos) own.remove_prefix(colon + 1);
    if (own == name) return attribute.value();
  }
  return "";
}

// `../xl/sheet.xml` seen from the folder `xl/worksheets`; an absolute path from the root.
std::string PartName(absl::string_view folder, absl::string_view target) {
  std::vector<std::string> segments;
  if (!absl::ConsumePrefix(&target, "/")) segments = absl::StrSplit(folder, '/', absl::SkipEmpty());
  for (const absl::string_view segment : absl::StrSplit(target, '/')) {
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (segment != "." && !segment.empty()) {
      segments.emplace_back(segment);
    }
  }
  return absl::StrJoin(segments, "/");
}

struct Relation {
  std::string type;  // last segment of its URI: `worksheet`
  std::string part;
};

// By id. A part without relations has none.
absl::StatusOr<std::map<std::string, Relation>> ReadRelations(ZipArchive& archive,
                                                              absl::string_view folder,
                                                              absl::string_view part) {
  std::map<std::string, Relation> relations;
  const std::string name = PartName("", absl::StrCat(folder, "/_rels/", part, ".rels"));
  if (!archive.Has(name)) return relations;
  ASSIGN_OR_RETURN(const std::string xml, archive.ReadWhole(name, kMaxPartBytes));
  pugi::xml_document document;
  RETURN_IF_ERROR(Parse(xml, document));
  ForEachElement(document.document_element(), "Relationship", [&](const pugi::xml_node& node) {
    if (Attribute(node, "TargetMode") == "External") return;
    const std::string type = Attribute(node, "Type");
    relations[Attribute(node, "Id")] = {type.substr(type.rfind('/') + 1),
                                        PartName(folder, Attribute(node, "Target"))};
  });
  return relations;
}

std::string PartOfType(const std::map<std::string, Relation>& relations, absl::string_view type) {
  for (const auto& [id, relation] : relations) {
    if (relation.type == type) return relation.part;
  }
  return "";
}

struct Sheet {
  std::string name, id;
  bool hidden = false;
};

absl::StatusOr<Sheet> ChooseSheet(const std::vector<Sheet>& sheets, const std::string& wanted) {
  if (sheets.empty()) return NoWorkbook("no sheet");
  if (wanted.empty()) {
    for (const Sheet& sheet : sheets) {
      if (!sheet.hidden) return sheet;
    }
    return sheets.front();
  }
  for (const Sheet& sheet : sheets) {
    if (Fold(sheet.name) == Fold(wanted)) return sheet;
  }
  const std::string names = absl::StrJoin(
      sheets, ", ", [](std::string* out, const Sheet& sheet) { out->append(sheet.name); });
  return UnreadableFile({"The workbook has no such sheet. It has: {detail}.",
                         "Le classeur n'a pas cette feuille. Il a : {detail}."},
                        Excerpt(names, 400));
}

absl::Status ReadStrings(ZipArchive& archive, const std::string& part, const XlsxOptions& options,
                         SharedStrings& strings) {
  XmlPieces pieces({"si", options.max_row_bytes}, [&](absl::string_view xml) -> absl::Status {
    pugi::xml_document item;
    RETURN_IF_ERROR(Parse(std::string(xml), item));
    const std::string text = StringItem(item.document_element());
    if (strings.size() >= options.max_shared_strings ||
        strings.bytes() + static_cast<int64_t>(text.size()) > options.max_shared_bytes) {
      return LimitExceeded({"The workbook's texts have more than {limit} bytes, or are too many.",
                            "Les textes du classeur dépassent {limit} octets, ou sont trop "
                            "nombreux."},
                           "shared strings", options.max_shared_bytes);
    }
    strings.Add(text);
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(archive.Read(part, [&](absl::string_view piece) { return pieces.Feed(piece); }));
  return pieces.Finish();
}

absl::Status ReadFormats(ZipArchive& archive, const std::string& part,
                         std::vector<NumberFormat>& formats) {
  ASSIGN_OR_RETURN(const std::string xml, archive.ReadWhole(part, kMaxPartBytes));
  pugi::xml_document document;
  RETURN_IF_ERROR(Parse(xml, document));
  const pugi::xml_node styles = document.document_element();
  std::map<int, NumberFormat> own;
  ForEachElement(Child(styles, "numFmts"), "numFmt", [&](const pugi::xml_node& node) {
    own[node.attribute("numFmtId").as_int()] = ParseFormat(node.attribute("formatCode").value());
  });
  ForEachElement(Child(styles, "cellXfs"), "xf", [&](const pugi::xml_node& node) {
    const int id = node.attribute("numFmtId").as_int();
    const auto found = own.find(id);
    if (formats.size() < kMaxFormats)
      formats.push_back(found == own.end() ? BuiltInFormat(id) : found->second);
  });
  return absl::OkStatus();
}

absl::StatusOr<std::string> FindWorkbook(ZipArchive& archive) {
  ASSIGN_OR_RETURN(const auto relations, ReadRelations(archive, "", ""));
  const std::string part = PartOfType(relations, "officeDocument");
  if (!part.empty() && archive.Has(part)) return part;
  if (archive.Has("xl/workbook.xml")) return std::string("xl/workbook.xml");
  if (archive.Has("xl/workbook.bin")) return NoWorkbook("binary workbook (.xlsb)");
  if (archive.Has("content.xml")) return NoWorkbook("OpenDocument (.ods)");
  return NoWorkbook("no workbook in it");
}

}  // namespace

absl::string_view SharedStrings::at(int64_t index) const {
  const auto i = static_cast<size_t>(index);
  const size_t begin = i == 0 ? 0 : ends_[i - 1];
  return absl::string_view(text_).substr(begin, ends_[i] - begin);
}

void SharedStrings::Add(absl::string_view text) {
  text_.append(text.data(), text.size());
  ends_.push_back(text_.size());
}

absl::string_view LocalName(const pugi::xml_node& node) {
  absl::string_view name = node.name();
  const size_t colon = name.rfind(':');
  return colon == absl::string_view::npos ? name : name.substr(colon + 1);
}

std::string StringItem(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& node : item.children()) {
    if (LocalName(node) == "t") text += node.child_value();
    if (LocalName(node) == "r") text += Child(node, "t").child_value();
  }
  return DecodeXstring(text);
}

absl::StatusOr<Workbook> OpenWorkbook(ZipArchive& archive, const XlsxOptions& options) {
  ASSIGN_OR_RETURN(const std::string part, FindWorkbook(archive));
  const size_t slash = part.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : part.substr(0, slash);
  ASSIGN_OR_RETURN(const std::string xml, archive.ReadWhole(part, kMaxPartBytes));
  pugi::xml_document document;
  RETURN_IF_ERROR(Parse(xml, document));
  const pugi::xml_node root = document.document_element();
  Workbook workbook;
  if (Child(root, "workbookPr").attribute("date1904").as_bool()) workbook.epoch = Epoch::k1904;
  std::vector<Sheet> sheets;
  ForEachElement(Child(root, "sheets"), "sheet", [&](const pugi::xml_node& node) {
    sheets.push_back({Attribute(node, "name"), Attribute(node, "id"),
                      absl::StrContains(Attribute(node, "state"), "idden")});
  });
  if (static_cast<int>(sheets.size()) > options.max_sheets) {
    return LimitExceeded(
        {"The workbook has more than {limit} sheets.", "Le classeur a plus de {limit} feuilles."},
        "sheets", options.max_sheets);
  }
  ASSIGN_OR_RETURN(const Sheet sheet, ChooseSheet(sheets, options.sheet));
  ASSIGN_OR_RETURN(
      const auto relations,
      ReadRelations(archive, folder, part.substr(slash == std::string::npos ? 0 : slash + 1)));
  const auto relation = relations.find(sheet.id);
  if (relation == relations.end() || relation->second.type != "worksheet")
    return NoWorkbook(absl::StrCat("sheet ", Excerpt(sheet.name, 100)));
  workbook.sheet = sheet.name;
  workbook.sheet_part = relation->second.part;
  const std::string strings = PartOfType(relations, "sharedStrings");
  if (!strings.empty() && archive.Has(strings))
    RETURN_IF_ERROR(ReadStrings(archive, strings, options, workbook.strings));
  const std::string styles = PartOfType(relations, "styles");
  if (!styles.empty() && archive.Has(styles))
    RETURN_IF_ERROR(ReadFormats(archive, styles, workbook.formats));
  return workbook;
}

}  // namespace palier::mapping
