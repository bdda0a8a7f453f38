// SPDX-License-Identifier: Apache-2.0
// The logarithms of the gamma and beta functions. Pure, safe from any thread (std::lgamma writes a
// global sign).
#ifndef PALIER_COMMON_STATS_LOG_GAMMA_H_
#define PALIER_COMMON_STATS_LOG_GAMMA_H_

namespace palier::stats {

// Of x > 0, to 1e-13 of max(1, |result|): Stirling's series above 12, the recurrence below.
double LogGamma(double x);
// ln B(a, b) = ln G(a) + ln G(b) - ln G(a + b), a and b > 0.
double LogBeta(double a, double b);
// The regularised lower incomplete gamma function P(a, x), a > 0 and x >= 0: the power series below
// a + 1, the continued fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
double GammaP(double a, double x);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_LOG_GAMMA_H_
