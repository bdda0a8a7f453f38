// SPDX-License-Identifier: Apache-2.0
import type { PostPoc } from "../../api/schemas";
import { usePlural, useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Sign } from "../../ui/badge";
import { Section } from "../../ui/section";

// What became of the projects whose PoC is over: one bar in its parts, each with its own pattern of light, and the same as a list.
export function AfterPoc({ postPoc }: { postPoc: PostPoc | undefined }) {
  const text = useText();
  const plural = usePlural();
  const format = useFormat();
  const classes = (postPoc?.classes ?? []).filter((each) => (each.count ?? 0) > 0);
  const total = postPoc?.projectCount ?? 0;
  let from = 0;
  const parts = classes.map(({ kind = "", count = 0, label = "", sharePermille = 0 }) => {
    const part = { kind, count, label, share: sharePermille, x: (100 * from) / total, width: (100 * count) / total };
    from += count;
    return part;
  });
  return (
    <Section title={text("after.title")}>
      {total === 0 ? <p className="muted">{text("after.empty")}</p> : (
        <>
          <svg className="after-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            {parts.map((part) => <rect key={part.kind} className={`after-${part.kind}`} x={part.x} width={Math.max(part.width - 0.6, 0.2)} height="10" />)}
          </svg>
          <ul className="after-list">
            {parts.map((part) => (
              <li key={part.kind}>
                <svg viewBox="0 0 12 12" aria-hidden="true"><rect className={`after-${part.kind}`} width="12" height="12" rx="2" /></svg>
                <span>{part.label}</span><b>{format.number(part.count)}</b><span className="muted">{format.share(part.share, 0)}</span>
              </li>
            ))}
          </ul>
          {(postPoc?.zombieCount ?? 0) > 0 && <p className="warned"><Sign tone="warn" />{plural("after.zombies", postPoc?.zombieCount ?? 0)}</p>}
        </>
      )}
    </Section>
  );
}
