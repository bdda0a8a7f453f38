// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/api_files.h"

#include "google/api/annotations.pb.h"
#include "google/api/field_behavior.pb.h"
#include "palier/api/v1/options.pb.h"

// The linker's own way to hold a file: no array of a million numbers to compile.
asm(".section .rodata\n"
    ".global palier_api_files\n"
    "palier_api_files:\n"
    ".incbin \"" PALIER_API_DESCRIPTORS
    "\"\n"
    ".global palier_api_files_end\n"
    "palier_api_files_end:\n"
    ".byte 0\n"
    ".previous\n");

extern const char palier_api_files[];
extern const char palier_api_files_end[];

namespace palier::gateway {

google::protobuf::FileDescriptorSet ApiFiles() {
  // Options are read by generated extensions, which must be there before the files are parsed.
  google::protobuf::LinkExtensionReflection(google::api::http);
  google::protobuf::LinkExtensionReflection(google::api::field_behavior);
  google::protobuf::LinkExtensionReflection(api::v1::access);
  google::protobuf::FileDescriptorSet files;
  files.ParseFromArray(palier_api_files, static_cast<int>(palier_api_files_end - palier_api_files));
  return files;
}

}  // namespace palier::gateway
