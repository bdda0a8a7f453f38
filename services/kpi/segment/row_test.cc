// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/row.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace palier::kpi {
namespace {

std::vector<Row> RandomRows(size_t count, std::mt19937_64& random) {
  static const std::string kTexts[] = {"event-17", "event-18", "", "e", "événement"};
  const auto any = [&] { return static_cast<int64_t>(random()); };
  std::vector<Row> rows(count);
  // Some columns hold one value.
  const bool plain = random() % 2 == 0;
  for (Row& row : rows) {
    row.cell = {static_cast<uint32_t>(random() % 3), static_cast<uint32_t>(random() % 3),
                static_cast<int64_t>(random() % 5) - 2};
    row.event_time_us = any();
    row.value = any();
    row.event_id = kTexts[random() % 5];
    if (plain) continue;
    row.source = static_cast<uint32_t>(random() % 10);
    row.user = static_cast<uint32_t>(random() % 11);
    row.item = static_cast<int32_t>(random() >> 33);
    row.scale = static_cast<uint8_t>(random() % 10);
    row.semantics = static_cast<uint8_t>(1 + random() % 2);
    row.standing = static_cast<uint8_t>(random() % 4);
    row.retraction = random() % 2 == 0;
    row.rewrites = random() % 2 == 0;
    row.order_key = any();
    row.receive_time_us = any();
    row.business_key = kTexts[random() % 5];
  }
  std::sort(rows.begin(), rows.end(),
            [](const Row& a, const Row& b) { return a.order() < b.order(); });
  return rows;
}

auto All(const Row& row) {
  return std::tie(row.cell, row.source, row.user, row.item, row.scale, row.semantics, row.standing,
                  row.retraction, row.rewrites, row.event_time_us, row.order_key, row.value,
                  row.receive_time_us, row.event_id, row.business_key);
}

TEST(RowTest, AnyRowsComeBack) {
  std::mt19937_64 random(1);
  for (const size_t count : {0, 1, 2, 3, 100, 1024}) {
    for (int round = 0; round < 20; ++round) {
      const std::vector<Row> rows = RandomRows(count, random);
      storage::v1::RowBlock block;
      Encode(rows, block);
      Rows read;
      ASSERT_EQ(Decode(block, 10, read), absl::OkStatus());
      ASSERT_EQ(read.rows.size(), rows.size());
      for (size_t i = 0; i < rows.size(); ++i) ASSERT_TRUE(All(read.rows[i]) == All(rows[i])) << i;
    }
  }
}

TEST(RowTest, WhatIsDamagedIsRefused) {
  std::mt19937_64 random(2);
  storage::v1::RowBlock good;
  Encode(RandomRows(4, random), good);
  struct Case {
    const char* what;
    void (*damage)(storage::v1::RowBlock&);
  };
  const Case cases[] = {
      {"a run is missing", [](auto& block) { block.mutable_run_day()->RemoveLast(); }},
      {"an endless run", [](auto& block) { block.set_run_size(0, UINT32_MAX); }},
      {"a text that is not there", [](auto& block) { block.set_run_kpi(0, 10); }},
      {"a user who is not there", [](auto& block) { block.mutable_user()->Set(0, 11); }},
      {"a value is missing", [](auto& block) { block.mutable_value()->RemoveLast(); }},
      {"no times", [](auto& block) { block.clear_event_time(); }},
      {"no events", [](auto& block) { block.clear_event_id(); }},
  };
  for (const Case& c : cases) {
    storage::v1::RowBlock block = good;
    c.damage(block);
    Rows rows;
    EXPECT_EQ(Decode(block, 10, rows).code(), absl::StatusCode::kDataLoss) << c.what;
  }
}

}  // namespace
}  // namespace palier::kpi
