import { beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_THRESHOLDS } from "#app/orders/exception-flags.ts";
import { createDb } from "#app/platform/db.server.ts";
import { loader as home } from "#app/routes/app._index/route.tsx";
import { loader as nowhere } from "#app/routes/app.$.tsx";
import { loader as importProgress } from "#app/routes/app.import-progress.tsx";
import { action as dismissGuide } from "#app/routes/app.guide.dismiss.tsx";
import { action as retryJob } from "#app/routes/app.jobs.retry.tsx";
import { loader as order } from "#app/routes/app.orders.$orderId/route.tsx";
import { loader as orders } from "#app/routes/app.orders._index/route.tsx";
import { action as exportOrders } from "#app/routes/app.orders.export.tsx";
import { action as views } from "#app/routes/app.orders.views.tsx";
import { action as saveSettings, loader as settings } from "#app/routes/app.settings/route.tsx";
import { loader as frame } from "#app/routes/app.tsx";
import { loader as download } from "#app/routes/download.tsx";
import { createTestDatabase } from "#tests/support/database.ts";
import { documentOf } from "#tests/integration/shopify/auth-deps.ts";
import { callRoute, callWith, createOrder, createShop, type TestShop } from "./route-context.ts";

const { db, url } = await createTestDatabase();
const tenDaysAgo = new Date(Date.now() - 10 * 86_400_000);

let ours: TestShop;
let theirs: TestShop;

beforeAll(async () => {
  ours = await createShop(db, "ours");
  theirs = await createShop(db, "theirs");
  await createOrder(db, ours, { number: 1001, unfulfilledSince: tenDaysAgo });
  await createOrder(db, ours, { number: 1002, customerName: null });
  await createOrder(db, theirs, { number: 9001, unfulfilledSince: tenDaysAgo });
});

const body = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe("who asks", () => {
  const loaders = { frame, home, orders, order, importProgress, settings, nowhere };

  test.each(Object.entries(loaders))(
    "%s refuses a fetch with a broken token",
    async (_name, loader) => {
      const request = new Request("https://aftercare.example/app", {
        headers: { authorization: "Bearer x" },
      });
      const response = await callWith(db, loader, request, { orderId: "1" });
      expect(response.status).toBe(401);
      expect(response.headers.get("X-Shopify-Retry-Invalid-Session-Request")).toBe("1");
    },
  );

  test.each(Object.entries(loaders))(
    "%s sends a document without token to fetch one",
    async (_name, loader) => {
      const response = await callWith(db, loader, documentOf("ours.myshopify.com"), {
        orderId: "1",
      });
      expect(response.status).toBe(302);
      expect(response.headers.get("location")).toContain("/auth/session-token");
    },
  );

  test.each(Object.entries({ dismissGuide, retryJob, views, saveSettings }))(
    "%s refuses a post without token",
    async (_name, action) => {
      const request = new Request("https://aftercare.example/app", {
        method: "POST",
        body: new URLSearchParams({ parkedJobId: "1" }),
      });
      expect((await callWith(db, action, request)).status).toBe(401);
    },
  );
});

describe("what a shop sees", () => {
  test("Home counts its own exceptions and orders", async () => {
    const answer = await callRoute(db, home, { shop: ours, path: "/app" });
    expect(await body(answer)).toMatchObject({
      counts: { unfulfilled: 1, total: 1 },
      progress: null,
      thresholds: DEFAULT_THRESHOLDS,
    });
  });

  test("the list opens on the exceptions", async () => {
    const answer = await callRoute(db, orders, { shop: ours, path: "/app/orders" });
    expect(await body(answer)).toMatchObject({
      page: { rows: [{ name: "#1001", flag: { flag: "unfulfilled" } }], count: { rows: 1 } },
    });
  });

  test("every order is in the list of all, also one without a name", async () => {
    const answer = await callRoute(db, orders, { shop: ours, path: "/app/orders?view=all" });
    const { page } = (await body(answer)) as {
      page: { rows: { name: string; customerName: string | null }[] };
    };
    expect(page.rows.map(({ name }) => name).sort()).toEqual(["#1001", "#1002"]);
    expect(page.rows.find(({ name }) => name === "#1002")?.customerName).toBeNull();
  });

  test("the export streams its own orders and is kept by no cache", async () => {
    const { url } = await body(
      await callRoute(db, exportOrders, {
        shop: ours,
        path: "/app/orders/export?view=all",
        form: {},
      }),
    );
    const answer = await callWith(db, download, new Request(`https://aftercare.example${url}`));
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const text = await answer.text();
    expect(text).toContain("#1001");
    expect(text).not.toContain("#9001");
  });

  test("a page that is none is a 404 inside the frame", async () => {
    expect((await callRoute(db, nowhere, { shop: ours, path: "/app/x" })).status).toBe(404);
  });
});

