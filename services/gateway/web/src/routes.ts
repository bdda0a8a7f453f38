// SPDX-License-Identifier: Apache-2.0
// The addresses of the pages are the resource names: `/organizations/example/projects/chatbot`.

export const SECTIONS = ["portfolio", "projects", "staff", "ideas"] as const;
export type Section = (typeof SECTIONS)[number];
export type Route =
  | { page: "start" }
  | { page: Exclude<Section, "projects">; organization: string }
  // Of one stage, or of all.
  | { page: "projects"; organization: string; stage: string }
  | { page: "project"; organization: string; project: string }
  | { page: "unknown" };

const isSection = (text: string): text is Section => SECTIONS.some((section) => section === text);

export function readRoute(place: string): Route {
  const url = new URL(place, "http://palier");
  let parts: string[];
  try {
    parts = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    return { page: "unknown" };
  }
  const [root, organization, section, project, ...more] = parts;
  if (root === undefined) return { page: "start" };
  if (root !== "organizations" || organization === undefined) return { page: "unknown" };
  if (section === undefined) return { page: "portfolio", organization };
  if (!isSection(section) || more.length > 0) return { page: "unknown" };
  if (section !== "projects") return project === undefined ? { page: section, organization } : { page: "unknown" };
  if (project !== undefined) return { page: "project", organization, project };
  return { page: "projects", organization, stage: url.searchParams.get("stage") ?? "" };
}

export function sectionPath(organization: string, section: Section, stage = ""): string {
  const path = `/organizations/${encodeURIComponent(organization)}/${section}`;
  return stage ? `${path}?stage=${encodeURIComponent(stage)}` : path;
}

// Of `organizations/example/projects/chatbot`.
export function projectPath(name: string): string {
  const [, organization = "", , project = ""] = name.split("/");
  return `${sectionPath(organization, "projects")}/${encodeURIComponent(project)}`;
}
