// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_value.h"

#include <cstring>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/sql/postgres_numeric.h"

namespace palier::sql {
namespace {

// The last `Bytes` of `bits`, most significant first.
template <size_t Bytes>
std::array<char, Bytes> BigEndian(uint64_t bits) {
  std::array<char, Bytes> result;
  for (size_t i = 0; i < Bytes; ++i) result[i] = static_cast<char>(bits >> (8 * (Bytes - 1 - i)));
  return result;
}

uint64_t BitsOf(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  return bits;
}

// A signed number of as many bytes as there are.
int64_t IntegerOf(absl::string_view bytes) {
  if (bytes.empty()) return 0;
  uint64_t bits = (bytes[0] & 0x80) != 0 ? ~uint64_t{0} : 0;
  for (const char byte : bytes) bits = bits << 8 | static_cast<uint8_t>(byte);
  return static_cast<int64_t>(bits);
}

double RealOf(absl::string_view bytes) {
  const int64_t bits = IntegerOf(bytes);
  double value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

double SingleOf(absl::string_view bytes) {
  const auto bits = static_cast<uint32_t>(IntegerOf(bytes));
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

// A cast of a double out of range is undefined; SQLite takes the nearest.
int64_t Truncated(double value) {
  constexpr double kEnd = 9223372036854775808.0;
  if (!(value < kEnd)) return value >= kEnd ? std::numeric_limits<int64_t>::max() : 0;
  return value < -kEnd ? std::numeric_limits<int64_t>::min() : static_cast<int64_t>(value);
}

absl::string_view FieldOf(const PGresult* result, int column) {
  return absl::string_view(PQgetvalue(result, 0, column), PQgetlength(result, 0, column));
}

bool IsInteger(Oid type) {
  return type == kInt8 || type == kInt4 || type == kInt2 || type == kBool || type == kOid;
}

template <size_t Bytes>
void AppendNumber(uint64_t bits, std::string& out) {
  const std::array<char, 4> length = BigEndian<4>(Bytes);
  const std::array<char, Bytes> number = BigEndian<Bytes>(bits);
  out.append(length.data(), 4).append(number.data(), Bytes);
}

void AppendBytes(absl::string_view bytes, std::string& out) {
  out.append(BigEndian<4>(bytes.size()).data(), 4).append(bytes.data(), bytes.size());
}

struct CopyField {
  Oid column;
  std::string& out;

  bool operator()(std::monostate) const {
    out.append(4, '\xff');
    return true;
  }
  bool operator()(int64_t value) const {
    switch (column) {
      case kInt8:
        AppendNumber<8>(value, out);
        return true;
      case kInt4:
        AppendNumber<4>(value, out);
        return value == static_cast<int32_t>(value);
      case kInt2:
        AppendNumber<2>(value, out);
        return value == static_cast<int16_t>(value);
      case kBool:
        AppendNumber<1>(value != 0, out);
        return true;
      default:
        return (*this)(static_cast<double>(value));
    }
  }
  bool operator()(double value) const {
    AppendNumber<8>(BitsOf(value), out);
    return column == kFloat8;
  }
  bool operator()(const std::string& value) const {
    AppendBytes(value, out);
    return column == kText || column == kVarchar || column == kBpchar;
  }
  bool operator()(const Blob& value) const {
    AppendBytes(value.bytes, out);
    return column == kBytea;
  }
};

}  // namespace

PostgresParameters::PostgresParameters(absl::Span<const Value> values)
    : numbers_(values.size()),
      types_(values.size(), 0),
      data_(values.size(), nullptr),
      lengths_(values.size(), 0),
      formats_(values.size(), 1) {
  for (size_t i = 0; i < values.size(); ++i) {
    const auto set = [&](Oid type, const char* data, size_t length) {
      types_[i] = type;
      data_[i] = data;
      lengths_[i] = static_cast<int>(length);
    };
    if (const auto* integer = std::get_if<int64_t>(&values[i])) {
      numbers_[i] = BigEndian<8>(*integer);
      set(kInt8, numbers_[i].data(), 8);
    } else if (const auto* real = std::get_if<double>(&values[i])) {
      numbers_[i] = BigEndian<8>(BitsOf(*real));
      set(kFloat8, numbers_[i].data(), 8);
    } else if (const auto* text = std::get_if<std::string>(&values[i])) {
      set(kText, text->data(), text->size());
    } else if (const auto* blob = std::get_if<Blob>(&values[i])) {
      set(kBytea, blob->bytes.data(), blob->bytes.size());
    }
  }
}

int64_t PostgresRow::int64(int column) const {
  const Oid type = PQftype(result_, column);
  if (is_null(column)) return 0;
  if (IsInteger(type)) return IntegerOf(FieldOf(result_, column)) & (type == kBool ? 1 : ~0LL);
  if (type == kFloat8 || type == kFloat4) return Truncated(real(column));
  int64_t value = 0;
  const absl::string_view digits = text(column);
  if (absl::SimpleAtoi(digits.substr(0, digits.find('.')), &value)) return value;
  return Truncated(real(column));
}

double PostgresRow::real(int column) const {
  const Oid type = PQftype(result_, column);
  if (is_null(column)) return 0;
  if (type == kFloat8) return RealOf(FieldOf(result_, column));
  if (type == kFloat4) return SingleOf(FieldOf(result_, column));
  if (IsInteger(type)) return static_cast<double>(int64(column));
  double value = 0;
  return absl::SimpleAtod(text(column), &value) ? value : 0;
}

absl::string_view PostgresRow::text(int column) const {
  const Oid type = PQftype(result_, column);
  if (is_null(column)) return "";
  std::string& made = texts_[column];
  if (IsInteger(type)) return made = absl::StrCat(int64(column));
  if (type == kFloat8 || type == kFloat4) return made = absl::StrFormat("%.15g", real(column));
  if (type == kNumeric) return made = NumericText(FieldOf(result_, column));
  return FieldOf(result_, column);
}

absl::string_view PostgresRow::blob(int column) const {
  const Oid type = PQftype(result_, column);
  return type == kBytea ? FieldOf(result_, column) : text(column);
}

bool AppendCopyField(const Value& value, Oid column, std::string& out) {
  return std::visit(CopyField{column, out}, value);
}

}  // namespace palier::sql
