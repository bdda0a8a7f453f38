// SPDX-License-Identifier: Apache-2.0
// Mail, sent by SMTP.
#ifndef PALIER_REPORTING_MAIL_MAILER_H_
#define PALIER_REPORTING_MAIL_MAILER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/app/config.h"

namespace palier::reporting {

struct Mail {
  // One line of UTF-8.
  std::string subject;
  // The same twice; UTF-8.
  std::string text;
  std::string html;
  // Addresses. They do not see each other's.
  std::vector<std::string> recipients;
  // Unique in the world, without brackets: the same for each try, so that a second copy is known
  // for what it is.
  std::string message_id;
  absl::Time date;
};

class Mailer {
 public:
  virtual ~Mailer() = default;
  // OK once the server has taken it for at least one recipient. Else UNAVAILABLE with what the
  // server said; never an address. Blocking, at most until the deadline. Thread-safe.
  virtual absl::Status Send(const Mail& mail, absl::Time deadline) = 0;
};

// A mailer over libcurl; null without an url. INVALID_ARGUMENT when the password file cannot be
// read.
absl::StatusOr<std::unique_ptr<Mailer>> MakeSmtpMailer(const app::SmtpConfig& config);

// Whether it looks like one address: `local@domain`, printable ASCII without spaces, commas,
// quotes or brackets, at most 254 characters.
bool IsAddress(const std::string& address);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MAIL_MAILER_H_
