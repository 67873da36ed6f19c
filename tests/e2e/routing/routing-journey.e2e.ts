/** An order finds its supplier, twice: one who ships, and one who is silent until it is too late. */
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  launchBrowser,
  openAdminTab,
  runAxe,
  SCREENSHOTS,
  type AdminTab,
} from "#tests/e2e/admin-tab.ts";
import { browserPath, explainMissingBrowser } from "#tests/e2e/find-browser.ts";
import { act, startTestStack, type Stack } from "#tests/e2e/stack.ts";
import { eventually } from "#tests/support/eventually.ts";
import { callApp, saveJson, switchWorkflow } from "./call-app.ts";
import {
  actAtDesk,
  advance,
  findVariant,
  getSupplier,
  HOUR_MS,
  listFulfillments,
  listMails,
  lookAtDeadlines,
  readDesk,
  waitForPurchaseOrder,
} from "./desk.ts";
import { describeSupplier, downloadFeed, saveRate, tickSuppliers } from "./set-up-suppliers.ts";
import { surveyPages } from "./survey-pages.ts";
import { uploadFeed } from "./upload-feed.ts";

const WITHIN_MS = 60_000;
const MINUTE_MS = 60_000;
const SHOPPER = "noor.haddad@example.com";
const BUYER = {
  email: SHOPPER,
  firstName: "Noor",
  lastName: "Haddad",
  address: {
    firstName: "Noor",
    lastName: "Haddad",
    address1: "12 Harbor Street",
    city: "Portland",
    province: "Maine",
    provinceCode: "ME",
    country: "United States",
    countryCode: "US",
    zip: "04101",
    phone: "+12075550111",
  },
};
const WHO_TELLS = { path: "/app/settings/who-tells", route: "routes/app.settings_.who-tells" };

explainMissingBrowser();

