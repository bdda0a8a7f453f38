// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useState } from "react";
import type { ApiError } from "./api_error";
import type { Api } from "./client";
import { useSession } from "../session";

export type Loaded<T> =
  | { state: "loading" }
  | { state: "failed"; error: ApiError; again: () => void }
  | { state: "ready"; data: T; again: () => void };

type Outcome<T> = { data: T } | { error: ApiError };

// What `load` brings, loaded again whenever it or the caller changes: give it a stable function (useCallback). Until the next
// outcome has come, the one before stays.
export function useLoad<T>(load: (api: Api, signal: AbortSignal) => Promise<T>): Loaded<T> {
  const { api } = useSession();
  const [attempt, setAttempt] = useState(0);
  const [outcome, setOutcome] = useState<Outcome<T>>();
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  useEffect(() => {
    const control = new AbortController();
    load(api, control.signal).then(
      (data) => {
        if (!control.signal.aborted) setOutcome({ data });
      },
      (error: ApiError) => {
        if (!control.signal.aborted) setOutcome({ error });
      },
    );
    return () => control.abort();
  }, [api, load, attempt]);
  if (outcome === undefined) return { state: "loading" };
  return "error" in outcome ? { state: "failed", error: outcome.error, again } : { state: "ready", data: outcome.data, again };
}
