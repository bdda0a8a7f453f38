// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import type { Api } from "../../api/client";
import type { Figure } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { useText } from "../../i18n";
import { Empty } from "../../ui/empty";
import { Section } from "../../ui/section";
import { Shown } from "../../ui/shown";
import { Sign } from "../../ui/badge";

export function Figures({ organization }: { organization: string }) {
  const text = useText();
  const loaded = useLoad(useCallback((api: Api, signal: AbortSignal) =>
    api.get("/v1/organizations/{organization}/figures", { organization }, { warningsOnly: true, pageSize: 100 }, signal), [organization]));
  return (
    <Section title={text("figures.title")} lead={text("figures.lead")}>
      <Shown of={loaded}>
        {({ figures = [] }) => figures.length === 0 ? <Empty title={text("figures.empty")}>{text("figures.empty.do")}</Empty> : (
          <ul className="cards">{figures.map((figure) => <FigureCard key={figure.name} figure={figure} />)}</ul>
        )}
      </Shown>
    </Section>
  );
}

function FigureCard({ figure }: { figure: Figure }) {
  const text = useText();
  return (
    <li className="card figure">
      <h3>{figure.title}</h3>
      <p className="figure-value">{figure.value?.text}</p>
      <p className="warned"><Sign tone="warn" />{figure.warning}</p>
      <details className="more">
        <summary>{text("figures.how")}</summary>
        <p>{figure.formula}</p>
        {(figure.parts ?? []).length > 0 && (
          <dl className="pairs">{figure.parts?.map((part) => <div key={part.key}><dt>{part.label}</dt><dd>{part.value?.text}</dd></div>)}</dl>
        )}
        {figure.referenceFigures?.map((reference) => (
          <p key={reference.id} className="muted">{text("figures.reference")} : {reference.value} {reference.text} ({reference.source})</p>
        ))}
      </details>
    </li>
  );
}
