// SPDX-License-Identifier: Apache-2.0
// How fast a new tool can spread.
#ifndef PALIER_COMMON_STATS_DIFFUSION_H_
#define PALIER_COMMON_STATS_DIFFUSION_H_

namespace palier::stats {

// Bass's model (F. M. Bass, "A new product growth for model consumer durables", Management Science
// 15, 1969): `p` of those who do not use it yet start by themselves in a unit of time, `q` times
// the share of users because others use it. p above 0, q at least 0.
struct Bass {
  double p = 0, q = 0;
  // Share of those who will ever use it that do at `t`, at least 0.
  double ShareAt(double t) const;
  // When most start at once; 0 where that is the beginning (q at most p).
  double PeakTime() const;
  // Share that starts per unit of time then.
  double PeakRate() const;
};

// Champions who train users, some of whom become champions: the growth rate per week that their
// hours allow in the long run, the g of g * exp(g * lag) = hours / (hours_per_user * ratio). Hours
// a champion gives in a week, hours that a user takes of a champion, users for each champion, all
// above 0; weeks until a user is a champion, at least 0.
double TrainTheTrainerGrowth(double hours, double hours_per_user, double ratio, double lag);

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_DIFFUSION_H_
