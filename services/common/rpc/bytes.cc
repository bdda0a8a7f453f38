// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/bytes.h"

#include <google/protobuf/io/coded_stream.h>
#include <grpcpp/impl/codegen/proto_buffer_reader.h>

#include <vector>

#ifdef PALIER_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace palier::rpc {
namespace {

// Deeper messages are refused while they are parsed.
constexpr int kMaxDepth = 32;

// Within a process gRPC hands the very bytes on, by locks that ThreadSanitizer does not see: it is
// told that who reads them comes after who wrote them.
void HandOver([[maybe_unused]] const grpc::Slice& slice) {
#ifdef PALIER_TSAN
  __tsan_release(const_cast<uint8_t*>(slice.begin()));
#endif
}

void TakeOver([[maybe_unused]] const grpc::ByteBuffer& bytes) {
#ifdef PALIER_TSAN
  std::vector<grpc::Slice> slices;
  if (!bytes.Dump(&slices).ok()) return;
  for (const grpc::Slice& slice : slices) __tsan_acquire(const_cast<uint8_t*>(slice.begin()));
#endif
}

}  // namespace

grpc::ByteBuffer Serialize(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  HandOver(slice);
  return grpc::ByteBuffer(&slice, 1);
}

bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  TakeOver(bytes);
  grpc::ByteBuffer copy(bytes);  // shares the slices
  grpc::ProtoBufferReader reader(&copy);
  google::protobuf::io::CodedInputStream input(&reader);
  input.SetRecursionLimit(kMaxDepth);
  return reader.status().ok() && message->ParseFromCodedStream(&input) &&
         input.ConsumedEntireMessage();
}

}  // namespace palier::rpc
