// SPDX-License-Identifier: Apache-2.0
// The pages as people use them: a real palierd, a real browser. `node test/pages.test.mjs`, with PALIER_BIN_DIR; pictures go to
// PALIER_SCREENSHOTS. Exit code 77: there is no browser.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { chromium } from "playwright-core";
import { openReader } from "./reader.mjs";
import { startSuite } from "./suite.mjs";

const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
if (!browserPath) {
  console.log("skipped: there is no chromium (deploy/setup test installs it)");
  process.exit(77);
}
const LOADED = "2026-11-23T08:00:00Z";
const LATER = "2027-03-15T08:00:00Z";
const HOME = "/organizations/example";

let suite;
let browser;
before(async () => {
  suite = await startSuite(process.env.PALIER_BIN_DIR, LOADED);
  suite.setToday(LATER);
  browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
});
after(async () => {
  await browser?.close();
  await suite?.stop();
});

async function reading(options, walk) {
  const reader = await openReader(browser, suite.url, options);
  try {
    await walk(reader, reader.page);
    // A browser notes every refusal; a page that expects one shows it.
    assert.deepEqual(reader.complaints.filter((complaint) => !(options.refused && complaint.includes("status of 403"))), []);
  } finally {
    await reader.close();
  }
}

const TITLES = {
  fr: { portfolio: "Portefeuille", projects: "Projets", staff: "L'IA dans notre entreprise", ideas: "Idées" },
  en: { portfolio: "Portfolio", projects: "Projects", staff: "AI in our company", ideas: "Ideas" },
};

for (const language of ["fr", "en"]) {
  for (const theme of ["light", "dark"]) {
    describe(`in ${language}, ${theme}`, () => {
      for (const width of [1280, 768]) {
        for (const section of ["portfolio", "projects", "staff", "ideas"]) {
          it(`${section} is whole at ${width} px`, () => reading({ language, theme, width }, async (reader, page) => {
            await reader.visit(`${HOME}/${section}`);
            assert.equal(await page.locator("h1").textContent(), TITLES[language][section]);
            assert.equal(await page.locator("html").getAttribute("lang"), language);
            assert.equal(await page.locator(".failure").count(), 0);
            await reader.photograph(section);
            await reader.isAccessible(section);
            await reader.fits();
          }));
        }
        it(`a project is whole at ${width} px`, () => reading({ language, theme, width }, async (reader, page) => {
          await reader.visit(`${HOME}/projects/controle-visuel`);
          assert.equal(await page.locator("h1").textContent(), "Contrôle visuel des pièces");
          assert.equal(await page.locator("[aria-current=step]").count(), 1);
          assert.ok((await page.locator(".rules li").count()) > 3);
          for (const kind of await page.locator(".kind > summary").all()) await kind.click();
          await page.locator(".kind:last-child .entry").first().waitFor();
          await reader.settled();
          const said = await page.locator("main").innerText();
          // Neither names of enums nor of resources; the server's own sentences may quote what one writes into the dossier.
          assert.doesNotMatch(said, /organizations\/|\b(cost_line|POST_POC|UNSURE|UNMET)\b/);
          await reader.photograph("project");
          await reader.isAccessible("project");
          await reader.fits();
        }));
      }
    });
  }
}

