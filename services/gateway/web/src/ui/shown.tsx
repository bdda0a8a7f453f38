// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import type { Loaded } from "../api/use_load";
import { useText } from "../i18n";
import { Failure } from "./failure";

// What was loaded; until then a quiet space, and what went wrong if it did.
export function Shown<T>({ of, children }: { of: Loaded<T>; children: (data: T) => ReactNode }) {
  const text = useText();
  if (of.state === "loading") {
    return (
      <div className="waiting" role="status">
        <span className="hidden">{text("app.loading")}</span>
        <span aria-hidden="true" className="waiting-line" />
        <span aria-hidden="true" className="waiting-line" />
        <span aria-hidden="true" className="waiting-line" />
      </div>
    );
  }
  return of.state === "failed" ? <Failure error={of.error} again={of.again} /> : <>{children(of.data)}</>;
}
