// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_TESTS_API_SERVICES_H_
#define PALIER_TESTS_API_SERVICES_H_

#include <google/protobuf/descriptor.h>

#include <vector>

namespace palier::api_test {

// Every service of Palier that the modules of palierd serve, left to right.
std::vector<const google::protobuf::ServiceDescriptor*> Services();

// Every proto file of Palier that those services reach, in name order.
std::vector<const google::protobuf::FileDescriptor*> Files();

}  // namespace palier::api_test

#endif  // PALIER_TESTS_API_SERVICES_H_
