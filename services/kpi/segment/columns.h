// SPDX-License-Identifier: Apache-2.0
// Columns of numbers in repeated fields: one element per row, or one for all.
#ifndef PALIER_KPI_SEGMENT_COLUMNS_H_
#define PALIER_KPI_SEGMENT_COLUMNS_H_

#include <google/protobuf/repeated_field.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace palier::kpi {

// Differences wrap around, so that any two numbers have one.
inline int64_t Difference(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) - static_cast<uint64_t>(b));
}
inline int64_t Sum(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

// Writes `get` of each row.
template <typename Rows, typename Get, typename Number>
void PackColumn(const Rows& rows, Get get, google::protobuf::RepeatedField<Number>& column) {
  if (rows.empty()) return;
  const auto first = get(rows.front());
  const bool constant =
      std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return get(row) == first; });
  column.Reserve(constant ? 1 : static_cast<int>(rows.size()));
  for (const auto& row : rows) {
    column.Add(static_cast<Number>(get(row)));
    if (constant) break;
  }
}

// Writes the difference to the row before.
template <typename Rows, typename Get>
void PackDifferences(const Rows& rows, Get get, google::protobuf::RepeatedField<int64_t>& column) {
  PackColumn(rows, get, column);
  for (int i = column.size() - 1; i > 0; --i) {
    column.Set(i, Difference(column.Get(i), column.Get(i - 1)));
  }
}

// Reads either.
template <typename Number>
class Column {
 public:
  explicit Column(const google::protobuf::RepeatedField<Number>& column)
      : data_(column.data()), size_(static_cast<size_t>(column.size())) {}

  bool Fits(size_t rows) const { return size_ == rows || (size_ == 1 && rows > 0); }
  Number operator[](size_t row) const { return data_[size_ == 1 ? 0 : row]; }
  // Whether row `row` adds to the one before; for a column of differences.
  bool Adds(size_t row) const { return row > 0 && size_ > 1; }

 private:
  const Number* data_;
  size_t size_;
};

// Reads a column of differences from its first row on.
class DifferenceColumn {
 public:
  explicit DifferenceColumn(const google::protobuf::RepeatedField<int64_t>& column)
      : column_(column) {}

  bool Fits(size_t rows) const { return column_.Fits(rows); }
  int64_t Next() {
    value_ = column_.Adds(row_) ? Sum(value_, column_[row_]) : column_[0];
    ++row_;
    return value_;
  }

 private:
  const Column<int64_t> column_;
  size_t row_ = 0;
  int64_t value_ = 0;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_SEGMENT_COLUMNS_H_
