// SPDX-License-Identifier: Apache-2.0
// The house rules of the API (AIP), read off the descriptors.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/api/annotations.pb.h"
#include "google/api/field_behavior.pb.h"
#include "palier/api/v1/options.pb.h"
#include "tests/api/services.h"

namespace palier::api_test {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

template <typename Fn>
void ForEachMessage(const Fn& fn) {
  const std::function<void(const Descriptor*)> visit = [&](const Descriptor* message) {
    if (message->options().map_entry()) return;
    fn(message);
    for (int i = 0; i < message->nested_type_count(); ++i) visit(message->nested_type(i));
  };
  for (const FileDescriptor* file : Files()) {
    for (int i = 0; i < file->message_type_count(); ++i) visit(file->message_type(i));
  }
}

template <typename Fn>
void ForEachMethod(const Fn& fn) {
  for (const auto* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) fn(service->method(i));
  }
}

bool Has(const Descriptor* message, const char* field) {
  return message->FindFieldByName(field) != nullptr;
}

TEST(Conventions, PackagesAreFoldersAndVersioned) {
  for (const FileDescriptor* file : Files()) {
    const std::string folder = file->name().substr(0, file->name().rfind('/'));
    std::string package = folder;
    for (char& c : package) c = c == '/' ? '.' : c;
    EXPECT_EQ(file->package(), package) << file->name();
    EXPECT_TRUE(absl::EndsWith(package, ".v1")) << file->name();
    EXPECT_LE(file->service_count(), 1) << file->name();
    EXPECT_FALSE(file->options().java_package().empty()) << file->name();
    EXPECT_FALSE(file->options().go_package().empty()) << file->name();
    EXPECT_FALSE(file->options().csharp_namespace().empty()) << file->name();
  }
}

TEST(Conventions, RequestsAndResponsesAreNamedAfterTheirMethods) {
  ForEachMethod([](const MethodDescriptor* method) {
    EXPECT_EQ(method->input_type()->name(), method->name() + "Request") << method->full_name();
    EXPECT_EQ(method->input_type()->file(), method->file()) << method->full_name();
    const std::string& output = method->output_type()->name();
    if (absl::EndsWith(output, "Response")) {
      EXPECT_EQ(output, method->name() + "Response") << method->full_name();
    }
  });
}

TEST(Conventions, ListsPage) {
  ForEachMethod([](const MethodDescriptor* method) {
    if (!absl::StartsWith(method->name(), "List")) return;
    EXPECT_TRUE(Has(method->input_type(), "page_size")) << method->full_name();
    EXPECT_TRUE(Has(method->input_type(), "page_token")) << method->full_name();
    EXPECT_TRUE(Has(method->output_type(), "next_page_token")) << method->full_name();
    EXPECT_TRUE(method->output_type()->field(0)->is_repeated()) << method->full_name();
  });
}

TEST(Conventions, MutationsCanBeRepeatedAndTried) {
  ForEachMethod([](const MethodDescriptor* method) {
    const Descriptor* request = method->input_type();
    for (const char* verb : {"Create", "Update", "Delete"}) {
      if (!absl::StartsWith(method->name(), verb)) continue;
      EXPECT_TRUE(Has(request, "request_id")) << method->full_name();
      EXPECT_TRUE(Has(request, "validate_only")) << method->full_name();
    }
  });
}

TEST(Conventions, UnaryMethodsHaveAnHttpRouteUnlessForServicesOnly) {
  ForEachMethod([](const MethodDescriptor* method) {
    const auto& access = method->options().GetExtension(api::v1::access);
    const bool service_only = access.roles_size() == 1 && access.roles(0) == api::v1::SERVICE;
    if (method->client_streaming() || service_only) return;
    const auto& http = method->options().GetExtension(google::api::http);
    EXPECT_NE(http.pattern_case(), google::api::HttpRule::PATTERN_NOT_SET) << method->full_name();
  });
}

TEST(Conventions, PermissionsAreNamedAfterTheirService) {
  std::set<std::string> seen;
  ForEachMethod([&](const MethodDescriptor* method) {
    const std::string& permission = method->options().GetExtension(api::v1::access).permission();
    const std::string package = method->file()->package();
    const std::string service = package.substr(7, package.rfind('.') - 7);
    EXPECT_TRUE(absl::StartsWith(permission, service + "."))
        << method->full_name() << ": " << permission;
  });
}

