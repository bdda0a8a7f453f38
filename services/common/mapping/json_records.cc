// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_records.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/mapping/errors.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

using Json = nlohmann::json;

absl::Status NotJson(size_t position) {
  return UnreadableFile(
      {"The file is not valid JSON ({detail}).", "Le fichier n'est pas du JSON valide ({detail})."},
      absl::StrCat("byte ", position));
}

absl::Status NoArray(absl::string_view path) {
  return UnreadableFile({"The file has no array of records at \"{detail}\".",
                         "Le fichier n'a pas de tableau d'enregistrements à « {detail} »."},
                        path);
}

absl::Status Beyond(absl::string_view subject, absl::string_view en, absl::string_view fr,
                    size_t limit) {
  return LimitExceeded(
      {absl::StrCat(en, " (at most {limit})."), absl::StrCat(fr, " ({limit} au plus).")}, subject,
      static_cast<int64_t>(limit));
}

// Follows the events of the parser. The parser keeps its own stack, so that depth costs no
// recursion; the bound on depth is for the names.
class RecordCollector : public nlohmann::json_sax<Json> {
 public:
  RecordCollector(const JsonOptions& options, bool whole_document,
                  const JsonRecordCallback& on_record)
      : options_(options), whole_document_(whole_document), on_record_(on_record) {}

  const absl::Status& status() const { return status_; }
  bool found() const { return found_; }

  bool null() override { return Scalar("", JsonKind::kNull); }
  bool boolean(bool value) override { return Scalar(value ? "true" : "false", JsonKind::kBool); }
  bool number_integer(number_integer_t value) override {
    return Scalar(absl::StrCat(value), JsonKind::kNumber);
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Scalar(absl::StrCat(value), JsonKind::kNumber);
  }
  bool number_float(number_float_t, const string_t& written) override {
    return Scalar(written, JsonKind::kNumber);
  }
  bool string(string_t& value) override { return Scalar(std::move(value), JsonKind::kString); }
  bool binary(binary_t&) override { return Fail(NotJson(0)); }

  bool start_object(size_t) override { return Open(/*array=*/false); }
  bool start_array(size_t) override { return Open(/*array=*/true); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    SetName(name);
    return true;
  }

  bool parse_error(size_t position, const std::string&, const Json::exception&) override {
    return Fail(NotJson(position));
  }

 private:
  struct Frame {
    bool array = false;
    // This is the array whose elements are the records.
    bool records = false;
    int64_t next = 0;
    size_t name_bytes = 0;
  };

  bool Fail(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
    return false;
  }

  // The name of a member of the innermost frame.
  void SetName(absl::string_view member) {
    name_.resize(frames_.back().name_bytes);
    if (!name_.empty()) name_.push_back('.');
    name_.append(member.data(), member.size());
  }

  // Called before each value: gives it its name if it is an element, and begins a record where one
  // begins.
  void Begin() {
    if (!frames_.empty() && frames_.back().records) {
      name_.clear();
      record_depth_ = frames_.size();
    } else if (!frames_.empty() && frames_.back().array) {
      SetName(absl::StrCat(frames_.back().next++));
    } else if (frames_.empty() && whole_document_) {
      record_depth_ = 0;
    }
  }

  // Called after each value.
  bool End() {
    if (!in_record() || frames_.size() != record_depth_) return true;
    record_depth_ = kNoRecord;
    record_.record = ++records_;
    record_bytes_ = 0;
    const absl::Status status = on_record_(std::exchange(record_, {}));
    return status.ok() || Fail(status);
  }

  bool Scalar(std::string value, JsonKind kind) {
    Begin();
    return (!in_record() || Store(std::move(value), kind)) && End();
  }

  bool Store(std::string value, JsonKind kind) {
    if (static_cast<int>(record_.fields.size()) >= options_.max_fields) {
      return Fail(Beyond("fields", "A record has too many fields",
                         "Un enregistrement a trop de champs",
                         static_cast<size_t>(options_.max_fields)));
    }
    record_bytes_ += name_.size() + value.size();
    if (record_bytes_ > options_.max_record_bytes) {
      return Fail(Beyond("record bytes", "A record is too long", "Un enregistrement est trop long",
                         options_.max_record_bytes));
    }
    record_.fields.push_back({name_, std::move(value), kind});
    return true;
  }

  bool Open(bool array) {
    Begin();
    if (frames_.size() >= static_cast<size_t>(options_.max_depth)) {
      return Fail(Beyond("depth", "The JSON is nested too deeply",
                         "Le JSON est imbriqué trop profondément",
                         static_cast<size_t>(options_.max_depth)));
    }
    const bool records = array && IsTarget();
    found_ = found_ || records;
    frames_.push_back({array, records, 0, name_.size()});
    return true;
  }

  bool IsTarget() const {
    if (whole_document_ || in_record() || name_ != options_.path) return false;
    return frames_.empty() == options_.path.empty();
  }

  bool Close() {
    if (frames_.back().records) {
      name_ = options_.path;
    } else {
      name_.resize(frames_.back().name_bytes);
    }
    frames_.pop_back();
    return End();
  }

  bool in_record() const { return record_depth_ != kNoRecord; }

  static constexpr size_t kNoRecord = std::numeric_limits<size_t>::max();

  const JsonOptions& options_;
  const bool whole_document_;
  const JsonRecordCallback& on_record_;
  absl::Status status_;
  bool found_ = false;
  std::vector<Frame> frames_;
  std::string name_;
  // Number of frames around the record being read.
  size_t record_depth_ = kNoRecord;
  size_t record_bytes_ = 0;
  int64_t records_ = 0;
  JsonRecord record_;
};

absl::Status Parse(absl::string_view text, const JsonOptions& options, RecordCollector& collector) {
  if (text.size() > options.max_bytes) {
    return Beyond("bytes", "The JSON is too large", "Le JSON est trop volumineux",
                  options.max_bytes);
  }
  if (!Json::sax_parse(text.begin(), text.end(), &collector) && collector.status().ok()) {
    return NotJson(0);
  }
  return collector.status();
}

}  // namespace

const JsonField* JsonRecord::Find(absl::string_view name) const {
  for (const JsonField& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

absl::Status ForEachJsonRecord(absl::string_view text, const JsonOptions& options,
                               const JsonRecordCallback& on_record) {
  RecordCollector collector(options, /*whole_document=*/false, on_record);
  RETURN_IF_ERROR(Parse(text, options, collector));
  return collector.found() ? absl::OkStatus() : NoArray(options.path);
}

absl::StatusOr<JsonRecord> ParseJsonRecord(absl::string_view text, const JsonOptions& options) {
  JsonRecord result;
  const JsonRecordCallback keep = [&result](const JsonRecord& record) {
    result = record;
    return absl::OkStatus();
  };
  RecordCollector collector(options, /*whole_document=*/true, keep);
  RETURN_IF_ERROR(Parse(text, options, collector));
  return result;
}

}  // namespace palier::mapping
