// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";
import type { Api } from "./client";
import { useText } from "../i18n";
import { useSession } from "../session";

// One look-up a name and caller, for as long as the page lives.
const known = new WeakMap<Api, Map<string, Promise<string>>>();

function displayName(api: Api, name: string): Promise<string> {
  const names = known.get(api) ?? new Map<string, Promise<string>>();
  known.set(api, names);
  const found = names.get(name) ?? lookUp(api, name).catch(() => "");
  names.set(name, found);
  return found;
}

// A principal, as `example|users/claire`, is whoever signs in by it there.
async function lookUp(api: Api, name: string): Promise<string> {
  const [organization = "", principal] = name.split("|", 2);
  if (principal === undefined) return (await api.resource(name)).displayName ?? "";
  const people = await api.get("/v1/organizations/{organization}/people", { organization },
    { filter: `principal = "${principal.replace(/["\\]/g, "")}"`, pageSize: 1 });
  return people.people?.[0]?.displayName ?? "";
}

// A resource by its display name. Names of people are not for everybody: then it says so, and shows no id.
export function Name({ of }: { of: string }) {
  const { api } = useSession();
  const text = useText();
  const [name, setName] = useState<string>();
  useEffect(() => {
    let wanted = true;
    displayName(api, of).then((found) => wanted && setName(found));
    return () => {
      wanted = false;
    };
  }, [api, of]);
  if (name === undefined) return <span className="name-pending" aria-busy="true">…</span>;
  if (name) return <span className="name">{name}</span>;
  return <span className="muted">{text(of.includes("/people/") || of.includes("|") ? "name.somebody" : "name.hidden")}</span>;
}

export function Principal({ organization, of }: { organization: string; of: string }) {
  return <Name of={`${organization}|${of}`} />;
}