TEST(Conventions, EnumsBeginUnspecified) {
  for (const FileDescriptor* file : Files()) {
    const auto check = [](const EnumDescriptor* type) {
      EXPECT_EQ(type->value(0)->number(), 0) << type->full_name();
      EXPECT_TRUE(absl::EndsWith(type->value(0)->name(), "_UNSPECIFIED")) << type->full_name();
    };
    for (int i = 0; i < file->enum_type_count(); ++i) check(file->enum_type(i));
    for (int m = 0; m < file->message_type_count(); ++m) {
      for (int i = 0; i < file->message_type(m)->enum_type_count(); ++i)
        check(file->message_type(m)->enum_type(i));
    }
  }
}

TEST(Conventions, FieldsOfRequestsSayHowTheyBehave) {
  ForEachMessage([](const Descriptor* message) {
    if (!absl::EndsWith(message->name(), "Request") || message->name() == "StageRequest") return;
    for (int i = 0; i < message->field_count(); ++i) {
      EXPECT_GT(message->field(i)->options().ExtensionSize(google::api::field_behavior), 0)
          << message->field(i)->full_name();
    }
  });
}

TEST(Conventions, TimesDatesAndMoneyAreWhatTheirNamesSay) {
  ForEachMessage([](const Descriptor* message) {
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor* field = message->field(i);
      const bool timestamp = field->message_type() != nullptr &&
                             field->message_type()->full_name() == "google.protobuf.Timestamp";
      if (timestamp && !field->is_repeated()) {
        const bool named = absl::EndsWith(field->name(), "_time") || field->name() == "time";
        EXPECT_TRUE(named) << field->full_name();
      }
      if (absl::EndsWith(field->name(), "_date") && field->message_type() != nullptr) {
        EXPECT_EQ(field->message_type()->full_name(), "google.type.Date") << field->full_name();
      }
    }
  });
}

TEST(Conventions, ErrorReasonsFitErrorInfo) {
  const FileDescriptor* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
      "palier/error/v1/error.proto");
  ASSERT_NE(file, nullptr);
  const EnumDescriptor* reasons = file->FindEnumTypeByName("ErrorReason");
  for (int i = 0; i < reasons->value_count(); ++i) {
    const std::string& name = reasons->value(i)->name();
    EXPECT_LE(name.size(), 63u) << name;
    for (const char c : name)
      EXPECT_TRUE(absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_') << name;
  }
}

// AIP-180: what is published stays. The lock lists every field, value and method with its number
// and type; a line that changes or goes is a broken promise, a line that comes is not.
std::string Lock() {
  std::string text;
  for (const FileDescriptor* file : Files()) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int m = 0; m < file->service(i)->method_count(); ++m) {
        const MethodDescriptor* method = file->service(i)->method(m);
        absl::StrAppend(
            &text, method->full_name(), " ", method->client_streaming() ? "stream " : "",
            method->input_type()->full_name(), " -> ", method->server_streaming() ? "stream " : "",
            method->output_type()->full_name(), "\n");
      }
    }
    for (int i = 0; i < file->enum_type_count(); ++i) {
      for (int v = 0; v < file->enum_type(i)->value_count(); ++v) {
        absl::StrAppend(&text, file->enum_type(i)->full_name(), " ",
                        file->enum_type(i)->value(v)->name(), " = ",
                        file->enum_type(i)->value(v)->number(), "\n");
      }
    }
  }
  ForEachMessage([&](const Descriptor* message) {
    for (int i = 0; i < message->field_count(); ++i) {
      const FieldDescriptor* field = message->field(i);
      const std::string type = field->message_type() != nullptr ? field->message_type()->full_name()
                               : field->enum_type() != nullptr  ? field->enum_type()->full_name()
                                                                : field->type_name();
      absl::StrAppend(&text, message->full_name(), " ", field->is_repeated() ? "repeated " : "",
                      type, " ", field->name(), " = ", field->number(), "\n");
    }
  });
  return text;
}

TEST(Compatibility, NothingPublishedChanges) {
  const std::string path = absl::StrCat(std::getenv("PALIER_SOURCE_DIR"), "/tests/api/api.lock");
  if (std::getenv("PALIER_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << Lock();
  const std::string lock = Lock();
  std::ifstream file(path);
  ASSERT_TRUE(file.good()) << path;
  std::set<std::string> now;
  std::stringstream lines(lock);
  for (std::string line; std::getline(lines, line);) now.insert(line);
  for (std::string line; std::getline(file, line);) {
    EXPECT_TRUE(now.contains(line)) << "no longer in the API: " << line;
  }
}

}  // namespace
}  // namespace palier::api_test
