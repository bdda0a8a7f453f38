// SPDX-License-Identifier: Apache-2.0
import type { Verdict } from "../api/schemas";
import { useText } from "../i18n";

export type Tone = "good" | "bad" | "warn" | "wait" | "quiet";
// Each tone has a sign of its own: colour alone says nothing.
const SIGNS: Record<Tone, string> = {
  good: "M3 8.5l3.2 3.2L13 4.5",
  bad: "M4 4l8 8M12 4l-8 8",
  warn: "M8 3v6.5M8 12.4v.2",
  wait: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 5v3.3l2.2 1.2",
  quiet: "M6 6a2 2 0 1 1 2.8 2.2c-.6.4-.8.7-.8 1.3M8 12.4v.2",
};

export function Sign({ tone }: { tone: Tone }) {
  return <svg className={`sign sign-${tone}`} viewBox="0 0 16 16" aria-hidden="true"><path d={SIGNS[tone]} /></svg>;
}

export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`badge badge-${tone}`}><Sign tone={tone} />{children}</span>;
}

const TONES: Record<string, Tone> = { MET: "good", UNMET: "bad", UNKNOWN: "quiet" };
export const toneOf = (verdict: Verdict | undefined): Tone => TONES[verdict ?? ""] ?? "quiet";

export function VerdictBadge({ verdict }: { verdict: Verdict | undefined }) {
  const text = useText();
  const known = verdict === "MET" || verdict === "UNMET" ? verdict : "UNKNOWN";
  return <Badge tone={toneOf(verdict)}>{text(`verdict.${known}`)}</Badge>;
}
