// SPDX-License-Identifier: Apache-2.0
// A project of which everything is recorded and nothing is wrong: every rule is met. Tests take
// away what they are about.
#ifndef PALIER_REGISTRY_TESTING_READY_FACTS_H_
#define PALIER_REGISTRY_TESTING_READY_FACTS_H_

#include <string>

#include "registry/domain/facts.h"
#include "registry/domain/stages.h"

namespace palier::registry {

// 2026-03-09 08:00 UTC, a Monday.
absl::Time ReadyNow();

// The decision is the one that the stage leads to: INDUSTRIALISE, or LIMIT in LIMITED.
Facts ReadyFacts(Stage stage);

// As text proto, for one entry; dies on text that cannot be read.
v1::Entry EntryOf(const std::string& text);

// Adds the entry that EntryOf makes of the text.
void Record(Facts& facts, const std::string& text);
// Removes the entries of a kind.
void Drop(Facts& facts, v1::Entry::DetailCase kind);
// The first entry of a kind, to be changed.
v1::Entry& First(Facts& facts, v1::Entry::DetailCase kind);

// Makes hashes and votes fit what the facts say now.
void Reseal(Facts& facts);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_TESTING_READY_FACTS_H_
