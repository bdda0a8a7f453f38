// SPDX-License-Identifier: Apache-2.0
// Confidence sequences: intervals that hold at every look at once, so that one may look each week
// and stop whenever one likes. Pure functions, safe from any thread. alpha in (0, 1) is the chance
// that any of them ever misses.
#ifndef PALIER_COMMON_STATS_CONFIDENCE_SEQUENCE_H_
#define PALIER_COMMON_STATS_CONFIDENCE_SEQUENCE_H_

namespace palier::stats {

// For many observations: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy
// and Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", Annals of
// Statistics 52 (2024) 2613-2640. Not below 30 observations.
struct AsymptoticSequence {
  double alpha = 0.05;
  double tuning = 5000;    // the number of observations at which it is narrowest, > 0
  bool one_sided = false;  // then only one end holds, and alpha < 0.5
};
// Half of the width after `n` observations whose estimate has that standard error.
double HalfWidth(const AsymptoticSequence& sequence, double standard_error, double n);
// How many times better effects explain that estimate than none does, of a two-sided sequence; as
// below. At most 1 / alpha, at all looks, with probability 1 - alpha if there is none.
double EValue(const AsymptoticSequence& sequence, double estimate, double standard_error, double n);

// For few observations with normal errors of unknown size: exact. A coefficient of a linear
// regression, tested by the mixture of likelihood ratios over effects of N(0, sigma^2 / precision),
// with the right Haar prior on what else is unknown: Lindon, Ham, Tingley and Bojinov,
// "Anytime-valid linear models and regression adjusted causal inference in randomized experiments"
// (arXiv:2210.08589), theorem for one coefficient.
struct Coefficient {
  double estimate = 0;
  double standard_error = 0;  // of the estimate, > 0
  double degrees = 0;         // of freedom of the residuals, > 0
  double information = 0;     // sigma^2 over the variance of the estimate, > 0
};
struct MixtureSequence {
  double alpha = 0.05;
  double precision = 1;  // > 0; 1: effects about as large as the errors are looked for
};
// Infinite while the observations are too few for any answer.
double HalfWidth(const MixtureSequence& sequence, const Coefficient& coefficient);
// How many times better effects explain what is seen than none does. At most 1 / alpha, at all
// looks, with probability 1 - alpha if there is none. Infinity if it is beyond a double.
double EValue(const MixtureSequence& sequence, const Coefficient& coefficient);

// P(|T| > |t|) of Student's t with whole degrees of freedom, 1 or more: for one look. Abramowitz
// and Stegun 26.7.3 and 26.7.4.
double StudentTwoSidedP(double t, int degrees);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_CONFIDENCE_SEQUENCE_H_
