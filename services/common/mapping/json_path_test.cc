// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_path.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/mapping/json_text.h"
#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

// What a path finds, or why it does not.
std::string Found(absl::string_view path, absl::string_view document) {
  const absl::StatusOr<JsonPath> parsed = JsonPath::Parse(path);
  if (!parsed.ok()) return parsed.status().ToString();
  const JsonDocument json = *JsonDocument::Parse(document);
  const absl::StatusOr<std::vector<JsonNode>> nodes = parsed->Evaluate(json.root());
  if (!nodes.ok()) return nodes.status().ToString();
  std::vector<JsonNode> ends;
  const absl::Status walked =
      parsed->ForEachWay(json.root(), {}, [&](absl::Span<const JsonNode> way) {
        EXPECT_EQ(way.size(), parsed->segment_count() + 1);
        EXPECT_EQ(way.front(), json.root());
        ends.push_back(way.back());
        return absl::OkStatus();
      });
  EXPECT_TRUE(walked.ok() && ends == *nodes) << path;
  return absl::StrJoin(*nodes, " ", [](std::string* out, JsonNode n) { *out += JsonText(n); });
}

struct Case {
  std::string path;
  std::string found;
};

void ExpectAll(absl::string_view document, const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(Found(c.path, document), c.found) << c.path;
}

TEST(JsonPathTest, NamesOfSection231) {
  ExpectAll(R"({"o": {"j j": {"k.k": 3}}, "'": {"@": 2}})", {
                                                                {"$.o['j j']", R"({"k.k":3})"},
                                                                {"$.o['j j']['k.k']", "3"},
                                                                {R"($.o["j j"]["k.k"])", "3"},
                                                                {R"($["'"]["@"])", "2"},
                                                                {R"($['\'']['@'])", "2"},
                                                                {"$.o.j", ""},
                                                                {"$[0]", ""},
                                                            });
}

TEST(JsonPathTest, WildcardsOfSection232) {
  ExpectAll(R"({"o": {"j": 1, "k": 2}, "a": [5, 3]})",
            {
                {"$", R"({"o":{"j":1,"k":2},"a":[5,3]})"},
                {"$[*]", R"({"j":1,"k":2} [5,3])"},
                {"$.*", R"({"j":1,"k":2} [5,3])"},
                {"$.o[*]", "1 2"},
                {"$.o[*, *]", "1 2 1 2"},
                {"$.a[*]", "5 3"},
                {"$.*.*", "1 2 5 3"},
                {"$.o.j.*", ""},
            });
}

TEST(JsonPathTest, IndicesOfSection233) {
  ExpectAll(R"(["a", "b"])", {
                                 {"$[1]", R"("b")"},
                                 {"$[-2]", R"("a")"},
                                 {"$[2]", ""},
                                 {"$[-3]", ""},
                                 {"$[0][0]", ""},
                                 {"$['0']", ""},
                                 {"$[9007199254740991]", ""},
                                 {"$[-9007199254740991]", ""},
                             });
}

TEST(JsonPathTest, SlicesOfSection234) {
  ExpectAll("[0, 1, 2, 3, 4, 5, 6]", {
                                         {"$[1:3]", "1 2"},
                                         {"$[5:]", "5 6"},
                                         {"$[1:5:2]", "1 3"},
                                         {"$[5:1:-2]", "5 3"},
                                         {"$[::-1]", "6 5 4 3 2 1 0"},
                                         {"$[:]", "0 1 2 3 4 5 6"},
                                         {"$[::]", "0 1 2 3 4 5 6"},
                                         {"$[:2]", "0 1"},
                                         {"$[::3]", "0 3 6"},
                                         {"$[-2:]", "5 6"},
                                         {"$[1:-4]", "1 2"},
                                         {"$[-3:5]", "4"},
                                         {"$[3:3]", ""},
                                         {"$[5:2]", ""},
                                         {"$[1:5:0]", ""},
                                         {"$[5:1:0]", ""},
                                         {"$[::0]", ""},
                                         {"$[:4:-1]", "6 5"},
                                         {"$[2::-1]", "2 1 0"},
                                         {"$[-1:-4:-2]", "6 4"},
                                         {"$[2:-1:-1]", ""},
                                         {"$[4:9007199254740991]", "4 5 6"},
                                         {"$[-9007199254740991:2]", "0 1"},
                                         {"$[9007199254740991:4:-1]", "6 5"},
                                         {"$[1:-9007199254740991:-1]", "1 0"},
                                         {"$[1::9007199254740991]", "1"},
                                         {"$[-1::-9007199254740991]", "6"},
                                         {"$[ 1 : 5 : 2 ]", "1 3"},
                                         {"$[\t1\n:\r5]", "1 2 3 4"},
                                     });
  ExpectAll("[]", {{"$[:]", ""}, {"$[::-1]", ""}, {"$[-1:3]", ""}, {"$[-1]", ""}});
  ExpectAll(R"({"1": 2})", {{"$[:]", ""}, {"$[1:2]", ""}});
}

