// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/row.h"

#include <algorithm>

#include "common/status/macros.h"
#include "kpi/segment/columns.h"
#include "kpi/segment/text_list.h"

namespace palier::kpi {
namespace {

using storage::v1::RowBlock;
using storage::v1::TextList;

absl::Status Damaged() {
  return absl::DataLossError("a block of rows is damaged");
}

void EncodeRuns(absl::Span<const Row> rows, RowBlock& block) {
  for (size_t begin = 0; begin < rows.size();) {
    size_t end = begin + 1;
    while (end < rows.size() && rows[end].cell == rows[begin].cell) ++end;
    block.add_run_kpi(rows[begin].cell.kpi);
    block.add_run_team(rows[begin].cell.team);
    block.add_run_day(rows[begin].cell.day);
    block.add_run_size(static_cast<uint32_t>(end - begin));
    begin = end;
  }
}

void EncodeTexts(absl::Span<const Row> rows, absl::string_view Row::*text, TextList& list) {
  TextListWriter writer(list);
  const bool constant = std::all_of(
      rows.begin(), rows.end(), [&](const Row& row) { return row.*text == rows.front().*text; });
  for (const Row& row : rows) {
    writer.Add(row.*text);
    if (constant) break;
  }
}

absl::Status DecodeRuns(const RowBlock& block, size_t text_count, std::vector<Row>& rows) {
  const int runs = block.run_size_size();
  if (block.run_kpi_size() != runs || block.run_team_size() != runs ||
      block.run_day_size() != runs) {
    return Damaged();
  }
  size_t size = 0;
  for (const uint32_t run : block.run_size()) size += run;
  // A block is cut long before.
  if (size > (1 << 20)) return Damaged();
  rows.reserve(size);
  for (int run = 0; run < runs; ++run) {
    if (block.run_kpi(run) >= text_count || block.run_team(run) >= text_count) return Damaged();
    Row row;
    row.cell = {block.run_kpi(run), block.run_team(run), block.run_day(run)};
    rows.resize(rows.size() + block.run_size(run), row);
  }
  return absl::OkStatus();
}

absl::Status DecodeTexts(const TextList& list, std::string& bytes, absl::string_view Row::*text,
                         std::vector<Row>& rows) {
  const auto count = static_cast<size_t>(list.size_size());
  if (count != rows.size() && (count != 1 || rows.empty())) return Damaged();
  std::vector<absl::string_view> texts;
  RETURN_IF_ERROR(ParseTexts(list, bytes, texts));
  for (size_t i = 0; i < rows.size(); ++i) rows[i].*text = texts[texts.size() == 1 ? 0 : i];
  return absl::OkStatus();
}

}  // namespace

void Encode(absl::Span<const Row> rows, RowBlock& block) {
  EncodeRuns(rows, block);
  PackColumn(
      rows, [](const Row& row) { return row.source; }, *block.mutable_source());
  PackColumn(
      rows, [](const Row& row) { return row.user; }, *block.mutable_user());
  PackColumn(
      rows, [](const Row& row) { return row.item; }, *block.mutable_item());
  PackColumn(
      rows, [](const Row& row) { return row.scale; }, *block.mutable_scale());
  PackColumn(
      rows, [](const Row& row) { return row.semantics; }, *block.mutable_semantics());
  PackColumn(
      rows, [](const Row& row) { return row.standing; }, *block.mutable_standing());
  PackColumn(
      rows, [](const Row& row) { return row.retraction; }, *block.mutable_retraction());
  PackColumn(
      rows, [](const Row& row) { return row.rewrites; }, *block.mutable_rewrites());
  PackColumn(
      rows, [](const Row& row) { return row.value; }, *block.mutable_value());
  PackDifferences(
      rows, [](const Row& row) { return row.event_time_us; }, *block.mutable_event_time());
  PackDifferences(
      rows, [](const Row& row) { return row.order_key; }, *block.mutable_order_key());
  PackDifferences(
      rows, [](const Row& row) { return row.receive_time_us; }, *block.mutable_receive_time());
  EncodeTexts(rows, &Row::event_id, *block.mutable_event_id());
  EncodeTexts(rows, &Row::business_key, *block.mutable_business_key());
}

absl::Status Decode(const RowBlock& block, size_t text_count, Rows& out) {
  std::vector<Row>& rows = out.rows;
  RETURN_IF_ERROR(DecodeRuns(block, text_count, rows));
  RETURN_IF_ERROR(DecodeTexts(block.event_id(), out.event_ids, &Row::event_id, rows));
  RETURN_IF_ERROR(DecodeTexts(block.business_key(), out.business_keys, &Row::business_key, rows));
  const Column source(block.source()), user(block.user()), item(block.item()), scale(block.scale());
  const Column semantics(block.semantics()), standing(block.standing());
  const Column retraction(block.retraction()), rewrites(block.rewrites());
  const Column value(block.value());
  DifferenceColumn event_time(block.event_time()), order_key(block.order_key());
  DifferenceColumn receive_time(block.receive_time());
  for (const auto* column :
       {&source, &user, &item, &scale, &semantics, &standing, &retraction, &rewrites}) {
    if (!column->Fits(rows.size())) return Damaged();
  }
  if (!value.Fits(rows.size()) || !event_time.Fits(rows.size()) || !order_key.Fits(rows.size()) ||
      !receive_time.Fits(rows.size())) {
    return Damaged();
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    Row& row = rows[i];
    row.source = source[i];
    row.user = user[i];
    if (row.source >= text_count || row.user > text_count) return Damaged();
    row.item = static_cast<int32_t>(item[i]);
    row.scale = static_cast<uint8_t>(scale[i]);
    row.semantics = static_cast<uint8_t>(semantics[i]);
    row.standing = static_cast<uint8_t>(standing[i]);
    row.retraction = retraction[i] != 0;
    row.rewrites = rewrites[i] != 0;
    row.value = value[i];
    row.event_time_us = event_time.Next();
    row.order_key = order_key.Next();
    row.receive_time_us = receive_time.Next();
  }
  return absl::OkStatus();
}

}  // namespace palier::kpi
