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
  /** what undoes it for the next state */
  readonly leave?: (tab: AdminTab) => Promise<void>;
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
  { name: "settings-privacy", path: "/app/settings/privacy", sees: "Nobody has asked" },
  { name: "settings-people", path: "/app/settings/people", sees: "Shopify account owner" },
  { name: "settings-alerts", path: "/app/settings/alerts", sees: "A daily limit is reached" },
  {
    name: "settings-alerts-refused",
    path: "/app/settings/alerts",
    sees: "The address must begin with https://.",
    status: 422,
    prepare: typePlainAddress,
  },
  { name: "settings-leaving", path: "/app/settings/leaving", sees: "Download everything" },
  {
    name: "settings-not-permitted",
    path: "/app/settings",
    sees: "This page is not part of your role",
    status: 403,
    prepare: (tab) => signInAs(tab, "100003"),
    leave: (tab) => signInAs(tab, "100001"),
  },
  { name: "going-live", path: "/app/settings/going-live", sees: "One workflow at a time" },
  {
    name: "going-live-preview",
    path: "/app/settings/going-live",
    sees: "In the next 24 hours",
    prepare: showPreview,
  },
  { name: "limits", path: "/app/settings/limits", sees: "A day at most" },
  { name: "approvals-empty", path: "/app/approvals", sees: "Nothing waits for a yes" },
  {
    name: "settings-refused",
    path: "/app/settings",
    sees: /Choose 1 to 365 days/,
    status: 422,
    prepare: typeTooMuch,
  },
  { name: "settings-who-tells", path: "/app/settings/who-tells", sees: "Every event is told once" },
  { name: "settings-templates", path: "/app/settings/templates", sees: "Your voice" },
  {
    name: "settings-template",
    path: "/app/settings/templates/shipped",
    sees: "Names you can use",
  },
  { name: "settings-sender", path: "/app/settings/sender", sees: "Your own domain" },
  { name: "settings-outbox", path: "/app/settings/outbox", sees: "No mail here" },
  { name: "inbox-empty", path: "/app/inbox", sees: "No open conversations" },
  { name: "suppliers-empty", path: "/app/suppliers", sees: "Vendors of your products" },
  { name: "purchase-orders-empty", path: "/app/purchase-orders", sees: "Nothing to send." },
  { name: "rules", path: "/app/rules/routing", sees: "Routing: which supplier ships what" },
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
    // One tab for all of them, as a reader has it: the browser keeps its scripts.
    let tab: AdminTab;
    beforeAll(async () => {
      tab = await openAdminTab(browser, stack, { width });
    });
    afterAll(() => tab?.close());

    test.each(STATES)("$name", async ({ name, path, sees, status, prepare, leave }) => {
      tab.takeProblems();
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
        await leave?.(tab);
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

/** The admin's own switch; the page of the app is loaded again as that person. */
async function signInAs({ page }: AdminTab, userId: string): Promise<void> {
  const answer = await page.request.post(new URL("/admin/internal/staff", page.url()).href, {
    data: { userId },
  });
  expect(answer.ok()).toBe(true);
  await page.reload();
}

async function typePlainAddress({ app }: AdminTab): Promise<void> {
  await app.getByLabel("Address").fill("http://example.com/hook");
  await app.getByRole("button", { name: "Add address" }).click();
}

async function showPreview({ app }: AdminTab): Promise<void> {
  // The radio itself lies below its drawn twin; a reader clicks the word.
  await app.getByText("Acting", { exact: true }).last().click();
  await app.getByRole("button", { name: "Show what would happen: Shopper mail" }).click();
}

async function typeTooMuch({ app, page }: AdminTab): Promise<void> {
  await app.getByLabel("Not delivered").fill("9000");
  await page.locator("#save-bar-save").click();
}
