import { expect, test } from "vitest";
import { createRails } from "#app/rails/create-rails.server.ts";
import {
  closeLeavingPart,
  listLeavingParts,
} from "#app/routes/app.settings_.leaving/leaving-parts.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { listStaffIn } from "#app/shops/people/staff-store.server.ts";
import { createOrder, createShop, OWNER_ID } from "#tests/integration/routes/route-context.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db } = await createTestDatabase();

function createDeps() {
  const deps = createTestDeps(db);
  const admin = createAdminClient(deps);
  const rails = createRails({
    ...deps,
    admin,
    otherKinds: [],
    previews: {},
    listTeam: listStaffIn,
    tellTeam: async () => undefined,
  });
  return { ...deps, rails };
}

test("our holds are listed and released as a person's act, once; others' are left alone", async () => {
  const deps = createDeps();
  const shop = await createShop(db, "holding");
  const { shopId } = shop;
  for (const number of [1, 2]) {
    const order = await createOrder(db, shop, { number });
    const hold = (name: string, isOurs: boolean) => ({
      shopId,
      gid: `gid://shopify/FulfillmentHold/${name}${number}`,
      orderId: order.id,
      fulfillmentOrderGid: `gid://shopify/FulfillmentOrder/${number}`,
      reason: "INVENTORY_OUT_OF_STOCK",
      notes: "Waits for the supplier.",
      isOurs,
    });
    await db.prisma.fulfillmentHold.createMany({ data: [hold("1", true), hold("2", false)] });
  }
  const list = async () => (await listLeavingParts(deps, shopId))[0]?.items ?? [];
  expect((await list()).map(({ label, isClosing }) => [label, isClosing])).toEqual([
    ["#1: inventory out of stock", false],
    ["#2: inventory out of stock", false],
  ]);
  const close = (itemId: string | null) =>
    closeLeavingPart(deps, { shopId, staffId: OWNER_ID, code: "holds", itemId });
  expect(await close("gid://shopify/FulfillmentHold/11")).toEqual({ begun: 1, refused: [] });
  await Promise.all([close(null), close(null)]);
  expect((await list()).map(({ isClosing }) => isClosing)).toEqual([true, true]);
  const intents = await db.prisma.intent.findMany({ where: { shopId }, orderBy: { id: "asc" } });
  expect(
    intents.map(({ kind, actorKind, actorName, args }) => [kind, actorKind, actorName, args]),
  ).toEqual(
    [1, 2].map((number) => [
      "release_holds",
      "person",
      OWNER_ID,
      {
        orderGid: `gid://shopify/Order/${shopId}${number}`,
        fulfillmentOrderGid: `gid://shopify/FulfillmentOrder/${number}`,
        holdGids: [`gid://shopify/FulfillmentHold/1${number}`],
      },
    ]),
  );
  // One that failed may be asked for again, as a new decision.
  await db.prisma.intent.updateMany({
    where: { shopId, id: intents[0]!.id },
    data: { state: "failed", settledAt: new Date() },
  });
  expect(await close(null)).toMatchObject({ refused: [] });
  expect(await db.prisma.intent.count({ where: { shopId } })).toBe(3);
  expect(
    await closeLeavingPart(deps, { shopId, staffId: OWNER_ID, code: "nothing", itemId: null }),
  ).toBeNull();
});
