/** One tab with the admin in it: the app's frame, what the console said, axe and screenshots. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium, type Browser, type Frame, type FrameLocator, type Page } from "playwright-core";
import { browserPath, NO_BROWSER } from "./find-browser.ts";
import type { Stack } from "./stack.ts";

// The first page of a fresh process on a busy machine.
const ALIVE_WITHIN_MS = 60_000;
export const SCREENSHOTS = "tests/e2e/screenshots";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchBrowser(): Promise<Browser> {
  if (!browserPath) throw new Error(NO_BROWSER);
  return chromium.launch({ executablePath: browserPath, headless: true, args: FLAGS });
}

export type AdminTab = {
  readonly page: Page;
  /** What the app shows, inside the admin's frame. */
  readonly app: FrameLocator;
  /** Console errors, hydration warnings, uncaught errors and answers of 500 and above since the last call. */
  readonly takeProblems: () => string[];
  readonly open: (path?: string) => Promise<void>;
  /** Serious and critical findings of axe in the app's frame, as `rule: target`. */
  readonly findAccessibilityFaults: () => Promise<string[]>;
  /** CSS pixels by which the app's page is wider than its frame; 0 when everything fits. */
  readonly findOverflow: () => Promise<number>;
  readonly takeScreenshot: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type TabOptions = {
  readonly width: number;
  readonly height?: number;
  readonly zone?: string;
};

export async function openAdminTab(
  browser: Browser,
  { urls }: Stack,
  { width, height = 900, zone = "Asia/Tokyo" }: TabOptions,
): Promise<AdminTab> {
  // Far from the store's zone and the server's: a page that reckons in the reader's own would show it.
  const context = await browser.newContext({
    viewport: { width, height },
    timezoneId: zone,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const takeProblems = watchProblems(page);
  return {
    page,
    app: page.frameLocator("#app-frame"),
    takeProblems,
    open: async (path = "") => {
      const home = await findAppAddress(page, urls.admin);
      await page.goto(home + path);
      await waitUntilAlive(page);
    },
    findAccessibilityFaults: () => runAxe(getAppFrame(page)),
    findOverflow: () =>
      getAppFrame(page).evaluate<number>(
        "Math.max(0, document.documentElement.scrollWidth - window.innerWidth)",
      ),
    takeScreenshot: (name) =>
      takeScreenshot(page, `${name}-${page.viewportSize()?.width ?? width}`),
    close: () => context.close(),
  };
}

/** Polaris marks the document when React has taken it over; a click before that is lost. The install page has no app. */
async function waitUntilAlive(page: Page): Promise<void> {
  if ((await page.locator("#app-frame").count()) === 0) return;
  try {
    const isAlive = page.frameLocator("#app-frame").locator("html.p-theme-light");
    await isAlive.waitFor({ timeout: ALIVE_WITHIN_MS });
  } catch (error) {
    const shown = await getAppFrame(page).evaluate("document.body.innerText");
    throw new Error(`The app did not come alive. Its frame shows: ${String(shown)}`, {
      cause: error,
    });
  }
}

const addresses = new WeakMap<Page, string>();

/** The app's address in the admin, `…/store/x/apps/y`: learnt once from the menu. */
async function findAppAddress(page: Page, admin: string): Promise<string> {
  const known = addresses.get(page);
  if (known) return known;
  await page.goto(admin);
  const href = await page.locator("#app-home").getAttribute("href");
  if (!href) throw new Error("The admin's menu does not show the app.");
  const address = new URL(href, page.url()).href;
  addresses.set(page, address);
  return address;
}

function watchProblems(page: Page) {
  let problems: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" || /hydrat|did not match|Warning:/i.test(text))
      problems.push(`console ${message.type()}: ${text} (${message.location().url})`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} ${response.url()}`);
  });
  return () => {
    const taken = problems;
    problems = [];
    return taken;
  };
}

function getAppFrame(page: Page): Frame {
  const frame = page.frame({ name: "app-iframe" });
  if (!frame) throw new Error("The admin shows no app.");
  return frame;
}

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

type AxeResult = {
  violations: { id: string; impact: string | null; nodes: { target: string[]; html: string }[] }[];
};

/** As `findAccessibilityFaults`, in any page. */
export async function runAxe(frame: Frame): Promise<string[]> {
  await frame.evaluate(axeSource);
  const result = await frame.evaluate<AxeResult>(
    "axe.run(document, { resultTypes: ['violations'] })",
  );
  return result.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(" ")} ${html.slice(0, 160)}`),
    );
}

/**
 * The whole app, not only what fits: the frame is made as tall as its page for the picture. Hiding the caret would write a
 * style on every field, which React then finds in a page that it has not taken over yet.
 */
async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, caret: "initial" });
  const frame = page.frame({ name: "app-iframe" });
  if (!frame) return;
  const size = page.viewportSize();
  const height = await frame.evaluate("document.documentElement.scrollHeight");
  if (!size || typeof height !== "number" || height <= size.height) return;
  await page.setViewportSize({ width: size.width, height: Math.min(height + 160, 6_000) });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}-whole.png`, caret: "initial" });
  await page.setViewportSize(size);
}
