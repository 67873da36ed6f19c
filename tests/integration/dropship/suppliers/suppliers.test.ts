import { expect, test } from "vitest";
import { action as api } from "#app/routes/api.offers.tsx";
import {
  action as saveOffers,
  loader as showOffers,
} from "#app/routes/app.suppliers.$supplierId.offers/route.tsx";
import {
  action as saveForm,
  loader as show,
} from "#app/routes/app.suppliers.$supplierId._index/route.tsx";
import { action as saveList, loader as list } from "#app/routes/app.suppliers._index/route.tsx";
import { readRates } from "#app/dropship/suppliers/exchange-rates.server.ts";
import type { SupplierForm } from "#app/dropship/suppliers/supplier-form.ts";
import { findChannelSecret } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { readVariants } from "#app/dropship/suppliers/read-variants.server.ts";
import { toShopCurrency } from "#app/dropship/suppliers/to-shop-currency.ts";
import { inShop } from "#app/platform/db.server.ts";
import {
  callRoute,
  callWith,
  createOrder,
  createShop,
  createStaff,
  type TestShop,
} from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { addOffer, addSupplier, addVariant } from "#tests/support/dropship/suppliers.ts";

const { db } = await createTestDatabase();
const env = { ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 7) }] };

const post = (shop: TestShop, handler: unknown, params: Record<string, string>, form: object) =>
  callRoute(db, handler as never, {
    shop,
    path: "/app/suppliers",
    params,
    form: { form: JSON.stringify(form) },
  });

const open = async (shop: TestShop, supplierId: string) => {
  const answer = await callRoute(db, show as never, {
    shop,
    path: "/app/suppliers",
    params: { supplierId },
  });
  return (
    (await answer.json()) as { view: { form: SupplierForm; version: string | null; state: string } }
  ).view;
};

test("vendors, locations and carriers of the orders are offered; ticking makes suppliers, and once", async () => {
  const shop = await createShop(db, "sup-adopt");
  const { shopId } = shop;
  const order = await createOrder(db, shop, { number: 1 });
  await db.prisma.order.update({
    where: { shopId_id: { shopId, id: order.id } },
    data: { vendors: ["Oak", "Pine"] },
  });
  await db.prisma.orderFulfillment.create({
    data: {
      shopId,
      orderId: order.id,
      gid: "gid://shopify/Fulfillment/1",
      status: "SUCCESS",
      createdAt: new Date(),
      asOf: new Date(),
      trackingCompanies: ["YunExpress"],
    },
  });
  const first = await callRoute(db, list as never, { shop, path: "/app/suppliers" });
  expect(await first.json()).toMatchObject({
    page: { rows: [], hasAny: false },
    suggestions: {
      orders: 1,
      found: [
        { kind: "vendor", name: "Oak", orders: 1 },
        { kind: "vendor", name: "Pine" },
        { kind: "carrier", name: "YunExpress" },
      ],
    },
  });
  const form = {
    intent: "adopt",
    ticked: [
      { kind: "vendor", name: "Oak" },
      { kind: "vendor", name: "Nobody" },
    ],
  };
  const adopted = await post(shop, saveList, {}, form);
  expect([adopted.status, adopted.headers.get("location")]).toEqual([302, "/app/suppliers"]);
  expect((await post(shop, saveList, {}, form)).status).toBe(409);
  const after = await callRoute(db, list as never, { shop, path: "/app/suppliers?suggest=1&q=oa" });
  expect(await after.json()).toMatchObject({
    page: { rows: [{ name: "Oak", missing: ["regions", "contact", "offers"] }] },
    suggestions: { found: [{ name: "Pine" }, { name: "YunExpress" }] },
  });
  expect(await db.prisma.supplierVendor.findMany({ where: { shopId } })).toMatchObject([
    { vendor: "Oak" },
  ]);
});

