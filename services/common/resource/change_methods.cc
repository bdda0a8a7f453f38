// SPDX-License-Identifier: Apache-2.0
#include "common/resource/change_methods.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/aip/page_token.h"
#include "common/resource/request.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

using google::protobuf::Message;

constexpr int kWatchPage = 200;
// How long a watcher waits for a commit of this process before it looks for those of other
// replicas.
constexpr absl::Duration kPoll = absl::Milliseconds(500);

int64_t Int64(const Message& message, const char* field) {
  const auto* found = message.GetDescriptor()->FindFieldByName(field);
  return found == nullptr ? 0 : message.GetReflection()->GetInt64(message, found);
}

void AddChanges(const std::vector<api::v1::Change>& changes, Message* response) {
  const auto* field = response->GetDescriptor()->FindFieldByName("changes");
  for (const api::v1::Change& change : changes)
    response->GetReflection()->AddMessage(response, field)->CopyFrom(change);
}

absl::Status ListChanges(const Store& store, const rpc::Call& call, const Message& message,
                         Message* response) {
  const Request request(message);
  ASSIGN_OR_RETURN(const int page_size, aip::EffectivePageSize(request.Number("page_size")));
  const uint64_t checksum = aip::RequestChecksum(message, call.caller.subject());
  int64_t after = Int64(message, "after_sequence");
  if (const std::string token = request.Text("page_token"); !token.empty()) {
    ASSIGN_OR_RETURN(const auto values, aip::ReadPageToken(token, checksum));
    if (values.size() != 1 || !absl::SimpleAtoi(values[0], &after))
      return absl::InternalError("page token");
  }
  ASSIGN_OR_RETURN(std::vector<api::v1::Change> changes,
                   store.Changes(call.organization, after, page_size + 1, request.Text("resource"),
                                 call.deadline));
  if (static_cast<int>(changes.size()) > page_size) {
    changes.pop_back();
    ASSIGN_OR_RETURN(const std::string token,
                     aip::MakePageToken({absl::StrCat(changes.back().sequence())}, checksum));
    SetStandardString(*response, "next_page_token", token);
  }
  AddChanges(changes, response);
  return absl::OkStatus();
}

absl::Status WatchChanges(const Store& store, const rpc::Call& call, const Message& first,
                          rpc::RawStream& stream) {
  int64_t cursor = Int64(first, "cursor");
  const auto* output = google::protobuf::DescriptorPool::generated_pool()
                           ->FindMethodByName(rpc::DescriptorNameOf(call.method))
                           ->output_type();
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(output);
  while (!stream.over()) {
    const int64_t commits = store.commits();
    ASSIGN_OR_RETURN(
        const std::vector<api::v1::Change> changes,
        store.Changes(call.organization, cursor, kWatchPage, "", absl::Now() + absl::Seconds(10)));
    if (changes.empty()) {
      store.AwaitCommit(commits, kPoll);
      continue;
    }
    cursor = changes.back().sequence();
    std::unique_ptr<Message> response(prototype->New());
    AddChanges(changes, response.get());
    response->GetReflection()->SetInt64(response.get(), output->FindFieldByName("cursor"), cursor);
    if (!stream.Write(*response)) break;
  }
  return absl::OkStatus();
}

}  // namespace

void AddChangeMethods(rpc::ServiceTable& table, const Store& store) {
  table.AddUnary("ListChanges",
                 [&store](const rpc::Call& call, const Message& request, Message* response) {
                   return ListChanges(store, call, request, response);
                 });
  table.AddStream("WatchChanges",
                  [&store](const rpc::Call& call, const Message& first, rpc::RawStream& stream) {
                    return WatchChanges(store, call, first, stream);
                  });
}

}  // namespace palier::resource
