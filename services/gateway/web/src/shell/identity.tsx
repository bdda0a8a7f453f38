// SPDX-License-Identifier: Apache-2.0
import { useId, useState, type FormEvent } from "react";
import { Principal } from "../api/name";
import { useText } from "../i18n";
import { useSession } from "../session";
import { Dialog } from "../ui/dialog";

// `claire` of `users/claire`.
const signInName = (principal: string) => principal.replace(/^users\//, "");

// Who the reader is. Under --auth=dev the caller names itself, and the page says so.
export function Identity({ organization }: { organization: string }) {
  const text = useText();
  const { principal } = useSession();
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <button type="button" className="tool identity" onClick={() => setChoosing(true)}>
        <span className="identity-dot" aria-hidden="true" />
        {principal ? <span>{signInName(principal)} · {text("who.nobody")}</span> : text("who.nobody")}
      </button>
      {choosing && <Chooser organization={organization} close={() => setChoosing(false)} />}
    </>
  );
}

function Chooser({ organization, close }: { organization: string; close: () => void }) {
  const text = useText();
  const { principal, becomePrincipal } = useSession();
  const [name, setName] = useState(signInName(principal));
  const field = useId();
  const choose = (event: FormEvent) => {
    event.preventDefault();
    const chosen = name.trim();
    becomePrincipal(chosen === "" || chosen.includes("/") ? chosen : `users/${chosen}`);
    close();
  };
  return (
    <Dialog label={text("who.title")} close={close}>
      <form onSubmit={choose} className="form">
        <h2>{text("who.title")}</h2>
        {principal && organization && <p><Principal organization={organization} of={principal} /></p>}
        <p>{text("who.explain")}</p>
        <div className="field">
          <label htmlFor={field}>{text("who.field")}</label>
          <input id={field} value={name} onChange={(event) => setName(event.target.value)} autoFocus autoComplete="off"
            autoCapitalize="none" spellCheck={false} aria-describedby={`${field}-hint`} maxLength={134} />
          <p id={`${field}-hint`} className="hint">{text("who.hint")}</p>
        </div>
        <div className="form-actions">
          <button type="submit" className="button button-first">{text("who.use")}</button>
          <button type="button" className="button" onClick={close}>{text("who.cancel")}</button>
        </div>
      </form>
    </Dialog>
  );
}
