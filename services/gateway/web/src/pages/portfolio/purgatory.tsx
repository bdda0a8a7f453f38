// SPDX-License-Identifier: Apache-2.0
import { Name } from "../../api/name";
import type { Purgatory, PurgatoryProject } from "../../api/schemas";
import { usePlural, useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Link } from "../../router";
import { projectPath } from "../../routes";
import { Empty } from "../../ui/empty";
import { Section } from "../../ui/section";
import { useWord } from "../../ui/words";

export function PurgatoryList({ purgatory }: { purgatory: Purgatory }) {
  const text = useText();
  const plural = usePlural();
  const projects = purgatory.projects ?? [];
  const days = plural("days", purgatory.olderThanDays ?? 0);
  const total = purgatory.totalSize ?? projects.length;
  return (
    <Section title={text("purgatory.title")} lead={projects.length ? text("purgatory.lead", { days }) : undefined}>
      {projects.length === 0 ? <Empty title={text("purgatory.empty")}>{text("purgatory.empty.do", { days })}</Empty> : (
        <div className="scroll" tabIndex={0} role="group" aria-label={text("purgatory.title")}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{text("purgatory.project")}</th><th scope="col">{text("purgatory.age")}</th><th scope="col">{text("purgatory.cause")}</th>
                <th scope="col" className="number">{text("purgatory.price")}</th><th scope="col">{text("purgatory.action")}</th>
              </tr>
            </thead>
            <tbody>{projects.map((project) => <Row key={project.project} project={project} />)}</tbody>
          </table>
        </div>
      )}
      {total > projects.length && <p className="muted">{text("purgatory.total", { shown: projects.length, total })}</p>}
    </Section>
  );
}

function Row({ project }: { project: PurgatoryProject }) {
  const text = useText();
  const plural = usePlural();
  const format = useFormat();
  const word = useWord();
  const { amount } = project.weeklyPrice ?? {};
  return (
    <tr>
      <th scope="row">
        <Link href={projectPath(project.project ?? "")}>{project.displayName}</Link>
        <span className="under">{word("stage", project.stage)}{project.department && <> · <Name of={project.department} /></>}</span>
      </th>
      <td className="whole">{plural("days", project.ageDays ?? 0)}{project.sinceDate && <span className="under">{text("purgatory.since", { date: format.date(project.sinceDate) })}</span>}</td>
      <td>{word("cause", project.cause ?? "UNKNOWN")}</td>
      <td className="number">{amount ? format.money(amount) : <span className="muted">{text("app.unknown")}</span>}</td>
      <td>{project.nextAction || text("purgatory.noaction")}{project.owner && <span className="under"><Name of={project.owner} /></span>}</td>
    </tr>
  );
}
