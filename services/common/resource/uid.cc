// SPDX-License-Identifier: Apache-2.0
#include "common/resource/uid.h"

#include "absl/random/random.h"
#include "absl/strings/str_format.h"

namespace palier::resource {

std::string MakeUid() {
  thread_local absl::BitGen random;
  const uint64_t high = absl::Uniform<uint64_t>(random);
  const uint64_t low = absl::Uniform<uint64_t>(random);
  return absl::StrFormat("%08x-%04x-4%03x-%04x-%012x", high >> 32, (high >> 16) & 0xffff,
                         high & 0xfff, 0x8000 | ((low >> 48) & 0x3fff), low & 0xffffffffffff);
}

}  // namespace palier::resource
