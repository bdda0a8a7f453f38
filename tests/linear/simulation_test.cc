// SPDX-License-Identifier: Apache-2.0
// The checker against stores that are simulated call by call, right ones and broken ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/linear/checker.h"

namespace palier::linear {
namespace {

constexpr int kClients = 6;
constexpr int kCalls = 400;
constexpr int kSeeds = 40;

// What a broken store does once, in the middle.
enum class Fault {
  kNone,
  // Answers a write and forgets it.
  kForgets,
  // Does not compare the version.
  kDoesNotCompare,
  // Refuses a write and does it.
  kRefusesAndDoes,
  // Refuses a write that names the right version.
  kRefusesForNothing,
  // Reads the version before the present one.
  kReadsOld,
  // Reads a value that nobody wrote.
  kReadsNonsense,
  // Does a write twice.
  kDoesTwice,
};

// One record and its clients, of which a random one takes the next step: begins a call, has it take
// effect, or hears the answer.
class Simulation {
 public:
  Simulation(uint32_t seed, Fault fault) : random_(seed), fault_(fault), clients_(kClients) {
    states_.push_back({"1", "made"});
    history_.push_back({-1, "r", Kind::kWrite, Outcome::kOk, now_++, now_++, "", "1", "made"});
    for (Client& client : clients_) client.known = "1";
  }

  History Run() {
    while (begun_ < kCalls || Busy()) Step();
    // What the store holds in the end is known to all.
    Operation last{0, "r", Kind::kRead};
    last.invoked = now_++;
    last.version = states_.back().version;
    last.value = states_.back().value;
    last.answered = now_++;
    history_.push_back(last);
    return history_;
  }
  bool broken() const { return broken_; }

 private:
  struct State {
    std::string version, value;
  };
  struct Client {
    std::optional<Operation> call;
    bool done = false;
    std::string known;
  };

  bool Busy() const {
    for (const Client& client : clients_) {
      if (client.call.has_value()) return true;
    }
    return false;
  }
  bool Chance(int in) { return random_() % static_cast<uint32_t>(in) == 0; }

  void Step() {
    Client& client = clients_[random_() % clients_.size()];
    if (!client.call.has_value()) {
      if (begun_ < kCalls) Begin(client);
    } else if (!client.done) {
      TakeEffect(client);
    } else {
      Answer(client);
    }
  }

  void Begin(Client& client) {
    Operation call{static_cast<int>(&client - clients_.data()), "r"};
    call.kind = Chance(3) ? Kind::kRead : Kind::kWrite;
    call.invoked = now_++;
    if (call.kind == Kind::kWrite) {
      call.expected = client.known;
      call.value = absl::StrCat("value ", begun_);
    }
    ++begun_;
    client.call = call;
    client.done = false;
  }

  // The fault strikes when it can, after a third of the calls.
  bool Strikes(Fault fault, bool possible) {
    if (fault_ != fault || broken_ || !possible || begun_ < kCalls / 3) return false;
    return broken_ = true;
  }

  void TakeEffect(Client& client) {
    Operation& call = *client.call;
    client.done = true;
    if (call.kind == Kind::kRead) return Read(call);
    const bool same = call.expected == states_.back().version;
    const bool lost = Chance(30);
    // An answer that is lost leaves open whether the call took effect.
    if (lost) call.outcome = Outcome::kUnknown;
    if (lost && Chance(2)) return;
    if (!same && !Strikes(Fault::kDoesNotCompare, !lost)) {
      if (!lost) call.outcome = Outcome::kFailed;
      if (!Strikes(Fault::kRefusesAndDoes, !lost)) return;
    } else if (Strikes(Fault::kRefusesForNothing, same && !lost && Alone(client))) {
      call.outcome = Outcome::kFailed;
      return Answer(client);
    }
    Write(call);
  }

  // Whether no other call is under way that could be the cause of a refusal.
  bool Alone(const Client& client) const {
    return std::none_of(clients_.begin(), clients_.end(), [&](const Client& other) {
      return &other != &client && other.call.has_value() &&
             other.call->expected == client.call->expected;
    });
  }

