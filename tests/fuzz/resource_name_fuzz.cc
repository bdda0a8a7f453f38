// SPDX-License-Identifier: Apache-2.0
// A resource name that is read is what it was, and patterns agree with it.
#include <google/protobuf/stubs/logging.h>

#include <cstddef>
#include <cstdint>

#include "common/aip/resource_name.h"
#include "tests/fuzz/check.h"

using namespace palier::aip;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Errors quote what they are about, be it UTF-8 or not; requests of the API always are.
  static const auto silent = google::protobuf::SetLogHandler(nullptr);
  static_cast<void>(silent);
  static const NamePattern project =
      *NamePattern::Compile("organizations/{organization}/projects/{project}");
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Wildcard wildcard : {Wildcard::kRefused, Wildcard::kAllowed}) {
    const absl::StatusOr<ResourceName> name = ParseName(text, wildcard);
    if (name.ok()) {
      FUZZ_CHECK(name->full() == text);
      FUZZ_CHECK(name->Parent().Contains(*name));
      FUZZ_CHECK(ParseName(name->full(), wildcard).ok());
    }
    const auto ids = project.Parse(text, wildcard);
    if (ids.ok()) {
      FUZZ_CHECK(name.ok());
      FUZZ_CHECK(project.Format(*ids) == text);
    }
  }
  const std::string id = MakeId(text);
  FUZZ_CHECK(id.empty() || ValidateId(id).ok());
  NamePattern::Compile(text).IgnoreError();
  return 0;
}
