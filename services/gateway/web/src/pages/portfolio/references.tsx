// SPDX-License-Identifier: Apache-2.0
import type { Portfolio } from "../../api/schemas";
import { useText } from "../../i18n";
import { useFormat } from "../../organization";

export function References({ figures }: { figures: NonNullable<Portfolio["referenceFigures"]> }) {
  const text = useText();
  const format = useFormat();
  if (figures.length === 0) return null;
  return (
    <details className="more references">
      <summary>{text("reference.title")}</summary>
      <ul>
        {figures.map((figure) => (
          <li key={figure.id}>
            <b>{figure.value}</b>
            <span>{figure.text}{figure.ownPermille !== undefined && <> — {text("reference.own", { value: format.share(figure.ownPermille) })}</>}
              <span className="under">{figure.source}</span></span>
          </li>
        ))}
      </ul>
    </details>
  );
}
