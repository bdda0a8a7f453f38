// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { projectPath, readRoute, sectionPath } from "./routes";

describe("addresses of the pages", () => {
  it("are the names of what they show", () => {
    const name = "organizations/example/projects/chatbot";
    expect(projectPath(name)).toBe(`/${name}`);
    expect(readRoute(projectPath(name))).toEqual({ page: "project", organization: "example", project: "chatbot" });
  });
  it("are read back", () => {
    expect(readRoute("/")).toEqual({ page: "start" });
    expect(readRoute("/organizations/a")).toEqual({ page: "portfolio", organization: "a" });
    expect(readRoute(sectionPath("a", "projects", "POC"))).toEqual({ page: "projects", organization: "a", stage: "POC" });
  });
  it("lead nowhere when they are of nothing", () => {
    for (const place of ["/a", "/organizations/a/b", "/organizations/a/staff/b", "/organizations/a/projects/b/c", "/organizations/%E0%A4%A"])
      expect(readRoute(place)).toEqual({ page: "unknown" });
  });
});
