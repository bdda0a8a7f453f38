// SPDX-License-Identifier: Apache-2.0
#include "common/resource/write_marks.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::resource {
namespace {

TEST(WriteMarksTest, ANameIsMarkedAsLongAsAnyTransactionHoldsIt) {
  WriteMarks marks;
  EXPECT_FALSE(marks.Has("a"));
  WriteMarks::Held one(marks);
  one.Hold({"a", "b"});
  {
    WriteMarks::Held other(marks);
    other.Hold({"a"});
    one.Hold({"b"});
    EXPECT_TRUE(marks.Has("a"));
  }
  EXPECT_FALSE(marks.Has("a"));
  EXPECT_TRUE(marks.Has("b"));
  EXPECT_FALSE(marks.Has("c"));
  one.Hold({});
  EXPECT_FALSE(marks.Has("b"));
}

TEST(WriteMarksTest, WhoTouchesVeryMuchMarksEverything) {
  WriteMarks marks;
  std::vector<std::string> names;
  for (size_t i = 0; i <= WriteMarks::kMaxNames; ++i) names.push_back(absl::StrCat("n", i));
  {
    WriteMarks::Held held(marks);
    held.Hold(names);
    EXPECT_TRUE(marks.Has("another"));
    names.pop_back();
    held.Hold(names);
    EXPECT_FALSE(marks.Has("another"));
    EXPECT_TRUE(marks.Has("n0"));
  }
  EXPECT_FALSE(marks.Has("n0"));
}

}  // namespace
}  // namespace palier::resource
