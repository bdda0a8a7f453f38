// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/zip_archive.h"

#include <zip.h>

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/errors.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

constexpr size_t kPieceBytes = size_t{64} << 10;

absl::Status NoArchive(absl::string_view detail) {
  return UnreadableFile({"This is no XLSX file, or it is damaged ({detail}).",
                         "Ce n'est pas un fichier XLSX, ou il est abîmé ({detail})."},
                        detail);
}

absl::Status OldWorkbook() {
  return UnreadableFile({"This is an old .xls workbook or one with a password. Save it as .xlsx, "
                         "without a password.",
                         "C'est un ancien classeur .xls, ou un classeur avec mot de passe. "
                         "Enregistrez-le en .xlsx, sans mot de passe."},
                        "compound file");
}

absl::Status DamagedPart(absl::string_view name) {
  return UnreadableFile({"The part {detail} of the workbook is missing, locked or damaged.",
                         "La partie {detail} du classeur manque, est verrouillée ou abîmée."},
                        name);
}

absl::Status TooLarge(absl::string_view subject, int64_t limit) {
  return LimitExceeded({"The workbook has more than {limit} {subject}.",
                        "Le classeur dépasse la limite de {limit} ({subject})."},
                       subject, limit);
}

absl::Status Bomb(int64_t ratio) {
  return LimitExceeded(
      {"A part of the workbook unpacks to more than {limit} times its size: it is not read.",
       "Une partie du classeur occupe décompressée plus de {limit} fois sa taille : elle n'est pas "
       "lue."},
      "ratio", ratio);
}

// libzip takes memory for every entry before it can be asked how many there are.
bool HasMoreEntries(absl::string_view bytes, int64_t limit) {
  const absl::string_view mark("PK\x01\x02", 4);
  int64_t count = 0;
  for (size_t at = bytes.find(mark); at != absl::string_view::npos; at = bytes.find(mark, at + 4)) {
    if (++count > limit) return true;
  }
  return false;
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

void ZipArchive::Close::operator()(zip* archive) const {
  zip_discard(archive);
}

ZipArchive::ZipArchive(std::unique_ptr<std::string> bytes, std::unique_ptr<zip, Close> archive,
                       const ZipLimits& limits)
    : bytes_(std::move(bytes)), archive_(std::move(archive)), limits_(limits) {}

absl::StatusOr<ZipArchive> ZipArchive::Open(std::string bytes, const ZipLimits& limits) {
  if (static_cast<int64_t>(bytes.size()) > limits.max_archive_bytes)
    return TooLarge("bytes", limits.max_archive_bytes);
  if (absl::StartsWith(bytes, "\xD0\xCF\x11\xE0")) return OldWorkbook();
  if (!absl::StartsWith(bytes, "PK")) return NoArchive("no ZIP archive");
  if (HasMoreEntries(bytes, limits.max_entries)) return TooLarge("parts", limits.max_entries);
  auto kept = std::make_unique<std::string>(std::move(bytes));
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(kept->data(), kept->size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  const std::string detail = archive == nullptr ? zip_error_strerror(&error) : "";
  zip_error_fini(&error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    return NoArchive(detail);
  }
  return ZipArchive(std::move(kept), std::unique_ptr<zip, Close>(archive), limits);
}

bool ZipArchive::Has(absl::string_view name) const {
  return zip_name_locate(archive_.get(), std::string(name).c_str(), 0) >= 0;
}

absl::Status ZipArchive::Read(absl::string_view name, const Sink& sink) {
  const std::string path(name);
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(archive_.get(), path.c_str(), 0, &stat) != 0) return DamagedPart(name);
  if (stat.encryption_method != ZIP_EM_NONE) return DamagedPart(name);
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive_.get(), stat.index, 0));
  if (file == nullptr) return DamagedPart(name);
  std::vector<char> buffer(kPieceBytes);
  int64_t unpacked = 0;
  for (;;) {
    const zip_int64_t read = zip_fread(file.get(), buffer.data(), buffer.size());
    if (read < 0) return DamagedPart(name);
    if (read == 0) break;
    unpacked += read;
    total_bytes_ += read;
    if (total_bytes_ > limits_.max_total_bytes) return TooLarge("bytes", limits_.max_total_bytes);
    if (unpacked > limits_.free_bytes &&
        unpacked / limits_.max_ratio > static_cast<int64_t>(stat.comp_size)) {
      return Bomb(limits_.max_ratio);
    }
    RETURN_IF_ERROR(sink(absl::string_view(buffer.data(), static_cast<size_t>(read))));
  }
  // A truncated stream may end without an error when its size says so.
  return unpacked == static_cast<int64_t>(stat.size) ? absl::OkStatus() : DamagedPart(name);
}

absl::StatusOr<std::string> ZipArchive::ReadWhole(absl::string_view name, int64_t max_bytes) {
  std::string whole;
  RETURN_IF_ERROR(Read(name, [&](absl::string_view piece) -> absl::Status {
    if (static_cast<int64_t>(whole.size() + piece.size()) > max_bytes)
      return TooLarge("bytes in one part", max_bytes);
    whole.append(piece.data(), piece.size());
    return absl::OkStatus();
  }));
  return whole;
}

}  // namespace palier::mapping
