import { expect, test } from "vitest";
import { createTroubleSources } from "#app/trouble-sources.server.ts";
import { createShop } from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db } = await createTestDatabase();
const now = new Date("2026-11-22T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

async function look(shopId: bigint) {
  const found = await Promise.all(createTroubleSources({ db }).map((find) => find(shopId, now)));
  return found.flat().map(({ event, key, path }) => [event, key, path]);
}

test("a shop without trouble raises nothing, also one that was never compared", async () => {
  const { shopId } = await createShop(db, "well");
  expect(await look(shopId)).toEqual([]);
});

test("silence, old data and a failed legal notice are found; an ordinary mail that failed is not", async () => {
  const { shopId } = await createShop(db, "troubled");
  await db.prisma.topicSilence.create({
    data: {
      shopId,
      topic: "orders/updated",
      missed: 3,
      firstMissedAt: hoursAgo(2),
      lastMissedAt: hoursAgo(1),
      raisedAt: hoursAgo(1),
    },
  });
  await db.prisma.reconcileRound.create({
    data: {
      shopId,
      kind: "round",
      state: "finished",
      startedAt: hoursAgo(4),
      finishedAt: hoursAgo(4),
    },
  });
  for (const [number, isLegal, state] of [
    [1n, true, "bounced"],
    [2n, false, "bounced"],
    [3n, true, "sent"],
  ] as const)
    await db.prisma.message.create({
      data: {
        shopId,
        number,
        event: "delay_notice",
        language: "en",
        templateVersion: 0,
        isLegal,
        messageId: `<${number}@x>`,
        envelopeFrom: "a@x",
        sender: "a@x",
        recipientHash: Buffer.alloc(32),
        mimeHash: Buffer.alloc(32),
        byteLength: 1,
        mime: Buffer.from("x"),
        recipient: "a@example.com",
        subjectLine: "Your order",
        state,
        createdAt: hoursAgo(3),
        settledAt: hoursAgo(1),
      },
    });
  const { id } = await db.prisma.message.findFirstOrThrow({ where: { shopId, number: 1n } });
  expect(await look(shopId)).toEqual([
    ["silent_topic", `silent:orders/updated:${hoursAgo(1).toISOString()}`, "/app"],
    ["stale_data", `stale:${hoursAgo(4).toISOString()}`, "/app"],
    ["legal_notice_failed", `notice:${id}`, "/app"],
  ]);
});
