// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import { useLanguage, useText } from "../i18n";
import { keepTheme, keptTheme, THEMES, type Theme } from "./theme";

export function LanguageSwitch() {
  const text = useText();
  const { language, choose } = useLanguage();
  return (
    <div role="group" aria-label={text("nav.language")} className="switch">
      {(["fr", "en"] as const).map((each) => (
        <button key={each} type="button" lang={each} aria-pressed={language === each} onClick={() => choose(each)}
          aria-label={each === "fr" ? "FR, français" : "EN, English"}>
          {each.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

export function ThemeSwitch() {
  const text = useText();
  const [theme, setTheme] = useState<Theme>(keptTheme);
  const choose = (chosen: Theme) => {
    keepTheme(chosen);
    setTheme(chosen);
  };
  return (
    <label className="picker">
      <span className="hidden">{text("nav.theme")}</span>
      <select value={theme} onChange={(event) => choose(THEMES.find((each) => each === event.target.value) ?? "system")}>
        {THEMES.map((each) => <option key={each} value={each}>{text(`theme.${each}`)}</option>)}
      </select>
    </label>
  );
}
