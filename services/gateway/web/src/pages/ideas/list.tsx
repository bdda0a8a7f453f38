// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import { ApiError } from "../../api/api_error";
import type { Api } from "../../api/client";
import { Principal } from "../../api/name";
import type { Idea } from "../../api/schemas";
import type { Loaded } from "../../api/use_load";
import { useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Link } from "../../router";
import { projectPath } from "../../routes";
import { Badge, type Tone } from "../../ui/badge";
import { Empty } from "../../ui/empty";
import { Section } from "../../ui/section";
import { Shown } from "../../ui/shown";
import { ownIdeas } from "./own";

// All ideas for who holds a role; for others their own.
export type IdeaList = { ideas: Idea[]; own: boolean };

export function useIdeaLoader(organization: string): (api: Api, signal: AbortSignal) => Promise<IdeaList> {
  return useCallback(async (api: Api, signal: AbortSignal) => {
    try {
      const { ideas = [] } = await api.get("/v1/organizations/{organization}/ideas", { organization }, { pageSize: 100, orderBy: "create_time desc" }, signal);
      return { ideas, own: false };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
    }
    const read = ownIdeas(organization).map((name) =>
      api.get("/v1/organizations/{organization}/ideas/{idea}", { organization, idea: name.split("/").at(-1) ?? "" }, undefined, signal).catch(() => null));
    return { ideas: (await Promise.all(read)).filter((idea) => idea !== null), own: true };
  }, [organization]);
}

export function Ideas({ organization, loaded }: { organization: string; loaded: Loaded<IdeaList> }) {
  const text = useText();
  const own = loaded.state === "ready" && loaded.data.own;
  return (
    <Section title={text(own ? "ideas.own" : "ideas.list")} lead={own ? text("ideas.hidden") : undefined}>
      <Shown of={loaded}>
        {({ ideas }) => ideas.length === 0 ? <Empty title={text("ideas.empty")}>{text("ideas.empty.do")}</Empty>
          : <ul className="ideas">{ideas.map((idea) => <IdeaItem key={idea.name} organization={organization} idea={idea} own={own} />)}</ul>}
      </Shown>
    </Section>
  );
}

const TONES: Record<string, Tone> = { ACCEPTED: "good", DECLINED: "bad", SUBMITTED: "wait" };

function IdeaItem({ organization, idea, own }: { organization: string; idea: Idea; own: boolean }) {
  const text = useText();
  const format = useFormat();
  const state = idea.state === "ACCEPTED" || idea.state === "DECLINED" ? idea.state : "SUBMITTED";
  return (
    <li className="idea">
      <h3>{idea.displayName}</h3>
      <Badge tone={TONES[state] ?? "wait"}>{text(`ideas.${state}`)}</Badge>
      {idea.description && <p>{idea.description}</p>}
      {idea.answer && <p className="idea-answer"><b>{text("ideas.answer")}</b> {idea.answer}</p>}
      {idea.project && !own && <p><Link href={projectPath(idea.project)}>{text("ideas.project")}</Link></p>}
      <p className="under">{idea.submitter && !own && <>{text("ideas.by")}<Principal organization={organization} of={idea.submitter} /> · </>}{idea.createTime && format.day(idea.createTime)}</p>
    </li>
  );
}
