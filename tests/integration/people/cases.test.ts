import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { addNote, assignCase, eraseNote, findCase } from "#app/shops/people/cases/case.server.ts";
import { beat } from "#app/shops/people/cases/presence.server.ts";
import { peoplePersonalData } from "#app/shops/people/personal-data.server.ts";
import type { Staff } from "#app/shops/people/staff-store.server.ts";
import { createOrder, createShop, createStaff } from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { createClock } from "./people-world.ts";

const { db } = await createTestDatabase();
const noa: Staff = { id: "100001", name: "Person 100001", role: "owner" };
const ana: Staff = { id: "7", name: "Person 7", role: "agent" };

async function createWorld(name: string) {
  const clock = createClock();
  const shop = await createShop(db, name);
  await createStaff(db, shop.shopId, { id: "7", role: "agent" });
  const { id: orderId } = await createOrder(db, shop, { number: 1042 });
  const asked = { shopId: shop.shopId, orderId };
  const alerts = () =>
    db.prisma.alert.findMany({ where: { shopId: shop.shopId }, orderBy: { id: "asc" } });
  const ledger = async () =>
    (
      await db.prisma.ledgerEntry.findMany({
        where: { shopId: shop.shopId },
        orderBy: { seq: "asc" },
      })
    ).map(({ kind, facts }) => [kind, facts]);
  return { clock, deps: { db, clock }, shop, asked, alerts, ledger };
}

test("a note tells whom it mentions, and the ledger names who wrote it but not what", async () => {
  const { deps, asked, alerts, ledger } = await createWorld("notes");
  const words = "Secret words: @Person 7 and @Person 100001 please look";
  expect((await addNote(deps, { ...asked, staff: noa, text: words })).ok).toBe(true);
  const [note] = (await findCase(deps, asked.shopId, asked.orderId)).notes;
  expect(note).toMatchObject({ text: words, author: { name: "Person 100001" } });
  // Not the writer, and without the words: a mail cannot be taken back.
  expect((await alerts()).map(({ forStaffId, title }) => [forStaffId, title])).toEqual([
    ["7", "Person 100001 mentions you on order #1042"],
  ]);
  expect(await ledger()).toEqual([
    ["note.added", { person: "100001", note: note?.noteId, mentions: ["7", "100001"].sort() }],
  ]);
  expect(
    JSON.stringify([await ledger(), (await alerts()).map(({ sentence }) => sentence)]),
  ).not.toContain("Secret");
});

test.each<[string, string, string]>([
  ["nothing", "  \n ", "note_empty"],
  ["too much", "x".repeat(5_001), "note_too_long"],
])("a note of %s is refused", async (_what, text, code) => {
  const { deps, asked } = await createWorld(`refused-${code.replaceAll("_", "-")}`);
  expect(await addNote(deps, { ...asked, staff: noa, text })).toEqual({
    ok: false,
    refusal: { code },
  });
  expect(await addNote(deps, { ...asked, orderId: 999n, staff: noa, text: "x" })).toEqual({
    ok: false,
    refusal: { code: "no_such_order" },
  });
});

test("an agent removes their own notes only; the ledger keeps that there was one", async () => {
  const { deps, asked, ledger } = await createWorld("removing");
  const written = await addNote(deps, { ...asked, staff: noa, text: "by the owner" });
  if (!written.ok) throw new Error("refused");
  const noteId = BigInt(written.value.noteId);
  const refused = await eraseNote(deps, { ...asked, staff: ana, noteId });
  expect(refused).toEqual({ ok: false, refusal: { code: "not_yours" } });
  expect((await eraseNote(deps, { ...asked, staff: noa, noteId })).ok).toBe(true);
  expect((await findCase(deps, asked.shopId, asked.orderId)).notes[0]?.text).toBeNull();
  expect((await ledger()).map(([kind]) => kind)).toEqual(["note.added", "note.erased"]);
});

