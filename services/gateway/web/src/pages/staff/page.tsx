// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import type { Api } from "../../api/client";
import type { StaffPage as Staff } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { usePlural, useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Badge, type Tone } from "../../ui/badge";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Section } from "../../ui/section";
import { Shown } from "../../ui/shown";
import { Unreachable } from "../../ui/unreachable";
import { Tool } from "./tool";

// The page for everybody who works here; it shows what QueryStaffPage tells, and nothing else.
export function StaffPage({ organization }: { organization: string }) {
  const text = useText();
  const format = useFormat();
  const load = useLoad(useCallback((api: Api, signal: AbortSignal) =>
    api.get("/v1/organizations/{organization}:queryStaffPage", { organization }, undefined, signal), [organization]));
  const date = load.state === "ready" ? load.data.asOfDate : undefined;
  return (
    <Page title={text("staff.title")} lead={text("staff.lead")} above={date ? text("portfolio.asof", { date: format.date(date, "long") }) : "\u00a0"}>
      <Shown of={load}>
        {(data) => (
          <>
            <Unreachable services={data.unreachableServices} />
            <Section title={text("staff.tools")}>
              {(data.tools ?? []).length === 0 ? <Empty title={text("staff.empty")}>{text("staff.empty.do")}</Empty>
                : <ul className="tools">{data.tools?.map((tool) => <Tool key={tool.project} tool={tool} />)}</ul>}
            </Section>
            <Answers answers={data.answers ?? []} />
            <Wins wins={data.wins ?? []} />
            <Champions champions={data.champions ?? []} />
          </>
        )}
      </Shown>
    </Page>
  );
}

const TONES: Record<string, Tone> = { DONE: "good", ACCEPTED: "wait", REFUSED: "bad" };

function Answers({ answers }: { answers: NonNullable<Staff["answers"]> }) {
  const text = useText();
  return (
    <Section title={text("staff.answered")}>
      {answers.length === 0 ? <p className="muted">{text("staff.noanswers")}</p> : (
        <ul className="answers">
          {answers.map((answer, index) => (
            <li key={index} className="answer">
              <div><h3>{text("staff.said")}</h3><blockquote>{answer.said}</blockquote><p className="under">{answer.displayName}</p></div>
              <div><h3>{text("staff.did")}</h3><p>{answer.answer}</p>
                {(answer.state === "DONE" || answer.state === "ACCEPTED" || answer.state === "REFUSED") && <Badge tone={TONES[answer.state] ?? "quiet"}>{text(`staff.${answer.state}`)}</Badge>}</div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Wins({ wins }: { wins: NonNullable<Staff["wins"]> }) {
  const text = useText();
  if (wins.length === 0) return null;
  return (
    <Section title={text("staff.wins")}>
      <ul className="cards">
        {wins.map((win, index) => <li key={index} className="card"><h3>{win.displayName}</h3><p className="win">{win.achieved}</p><p className="under">{text("staff.expected", { text: win.expected ?? "" })}</p></li>)}
      </ul>
    </Section>
  );
}

function Champions({ champions }: { champions: NonNullable<Staff["champions"]> }) {
  const text = useText();
  const plural = usePlural();
  if (champions.length === 0) return null;
  return (
    <Section title={text("staff.champions")}>
      <ul className="champions">
        {champions.map((champion) => (
          <li key={champion.displayName}><b>{champion.displayName}</b>
            <span className="muted">{plural("staff.champion", champion.sessionCount ?? 0)}, {plural("staff.reached", Number(champion.peopleCount ?? 0))}</span></li>
        ))}
      </ul>
    </Section>
  );
}
