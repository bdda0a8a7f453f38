// SPDX-License-Identifier: Apache-2.0
#include "gateway/testing/proto_text.h"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "absl/strings/str_cat.h"
#include "gateway/transcoding/api_files.h"

namespace palier::gateway {
namespace {

constexpr char kHead[] = R"(syntax = "proto3";
package palier.try.v1;
import "google/api/annotations.proto";
import "google/api/field_behavior.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
import "google/type/date.proto";
)";

class Complaints : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    absl::StrAppend(&text, line, ":", column, " ", message, "; ");
  }
  std::string text;
};

// In the order of imports.
void AddGenerated(const google::protobuf::FileDescriptor* file,
                  google::protobuf::FileDescriptorSet& files) {
  for (const auto& known : files.file()) {
    if (known.name() == file->name()) return;
  }
  for (int i = 0; i < file->dependency_count(); ++i) AddGenerated(file->dependency(i), files);
  file->CopyTo(files.add_file());
}

}  // namespace

absl::StatusOr<std::unique_ptr<Schema>> SchemaWith(const std::string& proto) {
  google::protobuf::FileDescriptorSet files = ApiFiles();
  for (const char* name : {"google/protobuf/duration.proto", "google/protobuf/struct.proto",
                           "google/protobuf/wrappers.proto"}) {
    AddGenerated(google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name), files);
  }
  const std::string text = absl::StrCat(kHead, proto);
  google::protobuf::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  Complaints complaints;
  google::protobuf::io::Tokenizer tokenizer(&input, &complaints);
  google::protobuf::compiler::Parser parser;
  parser.RecordErrorsTo(&complaints);
  google::protobuf::FileDescriptorProto& file = *files.add_file();
  if (!parser.Parse(&tokenizer, &file)) return absl::InvalidArgumentError(complaints.text);
  file.set_name("palier/try/v1/try.proto");
  return Schema::Make(files);
}

}  // namespace palier::gateway
