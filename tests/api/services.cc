// SPDX-License-Identifier: Apache-2.0
#include "tests/api/services.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>

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

// Read off the source tree, so that no service is forgotten.
std::set<std::string> ServiceFiles(const std::string& folder) {
  std::set<std::string> files;
  const std::string root = absl::StrCat(std::getenv("PALIER_SOURCE_DIR"), "/proto/");
  for (const auto& entry : std::filesystem::directory_iterator(root + folder)) {
    const std::string name = entry.path().filename();
    if (absl::EndsWith(name, "_service.proto")) files.insert(name);
  }
  return files;
}

}  // namespace

std::vector<const ServiceDescriptor*> Services() {
  std::vector<const ServiceDescriptor*> services;
  for (const app::ModuleSpec& module : scenarios::AllModules()) {
    const std::string folder = absl::StrCat("palier/", module.name, "/v1/");
    for (const std::string& file : ServiceFiles(folder)) {
      const FileDescriptor* found =
          DescriptorPool::generated_pool()->FindFileByName(absl::StrCat(folder, file));
      if (found == nullptr) {
        ADD_FAILURE() << folder << file << ": nobody serves it";
        continue;
      }
      services.push_back(found->service(0));
    }
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
