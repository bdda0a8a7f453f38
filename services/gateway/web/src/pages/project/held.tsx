// SPDX-License-Identifier: Apache-2.0
import { Name } from "../../api/name";
import type { Assessment } from "../../api/schemas";
import { useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Sign } from "../../ui/badge";
import { Section } from "../../ui/section";
import { useWord } from "../../ui/words";

// The one thing that holds the project, whose move it is, and what waiting costs.
export function Held({ assessment, ended }: { assessment: Assessment; ended: boolean }) {
  const text = useText();
  const format = useFormat();
  const word = useWord();
  const { blocking, purgatory } = assessment;
  if (!blocking && ended && !assessment.zombie) return null;
  return (
    <Section title={text(blocking ? "project.held" : "project.free")} className={blocking ? "held" : "held held-free"}>
      {blocking ? (
        <div className="held-parts">
          <div>
            {blocking.verdict === "UNKNOWN" && <p className="muted">{text("project.held.unknown")}</p>}
            <p className="held-what">{blocking.explanation}</p>
            <p className="tags">{blocking.pillar && <span className="tag">{word("pillar", blocking.pillar)}</span>}{blocking.cause && <span className="tag">{word("cause", blocking.cause)}</span>}</p>
          </div>
          <div className="held-next">
            <h3>{text("project.next")}</h3>
            <p>{blocking.nextAction}</p>
            {blocking.owner && <p className="muted">{text("project.move")}<Name of={blocking.owner} /></p>}
          </div>
        </div>
      ) : !ended && <p>{text("project.free.do")}</p>}
      {purgatory?.decideByTime && (
        <p className="warned"><Sign tone="warn" />{text("project.decideby", { date: format.day(purgatory.decideByTime) })}
          {purgatory.weeklyPrice && ` · ${text("project.price", { amount: format.money(purgatory.weeklyPrice) })}`}</p>
      )}
      {assessment.zombie && <p className="warned"><Sign tone="warn" />{text("project.zombie")}</p>}
    </Section>
  );
}
