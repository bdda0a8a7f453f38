// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import type { Api } from "../../api/client";
import { Name } from "../../api/name";
import type { Project } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Link } from "../../router";
import { sectionPath } from "../../routes";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/shown";
import { useWord } from "../../ui/words";
import { Dossier } from "./dossier";
import { GateSection } from "./gate";
import { History } from "./history";
import { Held } from "./held";
import { Readiness } from "./readiness";
import { Stairs } from "./stairs";

async function loadProject(api: Api, organization: string, project: string, signal: AbortSignal) {
  const name = { organization, project };
  const [record, assessment, gate] = await Promise.all([
    api.get("/v1/organizations/{organization}/projects/{project}", name, undefined, signal),
    api.get("/v1/organizations/{organization}/projects/{project}:assess", name, undefined, signal),
    api.get("/v1/organizations/{organization}/projects/{project}:evaluateGate", name, {}, signal),
  ]);
  return { record, assessment, gate };
}

// Where one project stands, what holds it, and what to do.
export function ProjectPage({ organization, project }: { organization: string; project: string }) {
  const text = useText();
  const load = useLoad(useCallback((api: Api, signal: AbortSignal) => loadProject(api, organization, project, signal), [organization, project]));
  const record = load.state === "ready" ? load.data.record : undefined;
  return (
    <Page title={record?.displayName ?? text("nav.projects")} lead={record?.purpose}
      above={<Link href={sectionPath(organization, "projects")}>{text("nav.projects")}</Link>}>
      <Shown of={load}>
        {(data) => (
          <>
            <Stairs stage={data.record.stage} />
            <Facts project={data.record} />
            <Held assessment={data.assessment} ended={!data.gate.legal} />
            <div className="columns columns-wide-left">
              <GateSection gate={data.gate} />
              <Readiness assessment={data.assessment} />
            </div>
            <Dossier organization={organization} project={project} />
            <History organization={organization} project={project} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function Facts({ project }: { project: Project }) {
  const text = useText();
  const format = useFormat();
  const word = useWord();
  return (
    <>
      <dl className="facts">
        {project.owner && <div><dt>{text("project.owner")}</dt><dd><Name of={project.owner} /></dd></div>}
        {project.sponsor && <div><dt>{text("project.sponsor")}</dt><dd><Name of={project.sponsor} /></dd></div>}
        {project.department && <div><dt>{text("project.department")}</dt><dd><Name of={project.department} /></dd></div>}
        {project.stageTime && <div><dt>{text("project.since")}</dt><dd>{format.day(project.stageTime)}</dd></div>}
      </dl>
      {project.stageRequest && <p className="banner">{text("project.requested", { stage: word("stage", project.stageRequest.targetStage) })}</p>}
    </>
  );
}
