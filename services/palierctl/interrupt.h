// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_PALIERCTL_INTERRUPT_H_
#define PALIER_PALIERCTL_INTERRUPT_H_

#include <signal.h>

namespace palier::ctl {

// As long as it lives, a first Ctrl-C is only noted, so that what runs on the server can be ended;
// a second one ends the program as ever. At most one at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  bool noted() const;

 private:
  struct sigaction before_ = {};
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_INTERRUPT_H_
