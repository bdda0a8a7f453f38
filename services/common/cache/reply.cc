// SPDX-License-Identifier: Apache-2.0
#include "common/cache/reply.h"

#include <hiredis/hiredis.h>

namespace palier::cache {
namespace {

// hiredis' own reply objects allocate as many elements as the peer announces; ours refuse first. A
// null result makes hiredis give up on the stream.
Reply* Place(const redisReadTask* task, Reply::Kind kind) {
  Reply* reply = task->parent == nullptr
                     ? new Reply
                     : &static_cast<Reply*>(task->parent->obj)->elements[task->idx];
  reply->kind = kind;
  return reply;
}

void* CreateString(const redisReadTask* task, char* text, size_t size) {
  Reply* reply = Place(task, task->type == REDIS_REPLY_ERROR    ? Reply::Kind::kError
                             : task->type == REDIS_REPLY_STATUS ? Reply::Kind::kStatus
                                                                : Reply::Kind::kString);
  reply->text.assign(text, size);
  return reply;
}

void* CreateArray(const redisReadTask* task, int elements) {
  if (task->parent != nullptr || elements > ReplyReader::kMaxElements) return nullptr;
  Reply* reply = Place(task, Reply::Kind::kArray);
  reply->elements.resize(elements);
  return reply;
}

void* CreateInteger(const redisReadTask* task, long long value) {  // NOLINT(runtime/int)
  Reply* reply = Place(task, Reply::Kind::kInteger);
  reply->integer = value;
  return reply;
}

void* CreateNil(const redisReadTask* task) {
  return Place(task, Reply::Kind::kNil);
}

// hiredis frees roots only; the elements belong to them.
void FreeReply(void* reply) {
  delete static_cast<Reply*>(reply);
}

redisReplyObjectFunctions functions = {CreateString, CreateArray, CreateInteger, CreateNil,
                                       FreeReply};

}  // namespace

ReplyReader::ReplyReader() : reader_(redisReaderCreateWithFunctions(&functions)) {
  failed_ = reader_ == nullptr;
}

ReplyReader::~ReplyReader() {
  if (reader_ != nullptr) redisReaderFree(reader_);
}

bool ReplyReader::Feed(absl::string_view bytes) {
  pending_ += static_cast<int64_t>(bytes.size());
  failed_ = failed_ || pending_ > kMaxBytes ||
            redisReaderFeed(reader_, bytes.data(), bytes.size()) != REDIS_OK;
  return !failed_;
}

std::unique_ptr<Reply> ReplyReader::Next() {
  void* reply = nullptr;
  if (failed_) return nullptr;
  failed_ = redisReaderGetReply(reader_, &reply) != REDIS_OK;
  if (reply != nullptr) pending_ = static_cast<int64_t>(reader_->len - reader_->pos);
  return std::unique_ptr<Reply>(static_cast<Reply*>(reply));
}

}  // namespace palier::cache
