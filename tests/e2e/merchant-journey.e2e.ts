/** A merchant's first day: install, import, exceptions, an order that comes, one that goes, settings, uninstall. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser, openAdminTab, type AdminTab } from "./admin-tab.ts";
import { browserPath, explainMissingBrowser } from "./find-browser.ts";
import { act, startTestStack, type Stack } from "./stack.ts";
import { eventually } from "#tests/support/eventually.ts";

// A webhook is on the page within the minute the product promises; usually within two seconds.
const WEBHOOK_MS = 60_000;
const MENU = ["Orders", "Inbox", "Purchase orders", "Suppliers", "Rules", "Settings"];

explainMissingBrowser();

describe.skipIf(!browserPath)("a merchant's first day", () => {
  let stack: Stack;
  let browser: Browser;
  let tab: AdminTab;

  beforeAll(async () => {
    stack = await startTestStack({ seed: "full" });
    browser = await launchBrowser();
    tab = await openAdminTab(browser, stack, { width: 1280 });
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  afterEach(({ task }) => {
    if (task.result?.state !== "fail") return;
    console.error(tab.takeProblems().join("\n"));
    return tab.takeScreenshot(`failed-${task.name.replaceAll(/\W+/g, "-").slice(0, 60)}`);
  });

  test("installs, and reads every order with progress from real counts", async () => {
    const { page, app } = tab;
    await tab.open();
    await page.getByRole("button", { name: "Install", exact: true }).click();
    await app.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    await app.getByText("It won't email, order or refund anything").waitFor();
    await app.getByRole("heading", { name: "Your orders are in" }).waitFor({ timeout: 150_000 });
    await app.getByText(/[\d,]+ orders read/).waitFor();
    expect(tab.takeProblems()).toEqual([]);
  });

  test("opens every page from the admin's menu", async () => {
    const { page, app } = tab;
    for (const name of MENU) {
      await page.locator("#app-nav").getByRole("link", { name, exact: true }).click();
      await app.getByRole("heading", { name, level: 1 }).waitFor();
    }
    await page.locator("#app-home").click();
    await app.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    expect(tab.takeProblems()).toEqual([]);
  });

  test("each count on Home opens exactly that many orders", async () => {
    const { app } = tab;
    const links = app.getByRole("link", { name: /^[\d,]+ orders?: / });
    const names = await links.evaluateAll((nodes) =>
      nodes.map((node) => node.getAttribute("aria-label") ?? ""),
    );
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      await app.getByRole("link", { name, exact: true }).click();
      await app.getByRole("heading", { name: "Orders", level: 1 }).waitFor();
      const amount = /^([\d,]+)/.exec(name)?.[1];
      await app.getByText(new RegExp(`^(\\d+ of )?${amount} orders?$`)).waitFor();
      await tab.page.locator("#app-home").click();
      await app.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    }
    expect(tab.takeProblems()).toEqual([]);
  });

  test("opens on the exceptions and leads to an order and back", async () => {
    const { page, app } = tab;
    await page.locator("#app-nav").getByRole("link", { name: "Orders", exact: true }).click();
    await app.getByRole("tab", { name: "Exceptions", selected: true }).waitFor();
    const first = app.locator("tbody").getByRole("link").first();
    const name = (await first.textContent()) ?? "";
    await first.click();
    await app.getByRole("heading", { name, level: 1, exact: true }).waitFor();
    for (const section of ["Money", "Customer", "Timeline"])
      await app.getByRole("heading", { name: section, level: 2 }).waitFor();
    await app.getByRole("link", { name: "Orders", exact: true }).click();
    await app.getByRole("tab", { name: "Exceptions", selected: true }).waitFor();
    expect(tab.takeProblems()).toEqual([]);
  });

  test("searches, filters, sorts and pages on the server, and keeps all of it in the address", async () => {
    const { page, app } = tab;
    const rows = app.locator("tbody tr");
    const worst = await rows.first().innerText();
    await app.getByRole("tab", { name: "All", exact: true }).click();
    await eventually(() => expect(page.url()).toContain("view=all"));
    // The address moves first; until the rows come those of the other view stand there.
    await eventually(async () => expect(await rows.first().innerText()).not.toBe(worst));
    await eventually(async () => expect(await rows.count()).toBe(50));
    const firstPage = await rows.first().innerText();
    await app.getByRole("button", { name: "Next" }).click();
    await eventually(async () => expect(await rows.first().innerText()).not.toBe(firstPage));
    await app.getByRole("button", { name: "Previous" }).click();
    await eventually(async () => expect(await rows.first().innerText()).toBe(firstPage));

    await app.getByRole("button", { name: /search and filter/i }).click();
    const search = app.getByPlaceholder(/^Search order/);
    const orderName = /#\d+/.exec(firstPage)?.[0] ?? "";
    await search.fill(orderName);
    await eventually(async () => expect(await rows.count()).toBeLessThan(50));
    await app.getByRole("link", { name: orderName, exact: true }).waitFor();
    await eventually(() => expect(page.url()).toContain(`q=${encodeURIComponent(orderName)}`));
    await search.fill("there is no such order");
    await app.getByText("No orders match").waitFor();
    await app.getByRole("link", { name: "Clear search and filters" }).click();
    await eventually(async () => expect(await rows.count()).toBe(50));
    expect(tab.takeProblems()).toEqual([]);
  });

  test("saves a view, finds it again after a reload, renames and deletes it", async () => {
    const { page, app } = tab;
    await tab.open("/app/orders?view=all&country=US");
    await app.getByText("Country: United States").waitFor();
    await app.getByRole("button", { name: "Save as" }).click();
    await app.getByRole("dialog").getByRole("textbox").fill("To the US");
    await app
      .getByRole("dialog")
      .getByRole("button", { name: /^(Save|Create)/ })
      .click();
    await page.getByText("View saved").waitFor();
    await tab.open("/app/orders");
    await app.getByRole("tab", { name: "To the US" }).click();
    await app.getByRole("tab", { name: "To the US", selected: true }).waitFor();
    await eventually(() => expect(page.url()).toContain("country=US"));
    await app.getByRole("tab", { name: "To the US" }).click();
    await app.getByRole("menuitem", { name: "Rename view" }).click();
    await app.getByRole("dialog").getByRole("textbox").fill("America");
    await app.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("View renamed").waitFor();
    await app.getByRole("tab", { name: "America", selected: true }).click();
    await app.getByRole("menuitem", { name: "Delete view" }).click();
    await app
      .getByRole("dialog")
      .getByRole("button", { name: /delete/i })
      .click();
    await page.getByText("View deleted").waitFor();
    await eventually(async () =>
      expect(await app.getByRole("tab", { name: "America" }).count()).toBe(0),
    );
    expect(tab.takeProblems()).toEqual([]);
  });

  test("downloads the list as CSV inside the frame", async () => {
    const { page, app } = tab;
    await tab.open("/app/orders?view=all");
    await app.locator("tbody").getByRole("link").first().waitFor();
    const downloading = page.waitForEvent("download");
    await app.getByRole("button", { name: "Export CSV" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^orders-all-\d{4}-\d{2}-\d{2}\.csv$/);
    const stream = await download.createReadStream();
    let text = "";
    for await (const chunk of stream) text += String(chunk);
    expect(text.split("\n").length).toBeGreaterThan(100);
    expect(tab.takeProblems()).toEqual([]);
  });

  test("shows a new order after its webhook", async () => {
    const { name } = await act(stack, { action: "place_order" });
    await tab.open("/app/orders?view=all");
    await eventually(async () => {
      await tab.open("/app/orders?view=all");
      await tab.app
        .getByRole("link", { name: String(name), exact: true })
        .waitFor({ timeout: 3_000 });
    }, WEBHOOK_MS);
    expect(tab.takeProblems()).toEqual([]);
  });

  test("shows that an order was cancelled, on its page and in its timeline", async () => {
    const { app } = tab;
    const { name } = await act(stack, { action: "place_order" });
    await eventually(async () => {
      await tab.open("/app/orders?view=all");
      await app.getByRole("link", { name: String(name), exact: true }).waitFor({ timeout: 3_000 });
    }, WEBHOOK_MS);
    await app.getByRole("link", { name: String(name), exact: true }).click();
    await app.getByRole("heading", { name: String(name), level: 1, exact: true }).waitFor();
    await act(stack, { action: "cancel_order", name });
    await eventually(async () => {
      await tab.page.reload();
      await app.getByText("Cancelled", { exact: true }).first().waitFor({ timeout: 3_000 });
    }, WEBHOOK_MS);
    await app.getByRole("listitem").filter({ hasText: "Order cancelled" }).first().waitFor();
    expect(tab.takeProblems()).toEqual([]);
  });

  test("saves settings, keeps them, and keeps what was typed when it refuses", async () => {
    const { page, app } = tab;
    await tab.open("/app/settings");
    await app.getByLabel("Saturday").check();
    await app.getByLabel("Add a day off").fill("2026-12-25");
    await app.getByRole("button", { name: "Add", exact: true }).click();
    await app.getByText("Fri, 25 Dec 2026").waitFor();
    await app.getByLabel("Not delivered").fill("20");
    // The seed always has orders that wait longer than three days and less than six.
    await app.getByLabel("Unfulfilled").fill("6");
    await page.locator("#save-bar-save").click();
    // Orders change their flag with it: nothing is saved before somebody has seen which.
    await app
      .getByRole("heading", { name: /^This changes [\d,]+ orders? you have already$/ })
      .waitFor();
    await app.getByRole("button", { name: "Save and change them" }).click();
    await page.getByText("Settings saved").waitFor();
    expect(tab.takeProblems()).toEqual([]);

    await tab.open("/app/settings");
    await eventually(async () => expect(await app.getByLabel("Saturday").isChecked()).toBe(true));
    expect(await app.getByLabel("Not delivered").inputValue()).toBe("20");
    await app.getByText("Fri, 25 Dec 2026").waitFor();

    await app.getByLabel("Not delivered").fill("9000");
    await page.locator("#save-bar-save").click();
    await app.getByText(/Choose 1 to 365 days/).waitFor();
    expect(await app.getByLabel("Not delivered").inputValue()).toBe("9000");
    // The refusal is a 422, which the browser also writes to its console.
    expect(tab.takeProblems().filter((problem) => !problem.includes("422"))).toEqual([]);
    await page.locator("#save-bar-discard").click();
    await eventually(async () =>
      expect(await app.getByLabel("Not delivered").inputValue()).toBe("20"),
    );
  });

  test("dismisses the setup guide for good", async () => {
    const { app } = tab;
    await tab.open("/app");
    await app.getByRole("heading", { name: "Getting started" }).waitFor();
    await app.getByRole("button", { name: "Dismiss the setup guide" }).click();
    const guide = app.getByRole("heading", { name: "Getting started" });
    await eventually(async () => expect(await guide.count()).toBe(0));
    await tab.open("/app");
    await app.getByRole("heading", { name: "Needs a decision now" }).waitFor();
    expect(await guide.count()).toBe(0);
    expect(tab.takeProblems()).toEqual([]);
  });

  test("works for a shop whose personal data is withheld", async () => {
    const { app } = tab;
    await act(stack, { action: "withhold_personal_data", value: true });
    const { name } = await act(stack, { action: "place_order" });
    await eventually(async () => {
      await tab.open("/app/orders?view=all");
      await app.getByRole("link", { name: String(name), exact: true }).waitFor({ timeout: 3_000 });
    }, WEBHOOK_MS);
    await app.getByRole("link", { name: String(name), exact: true }).click();
    await app.getByText("Name withheld by Shopify").waitFor();
    await app.getByText("Everything else works without them").waitFor();
    await tab.takeScreenshot("order-withheld");
    expect(tab.takeProblems()).toEqual([]);
    await act(stack, { action: "withhold_personal_data", value: false });
  });

  test("recovers from a refused token by itself", async () => {
    await act(stack, { action: "revoke_tokens" });
    await tab.open("/app");
    await tab.app.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    const { name } = await act(stack, { action: "place_order" });
    await eventually(async () => {
      await tab.open("/app/orders?view=all");
      await tab.app
        .getByRole("link", { name: String(name), exact: true })
        .waitFor({ timeout: 3_000 });
    }, WEBHOOK_MS);
    expect(tab.takeProblems()).toEqual([]);
  });

  test("uninstalls, and can be installed again", async () => {
    const { page, app } = tab;
    await act(stack, { action: "uninstall" });
    await tab.open();
    await page.getByRole("button", { name: "Install", exact: true }).click();
    await app.getByRole("heading", { name: "Home", level: 1 }).waitFor();
    await app.getByRole("heading", { name: "Your orders are in" }).waitFor({ timeout: 150_000 });
  });
});
