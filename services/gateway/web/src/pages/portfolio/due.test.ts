// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { dueThisMonth, projectOf, waitingNotices } from "./due";

const project = (id: string) => `organizations/a/projects/${id}`;

describe("what has to be decided", () => {
  it("is said once a subject, by its latest notice, until somebody has seen it", () => {
    const { decisions, others } = waitingNotices([
      { kind: "DECISION_REMINDER", subject: project("b"), text: "soon", dueTime: "2026-03-01T00:00:00Z" },
      { kind: "BOARD_LIST", subject: project("b"), text: "board", dueTime: "2026-04-01T00:00:00Z" },
      { kind: "LIMITED_ENDED", subject: project("c"), text: "ended", dueTime: "2026-02-01T00:00:00Z" },
      { kind: "STOP_PROPOSED", subject: project("d"), text: "seen", dueTime: "2026-02-01T00:00:00Z", acknowledgeTime: "2026-02-02T00:00:00Z" },
      { kind: "MAINTENANCE_DUE", subject: `${project("b")}/entries/e`, text: "maintain", dueTime: "2026-01-01T00:00:00Z" },
    ]);
    expect(decisions.map((due) => due.text)).toEqual(["ended", "board"]);
    expect(others.map((due) => due.text)).toEqual(["maintain"]);
  });
  it("has its day in this month, or before", () => {
    const clock = (id: string, day: string) => ({ project: project(id), purgatory: { decideByTime: `${day}T08:00:00Z` } });
    const due = dueThisMonth([clock("next", "2027-01-01"), clock("last", "2026-12-31"), clock("old", "2026-11-02"), { project: project("none") }], { year: 2026, month: 12, day: 5 });
    expect(due.map((each) => each.project)).toEqual([project("old"), project("last")]);
  });
  it("belongs to a project", () => {
    expect(projectOf(`${project("b")}/entries/e`)).toBe(project("b"));
    expect(projectOf("organizations/a/standards/s")).toBe("");
  });
});
