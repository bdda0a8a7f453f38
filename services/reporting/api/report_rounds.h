// SPDX-License-Identifier: Apache-2.0
// Writes digests when they are due, and sends them.
#ifndef PALIER_REPORTING_API_REPORT_ROUNDS_H_
#define PALIER_REPORTING_API_REPORT_ROUNDS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/app/rounds.h"
#include "palier/reporting/v1/report_schedule.pb.h"
#include "reporting/api/context.h"
#include "reporting/domain/report_period.h"
#include "reporting/mail/mailer.h"

namespace palier::reporting {

// Looks at every schedule and every report that waits, once a minute of the business clock and soon
// after one was written. A digest is written once for each period, in one transaction with the
// schedule's next day; of periods that passed while nobody looked only the last is written. It is
// sent at least once: a process that dies between the server's answer and its own note sends it
// again, under the same message id. Several processes may do it on the same store. Thread-safe.
class ReportRounds {
 public:
  // How long a report waits for the mail server.
  static constexpr absl::Duration kPatience = absl::Hours(48);

  // The context must outlive it. Without a mailer, reports are published and not sent.
  ReportRounds(const Context& context, std::unique_ptr<Mailer> mailer);

  void Start() { rounds_.Start(); }
  void Stop() { rounds_.Stop(); }
  // Something of that name was written.
  void Notice(absl::string_view name);
  // One round on the caller's thread. What fails keeps nothing else waiting; the first failure that
  // may pass is returned.
  absl::Status RunOnce(absl::Time deadline);

 private:
  absl::Status LookAt(const std::string& schedule, absl::Time deadline);
  absl::Status SetNext(const v1::ReportSchedule& schedule, absl::Time deadline);
  absl::Status Write(const v1::ReportSchedule& schedule, absl::Time deadline);
  absl::Status SendWaiting(const std::string& organization, absl::Time deadline);
  absl::Status Send(const v1::Report& report, absl::Time deadline);
  // Notes what became of a report, unless somebody else did; false then.
  absl::StatusOr<bool> Note(const v1::Report& before, v1::Report after, absl::Time deadline);

  const Context& context_;
  const std::unique_ptr<Mailer> mailer_;
  app::Rounds rounds_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_REPORT_ROUNDS_H_
