// SPDX-License-Identifier: Apache-2.0
#include "common/resource/write_marks.h"

#include <utility>

namespace palier::resource {

void WriteMarks::Held::Hold(std::vector<std::string> names) {
  if (names.empty() && names_.empty()) return;
  absl::MutexLock lock(&marks_.mutex_);
  marks_.Add(names);
  marks_.Remove(names_);
  names_ = std::move(names);
}

bool WriteMarks::Find(absl::string_view name) const {
  absl::ReaderMutexLock lock(&mutex_);
  return of_everything_ > 0 || writers_.contains(name);
}

void WriteMarks::Add(const std::vector<std::string>& names) {
  if (names.empty()) return;
  ++held_;
  if (names.size() > kMaxNames) {
    ++of_everything_;
    return;
  }
  for (const std::string& name : names) ++writers_[name];
}

void WriteMarks::Remove(const std::vector<std::string>& names) {
  if (names.empty()) return;
  --held_;
  if (names.size() > kMaxNames) {
    --of_everything_;
    return;
  }
  for (const std::string& name : names) {
    const auto found = writers_.find(name);
    if (--found->second == 0) writers_.erase(found);
  }
}

}  // namespace palier::resource
