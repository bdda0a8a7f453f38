// SPDX-License-Identifier: Apache-2.0
#include "reporting/mail/testing/mail_server.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace palier::reporting {
namespace {

// Writes `port`, then `0.json`, `1.json`, ... into its folder, each when it is whole. Reads `code`
// and `refused` there before it answers.
constexpr char kServer[] = R"(
import asyncio, email, email.policy, json, os, sys
from aiosmtpd.smtp import SMTP

folder, port = sys.argv[1], int(sys.argv[2])

def read(name, default):
    try:
        return open(os.path.join(folder, name)).read()
    except FileNotFoundError:
        return default

def write(name, text):
    path = os.path.join(folder, name)
    with open(path + '.new', 'w') as file:
        file.write(text)
    os.rename(path + '.new', path)

class Handler:
    count = 0
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in read('refused', '').split():
            return '550 no such mailbox'
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        code = read('code', '250')
        if code != '250':
            return code + ' not now'
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = lambda kind: message.get_body((kind,)).get_content() if message.get_body((kind,)) else ''
        write('%d.json' % Handler.count, json.dumps({
            'from': envelope.mail_from, 'recipients': envelope.rcpt_tos,
            'subject': message['subject'], 'to': str(message['to']), 'message_id': message['message-id'],
            'text': body('plain'), 'html': body('html'),
            'raw': envelope.content.decode('ascii', 'replace')}))
        Handler.count += 1
        return '250 taken'

async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler()), '127.0.0.1', port)
    write('port', str(server.sockets[0].getsockname()[1]))
    await asyncio.Event().wait()

asyncio.run(main())
)";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream(path + ".new") << text;
  EXPECT_EQ(std::rename((path + ".new").c_str(), path.c_str()), 0);
}

}  // namespace

MailServer::MailServer(const std::string& url) {
  const std::string port = url.empty() ? "0" : url.substr(url.rfind(':') + 1);
  WriteFile(folder_.File("server.py"), kServer);
  testing::ChildProcess::Options options;
  options.log = folder_.File("log");
  auto started = testing::ChildProcess::Start(
      {"/usr/bin/python3", folder_.File("server.py"), folder_.path(), port}, options);
  EXPECT_TRUE(started.ok()) << started.status();
  server_ = *std::move(started);
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (!std::filesystem::exists(folder_.File("port")) && absl::Now() < deadline) {
    if (server_->Wait(absl::Milliseconds(20)).has_value()) break;
  }
  const std::string bound = ReadFile(folder_.File("port"));
  EXPECT_FALSE(bound.empty()) << "no mail server (python3-aiosmtpd): " << ReadFile(options.log);
  url_ = absl::StrCat("smtp://127.0.0.1:", bound);
}

void MailServer::Answer(int code) {
  WriteFile(folder_.File("code"), absl::StrCat(code));
}

void MailServer::RefuseRecipient(const std::string& address) {
  WriteFile(folder_.File("refused"), address);
}

std::vector<ReceivedMail> MailServer::Received() const {
  std::vector<ReceivedMail> all;
  while (true) {
    const std::string path = folder_.File(absl::StrCat(all.size(), ".json"));
    if (!std::filesystem::exists(path)) return all;
    const nlohmann::json json = nlohmann::json::parse(ReadFile(path));
    all.push_back({json["from"], json["recipients"], json["subject"], json["to"],
                   json["message_id"], json["text"], json["html"], json["raw"]});
  }
}

std::vector<ReceivedMail> MailServer::AwaitReceived(size_t count) const {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  std::vector<ReceivedMail> all = Received();
  while (all.size() < count && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(20));
    all = Received();
  }
  return all;
}

}  // namespace palier::reporting
