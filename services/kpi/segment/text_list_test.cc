// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/text_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

TEST(TextListTest, TextsComeBackAndSharedBeginningsAreWrittenOnce) {
  const std::vector<absl::string_view> texts = {"event-1000", "event-1001", "event-1001", "", "e"};
  storage::v1::TextList list;
  TextListWriter writer(list);
  for (const absl::string_view text : texts) writer.Add(text);
  EXPECT_EQ(list.suffixes(), "event-10001e");
  std::string bytes;
  std::vector<absl::string_view> read;
  ASSERT_EQ(ParseTexts(list, bytes, read), absl::OkStatus());
  EXPECT_THAT(read, ElementsAreArray(texts));
}

TEST(TextListTest, WhatIsDamagedIsRefused) {
  storage::v1::TextList good;
  TextListWriter writer(good);
  writer.Add("sales");
  writer.Add("salt");
  struct Case {
    const char* what;
    void (*damage)(storage::v1::TextList&);
  };
  const Case cases[] = {
      {"a size is missing", [](auto& list) { list.mutable_size()->RemoveLast(); }},
      {"more is shared than there is", [](auto& list) { list.set_shared(1, 6); }},
      {"the first shares", [](auto& list) { list.set_shared(0, 1); }},
      {"bytes are missing", [](auto& list) { list.mutable_suffixes()->pop_back(); }},
      {"bytes are left", [](auto& list) { list.mutable_suffixes()->push_back('x'); }},
      {"a text is endless", [](auto& list) { list.set_size(1, UINT32_MAX); }},
  };
  for (const Case& c : cases) {
    storage::v1::TextList list = good;
    c.damage(list);
    std::string bytes;
    std::vector<absl::string_view> read;
    EXPECT_EQ(ParseTexts(list, bytes, read).code(), absl::StatusCode::kDataLoss) << c.what;
  }
}

TEST(TextsTest, AreInOrderOnceEachAndFoundByTheirNumber) {
  const Texts texts({"users", "", "cycle-time", "users"});
  EXPECT_THAT(texts.all(), ElementsAre("", "cycle-time", "users"));
  EXPECT_EQ(texts.Find("users"), 2);
  EXPECT_EQ(texts.Find("user"), std::nullopt);
  storage::v1::TextList list;
  texts.Serialize(list);
  Texts read;
  ASSERT_EQ(read.Parse(list), absl::OkStatus());
  EXPECT_EQ(read.all(), texts.all());
}

TEST(TextsTest, OutOfOrderIsRefused) {
  storage::v1::TextList list;
  TextListWriter writer(list);
  writer.Add("b");
  writer.Add("b");
  EXPECT_EQ(Texts().Parse(list).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace palier::kpi
