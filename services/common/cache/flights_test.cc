// SPDX-License-Identifier: Apache-2.0
#include "common/cache/flights.h"

#include <gtest/gtest.h>

#include <thread>

namespace palier::cache {
namespace {

constexpr KeyView kKey{"acme", "k"};

absl::StatusOr<SharedEntry> Made(int64_t revision) {
  return std::make_shared<const Entry>(Entry{"bytes", revision});
}

TEST(FlightsTest, OneLeadsAndAllGetItsResult) {
  Flights flights;
  const Flights::Ticket first = flights.Board(kKey);
  const Flights::Ticket second = flights.Board(kKey);
  EXPECT_TRUE(first.leads);
  EXPECT_FALSE(second.leads);
  EXPECT_TRUE(flights.Board({"other", "k"}).leads);
  int64_t got = 0;
  std::thread waiter([&] { got = (*flights.Wait(*second.flight))->revision; });
  flights.Land(kKey, *first.flight, Made(3));
  waiter.join();
  EXPECT_EQ(got, 3);
  EXPECT_TRUE(flights.Board(kKey).leads) << "it has landed";
}

TEST(FlightsTest, WhoComesAfterADiversionStartsAnother) {
  Flights flights;
  const Flights::Ticket old = flights.Board(kKey);
  flights.Divert(kKey, 5);
  const Flights::Ticket next = flights.Board(kKey);
  EXPECT_TRUE(next.leads);
  EXPECT_FALSE(flights.IsCurrent(*old.flight, 4));
  EXPECT_TRUE(flights.IsCurrent(*old.flight, 5));
  EXPECT_TRUE(flights.IsCurrent(*next.flight, 4));
  flights.Land(kKey, *old.flight, Made(4));
  EXPECT_FALSE(flights.Board(kKey).leads) << "the next is still under way";
  flights.Land(kKey, *next.flight, Made(5));
}

}  // namespace
}  // namespace palier::cache
