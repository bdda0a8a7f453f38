// SPDX-License-Identifier: Apache-2.0
// The language of the pages: from the browser, until the reader chooses; kept.
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { Language } from "../format";
import type { Key, PluralKey, Values } from "./keys";
import { translate, translatePlural } from "./translate";
import { dossierWord, type DossierWord } from "./dossier";

const LANGUAGE = "palier-language";

function preferred(): Language {
  const kept = localStorage.getItem(LANGUAGE);
  if (kept === "fr" || kept === "en") return kept;
  const first = navigator.languages.find((language) => /^(fr|en)\b/.test(language));
  return first?.startsWith("fr") ? "fr" : "en";
}

type Choice = { language: Language; choose: (language: Language) => void };
const Context = createContext<Choice>({ language: "en", choose: () => undefined });

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(preferred);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(LANGUAGE, chosen);
    setLanguage(chosen);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(() => ({ language, choose }), [language, choose]);
  return <Context.Provider value={choice}>{children}</Context.Provider>;
}

export const useLanguage = (): Choice => useContext(Context);

export function useText(): (key: Key, values?: Values) => string {
  const { language } = useLanguage();
  return useCallback((key: Key, values?: Values) => translate(language, key, values), [language]);
}

export function usePlural(): (key: PluralKey, count: number, values?: Values) => string {
  const { language } = useLanguage();
  return useCallback((key: PluralKey, count: number, values?: Values) => translatePlural(language, key, count, values), [language]);
}

export function useDossierWord(): (kind: DossierWord, id: string) => string {
  const { language } = useLanguage();
  return useCallback((kind: DossierWord, id: string) => dossierWord(language, kind, id), [language]);
}
