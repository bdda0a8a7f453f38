// SPDX-License-Identifier: Apache-2.0
import { useCallback, useState } from "react";
import type { Api } from "../../api/client";
import { Name } from "../../api/name";
import type { Entry } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { useDossierWord, useLanguage, useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Empty } from "../../ui/empty";
import { Section } from "../../ui/section";
import { Shown } from "../../ui/shown";
import { detailOf, type Value } from "./detail";

// Kinds by their name in the reader's language, each with its entries, the newest fact first.
function byKind(entries: Entry[], label: (kind: string) => string, language: string): [string, Entry[]][] {
  const kinds = new Map<string, Entry[]>();
  for (const entry of entries) kinds.set(entry.kind ?? "", [...(kinds.get(entry.kind ?? "") ?? []), entry]);
  const day = ({ eventDate: { year = 0, month = 0, day: date = 0 } = {} }: Entry) => year * 10000 + month * 100 + date;
  for (const list of kinds.values()) list.sort((a, b) => day(b) - day(a));
  return [...kinds].sort(([a], [b]) => label(a).localeCompare(label(b), language));
}

export function Dossier({ organization, project }: { organization: string; project: string }) {
  const text = useText();
  const word = useDossierWord();
  const { language } = useLanguage();
  const loaded = useLoad(useCallback((api: Api, signal: AbortSignal) =>
    api.get("/v1/organizations/{organization}/projects/{project}/entries", { organization, project }, { pageSize: 1000 }, signal), [organization, project]));
  return (
    <Section title={text("dossier.title")}>
      <Shown of={loaded}>
        {({ entries = [] }) => entries.length === 0 ? <Empty title={text("dossier.empty")}>{text("dossier.empty.do")}</Empty> : (
          <div className="dossier">
            {byKind(entries, (kind) => word("kind", kind), language).map(([kind, list]) => (
              <Kind key={kind} title={word("kind", kind)} entries={list} />
            ))}
          </div>
        )}
      </Shown>
    </Section>
  );
}

// Drawn once it is opened: a dossier is long, and most of it is not read each time.
function Kind({ title, entries }: { title: string; entries: Entry[] }) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="kind" onToggle={() => setOpened(true)}>
      <summary><h3>{title}</h3><span className="count">{entries.length}</span></summary>
      {opened && <ul>{entries.map((entry) => <EntryItem key={entry.name} entry={entry} />)}</ul>}
    </details>
  );
}

function EntryItem({ entry }: { entry: Entry }) {
  const text = useText();
  const format = useFormat();
  const word = useDossierWord();
  return (
    <li className="entry">
      <p className="entry-title">{entry.displayName}{entry.eventDate && <span className="muted"> · {format.date(entry.eventDate)}</span>}</p>
      <dl className="pairs">
        {detailOf(entry).map(({ id, value }) => <div key={id}><dt>{word("field", id)}</dt><dd><Said value={value} /></dd></div>)}
        {entry.owner && <div><dt>{text("dossier.owner")}</dt><dd><Name of={entry.owner} /></dd></div>}
      </dl>
    </li>
  );
}

function Said({ value }: { value: Value }) {
  const text = useText();
  const format = useFormat();
  const word = useDossierWord();
  switch (value.is) {
    case "text":
      return /^https?:\/\//.test(value.text) ? <a href={value.text} rel="noreferrer noopener" target="_blank">{value.text}</a> : <>{value.text}</>;
    case "word":
      return <>{word("value", value.id)}</>;
    case "resource":
      return <Name of={value.name} />;
    case "flag":
      return <>{text(value.flag ? "app.yes" : "app.no")}</>;
    case "number":
      return <>{format.number(value.number, 3)}</>;
    case "money":
      return <>{format.money(value.money)}</>;
    case "date":
      return <>{format.date(value.date)}</>;
    case "instant":
      return <>{format.moment(value.instant)}</>;
    case "list":
      return <ul className="said">{value.values.map((each, index) => <li key={index}><Said value={each} /></li>)}</ul>;
    case "record":
      return <>{value.fields.map(({ id, value: each }, index) => <span key={id}>{index > 0 && " · "}<span className="muted">{word("field", id)}</span> <Said value={each} /></span>)}</>;
  }
}
