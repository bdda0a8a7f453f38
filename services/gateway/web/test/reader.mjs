// SPDX-License-Identifier: Apache-2.0
// Somebody in front of a browser: in a language, by day or by night, at a width.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];

export async function openReader(browser, url, { language, theme, width = 1280, principal = "users/claire" }) {
  const context = await browser.newContext({
    baseURL: url, locale: language === "fr" ? "fr-FR" : "en-GB", colorScheme: theme, viewport: { width, height: 900 }, reducedMotion: "reduce",
  });
  if (principal) await context.addInitScript((name) => sessionStorage.setItem("palier-principal", name), principal);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  return {
    page,
    complaints,
    // Goes there and waits until nothing is being loaded any more.
    async visit(path) {
      await page.goto(path);
      await this.settled();
    },
    async settled() {
      await page.locator("h1").waitFor();
      await page.waitForFunction(() => !document.querySelector(".waiting, [aria-busy=true]"));
    },
    async isAccessible(where) {
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html.slice(0, 200)).join("\n  ")}`);
      assert.deepEqual(told, [], `${where} at ${width} px, ${language}, ${theme}`);
    },
    // No page is wider than its window.
    async fits() {
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= window, `${page.url()} is ${wide} px wide in a window of ${window}`);
    },
    async photograph(name) {
      const folder = process.env.PALIER_SCREENSHOTS;
      if (!folder) return;
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}-${language}-${theme}-${width}.png`), fullPage: true });
    },
    close: () => context.close(),
  };
}
