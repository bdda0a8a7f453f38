// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/zip_writer.h"

#include <zlib.h>

#include <limits>
#include <utility>

#include "common/mapping/errors.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

constexpr uint16_t kVersion = 20;              // deflate
constexpr uint16_t kFlags = 1 << 3 | 1 << 11;  // sizes follow the data; names are UTF-8
constexpr uint16_t kDeflate = 8;
constexpr uint32_t kNoTime = 0x00210000;  // 1980-01-01, the first there is
constexpr size_t kPieceBytes = size_t{32} << 10;
constexpr uint64_t kMaxBytes = std::numeric_limits<uint32_t>::max() - 1;

// Little-endian fields, one after the other.
class Record {
 public:
  explicit Record(uint32_t signature) { U32(signature); }
  Record& U16(uint64_t value) { return Put(value, 2); }
  Record& U32(uint64_t value) { return Put(value, 4); }
  Record& Text(absl::string_view text) {
    bytes_.append(text.data(), text.size());
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  Record& Put(uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xFF);
    return *this;
  }
  std::string bytes_;
};

absl::Status TooLarge() {
  return LimitExceeded({"The file would have more than {limit} bytes. Narrow it by a filter.",
                        "Le fichier dépasserait {limit} octets. Réduisez-le par un filtre."},
                       "bytes", static_cast<int64_t>(kMaxBytes));
}

}  // namespace

ZipWriter::ZipWriter(Sink sink) : sink_(std::move(sink)), stream_(std::make_unique<z_stream>()) {
  // Raw deflate; fails for want of memory only, and then Append does too.
  deflateInit2(stream_.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
}

ZipWriter::~ZipWriter() {
  deflateEnd(stream_.get());
}

absl::Status ZipWriter::Send(absl::string_view bytes) {
  sent_ += bytes.size();
  return sent_ > kMaxBytes ? TooLarge() : sink_(bytes);
}

absl::Status ZipWriter::Begin(std::string name) {
  Record header(0x04034b50);
  header.U16(kVersion).U16(kFlags).U16(kDeflate).U32(kNoTime).U32(0).U32(0).U32(0);
  header.U16(name.size()).U16(0).Text(name);
  entries_.push_back({std::move(name), 0, 0, 0, sent_});
  deflateReset(stream_.get());
  return Send(header.bytes());
}

absl::Status ZipWriter::Append(absl::string_view data) {
  Entry& entry = entries_.back();
  entry.size += data.size();
  if (entry.size > kMaxBytes) return TooLarge();
  entry.crc = static_cast<uint32_t>(
      crc32_z(entry.crc, reinterpret_cast<const Bytef*>(data.data()), data.size()));
  return Deflate(data, Z_NO_FLUSH);
}

absl::Status ZipWriter::Deflate(absl::string_view data, int flush) {
  unsigned char buffer[kPieceBytes];
  stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream_->avail_in = static_cast<uInt>(data.size());
  do {
    stream_->next_out = buffer;
    stream_->avail_out = kPieceBytes;
    if (deflate(stream_.get(), flush) == Z_STREAM_ERROR) return status::Internal("deflate");
    const size_t made = kPieceBytes - stream_->avail_out;
    entries_.back().packed += made;
    if (made > 0)
      RETURN_IF_ERROR(Send(absl::string_view(reinterpret_cast<const char*>(buffer), made)));
  } while (stream_->avail_out == 0);
  return absl::OkStatus();
}

absl::Status ZipWriter::End() {
  RETURN_IF_ERROR(Deflate("", Z_FINISH));
  const Entry& entry = entries_.back();
  return Send(Record(0x08074b50).U32(entry.crc).U32(entry.packed).U32(entry.size).bytes());
}

absl::Status ZipWriter::Add(std::string name, absl::string_view data) {
  RETURN_IF_ERROR(Begin(std::move(name)));
  RETURN_IF_ERROR(Append(data));
  return End();
}

absl::Status ZipWriter::Finish() {
  const uint64_t begin = sent_;
  for (const Entry& entry : entries_) {
    Record header(0x02014b50);
    header.U16(kVersion).U16(kVersion).U16(kFlags).U16(kDeflate).U32(kNoTime).U32(entry.crc);
    header.U32(entry.packed).U32(entry.size).U16(entry.name.size());
    // No extra field, comment, disk or attributes.
    header.U16(0).U16(0).U16(0).U16(0).U32(0).U32(entry.offset).Text(entry.name);
    RETURN_IF_ERROR(Send(header.bytes()));
  }
  Record end(0x06054b50);
  end.U16(0).U16(0).U16(entries_.size()).U16(entries_.size());
  end.U32(sent_ - begin).U32(begin).U16(0);
  return Send(end.bytes());
}

}  // namespace palier::mapping
