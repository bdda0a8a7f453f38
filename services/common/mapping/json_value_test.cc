// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_value.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/mapping/json_text.h"
#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

struct Case {
  std::string text;
  std::string shown;
};

TEST(JsonValueTest, Table) {
  const std::vector<Case> cases = {
      {"null", "null"},
      {" true\n", "true"},
      {"\xEF\xBB\xBF[]", "[]"},
      {R"({"a": {"b": [1, {"c": false}, []]}, "d": {}})",
       R"({"a":{"b":[1,{"c":false},[]]},"d":{}})"},
      {R"({"z": 1, "a": 2, "m": 3})", R"({"z":1,"a":2,"m":3})"},
      {R"("é\n\u20ac\ud83d\ude00\/")", "\"é\\n€😀/\""},
      {R"({"":0})", R"({"":0})"},
      {R"({"a":1,"b":2,"a":3})", R"({"b":2,"a":3})"},
      {R"([9,{"a":[1,2],"a":{"x":1,"x":2},"a":null,"b":{"y":[]}},8])",
       R"([9,{"a":null,"b":{"y":[]}},8])"},
      {R"({"o":{"a":1,"a":2},"p":{"a":3}})", R"({"o":{"a":2},"p":{"a":3}})"},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<JsonDocument> document = JsonDocument::Parse(c.text);
    ASSERT_TRUE(document.ok()) << c.text << document.status();
    EXPECT_EQ(JsonText(document->root()), c.shown);
  }
}

TEST(JsonValueTest, NumbersAreTheirTexts) {
  for (const char* text :
       {"0", "7", "-7", "13.679716968913864", "1.10", "100.00", "1e3", "1E+3", "2.50e-3", "-0.0",
        "0.1000000000000000055511151231257827", "9007199254740993", "18446744073709551615",
        "18446744073709551616", "-9223372036854775808", "-9223372036854775809",
        "123456789012345678901234567890.12"}) {
    const absl::StatusOr<JsonDocument> document = JsonDocument::Parse(text);
    ASSERT_TRUE(document.ok()) << text;
    EXPECT_EQ(document->root().type(), JsonType::kNumber);
    EXPECT_EQ(ScalarText(document->root()), text);
  }
  EXPECT_EQ(JsonDocument::Parse("-0")->root().text(), "0");
}

TEST(JsonValueTest, TextOfAScalar) {
  const JsonDocument document = *JsonDocument::Parse(R"(["", "x", 1, true, null, [1], {"a": 1}])");
  const std::vector<std::optional<std::string>> texts = {
      "", "x", "1", "true", std::nullopt, std::nullopt, std::nullopt};
  ASSERT_EQ(document.root().size(), texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(ScalarText(document.root()[i]), texts[i]) << i;
    EXPECT_EQ(document.root()[i].text(), texts[i].value_or("")) << i;
    EXPECT_EQ(document.root()[i].name(), "");
  }
}

TEST(JsonValueTest, FindsMembers) {
  const JsonDocument document =
      *JsonDocument::Parse(R"({"b":1,"a":2,"":3,"ab":4,"b":5,"é":6,"n\u0000l":7})");
  const std::vector<std::pair<std::string, std::string>> members = {
      {"a", "2"}, {"", "3"}, {"ab", "4"}, {"b", "5"}, {"é", "6"}, {std::string("n\0l", 3), "7"}};
  const JsonNode root = document.root();
  EXPECT_EQ(root.size(), members.size());
  for (size_t i = 0; i < members.size(); ++i) {
    const auto& [name, text] = members[i];
    const std::optional<JsonNode> found = root.Find(name);
    ASSERT_TRUE(found.has_value()) << name;
    EXPECT_EQ(found->text(), text);
    EXPECT_EQ(found->name(), name);
    EXPECT_TRUE(*found == root[i]);
    EXPECT_FALSE(found->Find("a").has_value());
  }
  for (const char* name : {"A", "abc", "n", "e", "\xFF"}) {
    EXPECT_FALSE(root.Find(name).has_value()) << name;
  }
  EXPECT_FALSE(JsonDocument::Parse(R"(["a"])")->root().Find("").has_value());
}

