/** A browser in front of the store's admin, with the app in its frame. */
import { chromium, type Browser, type Frame, type Page } from "playwright-core";
import { findBrowser } from "#scripts/browser.mjs";
import type { Stack } from "./stack.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
];

export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error("This comparison needs Chromium or Chrome.");
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

// The first page of a fresh process on a busy machine.
const PATIENCE_MS = 120_000;

/** A tab of an ordinary size; the sign-in page turns away what calls itself headless. */
export async function openTab(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** Opens the app from the admin, installing it when that is asked for, and returns the app's address in the admin. */
export async function openApp(page: Page, { urls }: Pick<Stack, "urls">): Promise<string> {
  await page.goto(urls.admin);
  const href = await page.locator("#app-home").getAttribute("href");
  if (!href) throw new Error("The admin's menu does not show the app.");
  const address = new URL(href, page.url()).href;
  await page.goto(address);
  const install = page.getByRole("button", { name: "Install", exact: true });
  const frame = page.locator("#app-frame");
  await install.or(frame).first().waitFor();
  if (await install.isVisible()) await install.click();
  await frame.waitFor();
  await page.frameLocator("#app-frame").locator("html.p-theme-light").waitFor();
  return address;
}

export function getAppFrame(page: Page): Frame {
  const frame = page.frame({ name: "app-iframe" });
  if (!frame) throw new Error("The admin shows no app.");
  return frame;
}

export async function installByBrowser(stack: Stack): Promise<void> {
  const browser = await launchBrowser();
  try {
    await openApp(await openTab(browser), stack);
  } finally {
    await browser.close();
  }
}
