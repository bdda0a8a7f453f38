// SPDX-License-Identifier: Apache-2.0
// A register in any profile: every record is a draft or rejected, and the same bytes give the same.
#include <cstddef>
#include <cstdint>
#include <set>

#include "registry/domain/import/register_reader.h"
#include "tests/fuzz/check.h"

using namespace palier::registry;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::vector<Profile>& profiles = Profiles();
  const Profile& profile = profiles[data[0] % profiles.size()];
  ReadOptions options;
  options.as_of = {2026, 1, 1};
  options.max_records = 200;
  const RegisterReader reader(profile, options);
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto import = reader.Read(bytes);
  if (!import.ok()) return 0;
  std::set<std::string> ids;
  for (const ProjectDraft& draft : import->drafts) {
    FUZZ_CHECK(!draft.display_name.empty());
    FUZZ_CHECK(ids.insert(draft.external_id).second);
  }
  const auto again = reader.Read(bytes);
  FUZZ_CHECK(again.ok() && again->drafts.size() == import->drafts.size());
  for (size_t i = 0; i < import->drafts.size(); ++i)
    FUZZ_CHECK(again->drafts[i].content_hash == import->drafts[i].content_hash);
  return 0;
}
