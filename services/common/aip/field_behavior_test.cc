// SPDX-License-Identifier: Apache-2.0
#include "common/aip/field_behavior.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "aip_test.pb.h"

namespace palier::aip {
namespace {

using test::Widget;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <typename T>
T Parse(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::vector<std::string> Paths(const absl::Status& status) {
  std::vector<std::string> paths;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const auto& violation : detail.field_violations()) {
    paths.push_back(violation.subject());
    EXPECT_FALSE(violation.en().empty());
    EXPECT_FALSE(violation.fr().empty());
  }
  return paths;
}

std::vector<std::string> Paths(const Widget& widget) {
  return Paths(Validate(widget).ToStatus());
}

const char kGood[] = "display_name: 'a' state: ACTIVE ";

TEST(ValidateTest, FindsEveryFault) {
  const struct {
    std::string widget;
    std::vector<std::string> paths;
  } kCases[] = {
      {kGood, {}},
      {"", {"display_name", "state"}},
      {"display_name: 'a'", {"state"}},
      {absl::StrCat("state: DRAFT display_name: '", std::string(300, 'a'), "'"), {}},
      {absl::StrCat("state: DRAFT display_name: '", std::string(301, 'a'), "'"), {"display_name"}},
      {absl::StrCat(kGood, "description: '", std::string(1024, 'a'), "'"), {}},
      {absl::StrCat(kGood, "description: '", std::string(1025, 'a'), "'"), {"description"}},
      {absl::StrCat(kGood, "description: 'a\\000b'"), {"description"}},
      {absl::StrCat(kGood, "priority: 1000"), {}},
      {absl::StrCat(kGood, "priority: 1001"), {"priority"}},
      {absl::StrCat(kGood, "priority: -1001"), {"priority"}},
      {absl::StrCat(kGood, "score: -1.5"), {}},
      {absl::StrCat(kGood, "score: -1.6"), {"score"}},
      {absl::StrCat(kGood, "score: 1000001"), {"score"}},
      {absl::StrCat(kGood, "score: nan"), {"score"}},
      {absl::StrCat(kGood, "ratio: inf"), {"ratio"}},
      {absl::StrCat(kGood, "tags: ['a', 'b', 'c']"), {}},
      {absl::StrCat(kGood, "tags: ['a', 'b', 'c', 'd']"), {"tags"}},
      {absl::StrCat(kGood, "tags: ['a', '", std::string(1025, 'b'), "']"), {"tags[1]"}},
      {absl::StrCat(kGood, "picture: '\\377\\000a'"), {}},
      {absl::StrCat(kGood, "picture: '12345'"), {"picture"}},
      {absl::StrCat(kGood, "sites { code: 'a' } sites { floor: 1 }"), {"sites[1].code"}},
      {absl::StrCat(kGood, "place { site {} }"), {"place.site.code"}},
      {absl::StrCat(kGood, "plants { key: 'lyon' value {} }"), {"plants[\"lyon\"].code"}},
      {absl::StrCat(kGood, "annotations { key: 'a' value: '", std::string(1025, 'b'), "' }"),
       {"annotations[\"a\"]"}},
      {absl::StrCat(kGood, "due_date { year: 2024 month: 2 day: 29 }"), {}},
      {absl::StrCat(kGood, "due_date { year: 2023 month: 2 day: 29 }"), {"due_date"}},
      {absl::StrCat(kGood, "due_date { month: 2 day: 29 }"), {}},
      {absl::StrCat(kGood, "due_date { year: 2024 month: 13 }"), {"due_date"}},
      {absl::StrCat(kGood, "period { seconds: 1 nanos: -1 }"), {"period"}},
      {absl::StrCat(kGood, "period { seconds: 400000000000 }"), {"period"}},
      // The server sets these.
      {absl::StrCat(kGood, "create_time { nanos: -1 } name: '", std::string(2000, 'a'), "'"), {}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(Paths(Parse<Widget>(c.widget)), ElementsAreArray(c.paths)) << c.widget;
  }
}

TEST(ValidateTest, FindsUnknownEnumNumbersAndBrokenText) {
  Widget widget = Parse<Widget>(kGood);
  widget.set_state(static_cast<Widget::State>(77));
  EXPECT_THAT(Paths(widget), ElementsAre("state"));
  widget = Parse<Widget>(kGood);
  widget.set_owner("a\xFF");
  EXPECT_THAT(Paths(widget), ElementsAre("owner"));
  test::CreateWidgetRequest request;
  request.set_parent("p");
  *request.mutable_widget() = Parse<Widget>(kGood);
  request.mutable_as_of()->set_seconds(1LL << 40);
  EXPECT_THAT(Paths(ValidateRequest(request)), ElementsAre("as_of"));
}

TEST(ValidateTest, TellsTheRemedy) {
  const auto detail = status::DetailOf(
      Validate(Parse<Widget>("display_name: 'a' state: DRAFT priority: 5000")).ToStatus());
  EXPECT_EQ(detail.field_violations(0).en(), "Must be between -1000 and 1000.");
  EXPECT_EQ(detail.field_violations(0).fr(), "Doit être entre -1000 et 1000.");
}

TEST(ValidateTest, IsBounded) {
  Widget deep;
  Widget* at = &deep;
  for (int i = 0; i < 40; ++i) {
    at->set_display_name("a");
    at->set_state(Widget::DRAFT);
    at = at->mutable_spare();
  }
  const std::vector<std::string> paths = Paths(deep);
  ASSERT_EQ(paths.size(), 1);
  EXPECT_THAT(paths[0], HasSubstr("spare.spare"));
  Widget wide = Parse<Widget>(kGood);
  for (int i = 0; i < 500; ++i) wide.add_sites();
  EXPECT_EQ(Paths(wide).size(), static_cast<size_t>(kMaxViolations));
}

TEST(ValidateRequestTest, CreateNeedsAllThatIsRequired) {
  EXPECT_THAT(Paths(ValidateRequest(test::CreateWidgetRequest())), ElementsAre("parent", "widget"));
  EXPECT_THAT(Paths(ValidateRequest(Parse<test::CreateWidgetRequest>("parent: 'p' widget {}"))),
              ElementsAre("widget.display_name", "widget.state"));
}

TEST(ValidateRequestTest, UpdateNeedsWhatTheMaskNames) {
  const struct {
    std::string request;
    std::vector<std::string> paths;
  } kCases[] = {
      {"", {"widget"}},
      {"update_mask { paths: 'priority' }", {"widget"}},
      {"widget { priority: 1 }", {}},
      {"widget { priority: 1 } update_mask { paths: 'priority' }", {}},
      {"widget { priority: 1 } update_mask { paths: 'display_name' }", {"widget.display_name"}},
      {"widget { priority: 1 } update_mask { paths: '*' }",
       {"widget.display_name", "widget.state"}},
      {"widget { place { site {} } } update_mask { paths: 'place.site' }",
       {"widget.place.site.code"}},
      {"widget { place { site {} } } update_mask { paths: 'place.site.floor' }", {}},
      {"widget { place { site { floor: 1 } } }", {}},
      {"widget { sites { floor: 1 } }", {"widget.sites[0].code"}},
      {"widget { priority: 9999 } update_mask { paths: 'owner' }", {"widget.priority"}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(Paths(ValidateRequest(Parse<test::UpdateWidgetRequest>(c.request))),
                ElementsAreArray(c.paths))
        << c.request;
  }
}

TEST(ValidateRequestTest, ABatchIsCountedAndItsItemsAreNotLookedInto) {
  const struct {
    std::string request;
    std::vector<std::string> paths;
  } kCases[] = {
      {"", {"requests"}},
      {"requests {} requests { widget { priority: 9999 } }", {}},
      {"requests {} requests {} requests {}", {"requests"}},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(Paths(ValidateRequest(Parse<test::BatchUpdateWidgetsRequest>(c.request))),
                ElementsAreArray(c.paths))
        << c.request;
  }
}

TEST(ValidateUpdateTest, LooksAtTheResourceAlone) {
  google::protobuf::FieldMask mask;
  mask.add_paths("display_name");
  EXPECT_THAT(Paths(ValidateUpdate(Widget(), mask).ToStatus()), ElementsAre("display_name"));
  EXPECT_THAT(Paths(ValidateUpdate(Widget(), {}).ToStatus()), IsEmpty());
}

TEST(ClearOutputOnlyTest, ClearsAtEveryDepth) {
  Widget widget = Parse<Widget>(
      "name: 'n' display_name: 'd' create_time { seconds: 1 } place { city: 'c' checked_by: 'x' "
      "site { code: 's' seen_by: 'y' } } sites { code: 't' seen_by: 'z' } "
      "plants { key: 'k' value { code: 'u' seen_by: 'w' } } spare { name: 'm' owner: 'o' }");
  ClearOutputOnly(widget);
  const Widget expected = Parse<Widget>(
      "display_name: 'd' place { city: 'c' site { code: 's' } } sites { code: 't' } "
      "plants { key: 'k' value { code: 'u' } } spare { owner: 'o' }");
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(widget, expected))
      << widget.ShortDebugString();
}

}  // namespace
}  // namespace palier::aip
