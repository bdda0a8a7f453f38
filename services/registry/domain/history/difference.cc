// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/history/difference.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <map>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/aip/text.h"

namespace palier::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Messages nest less deep than this; one that does not is shown whole.
constexpr int kMaxDepth = 10;

bool IsBookkeeping(const std::string& field) {
  for (const char* name : {"name", "uid", "etag", "create_time", "update_time"}) {
    if (field == name) return true;
  }
  return false;
}

// Timestamps, dates, amounts of money: one value to a reader.
bool IsOneValue(const google::protobuf::Descriptor& type) {
  return absl::StartsWith(type.full_name(), "google.");
}

std::string JsonOf(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}";
  return json;
}

std::string Quoted(absl::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
      case '\\':
        json += {'\\', c};
        break;
      case '\n':
        json += "\\n";
        break;
      case '\t':
        json += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          absl::StrAppend(&json, "\\u00", absl::Hex(c, absl::kZeroPad2));
        } else {
          json += c;
        }
    }
  }
  return json + "\"";
}

// One value: of a singular field when `index` is negative, else of a list.
std::string ValueOf(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& r = *message.GetReflection();
  const bool one = index < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return JsonOf(one ? r.GetMessage(message, &field)
                        : r.GetRepeatedMessage(message, &field, index));
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          one ? r.GetString(message, &field) : r.GetRepeatedString(message, &field, index);
      return Quoted(field.type() == FieldDescriptor::TYPE_BYTES ? absl::Base64Escape(text) : text);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value =
          one ? r.GetEnum(message, &field) : r.GetRepeatedEnum(message, &field, index);
      return Quoted(value->name());
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return (one ? r.GetBool(message, &field) : r.GetRepeatedBool(message, &field, index))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(one ? r.GetInt32(message, &field)
                              : r.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(one ? r.GetInt64(message, &field)
                              : r.GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(one ? r.GetUInt32(message, &field)
                              : r.GetRepeatedUInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(one ? r.GetUInt64(message, &field)
                              : r.GetRepeatedUInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return absl::StrCat(one ? r.GetFloat(message, &field)
                              : r.GetRepeatedFloat(message, &field, index));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(one ? r.GetDouble(message, &field)
                              : r.GetRepeatedDouble(message, &field, index));
  }
  return "";
}

class Comparison {
 public:
  std::vector<v1::FieldDifference> differences;

  // Two messages of one type.
  void Compare(const Message& before, const Message& after, const std::string& path, int depth) {
    const auto& type = *before.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (path.empty() && IsBookkeeping(field.name())) continue;
      const std::string at = path.empty() ? field.name() : absl::StrCat(path, ".", field.name());
      if (field.is_map()) {
        CompareMap(before, after, field, at);
      } else if (field.is_repeated()) {
        CompareList(before, after, field, at, depth);
      } else {
        CompareOne(before, after, field, at, depth);
      }
    }
  }

 private:
  void Add(const std::string& path, const std::string& before, const std::string& after) {
    if (before == after || differences.size() == kMaxDifferences) return;
    v1::FieldDifference& difference = differences.emplace_back();
    difference.set_path(path);
    difference.set_before(Cut(before, difference));
    difference.set_after(Cut(after, difference));
  }

  static std::string Cut(const std::string& value, v1::FieldDifference& difference) {
    if (value.size() <= kMaxValueBytes) return value;
    difference.set_truncated(true);
    return absl::StrCat(aip::CutText(value, kMaxValueBytes), "…");
  }

  static bool Descends(const FieldDescriptor& field, int depth) {
    return field.message_type() != nullptr && depth < kMaxDepth &&
           !IsOneValue(*field.message_type());
  }

  void CompareOne(const Message& before, const Message& after, const FieldDescriptor& field,
                  const std::string& path, int depth) {
    const bool had = before.GetReflection()->HasField(before, &field);
    const bool has = after.GetReflection()->HasField(after, &field);
    if (had && has && Descends(field, depth)) {
      return Compare(before.GetReflection()->GetMessage(before, &field),
                     after.GetReflection()->GetMessage(after, &field), path, depth + 1);
    }
    Add(path, had ? ValueOf(before, field, -1) : "", has ? ValueOf(after, field, -1) : "");
  }

  void CompareList(const Message& before, const Message& after, const FieldDescriptor& field,
                   const std::string& path, int depth) {
    const int had = before.GetReflection()->FieldSize(before, &field);
    const int has = after.GetReflection()->FieldSize(after, &field);
    for (int i = 0; i < std::max(had, has); ++i) {
      const std::string at = absl::StrCat(path, "[", i, "]");
      if (i < had && i < has && Descends(field, depth)) {
        Compare(before.GetReflection()->GetRepeatedMessage(before, &field, i),
                after.GetReflection()->GetRepeatedMessage(after, &field, i), at, depth + 1);
      } else {
        Add(at, i < had ? ValueOf(before, field, i) : "", i < has ? ValueOf(after, field, i) : "");
      }
    }
  }

  static std::map<std::string, std::string> EntriesOf(const Message& message,
                                                      const FieldDescriptor& field) {
    std::map<std::string, std::string> entries;
    const FieldDescriptor& key = *field.message_type()->FindFieldByNumber(1);
    const FieldDescriptor& value = *field.message_type()->FindFieldByNumber(2);
    for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
      const Message& entry = message.GetReflection()->GetRepeatedMessage(message, &field, i);
      entries[ValueOf(entry, key, -1)] = ValueOf(entry, value, -1);
    }
    return entries;
  }

  void CompareMap(const Message& before, const Message& after, const FieldDescriptor& field,
                  const std::string& path) {
    const auto had = EntriesOf(before, field);
    const auto has = EntriesOf(after, field);
    for (const auto& [key, value] : had) {
      const auto found = has.find(key);
      Add(absl::StrCat(path, "[", key, "]"), value, found == has.end() ? "" : found->second);
    }
    for (const auto& [key, value] : has) {
      if (!had.contains(key)) Add(absl::StrCat(path, "[", key, "]"), "", value);
    }
  }
};

std::unique_ptr<Message> Unpack(const google::protobuf::Any& any) {
  const std::string type = any.type_url().substr(any.type_url().rfind('/') + 1);
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return nullptr;
  std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  return message->ParseFromString(any.value()) ? std::move(message) : nullptr;
}

}  // namespace

