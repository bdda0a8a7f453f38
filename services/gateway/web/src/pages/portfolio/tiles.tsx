// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import type { Portfolio, Purgatory } from "../../api/schemas";
import { usePlural, useText } from "../../i18n";
import { useFormat } from "../../organization";

function Tile({ label, value, children }: { label: string; value: string; children?: ReactNode }) {
  return (
    <div className="tile">
      <dt>{label}</dt>
      <dd className="tile-value">{value}</dd>
      {children && <dd className="tile-note">{children}</dd>}
    </div>
  );
}

export function Tiles({ portfolio, purgatory }: { portfolio: Portfolio; purgatory: Purgatory }) {
  const text = useText();
  const plural = usePlural();
  const format = useFormat();
  const conversion = portfolio.conversion ?? {};
  const past = conversion.postPocOrLaterCount ?? 0;
  const production = conversion.productionCount ?? 0;
  const elsewhere = portfolio.referenceFigures?.find((figure) => figure.id === "never-in-production");
  return (
    <dl className="tiles">
      <Tile label={text("tile.production")} value={conversion.ratePermille === undefined ? text("app.none") : format.share(conversion.ratePermille, 0)}>
        <span>{past > 0 ? text("tile.production.of", { count: production, total: past }) : text("tile.production.none")}</span>
        {elsewhere && <span className="muted">{text("tile.elsewhere", { value: elsewhere.value ?? "", text: elsewhere.text ?? "" })}</span>}
      </Tile>
      <Tile label={text("tile.value")} value={conversion.valueProvenCount === undefined ? text("app.none") : format.number(conversion.valueProvenCount)}>
        {conversion.valueProvenCount === undefined ? text("tile.value.unknown") : text("tile.value.of", { total: production })}
      </Tile>
      <Tile label={text("tile.waiting")} value={format.number(purgatory.openCount ?? 0)}>
        {text("tile.waiting.older", { count: format.number(purgatory.totalSize ?? 0), days: plural("days", purgatory.olderThanDays ?? 0) })}
      </Tile>
      <Tile label={text("tile.stopped")} value={format.number(conversion.stoppedCount ?? 0)}>{text("tile.stopped.note")}</Tile>
    </dl>
  );
}
