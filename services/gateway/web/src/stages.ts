// SPDX-License-Identifier: Apache-2.0
import type { Stage } from "./api/schemas";

// The way up, and what lies beside it.
export const STAIRS = ["IDEA", "SCOPING", "POC", "POST_POC", "LIMITED", "INDUSTRIALISATION", "ROLLOUT", "RUN"] as const satisfies readonly Stage[];
export const STAGES = [...STAIRS, "RETIRED", "STOPPED", "STAGE_UNKNOWN"] as const satisfies readonly Stage[];
