/**
 * Every route of the admin, asked by each role. A new route has to take a row here: what it shows and does is either
 * everybody's or named by a permission.
 */
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { beforeAll, describe, expect, test } from "vitest";
import { isAllowed, type Permission } from "#app/shops/people/permissions.ts";
import type { Role } from "#app/shops/people/roles.ts";
import {
  callRoute,
  createOrder,
  createShop,
  createStaff,
  type TestShop,
} from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";

/** null = everybody of the staff; absent = there is none */
type Rights = {
  readonly loader?: Permission | null;
  readonly action?: Permission | null;
  /** of an action that asks about the role only once it has read the form */
  readonly form?: Record<string, string>;
};

const DISCARD = JSON.stringify({ intent: "discard", language: "en" });

const ROUTES: Readonly<Record<string, Rights>> = {
  app: { loader: null },
  "app.$": { loader: null },
  "app._index": { loader: null },
  "app.approvals": { loader: null, action: "approve" },
  "app.guide.dismiss": { action: "dismiss_guide" },
  "app.import-progress": { loader: null },
  "app.inbox.$orderId": { loader: null, action: "work_on_orders" },
  "app.inbox._index": { loader: null },
  "app.jobs.retry": { action: "retry_jobs" },
  "app.orders.$orderId": { loader: null },
  "app.orders.$orderId_.case": { loader: null, action: "work_on_orders" },
  "app.orders.$orderId_.routing": { action: "approve" },
  "app.orders._index": { loader: null },
  "app.orders.export": { action: "export_orders" },
  "app.orders.views": { action: null },
  "app.parcels.$purchaseOrderId": { loader: null, action: "approve" },
  "app.pause": { action: null },
  "app.purchase-orders.$purchaseOrderId": { loader: null, action: "approve" },
  "app.purchase-orders._index": { loader: null, action: "approve" },
  "app.purchase-orders.file": { action: "export_orders" },
  "app.rules.routing": { loader: null, action: "change_settings" },
  "app.settings": { loader: "change_settings", action: "change_settings" },
  "app.settings_.alerts": { loader: null, action: null },
  "app.settings_.going-live": { loader: "change_settings", action: "go_live" },
  "app.settings_.leaving": { loader: "leave", action: "leave" },
  "app.settings_.leaving_.archive": { loader: "leave", action: "leave" },
  "app.settings_.limits": { loader: "change_settings", action: "change_limits" },
  "app.settings_.outbox": { loader: null, action: "change_settings" },
  "app.settings_.people": { loader: "change_settings", action: "change_roles" },
  "app.settings_.privacy": { loader: "answer_privacy" },
  "app.settings_.privacy_.file": { action: "answer_privacy" },
  "app.settings_.sender": { loader: null, action: "change_settings" },
  "app.settings_.templates": { loader: null, action: "change_templates" },
  "app.settings_.templates_.$event": {
    loader: null,
    action: "change_templates",
    form: { form: DISCARD },
  },
  "app.settings_.who-tells": { loader: null, action: "change_settings" },
  "app.supplier-answers.$about": { loader: null, action: "approve" },
  "app.suppliers.$supplierId": { loader: null },
  "app.suppliers.$supplierId._index": { loader: null, action: "change_suppliers" },
  "app.suppliers.$supplierId.feed": { loader: null, action: "change_suppliers" },
  "app.suppliers.$supplierId.offers": { loader: null, action: "change_suppliers" },
  "app.suppliers.$supplierId.scorecard._index": { loader: null, action: "change_suppliers" },
  "app.suppliers.$supplierId.scorecard.lines": { loader: null },
  "app.suppliers.$supplierId_.feed-part": { action: "change_suppliers" },
  "app.suppliers.$supplierId_.refused": { loader: null },
  "app.suppliers._index": { loader: null, action: "change_suppliers" },
};

type Handler = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown;
type Module = { readonly loader?: Handler; readonly action?: Handler };

const names = readdirSync("app/routes")
  .map((name) => name.replace(/\.tsx$/, ""))
  .filter((name) => /^app(\.|$)/.test(name));

const modules = new Map<string, Module>();
const { db } = await createTestDatabase();
let shop: TestShop;
let orderId: string;

const PEOPLE = { manager: "20", agent: "30" } as const;

beforeAll(async () => {
  for (const name of names) {
    const folder = `app/routes/${name}/route.tsx`;
    const file = existsSync(folder) ? folder : `app/routes/${name}.tsx`;
    if (existsSync(file))
      modules.set(name, (await import(/* @vite-ignore */ resolve(file))) as Module);
  }
  shop = await createShop(db, "every-route");
  for (const [role, id] of Object.entries(PEOPLE))
    await createStaff(db, shop.shopId, { id, role: role as Role });
  orderId = (await createOrder(db, shop, { number: 1 })).id.toString();
}, 60_000);

test("every route has a row, and every loader and action a right", () => {
  expect([...modules.keys()].sort()).toEqual(Object.keys(ROUTES).sort());
  for (const [name, { loader, action }] of modules) {
    const rights = ROUTES[name];
    expect([name, rights?.loader !== undefined, rights?.action !== undefined]).toEqual([
      name,
      loader !== undefined,
      action !== undefined,
    ]);
  }
});

const rows = Object.entries(ROUTES).flatMap(([name, rights]) =>
  (["loader", "action"] as const).flatMap((part) => {
    const permission = rights[part];
    return permission === undefined ? [] : [{ name, part, permission }];
  }),
);

describe.each(Object.entries(PEOPLE) as [Exclude<Role, "owner">, string][])(
  "an %s",
  (role, staffId) => {
    test.each(rows)("$name $part", async ({ name, part, permission }) => {
      const handler = modules.get(name)?.[part];
      if (!handler) throw new Error(`${name} has no ${part}`);
      const path = `/${name.replaceAll("_.", ".").replace("._index", "").replaceAll(".", "/")}`;
      const answer = await callRoute(db, handler, {
        shop,
        staffId,
        path: path.replace("$orderId", orderId).replace("$event", "shipped"),
        params: { orderId, event: "shipped" },
        // Nothing that most forms would take: what is allowed is refused as unreadable.
        ...(part === "action" ? { form: ROUTES[name]?.form ?? { nothing: "at all" } } : {}),
      });
      const isMay = permission === null || isAllowed(role, permission);
      if (isMay) return expect(answer.status).not.toBe(403);
      expect(answer.status).toBe(403);
      const said = (await answer.json()) as unknown;
      // Whichever field its form shows, the sentence is in it.
      expect(said).toMatchObject({ code: "not_permitted" });
      expect(JSON.stringify(said)).toMatch(/Only owners.* can .*\. Ask Person 100001/);
    });
  },
);
