// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/promise.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/digest/sha256.h"

namespace palier::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void Walk(const Message& message, const std::string& path, std::string& out);

// One value, as a line or as the lines below it. `index` is -1 for a singular field.
void WalkValue(const Message& message, const FieldDescriptor& field, int index,
               const std::string& path, std::string& out) {
  const Reflection& from = *message.GetReflection();
  const bool repeated = index >= 0;
  const auto line = [&](absl::string_view value) {
    absl::StrAppend(&out, path, "=", absl::CEscape(value), "\n");
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      absl::StrAppend(&out, path, "\n");
      return Walk(repeated ? from.GetRepeatedMessage(message, &field, index)
                           : from.GetMessage(message, &field),
                  path, out);
    case FieldDescriptor::CPPTYPE_STRING:
      return line(repeated ? from.GetRepeatedString(message, &field, index)
                           : from.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return line(absl::StrFormat("%.17g", repeated ? from.GetRepeatedDouble(message, &field, index)
                                                    : from.GetDouble(message, &field)));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return line(absl::StrFormat("%.9g", repeated ? from.GetRepeatedFloat(message, &field, index)
                                                   : from.GetFloat(message, &field)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return line(
          (repeated ? from.GetRepeatedBool(message, &field, index) : from.GetBool(message, &field))
              ? "1"
              : "0");
    case FieldDescriptor::CPPTYPE_ENUM:
      return line(absl::StrCat(repeated ? from.GetRepeatedEnumValue(message, &field, index)
                                        : from.GetEnumValue(message, &field)));
    case FieldDescriptor::CPPTYPE_INT32:
      return line(absl::StrCat(repeated ? from.GetRepeatedInt32(message, &field, index)
                                        : from.GetInt32(message, &field)));
    case FieldDescriptor::CPPTYPE_INT64:
      return line(absl::StrCat(repeated ? from.GetRepeatedInt64(message, &field, index)
                                        : from.GetInt64(message, &field)));
    case FieldDescriptor::CPPTYPE_UINT32:
      return line(absl::StrCat(repeated ? from.GetRepeatedUInt32(message, &field, index)
                                        : from.GetUInt32(message, &field)));
    case FieldDescriptor::CPPTYPE_UINT64:
      return line(absl::StrCat(repeated ? from.GetRepeatedUInt64(message, &field, index)
                                        : from.GetUInt64(message, &field)));
  }
}

// Entries of a map have no order of their own.
void WalkMap(const Message& message, const FieldDescriptor& field, const std::string& path,
             std::string& out) {
  std::vector<std::string> entries;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i)
    WalkValue(message, field, i, path, entries.emplace_back());
  std::sort(entries.begin(), entries.end());
  for (const std::string& entry : entries) out += entry;
}

void Walk(const Message& message, const std::string& path, std::string& out) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);  // by number
  for (const FieldDescriptor* field : fields) {
    const std::string below = absl::StrCat(path, path.empty() ? "" : ".", field->number());
    if (field->is_map()) {
      WalkMap(message, *field, below, out);
    } else if (!field->is_repeated()) {
      WalkValue(message, *field, -1, below, out);
    } else {
      for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i)
        WalkValue(message, *field, i, absl::StrCat(below, "[", i, "]"), out);
    }
  }
}

}  // namespace

std::string CanonicalText(const Message& message) {
  std::string text;
  Walk(message, "", text);
  return text;
}

v1::Promise PromiseOf(const v1::Project& project, const std::vector<v1::Evidence>& evidence) {
  v1::Promise promise;
  *promise.mutable_exit_criteria() = project.exit_criteria();
  if (project.has_poc_budget()) *promise.mutable_poc_budget() = project.poc_budget();
  if (project.has_production_budget())
    *promise.mutable_production_budget() = project.production_budget();
  if (project.has_population()) *promise.mutable_population() = project.population();
  promise.set_fallback(project.fallback_promise());
  for (const v1::Evidence& one : evidence) {
    if (!one.has_kpi()) continue;
    v1::SealedKpi& kpi = *promise.add_kpis();
    kpi.set_kpi(one.subject());
    kpi.set_definition_version(one.kpi().definition_version());
  }
  return promise;
}

std::string PromiseHash(const v1::Promise& promise) {
  v1::Promise asked = promise;
  asked.clear_kpis();
  return digest::Sha256Hex(absl::StrCat("seal_v1:", CanonicalText(asked)));
}

std::string PromiseInForce(const Facts& facts) {
  return facts.sealed_hash.empty() ? PromiseHash(facts.promise) : facts.sealed_hash;
}

std::string DecisionHash(const v1::Decision& decision, const std::string& promise_hash) {
  v1::Decision content;
  content.set_committee(decision.committee());
  if (decision.has_direction()) {
    *content.mutable_direction() = decision.direction();
    content.mutable_direction()->clear_recommendation();
  } else if (decision.has_amendment()) {
    *content.mutable_amendment() = decision.amendment();
    content.mutable_amendment()->mutable_promise()->clear_kpis();
  }
  return digest::Sha256Hex(
      absl::StrCat("decision_v1:", promise_hash, "\n", CanonicalText(content)));
}

std::string CaseHash(const v1::BusinessCase& business_case) {
  v1::BusinessCase content;
  *content.mutable_start_date() = business_case.start_date();
  content.set_horizon_years(business_case.horizon_years());
  *content.mutable_costs() = business_case.costs();
  *content.mutable_gains() = business_case.gains();
  return digest::Sha256Hex(absl::StrCat("case_v1:", CanonicalText(content)));
}

v1::BusinessCase::State CaseState(const v1::BusinessCase& business_case) {
  if (!business_case.has_approval()) return v1::BusinessCase::DRAFT;
  const bool same = business_case.approval().content_hash() == CaseHash(business_case);
  return same ? v1::BusinessCase::APPROVED : v1::BusinessCase::STALE;
}

}  // namespace palier::registry
