// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/segment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

// Rows of two KPIs, three teams and 40 days, with their event ids in `ids`.
Content ContentOf(size_t count, std::deque<std::string>& ids) {
  Content content;
  content.texts = std::make_shared<const Texts>(
      std::vector<absl::string_view>{"a", "b", "north", "south", "west", "erp"});
  for (size_t i = 0; i < count; ++i) {
    Row row;
    row.cell = {static_cast<uint32_t>(i % 2), static_cast<uint32_t>(3 + i % 3),
                static_cast<int64_t>(i * 40 / count)};
    row.source = 2;
    row.event_time_us = static_cast<int64_t>(i);
    row.value = static_cast<int64_t>(i % 97);
    row.event_id = ids.emplace_back(absl::StrCat("event-", i));
    content.rows.push_back(row);
  }
  std::sort(content.rows.begin(), content.rows.end(),
            [](const Row& a, const Row& b) { return a.order() < b.order(); });
  for (size_t i = 0; i < count; ++i) {
    const Row& row = content.rows[i];
    // Every tenth key is that of the row before.
    const uint64_t key = static_cast<uint64_t>(row.event_time_us / 10 * 10) * 7919;
    content.keys.push_back({key, static_cast<uint32_t>(i)});
    if (content.cells.empty() || content.cells.back().place != row.cell) {
      content.cells.push_back({row.cell, i % 2 == 0, {}, {0, 4}});
    }
    content.cells.back().day.Add({0, row.event_time_us, "id", row.value});
  }
  std::sort(content.keys.begin(), content.keys.end(),
            [](const KeyEntry& a, const KeyEntry& b) { return a.key < b.key; });
  return content;
}

const std::string* BytesOf(const SegmentBytes& bytes, BlockKind kind, size_t position) {
  for (const BlockBytes& block : bytes.blocks) {
    if (block.kind == kind && block.position == static_cast<int64_t>(position)) return &block.bytes;
  }
  return nullptr;
}

class SegmentTest : public ::testing::TestWithParam<size_t> {};

TEST_P(SegmentTest, AllOfItComesBack) {
  std::deque<std::string> ids;
  const Content content = ContentOf(GetParam(), ids);
  const SegmentBytes bytes = Encode(content);
  const auto segment = Segment::Parse(bytes.head);
  ASSERT_TRUE(segment.ok()) << segment.status();
  EXPECT_EQ((*segment)->is_whole(), GetParam() < 2000);
  EXPECT_EQ((*segment)->row_count(), GetParam());
  const auto read = (*segment)->ContentOf(bytes.blocks);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->keys, content.keys);
  ASSERT_EQ(read->rows.size(), content.rows.size());
  for (size_t i = 0; i < read->rows.size(); ++i) {
    ASSERT_EQ(read->rows[i].event_id, content.rows[i].event_id) << i;
    ASSERT_EQ(read->rows[i].cell, content.rows[i].cell) << i;
  }
  ASSERT_EQ(read->cells.size(), content.cells.size());
  for (size_t i = 0; i < read->cells.size(); ++i) {
    ASSERT_EQ(read->cells[i].place, content.cells[i].place);
    ASSERT_EQ(read->cells[i].anew, content.cells[i].anew);
    ASSERT_EQ(read->cells[i].day, content.cells[i].day);
    ASSERT_EQ(read->cells[i].users, content.cells[i].users);
  }
}

TEST_P(SegmentTest, EveryKeyLeadsToItsRows) {
  std::deque<std::string> ids;
  const Content content = ContentOf(GetParam(), ids);
  const SegmentBytes bytes = Encode(content);
  const auto segment = *Segment::Parse(bytes.head);
  std::vector<KeyEntry> found;
  for (size_t i = 0; i < content.keys.size(); ++i) {
    const uint64_t key = content.keys[i].key;
    if (i > 0 && content.keys[i - 1].key == key) continue;
    ASSERT_TRUE(segment->MayContain(key));
    const BlockSpan blocks = segment->KeyBlocksWith(key);
    for (size_t block = blocks.first; block < blocks.end; ++block) {
      const auto entries = segment->KeysOf(block, BytesOf(bytes, BlockKind::kKeys, block));
      ASSERT_TRUE(entries.ok()) << entries.status();
      for (const KeyEntry& entry : **entries) {
        if (entry.key == key) found.push_back(entry);
      }
    }
  }
  EXPECT_EQ(found, content.keys);
}

TEST_P(SegmentTest, EveryPlaceLeadsToItsRowsAndCell) {
  std::deque<std::string> ids;
  const Content content = ContentOf(GetParam(), ids);
  const SegmentBytes bytes = Encode(content);
  const auto segment = *Segment::Parse(bytes.head);
  for (const SegmentCell& cell : content.cells) {
    int64_t rows = 0;
    const BlockSpan row_blocks = segment->RowBlocksWith(cell.place, cell.place);
    for (size_t block = row_blocks.first; block < row_blocks.end; ++block) {
      const auto read = segment->RowsOf(block, BytesOf(bytes, BlockKind::kRows, block));
      ASSERT_TRUE(read.ok()) << read.status();
      for (const Row& row : (*read)->rows) rows += row.cell == cell.place;
    }
    EXPECT_EQ(rows, cell.day.count);
    int cells = 0;
    const BlockSpan cell_blocks = segment->CellBlocksWith(cell.place, cell.place);
    for (size_t block = cell_blocks.first; block < cell_blocks.end; ++block) {
      const auto read = segment->CellsOf(block, BytesOf(bytes, BlockKind::kCells, block));
      ASSERT_TRUE(read.ok()) << read.status();
      for (const SegmentCell& one : **read) cells += one.place == cell.place;
    }
    EXPECT_EQ(cells, 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, SegmentTest, ::testing::Values(1, 7, 500, 1024, 1025, 5000));

TEST(SegmentDamageTest, WhatIsDamagedIsRefused) {
  std::deque<std::string> ids;
  SegmentBytes bytes = Encode(ContentOf(5000, ids));
  EXPECT_EQ(Segment::Parse("x").status().code(), absl::StatusCode::kDataLoss);
  const auto segment = *Segment::Parse(bytes.head);
  const std::string cut = bytes.blocks[0].bytes.substr(0, 100);
  EXPECT_EQ(segment->RowsOf(0, &cut).status().code(), absl::StatusCode::kDataLoss);
  bytes.blocks.pop_back();
  EXPECT_EQ(segment->ContentOf(bytes.blocks).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace palier::kpi
