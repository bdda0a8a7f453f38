// SPDX-License-Identifier: Apache-2.0
import { useCallback, useDeferredValue, useState } from "react";
import type { Api } from "../../api/client";
import { Name } from "../../api/name";
import type { Project } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { usePlural, useText } from "../../i18n";
import { Link, navigate } from "../../router";
import { projectPath, sectionPath } from "../../routes";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/shown";
import { STAGES } from "../../stages";
import { useWord } from "../../ui/words";

const PAGE = 200;

// Words of a name in any order and case, as the filter language of the API takes them.
function filterOf(stage: string, words: string): string {
  const quoted = words.trim().replace(/["\\]/g, " ");
  return [stage && `stage = ${stage}`, quoted && `display_name:"${quoted}"`].filter(Boolean).join(" AND ");
}

export function ProjectsPage({ organization, stage }: { organization: string; stage: string }) {
  const text = useText();
  const word = useWord();
  const [words, setWords] = useState("");
  const wanted = useDeferredValue(words);
  const chosen = STAGES.find((each) => each === stage) ?? "";
  const loaded = useLoad(useCallback((api: Api, signal: AbortSignal) =>
    api.get("/v1/organizations/{organization}/projects", { organization }, { pageSize: PAGE, orderBy: "display_name", filter: filterOf(chosen, wanted) }, signal),
  [organization, chosen, wanted]));
  return (
    <Page title={text("projects.title")}>
      <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <label className="field">{text("projects.find")}
          <input type="search" value={words} onChange={(event) => setWords(event.target.value)} maxLength={200} />
        </label>
        <label className="field">{text("projects.stage")}
          <select value={chosen} onChange={(event) => navigate(sectionPath(organization, "projects", event.target.value), true)}>
            <option value="">{text("projects.all")}</option>
            {STAGES.map((each) => <option key={each} value={each}>{word("stage", each)}</option>)}
          </select>
        </label>
      </form>
      <Shown of={loaded}>{({ projects = [] }) => <ProjectList projects={projects} />}</Shown>
    </Page>
  );
}

function ProjectList({ projects }: { projects: Project[] }) {
  const text = useText();
  const plural = usePlural();
  const word = useWord();
  if (projects.length === 0) return <Empty title={text("projects.empty")}>{text("projects.empty.do")}</Empty>;
  return (
    <>
      <p className="muted" role="status">{plural("projects.count", projects.length)}{projects.length === PAGE && "+"}</p>
      <ul className="project-list">
        {projects.map((project) => (
          <li key={project.name}>
            <Link href={projectPath(project.name ?? "")} className="project-name">{project.displayName}</Link>
            <span className="stage-tag">{word("stage", project.stage)}</span>
            {project.purpose && <p>{project.purpose}</p>}
            {project.department && <span className="under"><Name of={project.department} /></span>}
          </li>
        ))}
      </ul>
    </>
  );
}
