/** The browser the journeys run in. Without one they are skipped and say so; where CI=true that is a failure. */
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";
import { expect, test } from "vitest";

type BrowserModule = { findBrowser: () => string | null };

const { findBrowser } = (await import(
  pathToFileURL(resolve("scripts/browser.mjs")).href
)) as BrowserModule; // plain JavaScript, shared with the set-up

export const browserPath = findBrowser();

export const NO_BROWSER = "no Chromium or Chrome on this machine (set CHROMIUM_PATH)";

/** Declares one test that says why the file did not run. */
export function explainMissingBrowser(): void {
  if (browserPath) return;
  if (process.env["CI"] === "true")
    test("a browser is there under CI", () =>
      expect.fail(`The browser tests cannot run: ${NO_BROWSER}.`));
  else test.skip(`browser tests: ${NO_BROWSER}`, () => undefined);
}
