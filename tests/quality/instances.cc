// SPDX-License-Identifier: Apache-2.0
#include "tests/quality/instances.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/status/macros.h"
#include "common/testing/child_process.h"
#include "common/testing/temp_dir.h"

namespace palier::quality {
namespace {

using schedule::Activity;
using schedule::Model;

// The whole numbers of a text one after the other; all else separates them.
class Numbers {
 public:
  explicit Numbers(absl::string_view text) {
    for (absl::string_view word : absl::StrSplit(text, absl::ByAnyChar(" \t\r\n[]"))) {
      int value;
      if (absl::SimpleAtoi(word, &value)) values_.push_back(value);
    }
  }
  int Next() {
    if (next_ == values_.size()) {
      short_ = true;
      return 0;
    }
    return values_[next_++];
  }
  // How many follow; none when there are not so many.
  int Count() {
    const int count = Next();
    if (count < 0 || static_cast<size_t>(count) > values_.size()) {
      short_ = true;
      return 0;
    }
    return count;
  }
  size_t left() const { return values_.size() - next_; }
  bool too_few() const { return short_; }

 private:
  std::vector<int> values_;
  size_t next_ = 0;
  bool short_ = false;
};

Activity ReadActivity(Numbers& numbers, int resources) {
  Activity activity;
  activity.duration = numbers.Next();
  for (int k = 0; k < resources; ++k) {
    const int amount = numbers.Next();
    if (amount > 0) activity.demands.push_back({k, 0, activity.duration, amount});
  }
  return activity;
}

absl::StatusOr<Model> Finish(Model model, const Numbers& numbers) {
  if (numbers.too_few()) return absl::InvalidArgumentError("the instance ends too early");
  std::vector<int> longest;
  for (const Activity& activity : model.activities) longest.push_back(activity.duration);
  for (const schedule::Arc& arc : model.arcs) {
    if (arc.before < 0 || static_cast<size_t>(arc.before) >= longest.size()) continue;
    longest[arc.before] = std::max(longest[arc.before], arc.lag);
  }
  for (int length : longest) model.horizon += length;
  RETURN_IF_ERROR(Validate(model));
  return model;
}

// The text from some lines after the beginning of a heading to the next row of stars.
absl::string_view Section(absl::string_view text, absl::string_view heading, int lines) {
  size_t begin = std::min(text.find(heading), text.size());
  for (; lines > 0; --lines) begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  return text.substr(begin, text.find("****", begin) - begin);
}

absl::StatusOr<std::vector<Instance>> ReadFolder(const std::filesystem::path& folder) {
  std::vector<Instance> instances;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    const std::string kind = entry.path().extension();
    if (kind != ".sm" && kind != ".rcp" && kind != ".SCH") continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    auto model = kind == ".sm"    ? ParseSingleMode(text)
                 : kind == ".rcp" ? ParsePatterson(text)
                                  : ParseProGenMax(text);
    if (!model.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(entry.path().string(), ": ", model.status().message()));
    }
    instances.push_back({entry.path().stem(), *std::move(model)});
  }
  if (error || instances.empty()) {
    return absl::NotFoundError(absl::StrCat("no instances in ", folder.string()));
  }
  std::sort(instances.begin(), instances.end(),
            [](const Instance& a, const Instance& b) { return a.name < b.name; });
  return instances;
}

absl::Status Unpack(const std::string& archive, const testing::TempDir& folder) {
  testing::ChildProcess::Options options;
  options.log = folder.File("log");
  ASSIGN_OR_RETURN(const auto tar,
                   testing::ChildProcess::Start(
                       {"/usr/bin/env", "tar", "-xf", archive, "-C", folder.path()}, options));
  if (tar->Wait(absl::Minutes(1)).value_or(-1) == 0) return absl::OkStatus();
  return absl::NotFoundError(absl::StrCat("cannot unpack ", archive));
}

}  // namespace

absl::StatusOr<Model> ParseSingleMode(absl::string_view text) {
  Numbers capacities(Section(text, "RESOURCEAVAILABILITIES", 2));
  Numbers rows(Section(text, "REQUESTS/DURATIONS", 3));
  Numbers followers(Section(text, "PRECEDENCE RELATIONS", 2));
  Model model;
  while (capacities.left() > 0) model.resources.push_back({{capacities.Next()}});
  const int resources = static_cast<int>(model.resources.size());
  if (rows.left() == 0) return absl::InvalidArgumentError("no activities");
  while (rows.left() > 0) {
    rows.Next();  // its number
    rows.Next();  // its mode
    model.activities.push_back(ReadActivity(rows, resources));
  }
  for (size_t i = 0; i < model.activities.size(); ++i) {
    followers.Next();  // its number
    followers.Next();  // how many modes
    for (int count = followers.Count(); count > 0; --count) {
      model.arcs.push_back(
          {static_cast<int>(i), followers.Next() - 1, model.activities[i].duration});
    }
  }
  if (rows.too_few()) return absl::InvalidArgumentError("the instance ends too early");
  return Finish(std::move(model), followers);
}

absl::StatusOr<Model> ParsePatterson(absl::string_view text) {
  Numbers numbers(text);
  Model model;
  const int activities = numbers.Count(), resources = numbers.Count();
  for (int k = 0; k < resources; ++k) model.resources.push_back({{numbers.Next()}});
  for (int i = 0; i < activities; ++i) {
    model.activities.push_back(ReadActivity(numbers, resources));
    for (int count = numbers.Count(); count > 0; --count) {
      model.arcs.push_back({i, numbers.Next() - 1, model.activities[i].duration});
    }
  }
  return Finish(std::move(model), numbers);
}

absl::StatusOr<Model> ParseProGenMax(absl::string_view text) {
  Numbers numbers(text);
  Model model;
  const int activities = numbers.Count() + 2, resources = numbers.Count();
  numbers.Next();  // resources of other kinds
  numbers.Next();
  for (int i = 0; i < activities; ++i) {
    numbers.Next();  // its number
    numbers.Next();  // how many modes
    const int count = numbers.Count();
    const size_t first = model.arcs.size();
    for (int k = 0; k < count; ++k) model.arcs.push_back({i, numbers.Next(), 0});
    for (int k = 0; k < count; ++k) model.arcs[first + k].lag = numbers.Next();
  }
  for (int i = 0; i < activities; ++i) {
    numbers.Next();  // its number
    numbers.Next();  // its mode
    model.activities.push_back(ReadActivity(numbers, resources));
  }
  for (int k = 0; k < resources; ++k) model.resources.push_back({{numbers.Next()}});
  return Finish(std::move(model), numbers);
}

absl::StatusOr<std::vector<Instance>> ReadSet(const std::string& folder, const std::string& set) {
  const std::string plain = absl::StrCat(folder, "/", set);
  if (std::filesystem::is_directory(plain)) return ReadFolder(plain);
  testing::TempDir unpacked;
  RETURN_IF_ERROR(Unpack(plain + ".tar.xz", unpacked));
  return ReadFolder(unpacked.path());
}

}  // namespace palier::quality
