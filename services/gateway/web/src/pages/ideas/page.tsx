// SPDX-License-Identifier: Apache-2.0
import { useLoad } from "../../api/use_load";
import { useText } from "../../i18n";
import { Page } from "../../ui/page";
import { IdeaForm } from "./form";
import { Ideas, useIdeaLoader } from "./list";

// Open to whoever signs in: an idea in, and what became of those before it.
export function IdeasPage({ organization }: { organization: string }) {
  const text = useText();
  const loaded = useLoad(useIdeaLoader(organization));
  return (
    <Page title={text("ideas.title")} lead={text("ideas.lead")}>
      <div className="columns">
        <IdeaForm organization={organization} done={loaded.state === "ready" ? loaded.again : undefined} />
        <Ideas organization={organization} loaded={loaded} />
      </div>
    </Page>
  );
}
