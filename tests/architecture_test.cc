// SPDX-License-Identifier: Apache-2.0
// Who may include whom (design: services/, calls point left, domain is pure, one folder per foreign
// library).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace palier {
namespace {

struct Include {
  std::string file;    // from services/, as in kpi/api/ingest.cc
  std::string header;  // as written between the quotes or brackets
};

std::vector<Include> Includes() {
  const std::filesystem::path root = std::string(std::getenv("PALIER_SOURCE_DIR")) + "/services";
  const std::regex line_form("^#include [<\"]([^>\"]+)[>\"]");
  std::vector<Include> includes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string extension = entry.path().extension();
    if (extension != ".cc" && extension != ".h") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      std::smatch match;
      if (std::regex_search(line, match, line_form)) {
        includes.push_back({std::filesystem::relative(entry.path(), root), match[1]});
      }
    }
  }
  return includes;
}

bool IsTest(const Include& include) {
  return absl::StrContains(include.file, "_test.cc") ||
         absl::StrContains(include.file, "/testing/") ||
         absl::StrContains(include.file, "_contract.h") ||
         absl::StrContains(include.file, "fixture");
}

std::string Top(const std::string& path) {
  return path.substr(0, path.find('/'));
}

// The service or common part that a header of ours belongs to; empty for a foreign header.
std::string OwnerOf(const std::string& header) {
  static const std::set<std::string> kTops = {"common",    "registry", "kpi",     "rollout",
                                              "reporting", "gateway",  "palierd", "palierctl"};
  const std::string top = Top(header);
  return kTops.contains(top) && absl::StrContains(header, "/") ? top : "";
}

TEST(Architecture, FilesAreFound) {
  EXPECT_GT(Includes().size(), 500u);
}

TEST(Architecture, CommonKnowsNoService) {
  for (const Include& include : Includes()) {
    if (Top(include.file) != "common") continue;
    const std::string owner = OwnerOf(include.header);
    EXPECT_TRUE(owner.empty() || owner == "common")
        << include.file << " includes " << include.header;
    for (const char* service : {"registry", "kpi", "rollout", "reporting"}) {
      EXPECT_FALSE(absl::StartsWith(include.header, absl::StrCat("palier/", service, "/")))
          << include.file << " includes " << include.header;
    }
  }
}

// registry <- kpi <- rollout <- reporting <- gateway: a service sees only those to its left, and of
// them only `client/` and their protos.
TEST(Architecture, CallsPointLeft) {
  const std::map<std::string, int> place = {
      {"registry", 0}, {"kpi", 1}, {"rollout", 2}, {"reporting", 3}, {"gateway", 4}};
  for (const Include& include : Includes()) {
    const auto from = place.find(Top(include.file));
    if (from == place.end() || IsTest(include)) continue;
    const auto to = place.find(OwnerOf(include.header));
    if (to != place.end() && to->first != from->first) {
      EXPECT_LT(to->second, from->second) << include.file << " includes " << include.header;
      EXPECT_TRUE(absl::StartsWith(include.header, to->first + "/client/"))
          << include.file << " includes " << include.header;
    }
    for (const auto& [service, index] : place) {
      if (absl::StartsWith(include.header, absl::StrCat("palier/", service, "/"))) {
        EXPECT_LE(index, from->second) << include.file << " includes " << include.header;
      }
    }
  }
}

TEST(Architecture, DomainIsPure) {
  for (const Include& include : Includes()) {
    if (!absl::StrContains(include.file, "/domain/") || IsTest(include)) continue;
    for (const char* forbidden :
         {"grpc", "common/sql/", "common/cache/", "common/rpc/", "common/app/", "common/resource/",
          "hiredis", "sqlite3.h", "libpq", "_service.pb.h"}) {
      EXPECT_FALSE(absl::StrContains(include.header, forbidden))
          << include.file << " includes " << include.header;
    }
  }
}

// HTTP becomes messages, and messages a description, without a connection anywhere.
TEST(Architecture, TranscodingIsPure) {
  for (const Include& include : Includes()) {
    if (!absl::StartsWith(include.file, "gateway/transcoding/") &&
        !absl::StartsWith(include.file, "gateway/openapi/")) {
      continue;
    }
    for (const char* forbidden : {"grpc", "common/rpc/", "common/app/", "gateway/http/",
                                  "gateway/edge/", "_service.pb.h"}) {
      EXPECT_FALSE(absl::StrContains(include.header, forbidden))
          << include.file << " includes " << include.header;
    }
  }
}

TEST(Architecture, ForeignLibrariesStayInTheirFolder) {
  const std::pair<const char*, const char*> homes[] = {
      {"hiredis", "common/cache/"}, {"sqlite3.h", "common/sql/"},   {"libpq-fe.h", "common/sql/"},
      {"httplib.h", "common/app/"}, {"prometheus/", "common/app/"}, {"CLI/", "palierctl/"},
      {"boost/", "gateway/http/beast_server.cc"}};
  for (const Include& include : Includes()) {
    if (IsTest(include)) continue;
    for (const auto& [header, home] : homes) {
      if (!absl::StrContains(include.header, header)) continue;
      EXPECT_TRUE(absl::StartsWith(include.file, home))
          << include.file << " includes " << include.header;
    }
  }
}

TEST(Architecture, StdStringViewIsNotUsedBesideAbseil) {
  const std::filesystem::path root = std::string(std::getenv("PALIER_SOURCE_DIR")) + "/services";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".h") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      EXPECT_FALSE(absl::StrContains(line, "std::string_view")) << entry.path() << ": " << line;
    }
  }
}

// Two types of one name in one namespace make a program that mixes their code, and no linker says
// so.
TEST(Architecture, NoTypeIsDefinedTwice) {
  const std::filesystem::path root = std::string(std::getenv("PALIER_SOURCE_DIR")) + "/services";
  const std::regex namespace_form("^namespace ([a-z_:]+) \\{");
  const std::regex type_form("^(?:struct|class|enum class) ([A-Z][A-Za-z0-9]*)(?: final)?(?: : [^;]*)? \\{");
  std::map<std::string, std::string> defined;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".h") continue;
    std::ifstream file(entry.path());
    std::string space;
    for (std::string line; std::getline(file, line);) {
      std::smatch match;
      if (std::regex_search(line, match, namespace_form)) space = match[1];
      if (!std::regex_search(line, match, type_form)) continue;
      const std::string header = std::filesystem::relative(entry.path(), root);
      const auto [first, fresh] =
          defined.emplace(absl::StrCat(space, "::", match[1].str()), header);
      EXPECT_TRUE(fresh) << first->first << " in " << first->second << " and in " << header;
    }
  }
  EXPECT_GT(defined.size(), 300u);
}

}  // namespace
}  // namespace palier