test("a ticked supplier is made ready by what it lacks: an address, a parcel's cost and a rate", async () => {
  const shop = await createShop(db, "sup-ready");
  const { shopId } = shop;
  const { supplierId } = await inShop(db, shopId, (tx) =>
    addSupplier(tx, shopId, { currency: "CNY", tariffs: [], contacts: [], services: [] }),
  );
  const form = {
    ...{ intent: "ready", supplierId: supplierId.toString(), currency: "CNY" },
    ...{ email: "orders", parcel: "", rate: "0.14" },
  };
  const refused = await post(shop, saveList, {}, form);
  expect(refused.status).toBe(422);
  expect(Object.keys((await refused.json()).errors).sort()).toEqual(["email", "parcel"]);
  const lacking = { ...form, email: "orders@oak.example", parcel: "20" };
  // A price list named the supplier's currency after this page was opened.
  const stale = await post(shop, saveList, {}, { ...lacking, currency: "USD" });
  expect([stale.status, (await stale.json()).code]).toEqual([409, "supplier_changed"]);
  expect((await post(shop, saveList, {}, lacking)).status).toBe(200);
  const page = await (await callRoute(db, list as never, { shop, path: "/app/suppliers" })).json();
  expect(page).toMatchObject({
    lacking: [{ missing: ["offers"], currency: "CNY", list: null }],
    rates: [{ currency: "CNY", rate: "0.14" }],
    readyCount: 0,
  });
  expect(await db.prisma.supplierContact.findMany({ where: { shopId, supplierId } })).toMatchObject(
    [{ name: "Supplier 1", email: "orders@oak.example", getsOrders: true }],
  );
  await inShop(db, shopId, async (tx) => {
    const variantGid = "gid://shopify/ProductVariant/77";
    await addVariant(tx, shopId, { gid: variantGid });
    await addOffer(tx, shopId, { supplierId, variantGid });
  });
  const ready = await callRoute(db, list as never, { shop, path: "/app/suppliers" });
  expect(await ready.json()).toMatchObject({ lacking: [], readyCount: 1 });
});

const filled = (form: SupplierForm): SupplierForm => ({
  ...form,
  name: "Ningbo Oak",
  currency: "CNY",
  timeZone: "Asia/Shanghai",
  holidays: "2026-10-01 to 2026-10-03, 2026-12-25",
  cutOff: "16:00",
  dropFee: "1,50",
  tariffs: [{ region: "us", parcel: "12.5", kilogram: "" }],
  services: [{ rate: "Express", service: "DHL" }],
  contacts: [
    {
      contactId: null,
      name: "Li",
      email: "LI@Oak.example",
      phone: "",
      language: "zh-Hans",
      getsOrders: true,
      getsReturns: false,
    },
  ],
  channel: "https",
  httpsUrl: "https://oak.example/orders",
  secret: "sign with this",
});

test("a supplier is saved whole, shows no secret, and refuses what somebody else has overtaken", async () => {
  const shop = await createShop(db, "sup-form");
  const { shopId } = shop;
  const blank = await open(shop, "new");
  const bad = await post(
    shop,
    saveForm,
    { supplierId: "new" },
    {
      intent: "save",
      version: null,
      form: {
        ...blank.form,
        name: "",
        tariffs: [],
        httpsUrl: "https://127.0.0.1/",
        channel: "https",
      },
    },
  );
  expect(bad.status).toBe(422);
  const { code, errors } = (await bad.json()) as { code: string; errors: Record<string, string> };
  expect([code, Object.keys(errors).sort()]).toEqual(["fields", ["name", "tariffs"]]);
  expect(errors["tariffs"]).toContain("serves nowhere");
  const made = await post(
    shop,
    saveForm,
    { supplierId: "new" },
    { intent: "save", version: null, form: filled(blank.form) },
  );
  expect(made.status).toBe(302);
  const supplierId = made.headers.get("location")!.split("/").at(-1)!;
  const view = await open(shop, supplierId);
  expect(JSON.stringify(view)).not.toContain("sign with this");
  expect(view.form).toMatchObject({
    holidays: "2026-10-01\n2026-10-02\n2026-10-03\n2026-12-25",
    dropFee: "1.50",
    tariffs: [{ region: "US", parcel: "12.50", kilogram: "0.00" }],
    contacts: [{ email: "li@oak.example", language: "zh-Hans" }],
    secret: "",
  });
  const owner = { shopId, supplierId: BigInt(supplierId) };
  expect(await inShop(db, shopId, (tx) => findChannelSecret(env, tx, owner))).toBe(
    "sign with this",
  );
  const save = (form: SupplierForm, version: string | null) =>
    post(shop, saveForm, { supplierId }, { intent: "save", version, form });
  expect((await save({ ...view.form, handlingDays: "5" }, view.version)).status).toBe(200);
  const late = await save({ ...view.form, handlingDays: "9" }, view.version);
  expect([late.status, await late.json()]).toMatchObject([409, { code: "supplier_changed" }]);
  const now = await open(shop, supplierId);
  expect(now.form.handlingDays).toBe("5");
  const inside = await save({ ...now.form, httpsUrl: "https://10.0.0.1/" }, now.version);
  expect(await inside.json()).toMatchObject({
    errors: { httpsUrl: "This address does not lead to the open internet." },
  });
  const changes = await db.prisma.shopChange.findMany({
    where: { shopId, area: "dropship.supplier" },
  });
  expect(changes).toHaveLength(2);
  expect(JSON.stringify(changes.map(({ before, after }) => [before, after]))).not.toContain(
    "sign with this",
  );
});

