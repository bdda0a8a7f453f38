// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_TESTS_BENCH_PROCESS_MEMORY_H_
#define PALIER_TESTS_BENCH_PROCESS_MEMORY_H_

#include <sys/types.h>

#include <string>

namespace palier::bench {

// Memory of the process, in MiB: `VmRSS` now, `VmHWM` at most since ResetPeak. 0 for no process.
double MiBOf(pid_t process, const std::string& field);
void ResetPeak(pid_t process);

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_PROCESS_MEMORY_H_
