// SPDX-License-Identifier: Apache-2.0
import type { ApiError } from "../api/api_error";
import { useText } from "../i18n";
import type { Key } from "../i18n/keys";

const KINDS = ["unreachable", "unauthenticated", "denied", "missing", "busy", "refused", "broken"] as const;

function kindOf(status: number): (typeof KINDS)[number] {
  if (status === 0 || status === 502 || status === 503 || status === 504) return "unreachable";
  if (status === 401) return "unauthenticated";
  if (status === 403) return "denied";
  if (status === 404) return "missing";
  if (status === 429) return "busy";
  return status < 500 ? "refused" : "broken";
}

// What went wrong, in the server's own words, and what the reader can do.
export function Failure({ error, again }: { error: ApiError; again?: () => void }) {
  const text = useText();
  const title: Key = `error.${kindOf(error.status)}`;
  return (
    <div className="failure" role="alert">
      <p className="failure-title">{text(title)}</p>
      {error.detail && <p>{error.detail}</p>}
      {error.fields.length > 0 && <ul>{error.fields.map((field) => <li key={field.field + field.detail}>{field.detail}</li>)}</ul>}
      <p className="muted">{text(`${title}.do`)}</p>
      {again && <button type="button" className="button" onClick={again}>{text("app.retry")}</button>}
    </div>
  );
}
