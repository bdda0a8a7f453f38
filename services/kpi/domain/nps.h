// SPDX-License-Identifier: Apache-2.0
// The net promoter score (S1-50): percent of promoters (9 and 10 of 10) minus percent of detractors
// (0 to 6), with the number of answers and how sure it is. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_NPS_H_
#define PALIER_KPI_DOMAIN_NPS_H_

#include <cstdint>

namespace palier::kpi {

// Answers of 0 to 10 to "Would you recommend it?", by kind.
struct NpsCounts {
  int64_t promoters = 0;
  int64_t passives = 0;  // 7 and 8
  int64_t detractors = 0;

  int64_t n() const { return promoters + passives + detractors; }
  // `score` in [0, 10].
  void Add(int score, int64_t answers = 1);
};

struct NetPromoterScore {
  // In [-100, 100].
  double score = 0;
  // The adjusted Wald interval at 95 %: 3/4 of an answer is added to the promoters and to the
  // detractors, 3/2 to the passives, and the normal interval of what results is taken. Centred
  // between score and 0, and of positive width even when all agree. Rocks, "Interval estimation for
  // the net promoter score", The American Statistician 70 (2016) 365-372, found it the closest to
  // its level of six methods. Cut to [-100, 100].
  double lower = -100;
  double upper = 100;
};

// Returns 0 within [-100, 100] if there are no answers.
NetPromoterScore ScoreOf(const NpsCounts& counts);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_NPS_H_