describe("what people do", () => {
  it("the board finds what is stuck, and goes to it", () => reading({ language: "en", theme: "light" }, async (reader, page) => {
    await reader.visit("/");
    await page.waitForURL(`**${HOME}/portfolio`);
    await reader.settled();
    assert.match(await page.locator(".decide").innerText(), /Chatbot du site: the limited production ends/);
    await page.locator(".table a", { hasText: "Lecture automatique des plans" }).click();
    await page.waitForURL("**/projects/lecture-automatique-des-plans-*");
    await page.goBack();
    await page.locator(".funnel a", { hasText: "PoC" }).click();
    await page.waitForURL(`**${HOME}/projects?stage=POC`);
    await reader.settled();
    assert.equal(await page.locator(".project-list li").count(), 2);
  }));

  it("an employee without any role submits an idea, a manager sees it", async () => {
    await reading({ language: "fr", theme: "light", principal: "users/lea", refused: true }, async (reader, page) => {
      await reader.visit(`${HOME}/ideas`);
      await page.getByRole("button", { name: "Proposer", exact: true }).click();
      assert.match(await page.locator(".hint-bad").innerText(), /Dites-le d'abord/);
      await page.getByLabel("En quelques mots").fill("Relire les bons de livraison");
      await page.getByLabel("Qu'est-ce qui gêne").fill("Deux heures par semaine, dans trois logiciels.");
      await page.getByRole("button", { name: "Proposer", exact: true }).click();
      await page.locator(".thanks").waitFor();
      assert.match(await page.locator(".idea").innerText(), /Relire les bons de livraison[^]*Attend une réponse/);
      await reader.photograph("idea-submitted");
    });
    await reading({ language: "en", theme: "light" }, async (reader, page) => {
      await reader.visit(`${HOME}/ideas`);
      const idea = page.locator(".idea", { hasText: "Relire les bons de livraison" });
      assert.match(await idea.innerText(), /Waiting for an answer/);
      assert.match(await idea.innerText(), /Léa Fontaine/);
    });
  });

  it("an idea whose answer was lost is not submitted twice", () => reading({ language: "en", theme: "light" }, async (reader, page) => {
    await reader.visit(`${HOME}/ideas`);
    await page.route("**/ideas?requestId=*", async (route) => {
      await route.fetch();
      await route.abort();
    }, { times: 1 });
    await page.getByLabel("In a few words").fill("Sort the drawings");
    await page.getByRole("button", { name: "Submit", exact: true }).click();
    assert.match(await page.locator(".failure").innerText(), /does not answer/);
    await page.getByRole("button", { name: "Submit", exact: true }).click();
    await page.locator(".thanks").waitFor();
    await page.locator(".idea", { hasText: "Sort the drawings" }).waitFor();
    assert.equal(await page.locator(".idea", { hasText: "Sort the drawings" }).count(), 1);
    reader.complaints.length = 0; // the browser tells of the lost answer
  }));

  it("a refusal is told in the reader's language, with what to do", () => reading({ language: "fr", theme: "light", principal: "users/personne", refused: true }, async (reader, page) => {
    await reader.visit(`${HOME}/portfolio`);
    const told = await page.locator(".failure").first().innerText();
    assert.match(told, /Vous ne pouvez pas voir ceci/);
    assert.match(told, /ne détient pas la permission/);
    assert.match(told, /Demandez un rôle/);
    await reader.isAccessible("refusal");
    await reader.photograph("refused");
  }));

  it("Ctrl-K goes to a page or a project by the keyboard alone", () => reading({ language: "fr", theme: "light" }, async (reader, page) => {
    await reader.visit(`${HOME}/portfolio`);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("idees");
    await page.getByRole("option", { name: /Idées/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${HOME}/ideas`);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("controle");
    await page.getByRole("option", { name: /Contrôle visuel/ }).waitFor();
    await reader.isAccessible("palette");
    await reader.photograph("palette");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/projects/controle-visuel");
    await page.keyboard.press("Control+k");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("dialog").count(), 0);
  }));

  it("language, appearance and name are chosen, and kept", () => reading({ language: "en", theme: "light", principal: "", refused: true }, async (reader, page) => {
    await reader.visit(`${HOME}/portfolio`);
    await page.getByRole("button", { name: "Development mode" }).click();
    await reader.isAccessible("identity");
    await reader.photograph("identity");
    await page.getByLabel("Sign-in name").fill("thomas");
    await page.getByRole("button", { name: "Use this name" }).click();
    await page.getByRole("button", { name: /thomas/ }).waitFor();
    await page.getByRole("button", { name: "FR, français" }).click();
    await page.getByLabel("Apparence").selectOption({ label: "Sombre" });
    await page.reload();
    await reader.settled();
    assert.equal(await page.locator("html").getAttribute("lang"), "fr");
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await page.getByRole("button", { name: /thomas/ }).waitFor();
  }));

  it("the keyboard comes to the content at once", () => reading({ language: "en", theme: "light" }, async (reader, page) => {
    await reader.visit(`${HOME}/staff`);
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").innerText(), "Skip to the content");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "content");
  }));

  it("an address that leads nowhere says so", () => reading({ language: "en", theme: "light" }, async (reader, page) => {
    await reader.visit("/nowhere/at/all");
    assert.match(await page.locator("main").innerText(), /does not exist/);
    await reader.isAccessible("nowhere");
  }));
});
