// SPDX-License-Identifier: Apache-2.0
// For tests only: a real SMTP server (aiosmtpd) on a loopback port of its own.
#ifndef PALIER_REPORTING_MAIL_TESTING_MAIL_SERVER_H_
#define PALIER_REPORTING_MAIL_TESTING_MAIL_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "common/testing/child_process.h"
#include "common/testing/temp_dir.h"

namespace palier::reporting {

// What the server took, as its mail reader decodes it.
struct ReceivedMail {
  std::string from;
  std::vector<std::string> recipients;
  std::string subject, to, message_id;
  // The bodies.
  std::string text, html;
  // As it came over the wire.
  std::string raw;
};

// Used by one thread. A server that cannot be started fails the test.
class MailServer {
 public:
  // At the same port as an earlier one: `url`.
  explicit MailServer(const std::string& url = "");

  // `smtp://127.0.0.1:port`.
  const std::string& url() const { return url_; }
  // Answers every message with this code from now on; 250 takes it.
  void Answer(int code);
  // Refuses this recipient from now on.
  void RefuseRecipient(const std::string& address);
  // All so far, in the order in which they came.
  std::vector<ReceivedMail> Received() const;
  // The same once there are that many; what there is after half a minute.
  std::vector<ReceivedMail> AwaitReceived(size_t count) const;

 private:
  testing::TempDir folder_;
  std::string url_;
  std::unique_ptr<testing::ChildProcess> server_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MAIL_TESTING_MAIL_SERVER_H_
