// SPDX-License-Identifier: Apache-2.0
// A change of a project as people would tell it. Pure.
import type { RecordChange } from "../../api/schemas";

export type Told =
  | { as: "erased" }
  | { as: "created" }
  | { as: "deleted" }
  | { as: "moved"; before: string; after: string }
  | { as: "asked"; stage: string }
  | { as: "changed"; fields: string[] };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

function read(json: string | undefined): unknown {
  try {
    return json ? JSON.parse(json) : undefined;
  } catch {
    return undefined; // cut because it was long
  }
}

export function tell(change: RecordChange): Told {
  if (change.erased) return { as: "erased" };
  if (change.kind === "CREATED") return { as: "created" };
  if (change.kind === "DELETED") return { as: "deleted" };
  const differences = change.differences ?? [];
  const stage = differences.find((difference) => difference.path === "stage");
  if (stage) return { as: "moved", before: String(read(stage.before) ?? ""), after: String(read(stage.after) ?? "") };
  const asked = read(differences.find((difference) => difference.path === "stage_request")?.after);
  if (isRecord(asked) && typeof asked.target_stage === "string") return { as: "asked", stage: asked.target_stage };
  // `exit_criteria[1].value` is a change of the exit criteria.
  const fields = new Set(differences.map((difference) => (difference.path ?? "").replace(/[[.].*$/, "")));
  return { as: "changed", fields: [...fields].filter(Boolean) };
}
