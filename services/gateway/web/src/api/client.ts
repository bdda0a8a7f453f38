// SPDX-License-Identifier: Apache-2.0
// Calls of the API over HTTP, typed by the document at /openapi.json.
import type { paths } from "palier-api";
import { ApiError, errorOf } from "./api_error";
import { fill } from "./path";

type Method = "get" | "post";
type PathsOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : never;
type Path<O> = O extends { parameters: { path: infer T } } ? T : Record<string, never>;
type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? B : undefined;
type Answer<O> = O extends { responses: { 200: { content: { "application/json": infer A } } } } ? A : never;

export type Caller = { language: string; principal: string };

export class Api {
  constructor(private readonly caller: Caller) {}

  get<P extends PathsOf<"get">>(
    path: P,
    parameters: Path<Operation<P, "get">>,
    query?: Query<Operation<P, "get">>,
    signal?: AbortSignal,
  ): Promise<Answer<Operation<P, "get">>> {
    return this.call("GET", fill(path, parameters, query), undefined, signal);
  }

  post<P extends PathsOf<"post">>(
    path: P,
    parameters: Path<Operation<P, "post">>,
    body: Body<Operation<P, "post">>,
    query?: Query<Operation<P, "post">>,
  ): Promise<Answer<Operation<P, "post">>> {
    return this.call("POST", fill(path, parameters, query), body);
  }

  // Any resource by its name; all that can be shown to people have a display name.
  resource(name: string, signal?: AbortSignal): Promise<{ displayName?: string }> {
    return this.call("GET", `/v1/${name.split("/").map(encodeURIComponent).join("/")}`, undefined, signal);
  }

  private async call<A>(method: string, target: string, body?: unknown, signal?: AbortSignal): Promise<A> {
    const headers: Record<string, string> = {
      Accept: "application/problem+json, application/json",
      "Accept-Language": this.caller.language,
    };
    if (this.caller.principal) headers["palier-principal"] = this.caller.principal;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer: Response;
    try {
      answer = await fetch(target, { method, headers, body: body === undefined ? null : JSON.stringify(body), signal: signal ?? null });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new ApiError(0, "", "", []);
    }
    if (!answer.ok) throw await errorOf(answer);
    return (await answer.json()) as A;
  }
}
