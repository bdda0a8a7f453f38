// SPDX-License-Identifier: Apache-2.0
#include "common/resource/rows.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace palier::resource {

std::string ColumnOf(int index) {
  return absl::StrCat("f", index);
}

std::vector<sql::Value> FieldValues(const Type& type, const google::protobuf::Message& resource) {
  std::vector<sql::Value> values(aip::kMaxFilterFields, std::string());
  for (const aip::FilterField& field : type.fields().fields()) {
    values[static_cast<size_t>(field.column)] = aip::EncodeField(resource, field);
  }
  return values;
}

std::string OrganizationOf(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, absl::MaxSplits('/', 2));
  return parts.size() >= 2 ? std::string(parts[1]) : "";
}

std::string IdOf(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return std::string(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

std::string ParentOf(absl::string_view name) {
  const auto slashes = std::count(name.begin(), name.end(), '/');
  // A singleton (`organizations/x/settings`) has no id of its own.
  for (int strip = slashes % 2 == 0 ? 1 : 2; strip > 0; --strip) {
    const size_t slash = name.rfind('/');
    if (slash == absl::string_view::npos) return "";
    name = name.substr(0, slash);
  }
  return std::string(name);
}

std::string TypeCondition(const Type& type) {
  return absl::StrCat("type = '", type.label(), "'");
}

std::string ParentCondition(absl::string_view parent, std::vector<sql::Value>& parameters) {
  const size_t next = parameters.size() + 1;
  if (!absl::EndsWith(parent, "/-")) {
    parameters.push_back(std::string(parent));
    return absl::StrCat("parent = $", next);
  }
  // '0' follows '/' in ASCII: a range of names that an index can serve.
  const absl::string_view prefix = absl::StripSuffix(parent, "-");
  parameters.push_back(std::string(prefix));
  parameters.push_back(absl::StrCat(absl::StripSuffix(prefix, "/"), "0"));
  return absl::StrCat("parent > $", next, " AND parent < $", next + 1);
}

int64_t RevisionOf(absl::string_view etag) {
  int64_t revision = 0;
  const bool read = absl::ConsumePrefix(&etag, "\"") && absl::ConsumeSuffix(&etag, "\"") &&
                    absl::SimpleAtoi(etag, &revision);
  return read ? revision : 0;
}

}  // namespace palier::resource
