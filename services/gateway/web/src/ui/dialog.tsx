// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, type ReactNode } from "react";

// A modal dialog of the browser: it keeps the focus in, and Escape closes it.
export function Dialog({ label, close, className = "", children }: { label: string; close: () => void; className?: string; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-label={label} className={`dialog ${className}`} onCancel={close}
      onClick={(event) => event.target === dialog.current && close()}>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
