// SPDX-License-Identifier: Apache-2.0
#include "common/aip/field_mask.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "aip_test.pb.h"
#include "common/status/error.h"

namespace palier::aip {
namespace {

using ::google::protobuf::FieldMask;
using ::google::protobuf::util::MessageDifferencer;
using test::Widget;

Widget Parse(const std::string& text) {
  Widget widget;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &widget)) << text;
  return widget;
}

FieldMask Mask(absl::string_view paths) {
  FieldMask mask;
  for (absl::string_view path : absl::StrSplit(paths, ',', absl::SkipEmpty())) {
    mask.add_paths(std::string(path));
  }
  return mask;
}

struct UpdateCase {
  std::string stored;
  std::string changes;
  std::string mask;
  std::string expected;
};

TEST(ApplyUpdateTest, ChangesWhatTheMaskNames) {
  const std::vector<UpdateCase> kCases = {
      // Without a mask: what is set, nested fields each for itself, value messages as a whole.
      {"display_name: 'a' priority: 1", "priority: 2", "", "display_name: 'a' priority: 2"},
      {"display_name: 'a'", "", "", "display_name: 'a'"},
      {"place { city: 'x' site { floor: 1 } }", "place { site { code: 'c' } }", "",
       "place { city: 'x' site { floor: 1 code: 'c' } }"},
      {"period { seconds: 3 nanos: 7 }", "period { seconds: 5 }", "", "period { seconds: 5 }"},
      {"tags: ['a', 'b']", "tags: 'c'", "", "tags: 'c'"},
      {"annotations { key: 'a' value: '1' }", "annotations { key: 'b' value: '2' }", "",
       "annotations { key: 'b' value: '2' }"},
      {"width: 3", "label: 'l'", "", "label: 'l'"},
      {"budget: 5", "budget: 0", "", "budget: 0"},
      {"", "place {}", "", "place {}"},
      // `*`: everything.
      {"display_name: 'a' priority: 1 tags: 'a'", "priority: 2", "*", "priority: 2"},
      {"name: 'n' place { city: 'x' checked_by: 'y' }", "name: 'm' place { checked_by: 'z' }", "*",
       "name: 'n' place { checked_by: 'y' }"},
      {"place { city: 'x' checked_by: 'y' }", "", "*", "place { checked_by: 'y' }"},
      {"place { city: 'x' }", "", "*", ""},
      {"owner: 'o' priority: 1", "", "*", "owner: 'o'"},
      {"label: 'l'", "width: 3", "*", "width: 3"},
      {"width: 3", "label: 'l'", "*", "label: 'l'"},
      // Named fields, cleared when not set in the request.
      {"display_name: 'a' priority: 1", "display_name: 'b' priority: 9", "display_name",
       "display_name: 'b' priority: 1"},
      {"display_name: 'a' priority: 1", "priority: 9", "display_name", "priority: 1"},
      {"tags: ['a', 'b']", "", "tags", ""},
      {"tags: 'a'", "tags: 'b'", "tags,tags", "tags: 'b'"},
      {"place { city: 'x' site { floor: 1 } }", "place { city: 'y' }", "place.city",
       "place { city: 'y' site { floor: 1 } }"},
      {"place { city: 'x' site { floor: 1 } }", "place { city: 'y' }", "place",
       "place { city: 'y' }"},
      {"place { city: 'x' site { floor: 1 } }", "place { city: 'y' site { floor: 2 } }",
       "place.city,place,place.site.floor", "place { city: 'y' site { floor: 2 } }"},
      {"place { city: 'x' }", "", "place.site.code", "place { city: 'x' }"},
      {"", "", "place.city", ""},
      {"", "place { site { code: 'c' floor: 2 } }", "place.site.code",
       "place { site { code: 'c' } }"},
      {"place { city: 'x' }", "", "place", ""},
      {"label: 'l'", "width: 3", "width", "width: 3"},
      {"label: 'l'", "width: 3", "label", ""},
      {"width: 1", "label: 'l'", "label,width", "label: 'l'"},
      // Output only fields are ignored.
      {"name: 'n'", "name: 'm' priority: 1", "name,priority", "name: 'n' priority: 1"},
      {"create_time { seconds: 1 }", "create_time { seconds: 2 }", "",
       "create_time { seconds: 1 }"},
      {"place { checked_by: 'y' }", "place { checked_by: 'z' }", "place.checked_by",
       "place { checked_by: 'y' }"},
      // Immutable fields may be repeated.
      {"owner: 'o'", "owner: 'o' priority: 1", "", "owner: 'o' priority: 1"},
      {"owner: 'o'", "owner: 'o' priority: 1", "owner,priority", "owner: 'o' priority: 1"},
      {"place { country: 'fr' city: 'x' }", "place { city: 'y' }", "place",
       "place { country: 'fr' city: 'y' }"},
      // Recursive messages.
      {"spare { spare { priority: 1 } }", "spare { spare { priority: 2 } }", "spare.spare.priority",
       "spare { spare { priority: 2 } }"},
  };
  for (const UpdateCase& c : kCases) {
    const std::string about = absl::StrCat(c.stored, " + ", c.changes, " [", c.mask, "]");
    Widget resource = Parse(c.stored);
    const absl::Status status = ApplyUpdate(Parse(c.changes), Mask(c.mask), resource);
    EXPECT_TRUE(status.ok()) << about << status;
    EXPECT_TRUE(MessageDifferencer::Equals(resource, Parse(c.expected)))
        << about << " gives " << resource.ShortDebugString();
  }
}

