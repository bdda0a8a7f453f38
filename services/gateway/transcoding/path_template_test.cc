// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/path_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::gateway {
namespace {

// `v1/organizations/* name[1,3) :advance`.
std::string Shown(const PathTemplate& path) {
  std::string text;
  for (const PathSegment& segment : path.segments) {
    absl::StrAppend(&text, "/",
                    segment.kind == PathSegment::kAny    ? "*"
                    : segment.kind == PathSegment::kRest ? "**"
                                                         : segment.literal);
  }
  for (const PathVariable& variable : path.variables)
    absl::StrAppend(&text, " ", variable.field_path, "[", variable.begin, ",", variable.end, ")");
  return path.verb.empty() ? text : absl::StrCat(text, " :", path.verb);
}

TEST(PathTemplate, ReadsTheGrammar) {
  const std::pair<const char*, const char*> cases[] = {
      {"/v1/organizations", "/v1/organizations"},
      {"/v1/{name=organizations/*}", "/v1/organizations/* name[1,3)"},
      {"/v1/{name}", "/v1/* name[1,2)"},
      {"/v1/{project.name=organizations/*/projects/*}",
       "/v1/organizations/*/projects/* project.name[1,5)"},
      {"/v1/{parent=organizations/*}/projects:batchUpdate",
       "/v1/organizations/*/projects parent[1,3) :batchUpdate"},
      {"/v1/{name=organizations/*/**}:history", "/v1/organizations/*/** name[1,4) :history"},
      {"/v1/{a=x/*}/{b}/**", "/v1/x/*/*/** a[1,3) b[3,4)"},
  };
  for (const auto& [text, shown] : cases) {
    const auto path = ParsePathTemplate(text);
    ASSERT_TRUE(path.ok()) << path.status();
    EXPECT_EQ(Shown(*path), shown) << text;
  }
}

TEST(PathTemplate, RefusesWhatIsNone) {
  for (const char* bad :
       {"",          "v1",       "/",           "/v1/",     "//",           "/v1//x",
        "/v1/{",     "/v1/{}",   "/v1/{a",      "/v1/{a=}", "/v1/{a=b/}",   "/v1/{a={b}}",
        "/v1/{1a}",  "/v1/{a.}", "/v1/{.a}",    "/v1/**/x", "/v1/{a=**}/x", "/v1/x:",
        "/v1/x:y:z", "/v1/x y",  "/v1/{a}/{a}", "/v1/{a}x", "/v1/***",      "/v1/x?y"}) {
    EXPECT_FALSE(ParsePathTemplate(bad).ok()) << bad;
  }
}

TEST(PathTemplate, SaysWhere) {
  EXPECT_THAT(std::string(ParsePathTemplate("/v1/{a=**}/x").status().message()),
              testing::HasSubstr("at 11"));
}

}  // namespace
}  // namespace palier::gateway
