// SPDX-License-Identifier: Apache-2.0
import { useCallback } from "react";
import type { Api } from "../../api/client";
import type { Portfolio, Purgatory } from "../../api/schemas";
import { useLoad } from "../../api/use_load";
import { usePlural, useText } from "../../i18n";
import { useFormat } from "../../organization";
import { Link } from "../../router";
import { sectionPath } from "../../routes";
import { Empty } from "../../ui/empty";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/shown";
import { Unreachable } from "../../ui/unreachable";
import { AfterPoc } from "./after_poc";
import { Decisions } from "./decisions";
import { Figures } from "./figures";
import { Funnel } from "./funnel";
import { PurgatoryList } from "./purgatory";
import { References } from "./references";
import { Tiles } from "./tiles";

async function loadBoard(api: Api, organization: string, signal: AbortSignal) {
  const [portfolio, purgatory] = await Promise.all([
    api.get("/v1/organizations/{organization}/portfolio", { organization }, {}, signal),
    api.get("/v1/organizations/{organization}/purgatory", { organization }, { pageSize: 20 }, signal),
  ]);
  return { portfolio, purgatory };
}

// Where the projects stand, for the people who decide.
export function PortfolioPage({ organization }: { organization: string }) {
  const text = useText();
  const format = useFormat();
  const load = useLoad(useCallback((api: Api, signal: AbortSignal) => loadBoard(api, organization, signal), [organization]));
  const date = load.state === "ready" ? load.data.portfolio.asOfDate : undefined;
  return (
    <Page title={text("portfolio.title")} above={date ? text("portfolio.asof", { date: format.date(date, "long") }) : "\u00a0"}
      lead={load.state === "ready" ? <Lead portfolio={load.data.portfolio} /> : undefined}>
      <Shown of={load}>{({ portfolio, purgatory }) => <Board organization={organization} portfolio={portfolio} purgatory={purgatory} />}</Shown>
    </Page>
  );
}

function Lead({ portfolio }: { portfolio: Portfolio }) {
  const text = useText();
  const plural = usePlural();
  const { postPocOrLaterCount: past = 0, productionCount: production = 0 } = portfolio.conversion ?? {};
  if (!portfolio.projectCount) return null;
  return (
    <>
      {plural("portfolio.lead", portfolio.projectCount, { departments: plural("portfolio.departments", portfolio.departmentCount ?? 0) })}
      {past > 0 && ` ${text("portfolio.lead.converted", { past, production })}`}
    </>
  );
}

function Board({ organization, portfolio, purgatory }: { organization: string; portfolio: Portfolio; purgatory: Purgatory }) {
  const text = useText();
  if (!portfolio.projectCount) {
    return (
      <Empty title={text("portfolio.empty")}>
        <p>{text("portfolio.empty.do")}</p>
        <Link className="button button-first" href={sectionPath(organization, "ideas")}>{text("portfolio.empty.action")}</Link>
      </Empty>
    );
  }
  return (
    <>
      <Unreachable services={portfolio.unreachableServices} />
      <Tiles portfolio={portfolio} purgatory={purgatory} />
      <Decisions organization={organization} today={portfolio.asOfDate} />
      <div className="columns columns-wide-left">
        <Funnel organization={organization} stages={portfolio.funnel ?? []} />
        <AfterPoc postPoc={portfolio.postPoc} />
      </div>
      <PurgatoryList purgatory={purgatory} />
      <Figures organization={organization} />
      <References figures={portfolio.referenceFigures ?? []} />
    </>
  );
}
