// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import type { Api } from "../../api/client";
import { Principal } from "../../api/name";
import type { Idea } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Link } from "../../router";
import { projectPath } from "../../routes";
import { Badge, type Tone } from "../../ui/badge";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Section } from "../../ui/section";
import { Shown } from "../../ui/shown";
import { IdeaForm } from "./form";

// Open to whoever signs in: an idea in, and what became of those before it.
export function IdeasPage({ organization }: { organization: string }) {
  const text = useText();
  const loaded = useLoad(useCallback((api: Api, signal: AbortSignal) =>
    api.get("/v1/organizations/{organization}/ideas", { organization }, { pageSize: 100, orderBy: "create_time desc" }, signal), [organization]));
  return (
    <Page title={text("ideas.title")} lead={text("ideas.lead")}>
      <div className="columns">
        <IdeaForm organization={organization} done={loaded.state === "ready" ? loaded.again : undefined} />
        <Section title={text("ideas.list")}>
          {loaded.state === "failed" && loaded.error.status === 403 ? <p className="muted">{text("ideas.hidden")}</p> : (
            <Shown of={loaded}>
              {({ ideas = [] }) => ideas.length === 0 ? <Empty title={text("ideas.empty")}>{text("ideas.empty.do")}</Empty>
                : <ul className="ideas">{ideas.map((idea) => <IdeaItem key={idea.name} organization={organization} idea={idea} />)}</ul>}
            </Shown>
          )}
        </Section>
      </div>
    </Page>
  );
}

const TONES: Record<string, Tone> = { ACCEPTED: "good", DECLINED: "bad", SUBMITTED: "quiet" };

function IdeaItem({ organization, idea }: { organization: string; idea: Idea }) {
  const text = useText();
  const format = useFormat();
  const state = idea.state === "ACCEPTED" || idea.state === "DECLINED" ? idea.state : "SUBMITTED";
  return (
    <li className="idea">
      <h3>{idea.displayName}</h3>
      <Badge tone={TONES[state] ?? "quiet"}>{text(`ideas.${state}`)}</Badge>
      {idea.description && <p>{idea.description}</p>}
      {idea.answer && <p className="idea-answer"><b>{text("ideas.answer")}</b> {idea.answer}</p>}
      {idea.project && <p><Link href={projectPath(idea.project)}>{text("ideas.project")}</Link></p>}
      <p className="under">{idea.submitter && <>{text("ideas.by")}<Principal organization={`organizations/${organization}`} of={idea.submitter} /> · </>}{idea.createTime && format.day(idea.createTime)}</p>
    </li>
  );
}
