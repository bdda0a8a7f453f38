// SPDX-License-Identifier: Apache-2.0
// One field of a message as a cell, and back.
#ifndef PALIER_REGISTRY_DOMAIN_TABLE_VALUE_H_
#define PALIER_REGISTRY_DOMAIN_TABLE_VALUE_H_

#include <google/protobuf/message.h>
#include <google/type/money.pb.h>

#include <functional>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/mapping/cell.h"
#include "common/mapping/number.h"
#include "common/status/error.h"
#include "registry/domain/table/column.h"

namespace palier::registry {

// How cells of one file are read.
struct ReadContext {
  // `organizations/acme`: names in the file are relative to it.
  std::string organization;
  mapping::NumberStyle numbers = mapping::NumberStyle::kUnknown;
  // 1/7 is July 1st; otherwise a date with slashes is read only when it has one reading.
  bool day_first = false;
  // Of times without offset.
  absl::TimeZone time_zone = absl::UTCTimeZone();
  // Of amounts without one; may be empty.
  std::string currency;
  // The resource name of what a text calls so in a collection (its id, or its name for people), or
  // why there is none. Not asked for what already is a resource name.
  std::function<std::optional<status::Text>(absl::string_view collection, absl::string_view text,
                                            std::string& name)>
      resolve;
};

// How cells of one file are written.
struct WriteContext {
  std::string organization;
  bool french = false;
};

// What is wrong with a cell; none when nothing is.
using CellError = std::optional<status::Text>;

// The field as a cell; lists and records as list_text.h writes them. Empty for what is absent; a
// number or truth value that has no presence is always there.
mapping::Cell FieldCell(const google::protobuf::Message& message,
                        const google::protobuf::FieldDescriptor& field,
                        const WriteContext& context);
// Sets the field from a cell that is not empty. Texts are taken as they are; everything else
// without white space around it. After an error the field is as before or cleared.
CellError SetField(google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor& field, const mapping::Cell& cell,
                   const ReadContext& context);

// "-1234.5".
std::string AmountText(const google::type::Money& money);
// Reads "1 234,50", "1 234,50 EUR" or "€ 12"; `currency` is that of its own column, may be empty,
// and must not contradict. Fractions have nine digits at most; a number cell is rounded to them.
CellError SetAmount(const mapping::Cell& cell, absl::string_view currency,
                    const ReadContext& context, google::type::Money& money);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_TABLE_VALUE_H_
