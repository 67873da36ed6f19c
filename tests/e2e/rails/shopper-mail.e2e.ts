/**
 * Nothing acts until it is told to: a store with more than a hundred orders past their date, 40 days in Watching, then
 * Asking, then Acting. Shown on shopper mail; what the preview names is what happens, and nothing else.
 */
import { readdirSync, readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser, openAdminTab, type AdminTab } from "#tests/e2e/admin-tab.ts";
import { browserPath, explainMissingBrowser } from "#tests/e2e/find-browser.ts";
import { act, startTestStack, type Stack } from "#tests/e2e/stack.ts";
import { eventually } from "#tests/support/eventually.ts";

const DAY_MS = 86_400_000;
// A change of an order, its webhook, its jobs and the page, on a busy machine.
const SOON_MS = 60_000;

explainMissingBrowser();

/** Documents that change something at Shopify. Starting and ending an export changes nothing of the shop. */
const MUTATIONS = readdirSync("app/shopify/operations")
  .map((name) => readFileSync(`app/shopify/operations/${name}`, "utf8"))
  .flatMap((text) => /^mutation (\w+)/m.exec(text)?.[1] ?? [])
  .filter((name) => !/BulkOperation|BulkQuery/i.test(name));

describe.skipIf(!browserPath)("shopper mail, from Watching to Acting", () => {
  let stack: Stack;
  let browser: Browser;
  let tab: AdminTab;
  // As a field of the page takes it; orders placed before it are nobody's but a person's.
  let goLiveAt: string;

  beforeAll(async () => {
    stack = await startTestStack({ seed: "full", installed: true });
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
    return tab.takeScreenshot(`failed-rails-${task.name.replaceAll(/\W+/g, "-").slice(0, 40)}`);
  });

  async function control<Answer>(path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${stack.urls.sandbox}/__sandbox/${path}`, {
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      headers: { "content-type": "application/json" },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as Answer; // the control API speaks JSON
  }

  /** What has reached the world: changes at Shopify, purchase orders, and mails to others than the team. */
  async function listEffects() {
    const { counts } = await control<{ counts: Record<string, number> }>("log");
    const { orders } = await control<{ orders: unknown[] }>("desk");
    const { mails } = await control<{ mails: { envelopeTo: string[]; subject: string }[] }>("mail");
    return {
      mutations: MUTATIONS.filter((name) => (counts[name] ?? 0) > 0),
      purchaseOrders: orders.length,
      mails: mails
        .flatMap(({ envelopeTo }) => envelopeTo)
        .filter((address) => address.endsWith("@rails.example"))
        .sort(),
      others: mails
        .filter(({ envelopeTo }) => !envelopeTo.some((to) => to.endsWith("@rails.example")))
        .map(({ subject }) => subject),
    };
  }

  const NOTHING = { mutations: [], purchaseOrders: 0, mails: [] };

  /** Orders whose parcels a carrier has scanned: each has one thing to tell. */
  async function shipOrders(names: readonly string[]) {
    for (const name of names) {
      const buyer = { email: `${name}@rails.example`, firstName: name };
      const placed = await act(stack, { action: "place_order", order: {}, buyer });
      await act(stack, { action: "fulfil_order", orderId: placed["orderId"] });
      await act(stack, { action: "add_event", orderId: placed["orderId"], status: "IN_TRANSIT" });
    }
  }

  const card = () => tab.app.getByRole("region", { name: "What Shopper mail would do" });

  /** Opens the page, chooses the mode and looks at what would happen. The time is that of the store's clock. */
  async function preview(mode: "asking" | "acting") {
    await tab.open("/app/settings/going-live");
    await tab.app
      .locator(`input[name="mode-shopper_mail"][value="${mode}"]`)
      .check({ force: true });
    await tab.app.getByLabel("Go-live time").fill(goLiveAt);
    await tab.app.getByRole("button", { name: "Show what would happen: Shopper mail" }).click();
    await card().waitFor();
    return card().locator("tbody tr").allInnerTexts();
  }

  /** The minute of the store's clock, as a field of the page takes it. */
  async function storeMinute(): Promise<string> {
    const { now } = await control<{ now: string }>("clock");
    const parts = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "America/New_York",
      dateStyle: "short",
      timeStyle: "short",
    }).format(new Date(now));
    return parts.replace(" ", "T");
  }

  test("40 days in Watching change nothing, mail nobody and order nothing, however late orders are", async () => {
    await tab.open();
    const { app } = tab;
    await app.getByRole("heading", { name: "Your orders are in" }).waitFor({ timeout: 120_000 });
    for (let days = 0; days < 40; days += 10) await control("clock", { advanceMs: 10 * DAY_MS });
    // What happens after them has come through: webhook, worker and page live in the new day.
    const { name } = await act(stack, { action: "place_order" });
    await eventually(async () => {
      await tab.open("/app/orders?view=all");
      await app.getByRole("link", { name: String(name), exact: true }).waitFor({ timeout: 3_000 });
    }, SOON_MS);
    await tab.open("/app/orders?view=exceptions");
    const count = await app.getByText(/^(\d+ of )?[\d,]+ orders$/).innerText();
    const late = Number(/([\d,]+) orders$/.exec(count)?.[1]?.replaceAll(",", ""));
    expect(late).toBeGreaterThanOrEqual(100);
    expect(MUTATIONS.length).toBeGreaterThan(10);
    expect(await listEffects()).toMatchObject({ ...NOTHING, others: [] });
    await tab.open("/app");
    await app.getByText("Watching").first().waitFor();
  });

  test("Asking: the preview's three are asked, none goes before a yes, and then exactly they go", async () => {
    const { app } = tab;
    goLiveAt = await storeMinute();
    await shipOrders(["ana", "ben", "cem"]);
    await eventually(async () => expect(await preview("asking")).toHaveLength(3), SOON_MS);
    expect(await listEffects()).toMatchObject(NOTHING);
    await card().getByRole("button", { name: "Switch to Asking" }).click();
    await tab.page.getByText("Shopper mail is asking.").waitFor();
    await eventually(async () => {
      await tab.open("/app/approvals");
      await app.getByText("3 actions").waitFor({ timeout: 3_000 });
    }, SOON_MS);
    expect(await listEffects()).toMatchObject(NOTHING);
    await app.getByRole("button", { name: "Confirm all 3" }).click();
    const mails = ["ana@rails.example", "ben@rails.example", "cem@rails.example"];
    await eventually(async () => expect((await listEffects()).mails).toEqual(mails), SOON_MS);
    expect(await listEffects()).toMatchObject({ ...NOTHING, mails });
  });

  test("Acting: what the preview names goes by itself, once each, and nothing more", async () => {
    const { app } = tab;
    await tab.open("/app/settings/going-live");
    await app.locator('input[name="mode-shopper_mail"][value="watching"]').check({ force: true });
    await app.getByRole("button", { name: "Switch to Watching: Shopper mail" }).click();
    await tab.page.getByText("Shopper mail is watching.").waitFor();
    await shipOrders(["dia", "eli"]);
    await eventually(async () => expect(await preview("acting")).toHaveLength(2), SOON_MS);
    const rows = await preview("acting");
    expect(rows.every((row) => row.includes("Tell the shopper of"))).toBe(true);
    const before = (await listEffects()).mails;
    await card().getByRole("button", { name: "Switch to Acting" }).click();
    await tab.page.getByText("Shopper mail is acting.").waitFor();
    const mails = [...before, "dia@rails.example", "eli@rails.example"].sort();
    await eventually(async () => expect((await listEffects()).mails).toEqual(mails), SOON_MS);
    await shipOrders(["fay"]);
    const all = [...mails, "fay@rails.example"].sort();
    await eventually(async () => expect((await listEffects()).mails).toEqual(all), SOON_MS);
    expect(await listEffects()).toMatchObject({ ...NOTHING, mails: all });
  });

  test("the shopper's answer by mail is in the inbox", async () => {
    const { app } = tab;
    const { mails } = await control<{ mails: { id: number; text: string }[] }>(
      "mail?to=ana@rails.example",
    );
    const [mail] = mails;
    const answered = await fetch(`${stack.urls.sandbox}/mailbox/${mail?.id}/reply`, {
      method: "POST",
      body: new URLSearchParams({ text: "Where is my parcel?" }),
    });
    expect(await answered.text()).toContain("Sent: 250");
    await tab.open("/app/inbox");
    await app.getByRole("heading", { name: "Inbox", level: 1 }).waitFor();
    await app.getByText("Where is my parcel?").waitFor();
    expect(await tab.findAccessibilityFaults()).toEqual([]);
    await tab.takeScreenshot("inbox");
    expect(tab.takeProblems()).toEqual([]);
  });
});