  void Read(Operation& call) {
    const bool struck = Strikes(Fault::kReadsOld, states_.size() > 1 && OldIsOver(call));
    const State& state = struck ? states_[states_.size() - 2] : states_.back();
    call.version = state.version;
    call.value = Strikes(Fault::kReadsNonsense, true) ? "nonsense" : state.value;
  }

  // Whether the present version was known before the call began.
  bool OldIsOver(const Operation& call) const {
    for (const Operation& other : history_) {
      if (other.version == states_.back().version && other.answered < call.invoked) return true;
    }
    return false;
  }

  void Write(Operation& call) {
    if (Strikes(Fault::kForgets, call.outcome == Outcome::kOk)) {
      call.version = absl::StrCat(++versions_);
      return;
    }
    states_.push_back({absl::StrCat(++versions_), call.value});
    if (call.outcome == Outcome::kOk) call.version = states_.back().version;
    if (Strikes(Fault::kDoesTwice, call.outcome == Outcome::kOk))
      states_.push_back({absl::StrCat(++versions_), call.value});
  }

  void Answer(Client& client) {
    Operation& call = *client.call;
    call.answered = call.outcome == Outcome::kUnknown ? kNever : now_++;
    history_.push_back(call);
    // One that was refused, or heard nothing, reads before it writes again.
    client.known = call.outcome == Outcome::kOk ? call.version : ReadAgain(call.client);
    client.call.reset();
  }

  std::string ReadAgain(int client) {
    Operation read{client, "r", Kind::kRead};
    read.invoked = now_++;
    read.version = states_.back().version;
    read.value = states_.back().value;
    read.answered = now_++;
    history_.push_back(read);
    return read.version;
  }

  std::mt19937 random_;
  const Fault fault_;
  std::vector<Client> clients_;
  std::vector<State> states_;
  History history_;
  Moment now_ = 0;
  int begun_ = 0;
  int versions_ = 1;
  bool broken_ = false;
};

TEST(SimulationTest, ARightStoreIsAccepted) {
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    const History history = Simulation(seed, Fault::kNone).Run();
    const auto wrong = Check(history);
    EXPECT_EQ(wrong, std::nullopt) << seed << ": " << Name(wrong->reason) << ": " << wrong->text;
  }
}

struct Broken {
  std::string name;
  Fault fault;
  // What it may be caught for.
  std::set<Reason> reasons;
};

void PrintTo(const Broken& broken, std::ostream* out) {
  *out << broken.name;
}

class BrokenStore : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenStore, IsCaughtEachTime) {
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    Simulation simulation(seed, GetParam().fault);
    const History history = simulation.Run();
    ASSERT_TRUE(simulation.broken()) << seed;
    const auto wrong = Check(history);
    ASSERT_NE(wrong, std::nullopt) << seed;
    EXPECT_TRUE(GetParam().reasons.contains(wrong->reason))
        << seed << ": " << Name(wrong->reason) << ": " << wrong->text;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Faults, BrokenStore,
    ::testing::Values(
        Broken{"Forgets", Fault::kForgets, {Reason::kFork, Reason::kStaleRead}},
        Broken{"DoesNotCompare", Fault::kDoesNotCompare, {Reason::kFork}},
        Broken{"RefusesAndDoes", Fault::kRefusesAndDoes, {Reason::kFailedWriteTookEffect}},
        Broken{"RefusesForNothing", Fault::kRefusesForNothing, {Reason::kFailedWithoutCause}},
        Broken{"ReadsOld", Fault::kReadsOld, {Reason::kStaleRead}},
        Broken{"ReadsNonsense", Fault::kReadsNonsense, {Reason::kValueNeverWritten}},
        Broken{"DoesTwice", Fault::kDoesTwice, {Reason::kTookEffectTwice, Reason::kHole}}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace palier::linear