test("giving an order away tells the one who gets it; the same again is nothing", async () => {
  const { deps, asked, alerts, ledger } = await createWorld("assigning");
  const give = (assigneeId: string | null) =>
    assignCase(deps, { ...asked, staff: noa, assigneeId });
  expect((await give("7")).ok).toBe(true);
  expect((await give("7")).ok).toBe(true);
  expect(await give("nobody")).toEqual({ ok: false, refusal: { code: "no_such_person" } });
  expect((await findCase(deps, asked.shopId, asked.orderId)).assignee?.name).toBe("Person 7");
  expect((await give(null)).ok).toBe(true);
  expect((await give("7")).ok).toBe(true);
  expect(await ledger()).toEqual([
    ["case.assigned", { person: "100001", from: null, to: "7" }],
    ["case.assigned", { person: "100001", from: "7", to: null }],
    ["case.assigned", { person: "100001", from: null, to: "7" }],
  ]);
  expect((await alerts()).map(({ forStaffId }) => forStaffId)).toEqual(["7", "7"]);
});

test("who has an order open is seen for 45 seconds after the last beat, and only there", async () => {
  const { deps, clock, asked, shop } = await createWorld("presence");
  const other = await createOrder(db, shop, { number: 1043 });
  const look = (staffId: string, orderId = asked.orderId) =>
    beat(deps, { shopId: asked.shopId, orderId, staffId });
  expect(await look("100001")).toEqual([]);
  expect(await look("7")).toEqual([{ id: "100001", name: "Person 100001" }]);
  expect(await look("100001")).toEqual([{ id: "7", name: "Person 7" }]);
  expect(await look("7", other.id)).toEqual([]);
  clock.move(45 * MS_PER_SECOND);
  expect(await look("7")).toHaveLength(1);
  clock.move(45 * MS_PER_SECOND + 1);
  expect(await look("100001")).toEqual([]);
  await look("100001", 999_999n);
  expect(await db.prisma.casePresence.count({ where: { shopId: asked.shopId } })).toBe(1);
});

test("notes about a shopper are handed out and forgotten with them", async () => {
  const { deps, asked, shop } = await createWorld("erasing");
  const elsewhere = await createOrder(db, shop, { number: 1043 });
  const order = await db.prisma.order.findFirstOrThrow({
    where: { shopId: shop.shopId, id: asked.orderId },
  });
  const write = (orderId: bigint, text: string) =>
    addNote(deps, { shopId: shop.shopId, orderId, staff: noa, text });
  await write(asked.orderId, "called about the scarf");
  await write(elsewhere.id, "Ana.Costa@example.com wrote again");
  await write(elsewhere.id, "nothing about anybody");
  const target = {
    shopId: shop.shopId,
    person: { customerGid: null, email: "ana.costa@example.com", phone: null, orderGids: [] },
    orderGids: [order.gid],
    words: ["ana.costa@example.com"],
    now: new Date(),
  };
  const run = <Value>(
    work: (tx: Parameters<typeof peoplePersonalData.eraseCustomer>[0]) => Promise<Value>,
  ) => inShop(db, shop.shopId, work);
  const [table] = await run((tx) => peoplePersonalData.exportCustomer(tx, target));
  expect(table?.rows.map(({ text }) => text)).toEqual([
    "called about the scarf",
    "Ana.Costa@example.com wrote again",
  ]);
  expect(await run((tx) => peoplePersonalData.eraseCustomer(tx, target))).toEqual([
    { table: "case_notes", rows: 2, outcome: "emptied" },
  ]);
  expect(await run((tx) => peoplePersonalData.eraseCustomer(tx, target))).toEqual([]);
  const left = await db.prisma.caseNote.findMany({
    where: { shopId: shop.shopId },
    orderBy: { id: "asc" },
  });
  expect(left.map(({ text }) => text)).toEqual([null, null, "nothing about anybody"]);
});
