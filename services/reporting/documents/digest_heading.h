// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_DOCUMENTS_DIGEST_HEADING_H_
#define PALIER_REPORTING_DOCUMENTS_DIGEST_HEADING_H_

#include "reporting/documents/digest.h"

namespace palier::reporting {

// The document with its title, `{what}: {organisation}`, and its period; without sections.
Document BeginDigest(const status::Text& what, const DigestFacts& facts, rpc::Language language);
// What is old or absent in it, because services do not answer; nothing when all did.
void AddSilence(const PortfolioModel& model, rpc::Language language, Section& section);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_DIGEST_HEADING_H_
