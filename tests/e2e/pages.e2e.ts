/** Every page and state at a phone's and a desk's width: axe finds nothing serious, nothing overflows, and a picture is kept. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser, openAdminTab, type AdminTab } from "./admin-tab.ts";
import { browserPath, explainMissingBrowser } from "./find-browser.ts";
import { act, startTestStack, type Stack } from "./stack.ts";

type PageState = {
  readonly name: string;
  readonly path: string;
  /** what the reader sees when the page is there */
  readonly sees: string | RegExp;
  /** an answer of the server that the state is about; the browser writes it to its console */
  readonly status?: number;
  /** what to do before looking */
  readonly prepare?: (tab: AdminTab) => Promise<void>;
};

const STATES: readonly PageState[] = [
  { name: "home", path: "/app", sees: "Needs a decision now" },
  { name: "orders-exceptions", path: "/app/orders", sees: "All exceptions" },
  { name: "orders-flag", path: "/app/orders?flag=unfulfilled", sees: "All exceptions" },
  { name: "orders-all", path: "/app/orders?view=all", sees: /of .* orders/ },
  {
    name: "orders-filtered",
    path: "/app/orders?view=all&country=US&financial=paid",
    sees: "Country: United States",
  },
  { name: "orders-nothing", path: "/app/orders?q=there-is-no-such-order", sees: "No orders match" },
  { name: "order", path: "/app/orders", sees: "Timeline", prepare: openFirstOrder },
  {
    name: "order-missing",
    path: "/app/orders/999999999",
    sees: "We couldn't find that",
    status: 404,
  },
  { name: "page-missing", path: "/app/nowhere", sees: "We couldn't find that", status: 404 },
  { name: "settings", path: "/app/settings", sees: "Working days" },
  {
    name: "settings-refused",
    path: "/app/settings",
    sees: /Choose 1 to 365 days/,
    status: 422,
    prepare: typeTooMuch,
  },
];

explainMissingBrowser();

describe.skipIf(!browserPath)("every page and state", () => {
  let stack: Stack;
  let browser: Browser;

  beforeAll(async () => {
    stack = await startTestStack({ seed: "full" });
    browser = await launchBrowser();
    await act(stack, { action: "install" });
    const tab = await openAdminTab(browser, stack, { width: 1280 });
    await tab.open("/app");
    await tab.app
      .getByRole("heading", { name: "Your orders are in" })
      .waitFor({ timeout: 200_000 });
    await tab.close();
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  describe.each([1280, 360])("at %d px", (width) => {
    test.each(STATES)("$name", async ({ name, path, sees, status, prepare }) => {
      const tab = await openAdminTab(browser, stack, { width });
      try {
        await tab.open(path);
        await prepare?.(tab);
        await tab.app.getByText(sees).first().waitFor();
        await tab.takeScreenshot(name);
        expect(await tab.findAccessibilityFaults()).toEqual([]);
        expect(await tab.findOverflow()).toBe(0);
        const expected = (problem: string) =>
          status !== undefined && problem.includes(String(status));
        expect(tab.takeProblems().filter((problem) => !expected(problem))).toEqual([]);
      } finally {
        await tab.close();
      }
    });
  });

  test("outside the admin the app says where it is, and nobody may frame it", async () => {
    const response = await fetch(stack.urls.tunnel);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("inside your Shopify admin");
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});

async function openFirstOrder({ app }: AdminTab): Promise<void> {
  await app.locator("[data-primary-link]").first().click();
}

async function typeTooMuch({ app, page }: AdminTab): Promise<void> {
  await app.getByLabel("Not delivered").fill("9000");
  await page.locator("#save-bar-save").click();
}