TEST(JsonValueTest, FindsMembersBehindArrays) {
  const JsonDocument document =
      *JsonDocument::Parse(R"([[1,2],{"b":[3],"a":{"d":4,"c":[]}},[{"e":5}]])");
  const JsonNode object = document.root()[1];
  EXPECT_EQ((*object.Find("b"))[0].text(), "3");
  EXPECT_EQ(object.Find("a")->Find("d")->text(), "4");
  EXPECT_EQ(object.Find("a")->Find("c")->size(), 0);
  EXPECT_EQ(document.root()[2][0].Find("e")->text(), "5");
}

TEST(JsonValueTest, OutlivesItsTextAndIsShared) {
  absl::StatusOr<JsonDocument> document = absl::CancelledError();
  {
    std::string text = R"({"name":"a text longer than a short string holds","n":1.50})";
    document = JsonDocument::Parse(text);
    text.assign(text.size(), '#');
  }
  const JsonNode name = *document->root().Find("name");
  const JsonDocument copy = *document;
  document = absl::CancelledError();
  EXPECT_EQ(name.text(), "a text longer than a short string holds");
  EXPECT_EQ(copy.root().Find("n")->text(), "1.50");
}

TEST(JsonValueTest, RefusesWhatIsNoJson) {
  const std::vector<std::string> texts = {"",
                                          " ",
                                          "{",
                                          "[1",
                                          "[1,]",
                                          "{\"a\":1,}",
                                          "{a:1}",
                                          "{'a':1}",
                                          "[1] x",
                                          "[1][2]",
                                          "nul",
                                          "NaN",
                                          "01",
                                          "+1",
                                          "1.",
                                          ".5",
                                          "1e999",
                                          "// c\n1",
                                          "\"a\nb\"",
                                          "\"\\x\"",
                                          "\"\\ud800\"",
                                          "\"\\udc00\"",
                                          "\"\xFF\"",
                                          "\"\xC0\x80\"",
                                          "\"\xED\xA0\x80\"",
                                          "{\"\xFF\":1}",
                                          std::string("[\0]", 3)};
  for (const std::string& text : texts) {
    const absl::Status status = JsonDocument::Parse(text).status();
    EXPECT_EQ(status::ReasonOf(status), error::v1::UNREADABLE_FILE) << text << status;
    EXPECT_FALSE(status::DetailOf(status).fr().empty());
  }
}

TEST(JsonValueTest, BoundsHold) {
  struct BoundCase {
    std::string text;
    JsonLimits limits;
    bool ok;
  };
  const auto nested = [](int depth) {
    return absl::StrCat(std::string(depth, '['), std::string(depth, ']'));
  };
  const std::vector<BoundCase> cases = {
      {"[1,2]", {.max_bytes = 5}, true},
      {"[1,2]", {.max_bytes = 4}, false},
      {"[1,2]", {.max_nodes = 3}, true},
      {"[1,2]", {.max_nodes = 2}, false},
      {"[{}]", {.max_nodes = 1}, false},
      {"{\"a\":1,\"a\":2}", {.max_nodes = 2}, false},
      {"[[],{}]", {.max_depth = 2}, true},
      {"[[],{\"a\":[]}]", {.max_depth = 2}, false},
      {"1", {.max_depth = 0}, true},
      {"[]", {.max_depth = 0}, false},
      {"[]", {.max_depth = -1}, false},
      {nested(64), {}, true},
      {nested(65), {}, false},
      {nested(kMaxJsonDepth), {.max_depth = 1 << 30}, true},
      {nested(kMaxJsonDepth + 1), {.max_depth = 1 << 30}, false},
      {std::string(1 << 20, '['), {}, false},
  };
  for (const BoundCase& c : cases) {
    const absl::Status status = JsonDocument::Parse(c.text, c.limits).status();
    EXPECT_EQ(status.ok(), c.ok) << c.text.substr(0, 40) << status;
    if (c.ok) continue;
    EXPECT_EQ(status::ReasonOf(status), error::v1::LIMIT_EXCEEDED) << c.text.substr(0, 40);
    EXPECT_FALSE(status::DetailOf(status).fr().empty());
  }
}

TEST(JsonValueTest, ManyMembers) {
  std::string text = "{";
  for (int i = 0; i < 50000; ++i) absl::StrAppend(&text, "\"k", i % 25000, "\":", i, ",");
  text += "\"end\":0}";
  const absl::StatusOr<JsonDocument> document = JsonDocument::Parse(text);
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->root().size(), 25001);
  EXPECT_EQ(document->root().Find("k0")->text(), "25000");
  EXPECT_EQ(document->root()[24999].text(), "49999");
}

}  // namespace
}  // namespace palier::mapping
