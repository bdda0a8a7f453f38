// SPDX-License-Identifier: Apache-2.0
import type { Stage } from "../../api/schemas";
import { useText } from "../../i18n";
import { STAIRS } from "../../stages";
import { useWord } from "../../ui/words";

// The stages as the stairs that they are: each step a little higher than the one before.
export function Stairs({ stage }: { stage: Stage | undefined }) {
  const text = useText();
  const word = useWord();
  const place = STAIRS.findIndex((each) => each === stage);
  return (
    <>
      <ol className="stairs" aria-label={text("project.stages")}>
        {STAIRS.map((each, index) => (
          <li key={each} className={`step-${index + 1} ${index < place ? "climbed" : ""}`} {...(index === place ? { "aria-current": "step" as const } : {})}>
            <span className="step-name">{word("stage", each)}{index === place && <span className="hidden"> ({text("project.current")})</span>}</span>
            <span className="step-block" aria-hidden="true" />
          </li>
        ))}
      </ol>
      {place < 0 && <p className="banner">{text("project.aside", { stage: word("stage", stage) })}</p>}
    </>
  );
}
