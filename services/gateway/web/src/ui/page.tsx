// SPDX-License-Identifier: Apache-2.0
import { useEffect, type ReactNode } from "react";

// A page: its title, also that of the window, and what it begins with.
export function Page({ title, above, lead, children }: { title: string; above?: ReactNode; lead?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Palier`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-head">
        {above && <p className="page-above">{above}</p>}
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
      </header>
      {children}
    </div>
  );
}