describe("what another shop's ids open", () => {
  test("an order: nothing", async () => {
    const { id } = await db.prisma.order.findFirstOrThrow({ where: { shopId: theirs.shopId } });
    const foreign = await callRoute(db, order, {
      shop: ours,
      path: `/app/orders/${id}`,
      params: { orderId: id.toString() },
    });
    expect(foreign.status).toBe(404);
  });

  test.each(["", "abc", "1; drop table orders", "99999999999999999999"])(
    "an order id that is none (%s): nothing",
    async (orderId) => {
      const answer = await callRoute(db, order, {
        shop: ours,
        path: "/app/orders/x",
        params: { orderId },
      });
      expect(answer.status).toBe(404);
    },
  );

  test("a saved view: it can be neither renamed nor deleted", async () => {
    const made = await callRoute(db, views, {
      shop: theirs,
      path: "/app/orders/views",
      form: { intent: "create", name: "Theirs", query: "view=all" },
    });
    const savedViewId = String((await body(made))["savedViewId"]);
    const renamed = await callRoute(db, views, {
      shop: ours,
      path: "/app/orders/views",
      form: { intent: "rename", savedViewId, name: "Ours" },
    });
    expect(renamed.status).toBe(409);
    await callRoute(db, views, {
      shop: ours,
      path: "/app/orders/views",
      form: { intent: "delete", savedViewId },
    });
    const left = await callRoute(db, orders, { shop: theirs, path: "/app/orders" });
    expect(await body(left)).toMatchObject({ savedViews: [{ name: "Theirs" }] });
  });

  test("a parked job: it stays parked", async () => {
    const parked = await db.prisma.parkedJob.create({
      data: {
        jobId: 77n,
        shopId: theirs.shopId,
        task: "platform.clean-up",
        payload: {},
        attempts: 3,
      },
    });
    const form = { parkedJobId: parked.id.toString() };
    const foreign = await callRoute(db, retryJob, { shop: ours, path: "/app/jobs/retry", form });
    expect(await body(foreign)).toEqual({ isRetried: false });
    const own = await callRoute(db, retryJob, { shop: theirs, path: "/app/jobs/retry", form });
    expect(await body(own)).toEqual({ isRetried: true });
  });
});

describe("saved views", () => {
  const send = (form: Record<string, string>) =>
    callRoute(db, views, { shop: ours, path: "/app/orders/views", form });

  test("are created, renamed and deleted, and a taken name is refused in words", async () => {
    const made = await body(
      await send({ intent: "create", name: "US", query: "view=all&country=US" }),
    );
    expect(made).toMatchObject({ ok: true });
    const taken = await send({ intent: "create", name: "US", query: "" });
    expect([taken.status, await body(taken)]).toEqual([
      409,
      { ok: false, message: "A view with this name exists. Choose another name." },
    ]);
    const renamed = await body(
      await send({ intent: "rename", savedViewId: String(made["savedViewId"]), name: "America" }),
    );
    const list = async () => {
      const answer = await callRoute(db, orders, { shop: ours, path: "/app/orders" });
      return (await body(answer))["savedViews"];
    };
    expect(await list()).toMatchObject([
      { name: "America", query: { view: "all", filters: { country: "US" } } },
    ]);
    await send({ intent: "delete", savedViewId: String(renamed["savedViewId"]) });
    expect(await list()).toEqual([]);
  });

  test("that cannot be read are refused", async () => {
    expect((await send({ intent: "explode" })).status).toBe(400);
  });
});

describe("settings", () => {
  const thresholds = {
    unfulfilledDays: "4",
    noTrackingDays: "7",
    labelWithoutScanDays: "7",
    undeliveredDays: "20",
    probablyLostDays: "30",
  };
  const draft = { timeZone: "", workingDays: [1, 2], holidays: ["2026-12-25"], thresholds };
  const save = (change: object, sections = { workingTime: true, thresholds: true }) =>
    callRoute(db, saveSettings, {
      shop: ours,
      path: "/app/settings",
      form: { draft: JSON.stringify({ ...draft, ...change }), sections: JSON.stringify(sections) },
    });
  const read = async () =>
    body(await callRoute(db, settings, { shop: ours, path: "/app/settings" }));

  test("are kept, and only this shop's", async () => {
    const answer = await save({});
    expect([answer.status, await body(answer)]).toEqual([200, { isSaved: true, errors: {} }]);
    expect(await read()).toMatchObject({
      settings: { workingDays: [1, 2], holidays: ["2026-12-25"] },
      thresholds: { unfulfilledDays: 4, undeliveredDays: 20 },
    });
    const other = await callRoute(db, settings, { shop: theirs, path: "/app/settings" });
    expect(await body(other)).toMatchObject({ thresholds: DEFAULT_THRESHOLDS });
  });

  test.each<[string, object, string]>([
    ["no working day", { workingDays: [] }, "workingDays"],
    ["an unknown zone", { timeZone: "Mars/Olympus" }, "timeZone"],
    ["a day off that is no date", { holidays: ["2026-02-30"] }, "holidays"],
    [
      "a threshold of nothing",
      { thresholds: { ...thresholds, undeliveredDays: "" } },
      "undeliveredDays",
    ],
    [
      "a threshold beyond a year",
      { thresholds: { ...thresholds, noTrackingDays: "366" } },
      "noTrackingDays",
    ],
  ])("refuse %s beside its field", async (_what, change, field) => {
    const answer = await save(change);
    expect(answer.status).toBe(422);
    const { errors } = (await body(answer)) as { errors: Record<string, string> };
    expect(Object.keys(errors)).toEqual([field]);
  });

  test("leave a section alone that was not touched", async () => {
    await save({ workingDays: [3] }, { workingTime: false, thresholds: true });
    expect(await read()).toMatchObject({ settings: { workingDays: [1, 2] } });
  });

  test("the guide is put away for good", async () => {
    const before = await body(await callRoute(db, home, { shop: ours, path: "/app" }));
    expect(before.steps).toHaveLength(5);
    await callRoute(db, dismissGuide, { shop: ours, path: "/app/guide/dismiss", form: {} });
    const answer = await callRoute(db, home, { shop: ours, path: "/app" });
    expect(await body(answer)).toMatchObject({ steps: [] });
  });
});

test("without a database a page answers 503, not 500", async () => {
  const gone = createDb({ url: url.replace(/:\d+\//, ":1/"), poolMax: 2 });
  expect((await callRoute(gone, home, { shop: ours, path: "/app" })).status).toBe(503);
});
