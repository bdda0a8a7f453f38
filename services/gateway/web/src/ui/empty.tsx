// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";

// Where there is nothing: why, and what would be here.
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 48 32" aria-hidden="true" className="empty-stairs"><path d="M2 30h12v-9h12v-9h12V3h8" /></svg>
      <p className="empty-title">{title}</p>
      <div className="empty-text">{children}</div>
    </div>
  );
}
