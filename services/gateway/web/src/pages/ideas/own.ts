// SPDX-License-Identifier: Apache-2.0
// Ideas that were submitted from this browser: who holds no role may read those, and could not list them.

const OWN = "palier-ideas";
const MOST = 50;

export function ownIdeas(organization: string): string[] {
  const names = (localStorage.getItem(OWN) ?? "").split("\n");
  return names.filter((name) => name.startsWith(`organizations/${organization}/ideas/`));
}

export function rememberIdea(name: string): void {
  const names = (localStorage.getItem(OWN) ?? "").split("\n").filter((each) => each && each !== name);
  localStorage.setItem(OWN, [name, ...names].slice(0, MOST).join("\n"));
}
