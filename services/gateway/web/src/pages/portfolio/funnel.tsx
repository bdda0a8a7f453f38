// SPDX-License-Identifier: Apache-2.0
import type { FunnelStage } from "../../api/schemas";
import { usePlural, useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Link } from "../../router";
import { sectionPath } from "../../routes";
import { Section } from "../../ui/section";

// Out of the way up: shown below a line, and only when somebody is there.
const ASIDE = new Set(["RETIRED", "STOPPED", "STAGE_UNKNOWN"]);

// A table whose second column draws its numbers: the picture and its text are one.
export function Funnel({ organization, stages }: { organization: string; stages: FunnelStage[] }) {
  const text = useText();
  const plural = usePlural();
  const format = useFormat();
  const most = Math.max(1, ...stages.map((stage) => stage.count ?? 0));
  const shown = stages.filter((stage) => !ASIDE.has(stage.stage ?? "") || (stage.count ?? 0) > 0);
  return (
    <Section title={text("funnel.title")} lead={text("funnel.note")}>
      <table className="funnel">
        <thead>
          <tr><th scope="col">{text("funnel.stage")}</th><th scope="col">{text("funnel.count")}</th><th scope="col" className="number">{text("funnel.share")}</th><th scope="col" className="number">{text("funnel.age")}</th></tr>
        </thead>
        <tbody>
          {shown.map(({ stage = "", label = "", count = 0, sharePermille = 0, medianAgeDays }) => (
            <tr key={stage} className={`${count ? "" : "nobody"} ${ASIDE.has(stage) ? "aside" : ""}`}>
              <th scope="row">{count ? <Link href={sectionPath(organization, "projects", stage)}>{label}</Link> : label}</th>
              <td className="funnel-bar">
                <svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true"><rect width={(100 * count) / most} height="14" rx="1.5" /></svg>
                <span>{format.number(count)}</span>
              </td>
              <td className="number">{count ? format.share(sharePermille) : ""}</td>
              <td className="number">{medianAgeDays === undefined ? "" : plural("days", medianAgeDays)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
