// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/app/loopback.h"
#include "reporting/mail/mailer.h"

namespace palier::reporting {
namespace {

constexpr size_t kMaxAddress = 254;
// Bytes of UTF-8 in one encoded word, which has room for 75 characters.
constexpr size_t kWordBytes = 42;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void Append(List& list, const std::string& line) {
  list.reset(curl_slist_append(list.release(), line.c_str()));
}

// A header's text by RFC 2047, cut between characters. Nothing in it can begin another header.
std::string EncodedWords(const std::string& text) {
  std::string words;
  size_t at = 0;
  while (at < text.size()) {
    size_t end = std::min(text.size(), at + kWordBytes);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    absl::StrAppend(&words, words.empty() ? "" : "\r\n ", "=?UTF-8?B?",
                    absl::Base64Escape(text.substr(at, end - at)), "?=");
    at = end;
  }
  return words;
}

// Of `smtp://host:port`; `smtps://` has its TLS from the start.
bool NeedsStartTls(absl::string_view url) {
  return absl::ConsumePrefix(&url, "smtp://") && !app::IsLoopback(url);
}

List HeadersOf(const Mail& mail, const std::string& from) {
  List headers;
  Append(headers, absl::StrCat("Date: ", absl::FormatTime("%a, %d %b %Y %H:%M:%S %z", mail.date,
                                                          absl::UTCTimeZone())));
  Append(headers, absl::StrCat("From: <", from, ">"));
  Append(headers, "To: undisclosed-recipients:;");
  Append(headers, absl::StrCat("Subject: ", EncodedWords(mail.subject)));
  Append(headers, absl::StrCat("Message-ID: <", mail.message_id, ">"));
  // RFC 3834: no out-of-office answers to it.
  Append(headers, "Auto-Submitted: auto-generated");
  return headers;
}

void AddBody(CURL* curl, const Mail& mail, curl_mime* whole) {
  curl_mime* const both = curl_mime_init(curl);
  // The last one is the richest: readers show it if they can.
  const std::pair<const std::string&, const char*> bodies[] = {
      {mail.text, "text/plain; charset=utf-8"}, {mail.html, "text/html; charset=utf-8"}};
  for (const auto& [body, type] : bodies) {
    curl_mimepart* const part = curl_mime_addpart(both);
    curl_mime_data(part, body.data(), body.size());
    curl_mime_type(part, type);
    curl_mime_encoder(part, "base64");
  }
  curl_mimepart* const part = curl_mime_addpart(whole);
  curl_mime_subparts(part, both);
  curl_mime_headers(part, curl_slist_append(nullptr, "Content-Type: multipart/alternative"), 1);
}

class SmtpMailer : public Mailer {
 public:
  SmtpMailer(app::SmtpConfig config, std::string password)
      : config_(std::move(config)), password_(std::move(password)) {}

  absl::Status Send(const Mail& mail, absl::Time deadline) override {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return absl::DeadlineExceededError("no time left");
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                   &curl_easy_cleanup);
    if (curl == nullptr) return absl::ResourceExhaustedError("no mail client");
    const std::unique_ptr<curl_mime, decltype(&curl_mime_free)> body(curl_mime_init(curl.get()),
                                                                     &curl_mime_free);
    const List headers = HeadersOf(mail, config_.from);
    List recipients;
    for (const std::string& address : mail.recipients)
      Append(recipients, absl::StrCat("<", address, ">"));
    AddBody(curl.get(), mail, body.get());
    Configure(curl.get(), left);
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_MIMEPOST, body.get());
    const CURLcode code = curl_easy_perform(curl.get());
    if (code == CURLE_OK) return absl::OkStatus();
    int64_t answer = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer);
    return absl::UnavailableError(answer > 0 ? absl::StrCat("the mail server answered ", answer)
                                             : std::string(curl_easy_strerror(code)));
  }

 private:
  void Configure(CURL* curl, absl::Duration left) const {
    curl_easy_setopt(curl, CURLOPT_URL, config_.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                     static_cast<long>(absl::ToInt64Milliseconds(left) + 1));  // NOLINT
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, absl::StrCat("<", config_.from, ">").c_str());
    // One address that is refused keeps no other from its mail.
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    if (NeedsStartTls(config_.url)) {
      curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));  // NOLINT
    }
    if (config_.user.empty()) return;
    curl_easy_setopt(curl, CURLOPT_USERNAME, config_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password_.c_str());
  }

  const app::SmtpConfig config_;
  const std::string password_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Mailer>> MakeSmtpMailer(const app::SmtpConfig& config) {
  if (config.url.empty()) return nullptr;
  std::string password;
  if (!config.password_file.empty()) {
    std::ifstream file(config.password_file);
    if (!file) {
      return absl::InvalidArgumentError(
          absl::StrCat("--smtp_password_file=", config.password_file, ": cannot be read"));
    }
    password.assign(std::istreambuf_iterator<char>(file), {});
    password = std::string(absl::StripAsciiWhitespace(password));
  }
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (kReady != CURLE_OK) return absl::InternalError(curl_easy_strerror(kReady));
  return std::make_unique<SmtpMailer>(config, std::move(password));
}

bool IsAddress(const std::string& address) {
  const size_t at = address.find('@');
  const bool has_both = at != std::string::npos && at > 0 && at + 1 < address.size() &&
                        address.find('@', at + 1) == std::string::npos;
  return has_both && address.size() <= kMaxAddress &&
         std::all_of(address.begin(), address.end(), [](char c) {
           return absl::ascii_isgraph(static_cast<unsigned char>(c)) &&
                  std::string("<>(),;:\\\"[]").find(c) == std::string::npos;
         });
}

}  // namespace palier::reporting
