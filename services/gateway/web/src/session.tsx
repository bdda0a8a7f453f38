// SPDX-License-Identifier: Apache-2.0
// Who calls, for which organisation, in which language.
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import { Api } from "./api/client";
import { useLanguage } from "./i18n";

type Session = {
  api: Api;
  // `users/claire`; empty: nobody said.
  principal: string;
  becomePrincipal: (principal: string) => void;
};

const PRINCIPAL = "palier-principal";
const Context = createContext<Session | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const [principal, setPrincipal] = useState(() => sessionStorage.getItem(PRINCIPAL) ?? "");
  const becomePrincipal = useCallback((chosen: string) => {
    sessionStorage.setItem(PRINCIPAL, chosen);
    setPrincipal(chosen);
  }, []);
  const api = useMemo(() => new Api({ language, principal }), [language, principal]);
  const session = useMemo(() => ({ api, principal, becomePrincipal }), [api, principal, becomePrincipal]);
  return <Context.Provider value={session}>{children}</Context.Provider>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("no session");
  return session;
}
