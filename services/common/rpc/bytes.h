// SPDX-License-Identifier: Apache-2.0
// Messages to and from what gRPC carries.
#ifndef PALIER_COMMON_RPC_BYTES_H_
#define PALIER_COMMON_RPC_BYTES_H_

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

namespace palier::rpc {

grpc::ByteBuffer Serialize(const google::protobuf::Message& message);

// False when the bytes are no whole message of this type, or nest deeper than 32.
bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);

}  // namespace palier::rpc

#endif  // PALIER_COMMON_RPC_BYTES_H_
