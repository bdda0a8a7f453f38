// SPDX-License-Identifier: Apache-2.0
// Mail to a real server.
#include "reporting/mail/mailer.h"

#include <gmock/gmock.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "reporting/mail/testing/mail_server.h"

namespace palier::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Mail Sample() {
  Mail mail;
  mail.subject = "L'IA au travail : éléments de la semaine, été compris, pour tout le monde ici";
  mail.text = "Été.\nCoût : 1 200 EUR.\n.\nfin\n";
  mail.html = "<p>Été</p>\n";
  mail.recipients = {"ana@acme.example", "everybody@acme.example"};
  mail.message_id = "abc@palier.invalid";
  mail.date = absl::FromUnixSeconds(1'700'000'000);
  return mail;
}

std::unique_ptr<Mailer> MailerTo(const std::string& url) {
  auto mailer = MakeSmtpMailer({url, "palier@acme.example", "", ""});
  EXPECT_TRUE(mailer.ok()) << mailer.status();
  return *std::move(mailer);
}

absl::Time Soon() {
  return absl::Now() + absl::Seconds(20);
}

TEST(MailerTest, AMailArrivesAsItWasWritten) {
  MailServer server;
  const absl::Status sent = MailerTo(server.url())->Send(Sample(), Soon());
  ASSERT_TRUE(sent.ok()) << sent;
  const auto received = server.Received();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].from, "palier@acme.example");
  EXPECT_THAT(received[0].recipients, ElementsAre("ana@acme.example", "everybody@acme.example"));
  EXPECT_EQ(received[0].subject, Sample().subject);
  EXPECT_EQ(received[0].message_id, "<abc@palier.invalid>");
  EXPECT_EQ(received[0].text, Sample().text);
  EXPECT_EQ(received[0].html, Sample().html);
  EXPECT_THAT(received[0].raw, HasSubstr("Date: Tue, 14 Nov 2023 22:13:20 +0000"));
  EXPECT_THAT(received[0].raw, HasSubstr("Auto-Submitted: auto-generated"));
  // Who gets it is nobody else's business.
  EXPECT_THAT(received[0].raw, Not(HasSubstr("ana@")));
  EXPECT_EQ(received[0].to, "undisclosed-recipients:;");
}

TEST(MailerTest, ASubjectBringsNoOtherHeader) {
  MailServer server;
  Mail mail = Sample();
  mail.subject = "harmless\r\nBcc: all@acme.example\r\n\r\nbody";
  ASSERT_TRUE(MailerTo(server.url())->Send(mail, Soon()).ok());
  ASSERT_EQ(server.Received().size(), 1u);
  EXPECT_THAT(server.Received()[0].raw, Not(HasSubstr("\nBcc:")));
  EXPECT_EQ(server.Received()[0].text, mail.text);
}

TEST(MailerTest, OneRefusedAddressKeepsNoOtherFromItsMail) {
  MailServer server;
  server.RefuseRecipient("ana@acme.example");
  ASSERT_TRUE(MailerTo(server.url())->Send(Sample(), Soon()).ok());
  ASSERT_EQ(server.Received().size(), 1u);
  EXPECT_THAT(server.Received()[0].recipients, ElementsAre("everybody@acme.example"));
  Mail mail = Sample();
  mail.recipients = {"ana@acme.example"};
  const absl::Status refused = MailerTo(server.url())->Send(mail, Soon());
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("ana")));
}

TEST(MailerTest, WhatTheServerDoesNotTakeIsTold) {
  MailServer server;
  server.Answer(451);
  const absl::Status busy = MailerTo(server.url())->Send(Sample(), Soon());
  EXPECT_TRUE(absl::IsUnavailable(busy));
  EXPECT_THAT(std::string(busy.message()), HasSubstr("451"));
  EXPECT_TRUE(server.Received().empty());
  const absl::Status nobody = MailerTo("smtp://127.0.0.1:1")->Send(Sample(), Soon());
  EXPECT_TRUE(absl::IsUnavailable(nobody)) << nobody;
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      MailerTo(server.url())->Send(Sample(), absl::Now() - absl::Seconds(1))));
}

TEST(MailerTest, ItIsMadeFromItsConfiguration) {
  EXPECT_EQ(*MakeSmtpMailer({}), nullptr);
  EXPECT_TRUE(absl::IsInvalidArgument(
      MakeSmtpMailer({"smtp://127.0.0.1:25", "a@b", "user", "/no/such/file"}).status()));
}

TEST(MailerTest, AddressesLookLikeAddresses) {
  for (const char* good : {"a@b", "everybody@acme.example", "first.last+tag@sub.acme.example"})
    EXPECT_TRUE(IsAddress(good)) << good;
  const std::string too_long = absl::StrCat(std::string(250, 'a'), "@b.example");
  for (const std::string& bad :
       {std::string(), std::string("a"), std::string("@b"), std::string("a@"), std::string("a@b@c"),
        std::string("a b@c"), std::string("<a@b>"), std::string("a@b,c@d"),
        std::string("a@b\r\nRCPT TO:<x@y>"), std::string("é@b"), too_long})
    EXPECT_FALSE(IsAddress(bad)) << bad;
}

}  // namespace
}  // namespace palier::reporting
