// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_TRANSCODING_API_FILES_H_
#define PALIER_GATEWAY_TRANSCODING_API_FILES_H_

#include <google/protobuf/descriptor.pb.h>

namespace palier::gateway {

// Every proto file of Palier's API and what they import, comments included, as they were when this
// program was built. They are data: no generated code is needed.
google::protobuf::FileDescriptorSet ApiFiles();

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_TRANSCODING_API_FILES_H_
