// SPDX-License-Identifier: Apache-2.0
#include "palierctl/interrupt.h"

namespace palier::ctl {
namespace {

// What a signal handler may touch.
volatile sig_atomic_t interrupted = 0;

void Note(int) {
  interrupted = 1;
}

}  // namespace

Interrupt::Interrupt() {
  interrupted = 0;
  struct sigaction action = {};
  action.sa_handler = &Note;
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, &before_);
}

Interrupt::~Interrupt() {
  sigaction(SIGINT, &before_, nullptr);
}

bool Interrupt::noted() const {
  return interrupted != 0;
}

}  // namespace palier::ctl
