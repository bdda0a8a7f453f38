// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { errorOf } from "./api_error";
import { fill } from "./path";

describe("targets of calls", () => {
  it("hold their parameters, escaped", () => {
    expect(fill("/v1/organizations/{organization}/ideas", { organization: "a b" })).toBe("/v1/organizations/a%20b/ideas");
    expect(fill("/v1/organizations/{organization}/{rest}:history", { organization: "a", rest: "projects/b" })).toBe("/v1/organizations/a/projects/b:history");
  });
  it("hold what of the query was given", () => {
    expect(fill("/v1/x", {}, { filter: 'stage = "A&B"', pageSize: 5, pageToken: "", validateOnly: undefined })).toBe("/v1/x?filter=stage+%3D+%22A%26B%22&pageSize=5");
  });
  it("are refused when a parameter lacks", () => expect(() => fill("/v1/{organization}", { organization: "" })).toThrow("organization"));
});

describe("errors", () => {
  it("keep the server's words", async () => {
    const body = { status: 400, detail: "Corrigez.", reason: "INVALID_FIELDS", errors: [{ field: "idea.display_name", detail: "Trop long." }] };
    expect(await errorOf(new Response(JSON.stringify(body), { status: 400 }))).toMatchObject({ status: 400, detail: "Corrigez.", reason: "INVALID_FIELDS", fields: [{ field: "idea.display_name", detail: "Trop long." }] });
  });
  it("have none when a stranger answered", async () => {
    expect(await errorOf(new Response("<html>", { status: 502 }))).toMatchObject({ status: 502, detail: "", fields: [] });
  });
});
