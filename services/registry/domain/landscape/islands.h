// SPDX-License-Identifier: Apache-2.0
// What stands alone: AI tools without a link, data that one department keeps.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_ISLANDS_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_ISLANDS_H_

#include <string>
#include <vector>

#include "registry/domain/landscape/graph.h"

namespace palier::landscape {

// An AI application that is not withdrawn.
bool IsAiInUse(const v1::Application& application);

// Names, ascending, of the AI applications in use that have no synergy, read no data source, stand
// in no chain beside another application, and have no AI function that another application in use
// has (S1-01).
std::vector<std::string> Islands(const Graph& graph);

// Data sources with one consumer and at least one requester, by name (S1-04).
std::vector<const v1::DataSource*> Silos(const Landscape& landscape);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_ISLANDS_H_
