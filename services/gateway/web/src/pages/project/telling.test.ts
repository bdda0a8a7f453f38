// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { tell } from "./change";
import { detailOf } from "./detail";

describe("a change", () => {
  it("is told by what people care for", () => {
    expect(tell({ kind: "CREATED" })).toEqual({ as: "created" });
    expect(tell({ kind: "UPDATED", erased: true })).toEqual({ as: "erased" });
    expect(tell({ kind: "UPDATED", differences: [{ path: "stage_request", before: "{}" }, { path: "stage", before: '"IDEA"', after: '"SCOPING"' }] }))
      .toEqual({ as: "moved", before: "IDEA", after: "SCOPING" });
    expect(tell({ kind: "UPDATED", differences: [{ path: "stage_request", after: '{"target_stage":"POC"}' }] })).toEqual({ as: "asked", stage: "POC" });
    expect(tell({ kind: "UPDATED", differences: [{ path: "exit_criteria[0].value" }, { path: "exit_criteria[1]" }, { path: "owner", after: '"cut' }] }))
      .toEqual({ as: "changed", fields: ["exit_criteria", "owner"] });
  });
});

describe("the detail of an entry", () => {
  it("is read by what its values are", () => {
    const entry = { displayName: "x", kind: "cost_line", costLine: { category: "SERVING", amount: { currencyCode: "EUR", units: "640" }, monthly: true } } as const;
    expect(detailOf(entry)).toEqual([
      { id: "category", value: { is: "word", id: "SERVING" } },
      { id: "amount", value: { is: "money", money: { currencyCode: "EUR", units: "640" } } },
      { id: "monthly", value: { is: "flag", flag: true } },
    ]);
  });
  it("leaves people's own words alone", () => {
    const entry = { displayName: "x", kind: "integration", integration: { system: "MES", status: "NONE" } } as const;
    expect(detailOf(entry)[0]).toEqual({ id: "system", value: { is: "text", text: "MES" } });
  });
});
