// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/key_filter.h"

#include <cstring>

namespace palier::kpi {
namespace {

constexpr size_t kBlock = 32;
constexpr size_t kBytesPerKey = 3;
// Odd numbers, one for each word of a block; their choice is Parquet's.
constexpr uint32_t kSalts[] = {0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d,
                               0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31};

// The finaliser of splitmix64: the keys' bits are few.
uint64_t Spread(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

size_t BlockOf(uint64_t spread, size_t blocks) {
  return static_cast<size_t>(((spread >> 32) * blocks) >> 32) * kBlock;
}

uint32_t BitOf(uint64_t spread, size_t word) {
  return uint32_t{1} << ((static_cast<uint32_t>(spread) * kSalts[word]) >> 27);
}

uint32_t WordAt(const char* block, size_t word) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(block) + word * 4;
  return uint32_t{bytes[0]} | uint32_t{bytes[1]} << 8 | uint32_t{bytes[2]} << 16 |
         uint32_t{bytes[3]} << 24;
}

}  // namespace

std::string EmptyFilter(size_t keys) {
  return std::string((keys * kBytesPerKey + kBlock - 1) / kBlock * kBlock, '\0');
}

void AddToFilter(std::string& filter, uint64_t key) {
  const uint64_t spread = Spread(key);
  char* const block = filter.data() + BlockOf(spread, filter.size() / kBlock);
  for (size_t word = 0; word < 8; ++word) {
    const uint32_t set = WordAt(block, word) | BitOf(spread, word);
    for (size_t byte = 0; byte < 4; ++byte) {
      block[word * 4 + byte] = static_cast<char>(set >> (8 * byte));
    }
  }
}

bool MayContain(absl::string_view filter, uint64_t key) {
  if (filter.empty() || filter.size() % kBlock != 0) return true;
  const uint64_t spread = Spread(key);
  const char* const block = filter.data() + BlockOf(spread, filter.size() / kBlock);
  for (size_t word = 0; word < 8; ++word) {
    if ((WordAt(block, word) & BitOf(spread, word)) == 0) return false;
  }
  return true;
}

}  // namespace palier::kpi
