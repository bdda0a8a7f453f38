// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/json_check.h"

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"

namespace palier::gateway {
namespace {

using Json = nlohmann::json;

// Keeps nothing but the depth.
class DepthCheck : public nlohmann::json_sax<Json> {
 public:
  explicit DepthCheck(int max_depth) : max_depth_(max_depth) {}

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(size_t) override { return Enter(); }
  bool key(string_t&) override { return true; }
  bool end_object() override { return Leave(); }
  bool start_array(size_t) override { return Enter(); }
  bool end_array() override { return Leave(); }
  bool parse_error(size_t position, const std::string&, const Json::exception&) override {
    error_at_ = position;
    return false;
  }

  bool too_deep() const { return depth_ > max_depth_; }
  size_t error_at() const { return error_at_; }

 private:
  bool Enter() { return ++depth_ <= max_depth_; }
  bool Leave() {
    --depth_;
    return true;
  }

  const int max_depth_;
  int depth_ = 0;
  size_t error_at_ = 0;
};

}  // namespace

absl::Status CheckJson(absl::string_view text, int max_depth) {
  DepthCheck check(max_depth);
  if (Json::sax_parse(text.begin(), text.end(), &check)) return absl::OkStatus();
  if (check.too_deep()) {
    return status::InvalidField(
        "body", {absl::StrCat("The JSON is nested more than ", max_depth, " deep."),
                 absl::StrCat("Le JSON dépasse ", max_depth, " niveaux d'imbrication.")});
  }
  return status::InvalidField(
      "body", {absl::StrCat("The body is no JSON: see byte ", check.error_at(), "."),
               absl::StrCat("Le corps n'est pas du JSON : voir l'octet ", check.error_at(), ".")});
}

}  // namespace palier::gateway
