// SPDX-License-Identifier: Apache-2.0
// Sums of exponentials, which cash flows are in the logarithm of the discount factor.
#ifndef PALIER_REPORTING_FINANCE_EXPONENTIAL_SUM_H_
#define PALIER_REPORTING_FINANCE_EXPONENTIAL_SUM_H_

#include <vector>

namespace palier::reporting {

// coefficient * exp(exponent * u); both finite, |exponent| <= 1000.
struct ExponentialTerm {
  long double exponent = 0;
  long double coefficient = 0;
};

// The sum of the terms at u.
long double SumAt(const std::vector<ExponentialTerm>& terms, long double u);

// Every u in [low, high] at which the sum is zero, ascending, each once; empty when it is zero
// everywhere. Between two zeros the derivative of sum / first term has one, and that has a term
// less: so the zeros are found one level after the other, none is missed and no start is guessed
// (Rolle; the sign rule of Descartes ends the descent). Takes time with the cube of the number of
// terms when signs alternate throughout, else far less; at most 200 terms.
std::vector<long double> ZerosOf(std::vector<ExponentialTerm> terms, long double low,
                                 long double high);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FINANCE_EXPONENTIAL_SUM_H_
