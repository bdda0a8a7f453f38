// SPDX-License-Identifier: Apache-2.0
#include "gateway/pages/pages.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/http/gzip.h"

namespace palier::gateway {
namespace {

class PagesTest : public ::testing::Test {
 protected:
  static http::Request Get(const std::string& target, const http::Headers& headers = {}) {
    http::Request request;
    request.method = "GET";
    request.target = target;
    request.headers = headers;
    return request;
  }
  static http::Request Visit(const std::string& target) {
    return Get(target, {{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}});
  }

  const std::string index_ = http::Gzip("<html>");
  const std::string script_ = http::Gzip("run()");
  const EmbeddedFile files_[2] = {
      {"/index.html", "text/html; charset=utf-8", "\"i1\"", false, index_},
      {"/assets/app-1.js", "text/javascript; charset=utf-8", "\"a1\"", true, script_}};
  const Pages pages_{files_};
};

TEST_F(PagesTest, FilesKeepTheirTypeAndStayForEverWhenTheirNameSaysSo) {
  const auto script = pages_.Answer(Get("/assets/app-1.js"));
  ASSERT_TRUE(script.has_value());
  EXPECT_EQ(script->body, "run()");
  EXPECT_EQ(script->headers.Get("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script->headers.Get("Cache-Control"), "public, max-age=31536000, immutable");
  const auto index = pages_.Answer(Get("/index.html"));
  ASSERT_TRUE(index.has_value());
  EXPECT_EQ(index->headers.Get("Cache-Control"), "no-cache");
}

TEST_F(PagesTest, TheCompressedFormGoesToWhoTakesIt) {
  const auto script = pages_.Answer(Get("/assets/app-1.js", {{"Accept-Encoding", "gzip, br"}}));
  ASSERT_TRUE(script.has_value());
  EXPECT_EQ(script->headers.Get("Content-Encoding"), "gzip");
  EXPECT_EQ(script->body, script_);
}

TEST_F(PagesTest, WhoHasAFileIsToldSo) {
  const auto script = pages_.Answer(Get("/assets/app-1.js", {{"If-None-Match", "\"a1\""}}));
  ASSERT_TRUE(script.has_value());
  EXPECT_EQ(script->status, 304);
  EXPECT_EQ(script->body, "");
  EXPECT_EQ(pages_.Answer(Get("/assets/app-1.js", {{"If-None-Match", "\"a0\""}}))->status, 200);
}

TEST_F(PagesTest, WherePeopleGoIsThePageThatDrawsAllOthers) {
  for (const char* target :
       {"/", "/organizations/a/projects/b", "/organizations/a/projects?stage=POC"}) {
    const auto page = pages_.Answer(Visit(target));
    ASSERT_TRUE(page.has_value()) << target;
    EXPECT_EQ(page->body, "<html>");
    EXPECT_EQ(page->headers.Get("ETag"), "\"i1\"");
  }
}

TEST_F(PagesTest, TheApiAnswersForItself) {
  for (const char* target : {"/v1", "/v1/organizations", "/openapi.json"})
    EXPECT_FALSE(pages_.Answer(Visit(target)).has_value()) << target;
  // A program that asks for what is not there gets no page.
  for (const char* target : {"/", "/assets/app-0.js", "/v2/organizations"})
    EXPECT_FALSE(pages_.Answer(Get(target, {{"Accept", "*/*"}})).has_value()) << target;
  http::Request post = Visit("/index.html");
  post.method = "POST";
  EXPECT_FALSE(pages_.Answer(post).has_value());
}

TEST_F(PagesTest, NothingRunsButOurFiles) {
  const auto page = pages_.Answer(Visit("/"));
  ASSERT_TRUE(page.has_value());
  const absl::string_view policy = page->headers.Get("Content-Security-Policy");
  EXPECT_TRUE(absl::StrContains(policy, "default-src 'none'")) << policy;
  EXPECT_FALSE(absl::StrContains(policy, "unsafe")) << policy;
  EXPECT_EQ(page->headers.Get("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(page->headers.Get("Referrer-Policy"), "no-referrer");
}

TEST(EmbeddedFiles, AreAllThatThePageAsksFor) {
  std::set<std::string> paths;
  std::string index;
  for (const EmbeddedFile& file : EmbeddedFiles()) {
    EXPECT_TRUE(paths.insert(std::string(file.path)).second) << file.path;
    EXPECT_EQ(file.immutable, absl::StartsWith(file.path, "/assets/")) << file.path;
    const auto content = http::Gunzip(file.gzip, 16 << 20);
    ASSERT_TRUE(content.ok()) << file.path;
    if (file.path == "/index.html") index = *content;
  }
  ASSERT_FALSE(index.empty());
  size_t referred = 0;
  for (const std::string& path : paths)
    if (absl::StrContains(index, absl::StrCat("\"", path, "\""))) ++referred;
  EXPECT_GE(referred, 3u) << index;  // script, style, icon
  EXPECT_FALSE(absl::StrContains(index, "http://")) << index;
  EXPECT_FALSE(absl::StrContains(index, "https://")) << index;
}

}  // namespace
}  // namespace palier::gateway
