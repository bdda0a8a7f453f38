// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/own_call.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/resource/rows.h"

namespace palier::reporting {
namespace {

constexpr char kSelf[] = "services/reporting";
constexpr absl::Duration kTimeout = absl::Seconds(30);

}  // namespace

resource::Actor OwnActor(const std::string& what) {
  return {kSelf, "", absl::StrCat("palier.reporting.", what)};
}

rpc::Call OwnCall(const std::string& what, const std::string& name, absl::Time deadline) {
  rpc::Call call;
  call.caller.principal = kSelf;
  if (!name.empty()) call.organization = resource::OrganizationOf(name);
  call.deadline = std::min(deadline, absl::Now() + kTimeout);
  call.method = OwnActor(what).method;
  return call;
}

}  // namespace palier::reporting
