// SPDX-License-Identifier: Apache-2.0
import type { Assessment, RuleGroup } from "../../api/schemas";
import { useText } from "../../i18n";
import { useFormat } from "../../organization";
import { VerdictBadge } from "../../ui/badge";
import { Section } from "../../ui/section";
import { useWord } from "../../ui/words";

export function Readiness({ assessment }: { assessment: Assessment }) {
  const text = useText();
  const word = useWord();
  return (
    <div>
      <Section title={text("outcomes.title")}>
        <ul className="outcomes">
          {(assessment.outcomes ?? []).map((outcome) => (
            <li key={outcome.group}><span>{word("outcome", outcome.group)}</span><VerdictBadge verdict={outcome.verdict} /></li>
          ))}
        </ul>
      </Section>
      <Section title={text("readiness.title")} lead={text("readiness.lead")}>
        <ul className="pillars">
          {(assessment.pillars ?? []).map((pillar) => <Pillar key={pillar.group} pillar={pillar} weakest={pillar.group === assessment.overall?.group} />)}
        </ul>
      </Section>
    </div>
  );
}

function Pillar({ pillar, weakest }: { pillar: RuleGroup; weakest: boolean }) {
  const text = useText();
  const format = useFormat();
  const word = useWord();
  const total = pillar.ruleCount ?? 0;
  const met = total - (pillar.unmet?.length ?? 0) - (pillar.unknown?.length ?? 0);
  const share = Math.min(Math.max(pillar.scorePercent ?? 0, 0), 100);
  return (
    <li className={weakest ? "weakest" : ""}>
      <span className="pillar-name">{word("pillar", pillar.group)}</span>
      <span className="pillar-score">{format.share(share * 10, 0)}</span>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect className="track" width="100" height="6" /><rect className="level" width={share} height="6" /></svg>
      <span className="under">{text("readiness.rules", { met, total })}</span>
    </li>
  );
}
