// SPDX-License-Identifier: Apache-2.0
// What has to be decided, from notices and from the clocks of projects. Pure.
import type { Assessment, GoogleDate, Notice } from "../../api/schemas";

const DECISIONS = new Set(["DECISION_REMINDER", "SPONSOR_ESCALATION", "BOARD_LIST", "STOP_PROPOSED", "LIMITED_ENDED"]);

export type Due = { subject: string; text: string; due: string };

// Notices that nobody has seen yet, the latest word on each subject, the oldest first: decisions, and what else waits.
export function waitingNotices(notices: Notice[]): { decisions: Due[]; others: Due[] } {
  const latest = new Map<string, Notice>();
  for (const notice of notices) {
    if (notice.acknowledgeTime) continue;
    const key = `${notice.subject} ${DECISIONS.has(notice.kind ?? "") ? "decision" : notice.kind}`;
    const before = latest.get(key);
    if (!before || (before.dueTime ?? "") < (notice.dueTime ?? "")) latest.set(key, notice);
  }
  const waiting = [...latest.values()].sort((a, b) => (a.dueTime ?? "").localeCompare(b.dueTime ?? ""));
  const due = (notice: Notice): Due => ({ subject: notice.subject ?? "", text: notice.text ?? "", due: notice.dueTime ?? "" });
  return {
    decisions: waiting.filter((notice) => DECISIONS.has(notice.kind ?? "")).map(due),
    others: waiting.filter((notice) => !DECISIONS.has(notice.kind ?? "")).map(due),
  };
}

// Projects whose decision is due by the end of the month of `today`, or was before.
export function dueThisMonth(assessments: Assessment[], today: GoogleDate): { project: string; due: string }[] {
  const end = new Date(Date.UTC(today.year ?? 0, today.month ?? 1, 1)).toISOString();
  return assessments
    .map((assessment) => ({ project: assessment.project ?? "", due: assessment.purgatory?.decideByTime ?? "" }))
    .filter(({ due }) => due !== "" && due < end)
    .sort((a, b) => a.due.localeCompare(b.due));
}

// `organizations/a/projects/b` of that or of anything below it; empty for what belongs to no project.
export function projectOf(resource: string): string {
  return /^organizations\/[^/]+\/projects\/[^/]+/.exec(resource)?.[0] ?? "";
}
