// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import type { Api } from "../../api/client";
import { Name } from "../../api/name";
import type { GoogleDate } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Link } from "../../router";
import { projectPath } from "../../routes";
import { Empty } from "../../ui/empty";
import { Section } from "../../ui/section";
import { Shown } from "../../ui/shown";
import { type Due, dueThisMonth, projectOf, waitingNotices } from "./due";

async function load(api: Api, organization: string, today: GoogleDate, signal: AbortSignal) {
  const [notices, assessments] = await Promise.all([
    api.get("/v1/organizations/{organization}/notices", { organization }, { pageSize: 1000, orderBy: "due_time desc" }, signal),
    api.get("/v1/organizations/{organization}/assessments", { organization }, { pageSize: 1000, filter: "stage = POST_POC" }, signal),
  ]);
  const { decisions, others } = waitingNotices(notices.notices ?? []);
  const told = new Set(decisions.map((due) => due.subject));
  const clocks = dueThisMonth(assessments.assessments ?? [], today).filter(({ project }) => !told.has(project));
  return { decisions, others, clocks };
}

export function Decisions({ organization, today }: { organization: string; today: GoogleDate | undefined }) {
  const text = useText();
  const format = useFormat();
  const loaded = useLoad(useCallback((api: Api, signal: AbortSignal) => load(api, organization, today ?? {}, signal), [organization, today]));
  return (
    <Section title={text("decide.title")} className="decide">
      <Shown of={loaded}>
        {({ decisions, others, clocks }) => (
          <>
            {decisions.length + clocks.length === 0 && <Empty title={text("decide.empty")}>{text("decide.empty.do")}</Empty>}
            <ul className="due-list">
              {decisions.map((due) => <DueItem key={due.subject} due={due} />)}
              {clocks.map(({ project, due }) => (
                <li key={project}><Link href={projectPath(project)}><Name of={project} /></Link><span className="due">{text("decide.by", { date: format.day(due) })}</span></li>
              ))}
            </ul>
            {others.length > 0 && (
              <details className="more">
                <summary>{text("decide.also")} ({others.length})</summary>
                <ul className="due-list">{others.map((due) => <DueItem key={due.subject + due.text} due={due} />)}</ul>
              </details>
            )}
          </>
        )}
      </Shown>
    </Section>
  );
}

function DueItem({ due }: { due: Due }) {
  const text = useText();
  const format = useFormat();
  const project = projectOf(due.subject);
  return (
    <li>
      {project ? <Link href={projectPath(project)}>{due.text}</Link> : <span>{due.text}</span>}
      <span className="due">{text("decide.late", { date: format.day(due.due) })}</span>
    </li>
  );
}
