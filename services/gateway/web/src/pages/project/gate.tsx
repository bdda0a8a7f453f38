// SPDX-License-Identifier: Apache-2.0
import type { Gate, RuleResult } from "../../api/schemas";
import { usePlural, useText } from "../../i18n";
import { Sign, toneOf } from "../../ui/badge";
import { Empty } from "../../ui/empty";
import { Section } from "../../ui/section";
import { useWord } from "../../ui/words";

// Rules that say the same of the same are one line.
function told(results: RuleResult[]): RuleResult[] {
  const said = new Map(results.map((result) => [`${result.severity} ${result.verdict} ${result.explanation} ${result.nextAction}`, result]));
  return [...said.values()];
}

// The rules between the project and its next stage: what keeps the gate closed first, each with what to do.
export function GateSection({ gate }: { gate: Gate }) {
  const text = useText();
  const plural = usePlural();
  const word = useWord();
  const results = told(gate.results ?? []);
  if (!gate.legal || !gate.targetStage) {
    return <Section title={text("gate.none")}><Empty title={word("stage", gate.fromStage)}>{text("gate.none.do")}</Empty></Section>;
  }
  const open = results.filter((result) => result.verdict !== "MET" && !result.waiver);
  const blocks = open.filter((result) => result.severity === "GATE");
  const warns = open.filter((result) => result.severity !== "GATE");
  const met = results.filter((result) => result.verdict === "MET" || result.waiver);
  return (
    <Section title={text("gate.title", { stage: word("stage", gate.targetStage) })}
      lead={gate.met ? text("gate.open") : plural("gate.closed", blocks.length)}>
      {blocks.length > 0 && <Rules title={text("gate.blocks")} results={blocks} />}
      {warns.length > 0 && <Rules title={text("gate.warns")} results={warns} />}
      {met.length > 0 && (
        <details className="more"><summary>{plural("gate.met", met.length)}</summary><RuleList results={met} /></details>
      )}
    </Section>
  );
}

function Rules({ title, results }: { title: string; results: RuleResult[] }) {
  return <><h3 className="rules-title">{title}</h3><RuleList results={results} /></>;
}

function RuleList({ results }: { results: RuleResult[] }) {
  const text = useText();
  return (
    <ul className="rules">
      {results.map((result) => (
        <li key={`${result.rule} ${result.subject}`}>
          <Sign tone={result.severity === "GATE" || result.verdict === "MET" ? toneOf(result.verdict) : "warn"} />
          <div>
            <p><span className="hidden">{text(`verdict.${result.verdict === "MET" || result.verdict === "UNMET" ? result.verdict : "UNKNOWN"}`)} : </span>{result.explanation}
              {result.waiver && <span className="muted"> ({text("gate.waived")})</span>}</p>
            {result.verdict !== "MET" && result.nextAction && <p className="rule-next">{result.nextAction}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