std::vector<v1::FieldDifference> DifferencesOf(const Message* before, const Message* after) {
  Comparison comparison;
  const Message* one = before != nullptr ? before : after;
  if (one == nullptr) return {};
  const std::unique_ptr<Message> nothing(one->New());
  if (before == nullptr) before = nothing.get();
  if (after == nullptr) after = nothing.get();
  if (before->GetDescriptor() == after->GetDescriptor()) comparison.Compare(*before, *after, "", 0);
  return std::move(comparison.differences);
}

v1::RecordChange DescribeChange(const api::v1::Change& change) {
  v1::RecordChange record;
  record.set_sequence(change.sequence());
  *record.mutable_time() = change.time();
  record.set_actor(change.actor());
  record.set_on_behalf_of(change.on_behalf_of());
  record.set_method(change.method());
  record.set_kind(change.kind());
  // Every creation and change is logged with what it left.
  record.set_erased(!change.has_before() && !change.has_after() &&
                    change.kind() != api::v1::Change::DELETED);
  const std::unique_ptr<Message> before = change.has_before() ? Unpack(change.before()) : nullptr;
  const std::unique_ptr<Message> after = change.has_after() ? Unpack(change.after()) : nullptr;
  for (v1::FieldDifference& difference : DifferencesOf(before.get(), after.get()))
    *record.add_differences() = std::move(difference);
  return record;
}

}  // namespace palier::registry
