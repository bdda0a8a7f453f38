// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/exponential_sum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace palier::reporting {
namespace {

using Terms = std::vector<ExponentialTerm>;

// By exponent, one term for each, none zero.
Terms Tidied(Terms terms) {
  std::sort(terms.begin(), terms.end(), [](const ExponentialTerm& a, const ExponentialTerm& b) {
    return a.exponent < b.exponent;
  });
  Terms tidy;
  for (const ExponentialTerm& term : terms) {
    if (!tidy.empty() && tidy.back().exponent == term.exponent) {
      tidy.back().coefficient += term.coefficient;
    } else {
      tidy.push_back(term);
    }
  }
  std::erase_if(tidy, [](const ExponentialTerm& term) { return term.coefficient == 0; });
  return tidy;
}

bool SameSigns(const Terms& terms) {
  return std::all_of(terms.begin(), terms.end(), [&](const ExponentialTerm& term) {
    return (term.coefficient > 0) == (terms.front().coefficient > 0);
  });
}

// Of sum / exp(first exponent * u).
Terms DerivativeOfQuotient(const Terms& terms) {
  Terms derived;
  for (size_t i = 1; i < terms.size(); ++i) {
    const long double exponent = terms[i].exponent - terms[0].exponent;
    derived.push_back({exponent, terms[i].coefficient * exponent});
  }
  return derived;
}

// -1, 0 or 1; 0 where rounding may have made the sum.
int SignAt(const Terms& terms, long double u) {
  long double sum = 0, size = 0;
  for (const ExponentialTerm& term : terms) {
    const long double value = term.coefficient * std::exp((term.exponent - terms[0].exponent) * u);
    sum += value;
    size += std::fabs(value);
  }
  const long double noise = 8 * std::numeric_limits<long double>::epsilon() * size;
  if (std::fabs(sum) <= noise) return 0;
  return sum > 0 ? 1 : -1;
}

long double Bisect(const Terms& terms, long double low, long double high, int sign_low) {
  while (true) {
    const long double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    const int sign = SignAt(terms, middle);
    if (sign == 0) return middle;
    (sign == sign_low ? low : high) = middle;
  }
}

std::vector<long double> Zeros(const Terms& terms, long double low, long double high) {
  std::vector<long double> zeros;
  if (terms.size() < 2 || SameSigns(terms)) return zeros;
  std::vector<long double> places = Zeros(DerivativeOfQuotient(terms), low, high);
  places.insert(places.begin(), low);
  places.push_back(high);
  int before = 0;
  for (size_t i = 0; i < places.size(); ++i) {
    const int sign = SignAt(terms, places[i]);
    // A zero at a place where the sum turns is met from both sides.
    if (sign == 0 && (zeros.empty() || zeros.back() < places[i])) zeros.push_back(places[i]);
    if (sign * before < 0) zeros.push_back(Bisect(terms, places[i - 1], places[i], before));
    before = sign;
  }
  return zeros;
}

}  // namespace

long double SumAt(const std::vector<ExponentialTerm>& terms, long double u) {
  long double sum = 0;
  for (const ExponentialTerm& term : terms) sum += term.coefficient * std::exp(term.exponent * u);
  return sum;
}

std::vector<long double> ZerosOf(std::vector<ExponentialTerm> terms, long double low,
                                 long double high) {
  return Zeros(Tidied(std::move(terms)), low, high);
}

}  // namespace palier::reporting
