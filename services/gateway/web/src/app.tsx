// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from "react";
import type { Api } from "./api/client";
import { useLoad } from "./api/use_load";
import { useText } from "./i18n";
import { OrganizationProvider } from "./organization";
import { IdeasPage } from "./pages/ideas/page";
import { PortfolioPage } from "./pages/portfolio/page";
import { ProjectPage } from "./pages/project/page";
import { ProjectsPage } from "./pages/projects/page";
import { StaffPage } from "./pages/staff/page";
import { StartPage } from "./pages/start";
import { useRoute } from "./router";
import type { Route } from "./routes";
import { Header } from "./shell/header";
import { Boundary } from "./ui/boundary";
import { Empty } from "./ui/empty";
import { Page } from "./ui/page";

const organizations = (api: Api, signal: AbortSignal) => api.get("/v1/organizations", {}, { pageSize: 1000 }, signal);

export function App() {
  const text = useText();
  const route = useRoute();
  const load = useLoad(organizations);
  const all = load.state === "ready" ? (load.data.organizations ?? []) : [];
  const here = all.find((each) => "organization" in route && each.name === `organizations/${route.organization}`);
  return (
    <OrganizationProvider organization={here}>
      <a className="skip" href="#content">{text("app.skip")}</a>
      <Header organizations={all} route={route} believed={!(load.state === "failed" && load.error.status === 401)} />
      <main id="content" tabIndex={-1}>
        {/* A page of another organisation or project is another page: nothing of the one before stays. */}
        <Boundary key={subject(route)}>
          {route.page === "start" ? <StartPage organizations={load} /> : <Pages route={route} />}
        </Boundary>
      </main>
    </OrganizationProvider>
  );
}

// What a page is about; how it is filtered does not count.
function subject(route: Route): string {
  return [route.page, "organization" in route ? route.organization : "", "project" in route ? route.project : ""].join(" ");
}

function Pages({ route }: { route: Route }): ReactNode {
  const text = useText();
  switch (route.page) {
    case "portfolio":
      return <PortfolioPage organization={route.organization} />;
    case "projects":
      return <ProjectsPage organization={route.organization} stage={route.stage} />;
    case "project":
      return <ProjectPage organization={route.organization} project={route.project} />;
    case "staff":
      return <StaffPage organization={route.organization} />;
    case "ideas":
      return <IdeasPage organization={route.organization} />;
    default:
      return (
        <Page title={text("app.missing")}>
          <Empty title={text("app.missing")}>{text("app.missing.do")}</Empty>
        </Page>
      );
  }
}