test("a supplier is archived once nothing is open, keeps everything, and comes back paused", async () => {
  const shop = await createShop(db, "sup-archive");
  const { supplierId } = await inShop(db, shop.shopId, (tx) => addSupplier(tx, shop.shopId));
  const params = { supplierId: supplierId.toString() };
  expect((await post(shop, saveForm, params, { intent: "archive" })).status).toBe(200);
  const view = await open(shop, params.supplierId);
  expect(view.state).toBe("archived");
  const refused = await post(shop, saveForm, params, {
    intent: "save",
    version: view.version,
    form: view.form,
  });
  expect(await refused.json()).toMatchObject({ code: "supplier_archived" });
  await post(shop, saveForm, params, { intent: "restore" });
  expect((await open(shop, params.supplierId)).state).toBe("paused");
});

test("an agent may look and not change, and another shop's supplier is not there", async () => {
  const shop = await createShop(db, "sup-roles");
  const other = await createShop(db, "sup-other");
  await createStaff(db, shop.shopId, { id: "30", role: "agent" });
  const { supplierId } = await inShop(db, shop.shopId, (tx) => addSupplier(tx, shop.shopId));
  const params = { supplierId: supplierId.toString() };
  const answer = await callRoute(db, saveForm as never, {
    shop,
    staffId: "30",
    path: "/app/suppliers",
    params,
    form: { form: JSON.stringify({ intent: "archive" }) },
  });
  expect(answer.status).toBe(403);
  for (const [handler, form] of [
    [show, undefined],
    [saveForm, { form: '{"intent":"archive"}' }],
  ] as const)
    expect(
      (
        await callRoute(db, handler as never, {
          shop: other,
          path: "/app/suppliers",
          params,
          ...(form ? { form } : {}),
        })
      ).status,
    ).toBe(404);
});

test("offers are entered, found by what is missing, and a currency without a rate is no cost", async () => {
  const shop = await createShop(db, "sup-offers");
  const { shopId } = shop;
  const { supplierId } = await inShop(db, shopId, async (tx) => {
    const added = await addSupplier(tx, shopId, { currency: "CNY", vendors: ["Oak"] });
    for (const number of [1, 2, 3])
      await addVariant(tx, shopId, {
        gid: `gid://shopify/ProductVariant/${number}`,
        unitCostMinor: 700n,
        unitCostCurrency: "CNY",
      });
    await addOffer(tx, shopId, {
      supplierId: added.supplierId,
      variantGid: "gid://shopify/ProductVariant/1",
      costMinor: null,
    });
    return added;
  });
  const params = { supplierId: supplierId.toString() };
  const variantGid = "gid://shopify/ProductVariant/2";
  const blank = { supplierSku: "", stock: "", leadTime: "", minimum: "", minimumAdvertised: "" };
  const save = (form: object) =>
    post(shop, saveOffers, params, { intent: "save", variantGid, ...blank, ...form });
  expect(await (await save({ cost: "-1" })).json()).toMatchObject({
    errors: { cost: "A cost cannot be negative." },
  });
  expect(await (await save({ cost: "99999999" })).json()).toMatchObject({ code: "fields" });
  expect((await save({ cost: "4.50", stock: "3" })).status).toBe(200);
  const look = async (query: string) => {
    const answer = await callRoute(db, showOffers as never, {
      shop,
      path: `/app/suppliers/1/offers?${query}`,
      params,
    });
    return (await answer.json()) as {
      page: { rows: { sku: string; cost: string | null }[] };
      found: unknown[];
    };
  };
  expect((await look("filter=no_cost")).page.rows).toMatchObject([{ sku: "SKU-1", cost: null }]);
  expect((await look("q=sku-2&find=product")).found).toHaveLength(3);
  expect((await post(shop, saveOffers, params, { intent: "take_costs" })).status).toBe(200);
  expect((await look("")).page.rows.map(({ cost }) => cost)).toEqual(["7.00", "4.50", "7.00"]);
  await post(shop, saveOffers, params, { intent: "remove", variantGid });
  expect((await look("filter=removed")).page.rows).toMatchObject([{ sku: "SKU-2" }]);
  const rates = () => inShop(db, shopId, (tx) => readRates(tx, shopId));
  expect(toShopCurrency(700n, "CNY", await rates())).toBeNull();
  expect(
    (await post(shop, saveList, {}, { intent: "rate", currency: "CNY", rate: "0" })).status,
  ).toBe(422);
  await post(shop, saveList, {}, { intent: "rate", currency: "CNY", rate: "0,14" });
  expect(toShopCurrency(700n, "CNY", await rates())).toBe(98n);
});

