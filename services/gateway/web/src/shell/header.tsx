// SPDX-License-Identifier: Apache-2.0
import { useState } from "react";
import type { Organization } from "../api/schemas";
import { useText } from "../i18n";
import { Link, navigate } from "../router";
import { SECTIONS, sectionPath, type Route, type Section } from "../routes";
import { Identity } from "./identity";
import mark from "./mark.svg";
import { Palette, usePaletteKey } from "./palette";
import { LanguageSwitch, ThemeSwitch } from "./switches";

const idOf = (organization: Organization) => (organization.name ?? "").replace("organizations/", "");

// `believed`: callers name themselves, as under --auth=dev.
export function Header({ organizations, route, believed }: { organizations: Organization[]; route: Route; believed: boolean }) {
  const text = useText();
  const [searching, setSearching] = useState(false);
  usePaletteKey(setSearching);
  const here = "organization" in route ? route.organization : "";
  return (
    <header className="shell">
      <div className="shell-row">
        <Link href="/" className="brand"><img src={mark} alt="" width="28" height="28" />Palier</Link>
        {here && <OrganizationPicker organizations={organizations} here={here} route={route} />}
        <div className="shell-tools">
          {here && (
            <button type="button" className="tool" onClick={() => setSearching(true)} aria-keyshortcuts="Control+K">
              {text("nav.search")}<kbd aria-hidden="true">Ctrl K</kbd>
            </button>
          )}
          <LanguageSwitch />
          <ThemeSwitch />
          {believed && <Identity organization={here} />}
        </div>
      </div>
      {here && (
        <nav aria-label={text("nav.label")} className="shell-nav">
          {SECTIONS.map((section) => (
            <Link key={section} href={sectionPath(here, section)} {...(isCurrent(route, section) ? { "aria-current": "page" as const } : {})}>
              {text(`nav.${section}`)}
            </Link>
          ))}
        </nav>
      )}
      {searching && here && <Palette organization={here} close={() => setSearching(false)} />}
    </header>
  );
}

const isCurrent = (route: Route, section: Section) => route.page === section || (route.page === "project" && section === "projects");

function OrganizationPicker({ organizations, here, route }: { organizations: Organization[]; here: string; route: Route }) {
  const text = useText();
  const section = SECTIONS.find((each) => isCurrent(route, each)) ?? "portfolio";
  if (organizations.length === 0) return null;
  return (
    <label className="picker">
      <span className="hidden">{text("nav.organization")}</span>
      <select value={here} onChange={(event) => navigate(sectionPath(event.target.value, section))}>
        {!organizations.some((each) => idOf(each) === here) && <option value={here}>{here}</option>}
        {organizations.map((each) => <option key={each.name} value={idOf(each)}>{each.displayName}</option>)}
      </select>
    </label>
  );
}