TEST(JsonPathTest, ChildSegmentsOfSection251) {
  ExpectAll("[0, 1, 2, 3, 4, 5, 6]", {
                                         {"$[0, 3]", "0 3"},
                                         {"$[0:2, 5]", "0 1 5"},
                                         {"$[0, 0]", "0 0"},
                                         {"$[1,0:3]", "1 0 1 2"},
                                         {"$[-1,*]", "6 0 1 2 3 4 5 6"},
                                         {"$['a',1]", "1"},
                                     });
  ExpectAll(R"({"b": 1, "a": 2})", {{"$['a','b']", "2 1"}, {R"($["a" , 'a',0])", "2 2"}});
}

TEST(JsonPathTest, DescendantsOfSection252) {
  ExpectAll(R"({"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]})",
            {
                {"$..j", "1 4"},
                {"$..[0]", R"(5 {"j":4})"},
                {"$..*", R"({"j":1,"k":2} [5,3,[{"j":4},{"k":6}]] 1 2 5 3 [{"j":4},{"k":6}] )"
                         R"({"j":4} {"k":6} 4 6)"},
                {"$..[*]", R"({"j":1,"k":2} [5,3,[{"j":4},{"k":6}]] 1 2 5 3 [{"j":4},{"k":6}] )"
                           R"({"j":4} {"k":6} 4 6)"},
                {"$..o", R"({"j":1,"k":2})"},
                {"$.o..[*, *]", "1 2 1 2"},
                {"$.a..[0, 1]", R"(5 3 {"j":4} {"k":6})"},
                {"$..['k','j']", "2 1 4 6"},
                {"$..[-1:]", R"([{"j":4},{"k":6}] {"k":6})"},
                // A node below two others is found from both.
                {"$..[*]..j", "1 4 4 4"},
            });
}

TEST(JsonPathTest, NullOfSection26) {
  ExpectAll(R"({"a": null, "b": [null], "c": [{}], "null": 1})", {
                                                                     {"$.a", "null"},
                                                                     {"$.a[0]", ""},
                                                                     {"$.a.d", ""},
                                                                     {"$.b[0]", "null"},
                                                                     {"$.b[*]", "null"},
                                                                     {"$.null", "1"},
                                                                 });
}

TEST(JsonPathTest, RecordsOfASource) {
  ExpectAll(R"({"data":{"value":[{"id":"a","cost":13.679716968913864,"tags":["x","y"]},)"
            R"({"id":"b","cost":2.50},{"cost":0}]},"@odata.nextLink":"n","id":7})",
            {
                {"$.data.value[*].id", R"("a" "b")"},
                {"$.data.value[*].cost", "13.679716968913864 2.50 0"},
                {"$['@odata.nextLink']", R"("n")"},
                {"$..id", R"(7 "a" "b")"},
                {"$.data.value[1]['cost','id']", R"(2.50 "b")"},
                {"$.data.value[*].tags[-1]", R"("y")"},
                {"$ .data\n[ 'value' ] [0] ..[0]", R"("x")"},
            });
}

TEST(JsonPathTest, Names) {
  ExpectAll(R"({"é":1,"_a1":2,"":3,"\"":4,"\\":5,"/":6,"\b\f\n\r\t":7,"☺":8,"😀":9,"\u0000":10,)"
            R"("\u007f":11," ":12,"true":13,"\uffff":14})",
            {
                {"$.é", "1"},
                {"$['\\u00e9']", "1"},
                {"$['\\u00E9']", "1"},
                {"$._a1", "2"},
                {"$['']", "3"},
                {R"($[""])", "3"},
                {R"($["\""])", "4"},
                {R"($['"'])", "4"},
                {R"($['\\'])", "5"},
                {R"($['\/'])", "6"},
                {R"($['/'])", "6"},
                {R"($['\b\f\n\r\t'])", "7"},
                {"$.☺", "8"},
                {"$.😀", "9"},
                {R"($["\ud83d\uDE00"])", "9"},
                {R"($['\u0000'])", "10"},
                {"$['\x7F']", "11"},
                {"$[' ']", "12"},
                {"$.true", "13"},
                {R"($["\uffff"])", "14"},
            });
}

