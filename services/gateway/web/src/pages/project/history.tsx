// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import type { Api } from "../../api/client";
import { Principal } from "../../api/name";
import type { RecordChange } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { usePlural, useText } from "../../i18n";
import { projectFields } from "../../i18n/project_fields";
import { useLanguage } from "../../i18n";
import { useFormat } from "../../organization";
import { Section } from "../../ui/section";
import { Shown } from "../../ui/shown";
import { useWord } from "../../ui/words";
import { tell } from "./change";

const NAMED = 4;

export function History({ organization, project }: { organization: string; project: string }) {
  const text = useText();
  const loaded = useLoad(useCallback((api: Api, signal: AbortSignal) =>
    api.get("/v1/organizations/{organization}/{rest}:history", { organization, rest: `projects/${project}` }, { pageSize: 50 }, signal), [organization, project]));
  if (loaded.state === "failed" && loaded.error.status === 403) {
    return <Section title={text("history.title")}><p className="muted">{text("history.denied")}</p></Section>;
  }
  return (
    <Section title={text("history.title")}>
      <Shown of={loaded}>
        {({ changes = [] }) => changes.length === 0 ? <p className="muted">{text("history.empty")}</p> : (
          <ol className="history">{changes.map((change) => <ChangeItem key={change.sequence} organization={organization} change={change} />)}</ol>
        )}
      </Shown>
    </Section>
  );
}

function ChangeItem({ organization, change }: { organization: string; change: RecordChange }) {
  const format = useFormat();
  return (
    <li>
      {change.time && <time dateTime={change.time}>{format.moment(change.time)}</time>}
      <p><Principal organization={organization} of={change.onBehalfOf || change.actor || ""} /> <What change={change} /></p>
    </li>
  );
}

function What({ change }: { change: RecordChange }) {
  const text = useText();
  const plural = usePlural();
  const word = useWord();
  const { language } = useLanguage();
  const told = tell(change);
  switch (told.as) {
    case "erased":
      return <span className="muted">{text("history.erased")}</span>;
    case "created":
      return <>{text("history.CREATED")}</>;
    case "deleted":
      return <>{text("history.DELETED")}</>;
    case "moved":
      return <b>{text("history.stage", { before: word("stage", told.before), after: word("stage", told.after) })}</b>;
    case "asked":
      return <>{text("history.asked", { after: word("stage", told.stage) })}</>;
    case "changed": {
      const names = told.fields.flatMap((field) => projectFields(language, field) ?? []);
      const more = told.fields.length - Math.min(names.length, NAMED);
      if (names.length === 0) return <>{text("history.UPDATED")}</>;
      return <>{plural("history.fields", names.length, { fields: names.slice(0, NAMED).join(", ") })}{more > 0 && ` ${plural("history.more", more)}`}</>;
    }
  }
}
