// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_text.h"

#include <gtest/gtest.h>

namespace palier::mapping {
namespace {

TEST(JsonTextTest, ReadingItGivesTheSameText) {
  for (const char* text : {"null", "true", "[]", "{}", "13.679716968913864", "1e3", R"("a\"b\\\n")",
                           R"({"a":[1,{"b":null}],"é":"ü","n":-0.10})", R"([[[0]],"",{"":""}])"}) {
    const auto document = JsonDocument::Parse(text);
    ASSERT_TRUE(document.ok()) << text;
    EXPECT_EQ(JsonText(document->root()), text);
  }
}

TEST(JsonTextTest, ValuesAreReplacedAndLeftOut) {
  const auto document = JsonDocument::Parse(R"({"a":1,"user":"zoe","b":[1,"user",2],"c":{"d":7}})");
  ASSERT_TRUE(document.ok());
  const JsonNode root = document->root();
  const auto edit = [&](JsonNode node) -> std::optional<std::string> {
    if (node == *root.Find("user")) return "\"x\"";
    if (node == *root.Find("a") || node == (*root.Find("b"))[1]) return "";
    if (node == *root.Find("c")->Find("d")) return "";
    return std::nullopt;
  };
  EXPECT_EQ(JsonText(root, edit), R"({"user":"x","b":[1,null,2],"c":{}})");
}

TEST(JsonTextTest, AnObjectOfTextsIsJsonWhateverTheBytes) {
  const std::pair<std::string, std::string> members[] = {{"a \"b\"", "1\n"}, {"c", "\xff"}};
  const std::string text = JsonObjectText(members);
  EXPECT_EQ(text, "{\"a \\\"b\\\"\":\"1\\n\",\"c\":\"\xef\xbf\xbd\"}");
  EXPECT_TRUE(JsonDocument::Parse(text).ok());
  EXPECT_EQ(JsonObjectText({}), "{}");
}

}  // namespace
}  // namespace palier::mapping
