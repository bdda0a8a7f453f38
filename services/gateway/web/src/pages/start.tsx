// SPDX-License-Identifier: Apache-2.0
import { useEffect } from "react";
import type { Organization } from "../api/schemas";
import type { Loaded } from "../api/use_load";
import { useText } from "../i18n";
import { Link, navigate } from "../router";
import { Empty } from "../ui/empty";
import { Page } from "../ui/page";
import { Shown } from "../ui/shown";

const pathOf = (organization: Organization) => `/${organization.name}/portfolio`;

// Where one comes in: the choice of an organisation; who sees only one is there already.
export function StartPage({ organizations }: { organizations: Loaded<{ organizations?: Organization[] }> }) {
  const text = useText();
  const all = organizations.state === "ready" ? (organizations.data.organizations ?? []) : [];
  const only = all.length === 1 ? all[0] : undefined;
  useEffect(() => {
    if (only) navigate(pathOf(only), true);
  }, [only]);
  return (
    <Page title={text("start.title")} lead={text("start.lead")}>
      <Shown of={organizations}>
        {() => all.length === 0 ? <Empty title={text("start.none")}>{text("start.none.do")}</Empty> : (
          <ul className="choices">{all.map((each) => <li key={each.name}><Link href={pathOf(each)}>{each.displayName}</Link></li>)}</ul>
        )}
      </Shown>
    </Page>
  );
}
