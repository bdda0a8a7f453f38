// SPDX-License-Identifier: Apache-2.0
import { useId, type ReactNode } from "react";

export function Section({ title, lead, className = "", children }: { title: string; lead?: ReactNode; className?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`section ${className}`}>
      <h2 id={id}>{title}</h2>
      {lead && <p className="section-lead">{lead}</p>}
      {children}
    </section>
  );
}
