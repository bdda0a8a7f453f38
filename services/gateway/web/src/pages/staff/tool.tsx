// SPDX-License-Identifier: Apache-2.0
import type { StaffTool } from "../../api/schemas";
import { usePlural, useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Badge, type Tone } from "../../ui/badge";

const TONES: Record<string, Tone> = { KEPT: "good", BEHIND: "warn", UNKNOWN: "quiet" };

export function Tool({ tool }: { tool: StaffTool }) {
  const text = useText();
  const plural = usePlural();
  const format = useFormat();
  return (
    <li className="card tool-card">
      <h3>{tool.displayName}<span className="stage-tag">{tool.stageText}</span></h3>
      {tool.purpose && <p>{tool.purpose}</p>}
      {tool.promises?.map((promise) => <Promised key={promise.displayName} promise={promise} />)}
      <p className="tool-facts">
        {tool.activeUserCount !== undefined && <span>{plural("staff.users", Number(tool.activeUserCount), { period: tool.periodLabel ?? "" })}</span>}
        {tool.savedHours !== undefined && <span>{text("staff.saved", { hours: format.number(Number(tool.savedHours), 0) })}</span>}
        {(tool.contacts ?? []).length > 0 && <span>{text("staff.ask")}{tool.contacts?.join(", ")}</span>}
      </p>
    </li>
  );
}

function Promised({ promise }: { promise: NonNullable<StaffTool["promises"]>[number] }) {
  const text = useText();
  const format = useFormat();
  const state = promise.state === "KEPT" || promise.state === "BEHIND" ? promise.state : "UNKNOWN";
  const value = (number: number | undefined) => (number === undefined ? text("staff.unmeasured") : `${format.number(number)} ${promise.unit ?? ""}`);
  return (
    <div className="promise">
      <p className="promise-name">{promise.displayName}<Badge tone={TONES[state] ?? "quiet"}>{text(`staff.${state}`)}</Badge></p>
      <dl>
        <div><dt>{text("staff.promised")}</dt><dd>{value(promise.promisedValue)}</dd></div>
        <div><dt>{text("staff.actual")}</dt><dd>{value(promise.actualValue)}{promise.actualDate && <span className="under">{text("staff.on", { date: format.date(promise.actualDate) })}</span>}</dd></div>
      </dl>
    </div>
  );
}
