// SPDX-License-Identifier: Apache-2.0
// Which kinds of resources the services have, read from their descriptors: a new kind needs no code
// here.
#ifndef PALIER_PALIERCTL_CATALOGUE_H_
#define PALIER_PALIERCTL_CATALOGUE_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::ctl {

// One kind of resource with its standard methods (AIP-131 to 135); those it lacks are null.
struct ResourceKind {
  const google::protobuf::Descriptor* message = nullptr;
  // `roleBinding`; `roleBindings`, empty for a singleton.
  std::string singular;
  std::string collection;
  // `organizations/*/roleBindings/*`; `organizations/*` above it, empty at the top.
  std::string pattern;
  std::string parent_pattern;
  const google::protobuf::MethodDescriptor* get = nullptr;
  const google::protobuf::MethodDescriptor* list = nullptr;
  const google::protobuf::MethodDescriptor* create = nullptr;
  const google::protobuf::MethodDescriptor* update = nullptr;
  const google::protobuf::MethodDescriptor* remove = nullptr;
  // The repeated field of the List response.
  const google::protobuf::FieldDescriptor* items = nullptr;
};

// Immutable; reading from several threads is safe.
class Catalogue {
 public:
  explicit Catalogue(const std::vector<const google::protobuf::FileDescriptor*>& files);
  // Of all of Palier's services.
  static Catalogue OfPalier();

  const std::vector<ResourceKind>& kinds() const { return kinds_; }
  // By `project`, `projects`, `role_binding`, `roleBindings` ..., in any case. Returns a usage
  // error that names the kinds there are.
  absl::StatusOr<const ResourceKind*> ByWord(absl::string_view word) const;
  // The kind that a name, whole or short, belongs to, and the whole name. Returns a usage error
  // when there is none.
  struct Named {
    const ResourceKind* kind;
    std::string name;
  };
  absl::StatusOr<Named> ByName(absl::string_view organization, absl::string_view name) const;
  // A method by its full name or by its last part, `GetProject`; null if there is none.
  const google::protobuf::MethodDescriptor* Method(absl::string_view name) const;

 private:
  std::vector<const google::protobuf::FileDescriptor*> files_;
  std::vector<ResourceKind> kinds_;
};

// `palier.registry.v1.RegistryService/GetProject`, as the client takes it.
std::string MethodPath(const google::protobuf::MethodDescriptor& method);
// `roleBinding` as a field is called, `role_binding`.
std::string SnakeCase(absl::string_view camel);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_CATALOGUE_H_