TEST(JsonPathTest, RefusesWithThePosition) {
  struct Refused {
    std::string path;
    int position;
    std::string says;
  };
  const std::vector<Refused> cases = {
      {"", 1, "begins with `$`"},
      {" $", 1, "begins with `$`"},
      {"a.b", 1, "begins with `$`"},
      {"@.a", 1, "begins with `$`"},
      {"$ ", 3, "end with a blank"},
      {"$.a\n", 5, "end with a blank"},
      {"$$", 2, "or the end"},
      {"$a", 2, "or the end"},
      {"$.a-b", 4, "['name']"},
      {"$.a b", 5, "or the end"},
      {"$.a]", 4, "or the end"},
      {"$.", 3, "behind `.`"},
      {"$. a", 3, "behind `.`"},
      {"$.1", 3, "behind `.`"},
      {"$.'a'", 3, "behind `.`"},
      {"$.[0]", 3, "behind `.`"},
      {"$.&", 3, "behind `.`"},
      {"$..", 4, "behind `..`"},
      {"$.. a", 4, "behind `..`"},
      {"$.. [0]", 4, "behind `..`"},
      {"$...a", 4, "behind `..`"},
      {"$..-a", 4, "behind `..`"},
      {"$[", 3, "a name in quotes"},
      {"$[]", 3, "a name in quotes"},
      {"$[a]", 3, "a name in quotes"},
      {"$[.a]", 3, "a name in quotes"},
      {"$[+1]", 3, "a name in quotes"},
      {"$[,1]", 3, "a name in quotes"},
      {"$[1,]", 5, "a name in quotes"},
      {"$[0 2]", 5, "`,` or `]`"},
      {"$[0", 4, "`,` or `]`"},
      {"$['a'", 6, "`,` or `]`"},
      {"$['a''b']", 6, "`,` or `]`"},
      {"$[1.0]", 4, "`,` or `]`"},
      {"$[1e2]", 4, "`,` or `]`"},
      {"$[1:2:3:4]", 8, "`,` or `]`"},
      {"$[:a]", 4, "`,` or `]`"},
      {"$[1:2:+3]", 7, "`,` or `]`"},
      {"$[01]", 3, "leading zeros"},
      {"$[-0]", 3, "`-0`"},
      {"$[-01]", 3, "leading zeros"},
      {"$[00]", 3, "leading zeros"},
      {"$[-]", 3, "an integer is expected"},
      {"$[- 1]", 3, "an integer is expected"},
      {"$[0:-0]", 5, "`-0`"},
      {"$[::-0]", 5, "`-0`"},
      {"$[::01]", 5, "leading zeros"},
      {"$[9007199254740992]", 3, "9007199254740991"},
      {"$[-9007199254740992]", 3, "9007199254740991"},
      {"$[::9007199254740992]", 5, "9007199254740991"},
      {"$[99999999999999999999999999999999]", 3, "9007199254740991"},
      {"$['a]", 3, "closing quote"},
      {R"($["a'])", 3, "closing quote"},
      {R"($['\'])", 3, "closing quote"},
      {"$['a\nb']", 5, "control character"},
      {"$['\t']", 4, "control character"},
      {"$['\x1F']", 4, "control character"},
      {R"($['\"'])", 5, "behind a backslash"},
      {R"($["\'"])", 5, "behind a backslash"},
      {R"($['\a'])", 5, "behind a backslash"},
      {R"($['\U0041'])", 5, "behind a backslash"},
      {R"($['\x41'])", 5, "behind a backslash"},
      {R"($['\0'])", 5, "behind a backslash"},
      {R"($['\)", 5, "behind a backslash"},
      {R"($['\u'])", 6, "four hexadecimal digits"},
      {R"($['\u12'])", 6, "four hexadecimal digits"},
      {R"($['\u+123'])", 6, "four hexadecimal digits"},
      {R"($['\u{41}'])", 6, "four hexadecimal digits"},
      {R"($['\ud800'])", 6, "four hexadecimal digits"},
      {R"($['\udc00'])", 6, "four hexadecimal digits"},
      {R"($['\ud800\ud800'])", 6, "four hexadecimal digits"},
      {R"($['\ud800\u0041'])", 6, "four hexadecimal digits"},
      {R"($['\ud800\n'])", 6, "four hexadecimal digits"},
      {R"($['\ud800)", 6, "four hexadecimal digits"},
      {"$[?@.a]", 3, "filters and expressions are not supported: `?`"},
      {"$[0, ?(@.a > 1)]", 6, "filters and expressions are not supported: `?`"},
      {"$[(@.length-1)]", 3, "filters and expressions are not supported: `(`"},
      {"$[@.a]", 3, "filters and expressions are not supported: `@`"},
      {"$.a.length()", 5, "functions are not supported: `length()`"},
      {"$..count($.a)", 4, "functions are not supported: `count()`"},
      {"$['\xFF']", 1, "UTF-8"},
      {"$.\xED\xA0\x80", 1, "UTF-8"},
      {std::string("$.a\0", 4), 1, "UTF-8"},
  };
  for (const Refused& c : cases) {
    const absl::Status status = JsonPath::Parse(c.path).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.path;
    EXPECT_TRUE(absl::StrContains(status.message(), c.says)) << c.path << status;
    const error::v1::ErrorDetail detail = status::DetailOf(status);
    EXPECT_EQ(detail.reason(), error::v1::INVALID_FIELDS);
    EXPECT_EQ(detail.metadata().at("position"), absl::StrCat(c.position)) << c.path << status;
    EXPECT_FALSE(detail.fr().empty() || absl::StrContains(detail.fr(), "{")) << detail.fr();
  }
}

TEST(JsonPathTest, BoundsOfAPath) {
  const auto repeated = [](absl::string_view part, int times) {
    std::string text = "$";
    for (int i = 0; i < times; ++i) absl::StrAppend(&text, part);
    return text;
  };
  const auto indices = [](size_t count) {
    return absl::StrCat("$[", absl::StrJoin(std::vector<int>(count, 7), ","), "]");
  };
  EXPECT_TRUE(JsonPath::Parse("$." + std::string(kMaxJsonPathBytes - 2, 'a')).ok());
  EXPECT_TRUE(JsonPath::Parse(repeated(".a", kMaxJsonPathSegments)).ok());
  EXPECT_TRUE(JsonPath::Parse(indices(kMaxJsonPathSelectors)).ok());
  for (const std::string& path :
       {"$." + std::string(kMaxJsonPathBytes - 1, 'a'), repeated(".a", kMaxJsonPathSegments + 1),
        indices(kMaxJsonPathSelectors + 1), repeated("..*", 341)}) {
    const absl::Status status = JsonPath::Parse(path).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << path.substr(0, 20);
    EXPECT_EQ(status::DetailOf(status).metadata().count("limit"), 1);
  }
}

TEST(JsonPathTest, BoundsOfAnEvaluation) {
  const auto evaluate = [](absl::string_view path, absl::string_view text, JsonPathLimits limits) {
    const JsonDocument document = *JsonDocument::Parse(text);
    return JsonPath::Parse(path)->Evaluate(document.root(), limits).status();
  };
  EXPECT_TRUE(evaluate("$[*]", "[1,2,3]", {.max_results = 3}).ok());
  EXPECT_TRUE(evaluate("$[*]", "[1,2,3]", {.max_visits = 4}).ok());
  std::string nested = "1";
  for (int i = 0; i < 60; ++i) nested = absl::StrCat("{\"a\":", nested, ",\"b\":[]}");
  struct Beyond {
    std::string path;
    std::string document;
    JsonPathLimits limits;
    std::string subject;
  };
  const std::vector<Beyond> cases = {
      {"$[*]", "[1,2,3]", {.max_results = 2}, "results"},
      {"$[:]", "[1,2,3]", {.max_results = 2}, "results"},
      {"$[0,0,0]", "[1]", {.max_results = 2}, "results"},
      {"$['a','a']", "{\"a\":1}", {.max_results = 1}, "results"},
      {"$[*][0]", "[1,2,3]", {.max_results = 2}, "results"},
      {"$[*]", "[1,2,3]", {.max_visits = 3}, "visits"},
      {"$..zzz", "[1,2,3]", {.max_visits = 7}, "visits"},
      {"$..*..*..*..*..*..*..*..*", nested, {}, "results"},
      {"$..a..a..a..z..z", nested, {.max_visits = 100000}, "visits"},
  };
  for (const Beyond& c : cases) {
    const absl::Status status = evaluate(c.path, c.document, c.limits);
    EXPECT_EQ(status::ReasonOf(status), error::v1::LIMIT_EXCEEDED) << c.path << status;
    EXPECT_EQ(status::DetailOf(status).metadata().at("subject"), c.subject) << c.path;
    EXPECT_FALSE(status::DetailOf(status).fr().empty());
  }
}

TEST(JsonPathTest, SingularPaths) {
  const JsonDocument document = *JsonDocument::Parse(R"({"a":[{"b":1.10},null],"c":"x"})");
  struct Singular {
    std::string path;
    bool singular;
    std::string found;
  };
  const std::vector<Singular> cases = {
      {"$", true, R"({"a":[{"b":1.10},null],"c":"x"})"},
      {"$.a[0].b", true, "1.10"},
      {"$['a'][-2]['b']", true, "1.10"},
      {"$.a[1]", true, "null"},
      {"$.a[2]", true, ""},
      {"$.a.b.c", true, ""},
      {"$.c.d", true, ""},
      {"$.*", false, ""},
      {"$.a[0:1]", false, ""},
      {"$.a[0,1]", false, ""},
      {"$..b", false, ""},
      {"$..[0]", false, ""},
  };
  for (const Singular& c : cases) {
    const JsonPath path = *JsonPath::Parse(c.path);
    EXPECT_EQ(path.text(), c.path);
    EXPECT_EQ(path.IsSingular(), c.singular) << c.path;
    const std::optional<JsonNode> found = path.Find(document.root());
    EXPECT_EQ(found.has_value() ? JsonText(*found) : "", c.found) << c.path;
    if (!c.singular) continue;
    const std::vector<JsonNode> nodes = *path.Evaluate(document.root());
    EXPECT_EQ(nodes.size(), found.has_value() ? 1 : 0) << c.path;
  }
}

TEST(JsonPathTest, ARecordIsARoot) {
  const JsonDocument document = *JsonDocument::Parse(R"({"v":[{"a":1},{"b":2},{"a":3}]})");
  const JsonPath field = *JsonPath::Parse("$.a");
  std::string found;
  const std::vector<JsonNode> records = *JsonPath::Parse("$.v[*]")->Evaluate(document.root());
  for (const JsonNode& record : records) {
    const std::optional<JsonNode> node = field.Find(record);
    absl::StrAppend(&found, node.has_value() ? node->text() : "-");
  }
  EXPECT_EQ(found, "1-3");
}

TEST(JsonPathTest, AWayIsWhatTheFirstSegmentsLeadTo) {
  const JsonDocument json = *JsonDocument::Parse(R"([{"a":[{"b":1},{"b":2}]},{"a":[{"b":3}]}])");
  const JsonPath path = *JsonPath::Parse("$[*].a[*].b");
  std::vector<std::string> ways;
  const auto note = [&](absl::Span<const JsonNode> way) {
    ways.push_back(absl::StrCat(JsonText(way[1]), " ", JsonText(way[3]), " ", JsonText(way[4])));
    return absl::OkStatus();
  };
  ASSERT_TRUE(path.ForEachWay(json.root(), {}, note).ok());
  EXPECT_EQ(ways, (std::vector<std::string>{R"({"a":[{"b":1},{"b":2}]} {"b":1} 1)",
                                            R"({"a":[{"b":1},{"b":2}]} {"b":2} 2)",
                                            R"({"a":[{"b":3}]} {"b":3} 3)"}));
  EXPECT_EQ(status::ReasonOf(path.ForEachWay(json.root(), {.max_visits = 5}, note)),
            error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(path.ForEachWay(json.root(), {},
                            [](absl::Span<const JsonNode>) { return absl::CancelledError(); })
                .code(),
            absl::StatusCode::kCancelled);
}

TEST(JsonPathTest, PathsThatBeginAlikePartSomewhere) {
  const JsonPath path = *JsonPath::Parse("$[*].a[0]['b','c']");
  const struct {
    const char* other;
    size_t common;
  } kCases[] = {{"$", 0},
                {"$.a", 0},
                {"$[*]", 1},
                {"$[*]['a'][1]", 2},
                {"$[*].a[0].b", 3},
                {"$[*]..a", 1},
                {"$[*].a[0]['c','b']", 3},
                {"$[*].a[0]['b',\"c\"].d", 4}};
  for (const auto& [other, common] : kCases) {
    EXPECT_EQ(path.CommonSegments(*JsonPath::Parse(other)), common) << other;
  }
  const JsonDocument json = *JsonDocument::Parse(R"({"d":7,"a":{"d":8}})");
  EXPECT_EQ(JsonText(*JsonPath::Parse("$[*].a.d")->Without(1).Find(json.root())), "8");
  EXPECT_EQ(JsonPath::Parse("$.a")->Without(1).Find(json.root()), json.root());
}

}  // namespace
}  // namespace palier::mapping
