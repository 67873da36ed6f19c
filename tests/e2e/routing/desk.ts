/** What a journey asks of the sandbox: the suppliers' desk, the clock, the store's own truth, the mailbox. */
import pg from "pg";
import { expect } from "vitest";
import type { Stack } from "#tests/e2e/stack.ts";
import { eventually } from "#tests/support/eventually.ts";

export type DeskOrder = {
  readonly supplier: string;
  readonly number: string;
  readonly revision: number;
  readonly state: string;
  readonly repeats: number;
  readonly link: string | null;
  readonly lines: readonly { sku: string; title: string; units: number }[];
  readonly arrivals: readonly { channel: string; id: string }[];
  readonly deeds: readonly { at: string; what: string; ok: boolean }[];
  readonly parcels: readonly { carrier: string; number: string }[];
};

export type DeskSupplier = {
  readonly code: string;
  readonly name: string;
  readonly person: string;
  readonly email: string;
  readonly language: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly feed: string;
};

type Desk = { readonly suppliers: readonly DeskSupplier[]; readonly orders: readonly DeskOrder[] };

export const HOUR_MS = 3_600_000;
const WITHIN_MS = 60_000;

async function control(stack: Stack, path: string, body?: object): Promise<any> {
  const response = await fetch(`${stack.urls.sandbox}/__sandbox/${path}`, {
    ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
    headers: { "content-type": "application/json" },
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

export const readDesk = (stack: Stack): Promise<Desk> => control(stack, "desk");

export async function getSupplier(stack: Stack, code: string): Promise<DeskSupplier> {
  const supplier = (await readDesk(stack)).suppliers.find((one) => one.code === code);
  if (!supplier) throw new Error(`The desk has no ${code}.`);
  return supplier;
}

export const actAtDesk = (stack: Stack, act: { supplier: string; number: string; act: string }) =>
  control(stack, "desk", act);

export const advance = (stack: Stack, ms: number) => control(stack, "clock", { advanceMs: ms });

/** Looks at the suppliers' deadlines now: each shop's job of the five minutes' round, put into the queue by the owner. */
export async function lookAtDeadlines({ databaseUrl }: Stack): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `select app.enqueue('dropship.time', json_build_object('shopId', id::text), null, 'journey:' || id, now(), 3, 0)
       from shops`,
    );
  } finally {
    await client.end();
  }
}

/** The supplier's purchase order for a Shopify order, once it has come and is as `expected` says. */
export async function waitForPurchaseOrder(
  stack: Stack,
  supplier: string,
  orderName: string,
  expected: object = {},
): Promise<DeskOrder> {
  let found: DeskOrder | undefined;
  await eventually(async () => {
    const { orders } = await readDesk(stack);
    found = orders.find(
      (one) => one.supplier === supplier && one.number.startsWith(`${orderName.replace("#", "")}-`),
    );
    expect(found, JSON.stringify(orders)).toBeDefined();
    expect(found).toMatchObject(expected);
  }, WITHIN_MS);
  if (!found) throw new Error(`${supplier} has no purchase order for ${orderName}.`);
  return found;
}

/** The store's own answer, by a token that is not the app's. */
export async function askShop(stack: Stack, query: string, variables: object = {}): Promise<any> {
  const response = await fetch(`${stack.urls.sandbox}/admin/api/2026-07/graphql.json`, {
    method: "POST",
    headers: { "x-shopify-access-token": "shpat_sandbox", "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

export async function findVariant(stack: Stack, sku: string): Promise<string> {
  const query = "query($q: String!) { productVariants(first: 1, query: $q) { nodes { id } } }";
  const { productVariants } = await askShop(stack, query, { q: `sku:${sku}` });
  return String(productVariants.nodes[0].id);
}

export type ShopFulfillment = {
  readonly status: string;
  readonly trackingInfo: readonly { number: string; company: string | null }[];
  readonly events: { readonly nodes: readonly { status: string }[] };
};

export async function listFulfillments(
  stack: Stack,
  orderId: string,
): Promise<readonly ShopFulfillment[]> {
  const { order } = await askShop(
    stack,
    `query($id: ID!) { order(id: $id) { fulfillments(first: 10) {
      status trackingInfo(first: 5) { number company } events(first: 20) { nodes { status } } } } }`,
    { id: orderId },
  );
  return order.fulfillments;
}

export async function listMails(
  stack: Stack,
  to: string,
): Promise<readonly { subject: string; text: string | null }[]> {
  return (await control(stack, `mail?to=${encodeURIComponent(to)}`)).mails;
}
