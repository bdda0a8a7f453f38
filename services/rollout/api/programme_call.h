// SPDX-License-Identifier: Apache-2.0
// A programme from a request to the domain, and its plans back.
#ifndef PALIER_ROLLOUT_API_PROGRAMME_CALL_H_
#define PALIER_ROLLOUT_API_PROGRAMME_CALL_H_

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/status/error.h"
#include "palier/rollout/v1/programme_service.pb.h"
#include "rollout/api/cents.h"
#include "rollout/api/context.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/domain/planner.h"
#include "rollout/domain/programme.h"

namespace palier::rollout {

// Not thread-safe. What it is given must outlive it.
class ProgrammeCall {
 public:
  // `path` leads to the request's fields within the caller's message: "" or "programme.".
  ProgrammeCall(Context& context, const rpc::Call& call, const v1::PlanProgrammeRequest& request,
                std::string path = "")
      : context_(context), call_(call), request_(request), path_(std::move(path)) {}

  // Reads roll-outs and what the registry knows, and checks every field.
  absl::Status Gather();
  // After that. The effort is what takes seconds; the caller's deadline ends it.
  const Programme& programme() const { return programme_; }
  PlanOptions Options() const;
  absl::CivilDay today() const { return today_; }

  v1::ProgrammeEntry MessageOf(const ProgrammeEntry& entry) const;
  v1::ProgrammeLever MessageOf(const ProgrammeLever& lever) const;
  // The value of a plan, in money or in weeks of use, into either of two fields.
  template <typename Message>
  void FillValue(int64_t value, Message& to) const {
    if (any_value_) {
      *to.mutable_value() = cents_.Money(value);
    } else {
      to.set_user_weeks(value / kPersonWeek);
    }
  }

 private:
  absl::Status CheckNames() const;
  absl::Status AddTool(int position);
  void AddSponsor(const PlanInputs& inputs);
  absl::Status AddLimits();
  absl::Status AddShared();
  status::Text SentenceOf(const ProgrammeLever& lever, bool is_money, const std::string& of) const;

  Context& context_;
  const rpc::Call& call_;
  const v1::PlanProgrammeRequest& request_;
  const std::string path_;
  Programme programme_;
  Cents cents_;
  absl::CivilDay today_;
  // By id.
  std::map<std::string, std::string> team_names_;
  // Of the tools; and the active projects of each of their sponsors, by id.
  std::set<std::string> projects_;
  std::map<std::string, std::set<std::string>> sponsored_;
  int sponsor_capacity_ = 0;
  bool any_value_ = false;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_PROGRAMME_CALL_H_
