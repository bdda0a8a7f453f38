// SPDX-License-Identifier: Apache-2.0
// What fuzz targets share.
#ifndef PALIER_TESTS_FUZZ_CHECK_H_
#define PALIER_TESTS_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>

// Ends the program when a promise is broken, in every build.
#define FUZZ_CHECK(condition)                                                      \
  do {                                                                             \
    if (!(condition)) {                                                            \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                \
    }                                                                              \
  } while (false)

#endif  // PALIER_TESTS_FUZZ_CHECK_H_
