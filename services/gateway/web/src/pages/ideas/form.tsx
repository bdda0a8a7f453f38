// SPDX-License-Identifier: Apache-2.0
import { useCallback, useId, useRef, useState, type FormEvent } from "react";
import { ApiError } from "../../api/api_error";
import type { Api } from "../../api/client";
import { useLoad } from "../../api/use_load";
import { useText } from "../../i18n";
import { useSession } from "../../session";
import { Failure } from "../../ui/failure";
import { Section } from "../../ui/section";
import { rememberIdea } from "./own";

type State = { is: "writing" } | { is: "sending" } | { is: "sent"; name: string } | { is: "refused"; error: ApiError };

export function IdeaForm({ organization, done }: { organization: string; done: (() => void) | undefined }) {
  const text = useText();
  const { api } = useSession();
  const id = useId();
  const name = useRef<HTMLInputElement>(null);
  // The same request is never two ideas, however often it is sent.
  const [request, setRequest] = useState(() => crypto.randomUUID());
  const [state, setState] = useState<State>({ is: "writing" });
  const [missing, setMissing] = useState(false);

  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const said = new FormData(form);
    const field = (key: string) => String(said.get(key) ?? "").trim();
    const displayName = field("name");
    setMissing(displayName === "");
    if (displayName === "") return name.current?.focus();
    setState({ is: "sending" });
    try {
      const idea = { displayName, description: field("description"), department: field("department") };
      const created = await api.post("/v1/organizations/{organization}/ideas", { organization }, idea, { requestId: request });
      rememberIdea(created.name ?? "");
      form.reset();
      setRequest(crypto.randomUUID());
      setState({ is: "sent", name: displayName });
      done?.();
    } catch (cause) {
      const error = cause instanceof ApiError ? cause : new ApiError(0, "", "", []);
      // Refused, it is not there: what is corrected is another request. Otherwise nobody knows.
      if (error.status >= 400 && error.status < 500) setRequest(crypto.randomUUID());
      setState({ is: "refused", error });
    }
  };

  return (
    <Section title={text("ideas.new")}>
      <form className="form card" onSubmit={send} noValidate>
        <div className="field">
          <label htmlFor={`${id}-name`}>{text("ideas.name")}</label>
          <input id={`${id}-name`} ref={name} name="name" required maxLength={200} aria-invalid={missing} aria-describedby={`${id}-name-hint`} autoComplete="off" />
          <p id={`${id}-name-hint`} className={missing ? "hint hint-bad" : "hint"}>{text(missing ? "ideas.required" : "ideas.name.hint")}</p>
        </div>
        <div className="field">
          <label htmlFor={`${id}-text`}>{text("ideas.description")}</label>
          <textarea id={`${id}-text`} name="description" rows={5} maxLength={8000} aria-describedby={`${id}-text-hint`} />
          <p id={`${id}-text-hint`} className="hint">{text("ideas.description.hint")}</p>
        </div>
        <Departments organization={organization} id={`${id}-department`} />
        <div className="form-actions"><button type="submit" className="button button-first" disabled={state.is === "sending"}>{text(state.is === "sending" ? "ideas.sending" : "ideas.send")}</button></div>
        <div aria-live="polite">{state.is === "sent" && <p className="thanks">{text("ideas.thanks", { name: state.name })}</p>}</div>
        {state.is === "refused" && <Failure error={state.error} />}
      </form>
    </Section>
  );
}

// Who holds no role may submit an idea and may not list departments: then the question is not asked.
function Departments({ organization, id }: { organization: string; id: string }) {
  const text = useText();
  const loaded = useLoad(useCallback((api: Api, signal: AbortSignal) =>
    api.get("/v1/organizations/{organization}/departments", { organization }, { pageSize: 1000, orderBy: "display_name" }, signal), [organization]));
  if (loaded.state !== "ready") return null;
  return (
    <div className="field">
      <label htmlFor={id}>{text("ideas.department")}</label>
      <select id={id} name="department" defaultValue="">
        <option value="">{text("ideas.department.any")}</option>
        {loaded.data.departments?.map((department) => <option key={department.name} value={department.name}>{department.displayName}</option>)}
      </select>
    </div>
  );
}
