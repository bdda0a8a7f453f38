// SPDX-License-Identifier: Apache-2.0
#include "tests/api/services.h"

#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/scenarios/modules.h"

namespace palier::api_test {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::ServiceDescriptor;

void Reach(const FileDescriptor* file, std::map<std::string, const FileDescriptor*>& files) {
  if (!absl::StartsWith(file->name(), "palier/") || !files.emplace(file->name(), file).second)
    return;
  for (int i = 0; i < file->dependency_count(); ++i) Reach(file->dependency(i), files);
}

}  // namespace

std::vector<const ServiceDescriptor*> Services() {
  std::vector<const ServiceDescriptor*> services;
  for (const app::ModuleSpec& module : scenarios::AllModules()) {
    std::string word = module.name;
    word[0] = absl::ascii_toupper(word[0]);
    const ServiceDescriptor* service = DescriptorPool::generated_pool()->FindServiceByName(
        absl::StrCat("palier.", module.name, ".v1.", word, "Service"));
    if (service != nullptr) services.push_back(service);
  }
  return services;
}

std::vector<const FileDescriptor*> Files() {
  std::map<std::string, const FileDescriptor*> files;
  for (const ServiceDescriptor* service : Services()) Reach(service->file(), files);
  std::vector<const FileDescriptor*> list;
  for (const auto& [name, file] : files) list.push_back(file);
  return list;
}

}  // namespace palier::api_test
