// SPDX-License-Identifier: Apache-2.0
import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { useText } from "../i18n";
import { navigate } from "../router";
import { projectPath, SECTIONS, sectionPath } from "../routes";
import { useSession } from "../session";
import { Dialog } from "../ui/dialog";

type Goal = { label: string; kind: "palette.pages" | "palette.project"; to: string };

// Ctrl-K (or Command-K) opens the palette, wherever one is.
export function usePaletteKey(open: (searching: boolean) => void): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      open(true);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [open]);
}

// Lower case without accents: "idees" finds "Idées".
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function useProjects(organization: string, query: string): Goal[] {
  const { api } = useSession();
  const [found, setFound] = useState<Goal[]>([]);
  useEffect(() => {
    const control = new AbortController();
    const search = async () => {
      const words = query.trim();
      if (words === "") {
        const list = await api.get("/v1/organizations/{organization}/projects", { organization }, { pageSize: 8, orderBy: "update_time desc" }, control.signal);
        return (list.projects ?? []).map((project) => ({ label: project.displayName, name: project.name }));
      }
      const hits = await api.get("/v1/organizations/{organization}:searchProjects", { organization }, { query: words, pageSize: 8 }, control.signal);
      return (hits.hits ?? []).map((hit) => ({ label: hit.displayName, name: hit.project }));
    };
    const pause = window.setTimeout(() => {
      search().then(
        (all) => setFound(all.map(({ label = "", name = "" }) => ({ label, kind: "palette.project", to: projectPath(name) }))),
        () => control.signal.aborted || setFound([]),
      );
    }, 120);
    return () => {
      window.clearTimeout(pause);
      control.abort();
    };
  }, [api, organization, query]);
  return found;
}

export function Palette({ organization, close }: { organization: string; close: () => void }) {
  const text = useText();
  const list = useId();
  const [query, setQuery] = useState("");
  const [place, setPlace] = useState(0);
  const pages: Goal[] = SECTIONS.map((section) => ({ label: text(`nav.${section}`), kind: "palette.pages" as const, to: sectionPath(organization, section) }))
    .filter((goal) => plain(goal.label).includes(plain(query.trim())));
  const goals = [...pages, ...useProjects(organization, query)];
  const chosen = Math.min(place, Math.max(goals.length - 1, 0));
  const go = (goal: Goal | undefined) => {
    if (!goal) return;
    close();
    navigate(goal.to);
  };
  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Enter") go(goals[chosen]);
    if (step === 0 || goals.length === 0) return;
    event.preventDefault();
    setPlace((chosen + step + goals.length) % goals.length);
  };
  return (
    <Dialog label={text("palette.title")} close={close} className="palette">
      <input role="combobox" aria-expanded="true" aria-controls={list} aria-activedescendant={goals.length ? `${list}-${chosen}` : undefined}
        aria-autocomplete="list" aria-label={text("palette.field")} placeholder={text("palette.field")} value={query} autoFocus maxLength={200}
        onKeyDown={keys} onChange={(event) => { setQuery(event.target.value); setPlace(0); }} />
      <ul id={list} role="listbox" aria-label={text("palette.title")}>
        {goals.map((goal, index) => (
          <li key={goal.to} id={`${list}-${index}`} role="option" aria-selected={index === chosen} onMouseMove={() => setPlace(index)} onClick={() => go(goal)}>
            <span>{goal.label}</span><span className="muted">{text(goal.kind)}</span>
          </li>
        ))}
      </ul>
      {goals.length === 0 && <p className="palette-empty">{text("palette.empty")}</p>}
      <p className="hint">{text("palette.hint")}</p>
    </Dialog>
  );
}
