// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_TESTS_SCENARIOS_FREE_ADDRESS_H_
#define PALIER_TESTS_SCENARIOS_FREE_ADDRESS_H_

#include <string>

namespace palier::scenarios {

// `127.0.0.1:port` with a port that nobody listens on now and that the kernel gives to nobody by
// itself: a process that is killed finds it free when it starts again, as no neighbour's outgoing
// connection has taken it. Port 0 where there is no such port. Thread-safe.
std::string FreeAddress();

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_FREE_ADDRESS_H_
