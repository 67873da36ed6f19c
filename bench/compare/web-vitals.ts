/**
 * What Shopify measures of real users (LCP, CLS, INP), here of one Chromium with a four times slower processor: each page
 * opened afresh in the admin's frame, then clicked and typed in. Without a network between.
 */
import type { Frame, Page } from "playwright-core";
import { median, type Comparison, type Size } from "./comparison.ts";
import { getAppFrame, launchBrowser, openApp, openTab } from "./open-admin.ts";
import { startBenchStack, waitForRow } from "./stack.ts";

const ROUNDS = { full: 5, short: 1 };
const SLOWER = 4;
// Built for Shopify, 75th percentile of real users. Source: https://shopify.dev/docs/apps/launch/built-for-shopify/requirements
const LIMITS = { lcpMs: 2_500, cls: 0.1, inpMs: 200 } as const;
const AIM = 0.6;
type Vitals = { -readonly [name in keyof typeof LIMITS]: number };

/** Runs in the page: keeps the largest paint, the sum of shifts nobody caused, the slowest answer to an input. */
const OBSERVE = `
  window.vitals = { lcpMs: 0, cls: 0, inpMs: 0 };
  const watch = (type, see, more) => new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", (entry) => (window.vitals.lcpMs = entry.startTime));
  watch("layout-shift", (entry) => entry.hadRecentInput || (window.vitals.cls += entry.value));
  watch("event", (entry) => entry.interactionId && (window.vitals.inpMs = Math.max(window.vitals.inpMs, entry.duration)), { durationThreshold: 16 });`;

const NOTHING_DUE = `select not exists (
  select from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts)`;

type Visit = { readonly path: string; readonly use: (page: Page) => Promise<void> };

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

export async function compareWebVitals(databaseUrl: string, size: Size): Promise<Comparison[]> {
  const stack = await startBenchStack(databaseUrl);
  const browser = await launchBrowser();
  try {
    const first = await openTab(browser);
    const address = await openApp(first, stack);
    await waitForRow(
      databaseUrl,
      "select count(*) = 1 from bulk_imports where state = 'finished'",
      240_000,
    );
    // What follows a first import would take the processor from the pages.
    await waitForRow(databaseUrl, NOTHING_DUE, 240_000);
    await first.goto(`${address}/app/orders?view=all`);
    const link = first.frameLocator("#app-frame").locator("tbody").getByRole("link").first();
    const order = new URL((await link.getAttribute("href")) ?? "", "http://x").pathname;
    const pages: Readonly<Record<string, Visit>> = {
      Home: { path: "/app", use: (page) => press(page, "Tab", "Tab", "Tab") },
      Orders: { path: "/app/orders?view=all", use: useOrders },
      Order: { path: order, use: (page) => press(page, "Tab", "Tab", "Tab") },
    };
    const figures: Comparison[] = [];
    for (const [name, visit] of Object.entries(pages)) {
      const seen: Vitals[] = [];
      for (let round = 0; round < ROUNDS[size]; round += 1)
        seen.push(await visitOnce(await openTab(browser), address, visit));
      for (const vital of ["lcpMs", "cls", "inpMs"] as const) {
        const values = seen.map((one) => one[vital]);
        figures.push({
          name: `web vitals, ${name}: ${vital.replace("Ms", "").toUpperCase()} ÷ ${LIMITS[vital]}${vital === "cls" ? "" : " ms"}`,
          ratio: median(values) / LIMITS[vital],
          aim: AIM,
          better: "lower",
          raw: { values, cpu: `${SLOWER} times slower` },
        });
      }
    }
    return figures;
  } finally {
    await browser.close();
    await stack.stop();
  }
}

async function visitOnce(page: Page, address: string, { path, use }: Visit): Promise<Vitals> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(OBSERVE);
  await page.goto(address + path);
  await page.frameLocator("#app-frame").locator("html.p-theme-light").waitFor();
  const frame = getAppFrame(page);
  await settle(frame);
  await frame.locator("h1").first().click();
  await use(page);
  await settle(frame);
  const vitals = (await frame.evaluate("window.vitals")) as Vitals; // written by OBSERVE
  await page.close();
  return vitals;
}

async function useOrders(page: Page): Promise<void> {
  const app = page.frameLocator("#app-frame");
  await app.getByRole("tab").nth(1).click();
  await press(page, "Tab", "Tab");
}

/** Two frames and an idle moment: what was caused is painted and has been told to the observers. */
const settle = (frame: Frame) =>
  frame.evaluate(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done(null), { timeout: 3000 }))))",
  );