test("a program sends offers with a key: judged by row, saved once, and only to its own shop", async () => {
  const shop = await createShop(db, "sup-api");
  const { shopId } = shop;
  await inShop(db, shopId, async (tx) => {
    await addSupplier(tx, shopId, { name: "Oak" });
    for (const number of [1, 2])
      await addVariant(tx, shopId, { gid: `gid://shopify/ProductVariant/${number}` });
  });
  const made = (await (await post(shop, saveList, {}, { intent: "create_token" })).json()) as {
    token: string;
  };
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    callWith(
      db,
      api as never,
      new Request("https://aftercare.example/api/offers", {
        method: "POST",
        headers: { authorization: `Bearer ${made.token}`, ...headers },
        body: JSON.stringify(body),
      }),
    );
  const body = {
    supplier: "oak",
    offers: [
      { sku: "sku-1", supplierSku: "A-1", cost: "4.505", stock: 7 },
      { sku: "SKU-1", cost: 1 },
      { sku: "SKU-9", cost: 1 },
      { sku: "SKU-2", cost: -1 },
      { sku: "SKU-2", cost: 1e308 },
    ],
  };
  const first = await send(body, { "idempotency-key": "k-1" });
  const said = (await first.json()) as { applied: number; refused: { index: number }[] };
  expect([first.status, said.applied, said.refused.map(({ index }) => index)]).toEqual([
    200,
    1,
    [1, 2, 3, 4],
  ]);
  expect(await (await send(body, { "idempotency-key": "k-1" })).json()).toEqual(said);
  expect(
    (await send({ ...body, offers: [{ sku: "SKU-2" }] }, { "idempotency-key": "k-1" })).status,
  ).toBe(409);
  expect((await send({ supplier: "oak", offers: [{ supplierSku: "A-1", stock: 5 }] })).status).toBe(
    200,
  );
  expect(await db.prisma.offer.findMany({ where: { shopId } })).toMatchObject([
    { costMinor: 451n, stockUnits: 5, supplierSku: "A-1", source: "api" },
  ]);
  expect((await send({ supplier: "pine", offers: [{ sku: "SKU-1" }] })).status).toBe(404);
  expect((await send("nothing")).status).toBe(400);
  for (const authorization of [
    "",
    "Bearer x",
    `Bearer aco_${shopId + 1n}_${made.token.slice(-43)}`,
  ])
    expect((await send(body, { authorization })).status).toBe(401);
  const [token] = await db.prisma.offerToken.findMany({ where: { shopId } });
  await post(shop, saveList, {}, { intent: "revoke_token", tokenId: token!.id.toString() });
  expect((await send(body)).status).toBe(401);
});

test("variants are read page by page, and what is gone is marked", async () => {
  const { shopId } = await createShop(db, "sup-variants");
  await inShop(db, shopId, (tx) =>
    addVariant(tx, shopId, { gid: "gid://shopify/ProductVariant/99" }),
  );
  const node = (number: number) => ({
    id: `gid://shopify/ProductVariant/${number}`,
    title: "Red",
    sku: ` S-${number} `,
    price: "12.50",
    media: { nodes: [] },
    product: {
      id: "gid://shopify/Product/1",
      title: "Mug",
      vendor: "Oak",
      productType: "",
      tags: ["a"],
      hasOnlyDefaultVariant: false,
      featuredMedia: null,
    },
    inventoryItem: {
      id: "gid://shopify/InventoryItem/1",
      unitCost: { amount: "3.2", currencyCode: "USD" },
      harmonizedSystemCode: null,
      countryCodeOfOrigin: "CN",
      measurement: { weight: { unit: "POUNDS", value: 1 } },
    },
  });
  const asked: unknown[] = [];
  const admin = {
    run: async (
      _shopId: bigint,
      _document: unknown,
      variables: { after: string | null; query: string | null },
    ) => {
      asked.push(variables);
      const isFirst = variables.after === null;
      return {
        productVariants: {
          pageInfo: { hasNextPage: isFirst, endCursor: "c1" },
          nodes: [node(isFirst ? 1 : 2)],
        },
      };
    },
  };
  const deps = { db, clock: { now: () => new Date() }, admin: admin as never };
  const { signal } = new AbortController();
  await readVariants(deps, { shopId, isWhole: false }, { signal });
  const rows = await db.prisma.variant.findMany({ where: { shopId }, orderBy: { gid: "asc" } });
  expect(rows).toMatchObject([
    {
      sku: "S-1",
      priceMinor: 1_250n,
      unitCostMinor: 320n,
      weightGrams: 454,
      tags: ["a"],
      productType: null,
      isGone: false,
    },
    { sku: "S-2", isGone: false },
    { isGone: true },
  ]);
  await readVariants(deps, { shopId, isWhole: false }, { signal });
  expect(asked).toMatchObject([
    { query: null },
    { query: null, after: "c1" },
    { query: expect.stringMatching(/^updated_at:>='/) as unknown },
    {},
  ]);
});
