// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/route_table.h"

#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"
#include "gateway/transcoding/percent.h"
#include "gateway/transcoding/route_options.h"

namespace palier::gateway {
namespace {

// No template is deeper; what is longer is looked at no further.
constexpr size_t kMaxSegments = 64;

}  // namespace

// A place in the tree of all templates.
struct RouteTable::Node {
  std::map<std::string, std::unique_ptr<Node>> literals;
  std::unique_ptr<Node> any;
  std::unique_ptr<Node> rest;
  // Templates that end here, by method and verb.
  std::map<std::pair<std::string, std::string>, const Route*> ends;

  Node& Child(const PathSegment& segment) {
    std::unique_ptr<Node>& child = segment.kind == PathSegment::kAny    ? any
                                   : segment.kind == PathSegment::kRest ? rest
                                                                        : literals[segment.literal];
    if (child == nullptr) child = std::make_unique<Node>();
    return *child;
  }
};

// One search. `segments` are decoded, but for escaped slashes.
struct RouteTable::Walk {
  const std::vector<std::string>& segments;
  absl::string_view verb;
  absl::string_view method;
  std::set<std::string>& allowed;

  const Route* From(const Node& node, size_t depth) const {
    if (depth == segments.size()) {
      if (const Route* route = EndAt(node)) return route;
    } else {
      const auto literal = node.literals.find(segments[depth]);
      if (literal != node.literals.end()) {
        if (const Route* route = From(*literal->second, depth + 1)) return route;
      }
      if (node.any != nullptr && !segments[depth].empty()) {
        if (const Route* route = From(*node.any, depth + 1)) return route;
      }
    }
    return node.rest == nullptr ? nullptr : EndAt(*node.rest);
  }

  const Route* EndAt(const Node& node) const {
    const Route* found = nullptr;
    for (const auto& [key, route] : node.ends) {
      if (key.second != verb) continue;
      allowed.insert(key.first);
      if (key.first == method) found = route;
    }
    return found;
  }
};

RouteTable::RouteTable() : root_(std::make_unique<Node>()) {}
RouteTable::~RouteTable() = default;

absl::StatusOr<std::unique_ptr<RouteTable>> RouteTable::Make(const Schema& schema) {
  std::unique_ptr<RouteTable> table(new RouteTable());
  std::vector<std::string> defects;
  const auto note = [&](const google::protobuf::MethodDescriptor& method, const absl::Status& why) {
    if (!why.ok())
      defects.push_back(absl::StrCat(method.full_name(), ": ", std::string(why.message())));
  };
  for (const google::protobuf::ServiceDescriptor* service : schema.services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      absl::StatusOr<std::vector<Route>> routes = RoutesOf(*service->method(i));
      note(*service->method(i), routes.status());
      if (!routes.ok()) continue;
      for (Route& route : *routes) note(*service->method(i), table->Add(std::move(route)));
    }
  }
  if (!defects.empty()) return absl::InvalidArgumentError(absl::StrJoin(defects, "\n"));
  return table;
}

absl::Status RouteTable::Add(Route route) {
  const Route& kept = routes_.emplace_back(std::move(route));
  Node* node = root_.get();
  for (const PathSegment& segment : kept.path.segments) node = &node->Child(segment);
  const auto [other, fresh] =
      node->ends.emplace(std::make_pair(kept.http_method, kept.path.verb), &kept);
  if (fresh) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(kept.http_method, " ", kept.path_text, " is also ",
                                                 other->second->method->full_name(),
                                                 "'s: no path tells them apart"));
}

RouteMatch RouteTable::Find(absl::string_view http_method, absl::string_view path) const {
  RouteMatch match;
  if (!absl::ConsumePrefix(&path, "/")) return match;
  std::vector<absl::string_view> raw = absl::StrSplit(path, '/');
  if (raw.size() > kMaxSegments) return match;
  std::vector<std::string> segments;
  for (const absl::string_view segment : raw) {
    std::optional<std::string> text = PercentDecode(segment, EncodedSlash::kKeep);
    if (!text.has_value()) return match;
    segments.push_back(*std::move(text));
  }

  std::set<std::string> allowed;
  // A colon of the path separates a verb; an escaped one never does.
  const size_t colon = raw.back().rfind(':');
  if (colon != absl::string_view::npos) {
    const absl::string_view verb = raw.back().substr(colon + 1);
    std::vector<std::string> before = segments;
    before.back() = PercentDecode(raw.back().substr(0, colon), EncodedSlash::kKeep).value_or("");
    if (!verb.empty()) match.route = Walk{before, verb, http_method, allowed}.From(*root_, 0);
    if (match.route != nullptr) {
      segments = std::move(before);
      raw.back() = raw.back().substr(0, colon);
    }
  }
  // A verb that the path has with another method is not the end of an id.
  if (match.route == nullptr && allowed.empty())
    match.route = Walk{segments, "", http_method, allowed}.From(*root_, 0);
  if (match.route == nullptr) {
    match.allowed.assign(allowed.begin(), allowed.end());
    return match;
  }
  for (const PathVariable& variable : match.route->path.variables) {
    const bool rest = match.route->path.segments[variable.end - 1].kind == PathSegment::kRest;
    const size_t end = rest ? segments.size() : variable.end;
    std::string text;
    if (match.route->path.IsSingle(variable)) {
      text = PercentDecode(raw[variable.begin]).value_or("");
    } else {
      text = absl::StrJoin(segments.begin() + static_cast<ptrdiff_t>(variable.begin),
                           segments.begin() + static_cast<ptrdiff_t>(end), "/");
    }
    match.bindings.emplace_back(variable.field_path, std::move(text));
  }
  return match;
}

}  // namespace palier::gateway