TEST(ApplyUpdateTest, RefusesToChangeImmutableFields) {
  const struct {
    std::string stored;
    std::string changes;
    std::string mask;
    std::string field;
  } kCases[] = {
      {"owner: 'o'", "owner: 'p'", "", "owner"},
      {"owner: 'o'", "owner: 'p'", "*", "owner"},
      {"owner: 'o'", "owner: 'p' priority: 1", "priority,owner", "owner"},
      {"owner: 'o'", "", "owner", "owner"},
      {"", "owner: 'p'", "owner", "owner"},
      {"place { country: 'fr' }", "place { country: 'be' }", "place", "place.country"},
      {"place { country: 'fr' }", "place { country: 'be' }", "", "place.country"},
      {"place { country: 'fr' }", "", "place.country", "place.country"},
  };
  for (const auto& c : kCases) {
    Widget resource = Parse(c.stored);
    const absl::Status status = ApplyUpdate(Parse(c.changes), Mask(c.mask), resource);
    const auto detail = status::DetailOf(status);
    EXPECT_EQ(detail.reason(), error::v1::INVALID_FIELDS) << c.changes;
    ASSERT_EQ(detail.field_violations_size(), 1) << c.changes;
    EXPECT_EQ(detail.field_violations(0).subject(), c.field);
    EXPECT_TRUE(MessageDifferencer::Equals(resource, Parse(c.stored))) << c.changes;
  }
}

TEST(ApplyUpdateTest, RefusesUnknownPaths) {
  for (const char* path : {"colour", "place.street", "tags.x", "sites.code", "annotations.a",
                           "*,name", "displayName", "place.", ".place", "place..city", "priority.x",
                           "create_time.seconds", "tags[0]", "\xFF"}) {
    Widget resource;
    const absl::Status status = ApplyUpdate(Parse("priority: 1"), Mask(path), resource);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << path;
    EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_FIELD_MASK) << path;
    EXPECT_EQ(status::DetailOf(status).metadata().count("path"), 1) << path;
  }
}

TEST(ApplyUpdateTest, IsBounded) {
  FieldMask mask;
  for (int i = 0; i < kMaxMaskPaths; ++i) mask.add_paths("priority");
  EXPECT_TRUE(CheckFieldMask(mask, *Widget::descriptor()).ok());
  mask.add_paths("priority");
  EXPECT_FALSE(CheckFieldMask(mask, *Widget::descriptor()).ok());
  std::string deep = "priority";
  for (int i = 0; i < 15; ++i) deep.insert(0, "spare.");
  EXPECT_TRUE(CheckFieldMask(Mask(deep), *Widget::descriptor()).ok());
  EXPECT_FALSE(CheckFieldMask(Mask("spare." + deep), *Widget::descriptor()).ok());
}

}  // namespace
}  // namespace palier::aip