describe.skipIf(!browserPath)("an order finds its supplier", () => {
  let stack: Stack;
  let browser: Browser;
  let tab: AdminTab;
  let quick = { name: "", id: "" };
  let slow = { name: "", id: "" };
  let tracking = "";

  beforeAll(async () => {
    stack = await startTestStack({ seed: "minimal" });
    browser = await launchBrowser();
    tab = await openAdminTab(browser, stack, { width: 1280 });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    console.error(tab.takeProblems().join("\n"), JSON.stringify(await readDesk(stack), null, 1));
    await tab.takeScreenshot(`failed-${task.name.replaceAll(/\W+/g, "-").slice(0, 60)}`);
  });

  /** Mails to the shopper about the parcel of the quick order. */
  const tellings = async () =>
    (await listMails(stack, SHOPPER)).filter(({ text }) => text?.includes(tracking));

  const placeOrder = async (sku: string) => {
    const variantId = await findVariant(stack, sku);
    const placed = await act(stack, {
      action: "place_order",
      lines: [{ variantId, quantity: 2 }],
      buyer: BUYER,
    });
    return { name: String(placed["name"]), id: String(placed["orderId"]) };
  };

  test("the merchant ticks two suppliers, loads a price list, and goes live", async () => {
    const { page, app } = tab;
    await tab.open();
    const install = page.getByRole("button", { name: "Install", exact: true });
    if (await install.isVisible()) await install.click();
    await app.getByRole("heading", { name: "Your orders are in" }).waitFor({ timeout: 150_000 });
    const [prompt, silent] = [
      await getSupplier(stack, "nishijin"),
      await getSupplier(stack, "telar"),
    ];
    const ids = await tickSuppliers(tab, [prompt.name, silent.name]);
    await describeSupplier(tab, ids.get(prompt.name) ?? "", prompt, { priority: "2" });
    await describeSupplier(tab, ids.get(silent.name) ?? "", silent, {
      acknowledgeHours: "4",
      onBreach: "fail_over",
    });
    await saveRate(tab, "JPY", "0.0066");
    await saveRate(tab, "MXN", "0.055");
    for (const { code, name } of [prompt, silent])
      await uploadFeed(tab, ids.get(name) ?? "", {
        name: `${code}-feed.csv`,
        bytes: await downloadFeed(stack, code),
      });
    await saveJson(page, WHO_TELLS, {
      owners: { ...(await callApp(page, WHO_TELLS)).body.owners, shipped: "aftercare" },
    });
    await switchWorkflow(page, "shopper_mail", "acting");
    await switchWorkflow(page, "routing", "acting");
  });

  test("two paid orders are planned, and each purchase order is in its supplier's mailbox", async () => {
    // The store tells times in whole seconds: what is placed in the very second of going live counts as before it.
    await advance(stack, MINUTE_MS);
    quick = await placeOrder("NSJ-SCF-SEI");
    slow = await placeOrder("TLR-THR-COCHIN");
    const first = await waitForPurchaseOrder(stack, "nishijin", quick.name, { state: "received" });
    const second = await waitForPurchaseOrder(stack, "telar", slow.name, { state: "received" });
    for (const order of [first, second]) {
      expect(order).toMatchObject({ repeats: 0, arrivals: [{ channel: "mail" }] });
      expect(order.lines.map(({ units }) => units)).toEqual([2]);
    }
    await actAtDesk(stack, { supplier: "nishijin", number: first.number, act: "nothing" });
    const subjects = await listMails(stack, "orders@nishijin.example");
    expect(subjects.map(({ subject }) => subject)).toEqual([
      expect.stringContaining(first.number) as string,
    ]);
  });

  test("accepted on the link, on a phone", async () => {
    // By then the silent one has opened its page, and leaves it open.
    await advance(stack, 2 * HOUR_MS);
    await waitForPurchaseOrder(stack, "telar", slow.name, { deeds: [{ ok: true }] });
    const { link, number } = await waitForPurchaseOrder(stack, "nishijin", quick.name);
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const phone = await context.newPage();
    await phone.goto(link ?? "");
    await phone.getByRole("heading", { name: new RegExp(number), level: 1 }).waitFor();
    expect(await phone.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
    expect(await runAxe(phone.mainFrame())).toEqual([]);
    await phone.screenshot({ path: `${SCREENSHOTS}/supplier-page-360.png`, fullPage: true });
    await phone.locator('button[value="answer"]').click();
    await phone.getByRole("status").waitFor();
    await phone.goto(link ?? "");
    expect(await phone.locator('button[value="ship"]').isVisible()).toBe(true);
    await context.close();
    await tab.open("/app/purchase-orders");
    await tab.app.getByText(number, { exact: true }).first().waitFor();
  });

  test("a tracking number makes one fulfillment, and no shopper hears of it before a scan", async () => {
    await advance(stack, 3 * HOUR_MS);
    const { number } = await waitForPurchaseOrder(stack, "nishijin", quick.name);
    await actAtDesk(stack, { supplier: "nishijin", number, act: "ship" });
    const { parcels } = await waitForPurchaseOrder(stack, "nishijin", quick.name, {
      state: "shipped",
    });
    tracking = String(parcels[0]?.number);
    await eventually(
      async () =>
        expect(await listFulfillments(stack, quick.id)).toMatchObject([
          { status: "SUCCESS", trackingInfo: [{ number: tracking }] },
        ]),
      WITHIN_MS,
    );
    expect(await tellings()).toEqual([]);
  });

  test("the first scan tells the shopper, once, and the carrier's words stand in Shopify", async () => {
    // The deadline of the silent one has passed: it is reminded first.
    await lookAtDeadlines(stack);
    await waitForPurchaseOrder(stack, "telar", slow.name, {
      deeds: [{ ok: true }, { what: "was reminded" }],
    });
    await advance(stack, 8 * HOUR_MS);
    await eventually(async () => expect(await tellings()).toHaveLength(1), WITHIN_MS);
    await eventually(async () => {
      const [fulfillment] = await listFulfillments(stack, quick.id);
      expect(fulfillment?.events.nodes.map(({ status }) => status)).toContain("CARRIER_PICKED_UP");
    }, WITHIN_MS);
    expect(await listFulfillments(stack, quick.id)).toHaveLength(1);
    expect(await tellings()).toHaveLength(1);
  });

  test("the silent supplier's order goes to the next one, and its late yes is refused", async () => {
    await lookAtDeadlines(stack);
    const next = await waitForPurchaseOrder(stack, "nishijin", slow.name);
    const first = await waitForPurchaseOrder(stack, "telar", slow.name, { state: "cancelled" });
    expect(next.number).not.toBe(first.number);
    expect(next.lines.map(({ units }) => units)).toEqual([2]);

    await actAtDesk(stack, { supplier: "telar", number: first.number, act: "accept" });
    const late = await waitForPurchaseOrder(stack, "telar", slow.name, { state: "cancelled" });
    expect(late.deeds.at(-1)).toMatchObject({ ok: false });

    await advance(stack, 2 * HOUR_MS);
    await waitForPurchaseOrder(stack, "nishijin", slow.name, { state: "accepted" });
    const { orders } = await readDesk(stack);
    expect(orders.filter(({ repeats }) => repeats > 0)).toEqual([]);
    const ofSlow = orders.filter(({ number }) => number.startsWith(slow.name.replace("#", "")));
    expect(ofSlow.map(({ supplier }) => supplier).sort()).toEqual(["nishijin", "telar"]);
    expect(await tellings()).toHaveLength(1);
    expect(tab.takeProblems()).toEqual([]);
  });

  test("every page about suppliers fits a desk and a phone, and axe finds nothing serious", async () => {
    const { number } = await waitForPurchaseOrder(stack, "nishijin", quick.name);
    expect(await surveyPages(tab, number)).toEqual([]);
    expect(tab.takeProblems()).toEqual([]);
  });
});
