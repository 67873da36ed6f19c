import { expect, test } from "vitest";
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";
import { fetchStaffProfile } from "#app/shopify/fetch-staff-profile.server.ts";
import { ShopifyUnavailable } from "#app/shopify/errors.ts";
import { changeRole } from "#app/shops/people/change-role.server.ts";
import { findStaffRole, listStaff } from "#app/shops/people/staff-store.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";
import {
  createTestDeps,
  fetchFrom,
  signSessionToken,
} from "#tests/integration/shopify/auth-deps.ts";
import { startSandbox } from "#tests/integration/shopify/start-sandbox.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { createBareShop, createClock, createMeeting, NOA, PRIYA } from "./people-world.ts";

const { db } = await createTestDatabase();
const away = () =>
  Promise.reject(new ShopifyUnavailable("away", { status: null, isOutcomeUnknown: true }));

test("one exchange a person and day, however many requests come at once", async () => {
  const clock = createClock();
  const { asked, meet } = createMeeting(db, clock);
  const shopId = await createBareShop(db, "once.myshopify.com");
  const slowly = () =>
    new Promise<typeof NOA>((resolve) => setImmediate(() => setImmediate(() => resolve(NOA))));
  const meetings = () =>
    Promise.all(Array.from({ length: 20 }, () => meet(shopId, NOA.staffUserId, slowly)));
  const first = await meetings();
  expect(asked).toHaveLength(1);
  // Those that did not ask waited for the answer: nobody was taken for an agent meanwhile.
  expect(new Set(first.map(({ name, role }) => `${name}/${role}`))).toEqual(
    new Set(["Noa Whitcomb/owner"]),
  );
  clock.move(MS_PER_DAY - MS_PER_MINUTE);
  await meetings();
  expect(asked).toHaveLength(1);
  clock.move(MS_PER_MINUTE);
  await meetings();
  expect(asked).toHaveLength(2);
});

test("an exchange that fails leaves a number, keeps nobody out, and is tried again later", async () => {
  const clock = createClock();
  const { asked, meet } = createMeeting(db, clock);
  const shopId = await createBareShop(db, "away.myshopify.com");
  expect(await meet(shopId, "100001", away)).toEqual({
    id: "100001",
    name: "Staff member 100001",
    role: "owner",
  });
  await meet(shopId, "100001", away);
  expect(asked).toHaveLength(1);
  clock.move(MS_PER_HOUR);
  expect(await meet(shopId, "100001", () => Promise.resolve(NOA))).toMatchObject({
    name: "Noa Whitcomb",
  });
  expect(asked).toHaveLength(2);
});

test("an answer about somebody else is no answer", async () => {
  const { meet } = createMeeting(db, createClock());
  const shopId = await createBareShop(db, "other.myshopify.com");
  await meet(shopId, "100001", () => Promise.resolve(PRIYA));
  expect((await listStaff({ db }, shopId)).map(({ name }) => name)).toEqual([
    "Staff member 100001",
  ]);
});

test("the first is owner, the next an agent; the account's owner becomes one whenever they come", async () => {
  const { meet } = createMeeting(db, createClock());
  const shopId = await createBareShop(db, "roles.myshopify.com");
  const roles = await Promise.all([
    meet(shopId, "100003", away),
    meet(shopId, "100004", away),
    meet(shopId, "100005", away),
  ]);
  expect(roles.map(({ role }) => role).sort()).toEqual(["agent", "agent", "owner"]);
  expect(await meet(shopId, "100001", () => Promise.resolve(NOA))).toMatchObject({ role: "owner" });
  const owners = (await listStaff({ db }, shopId)).filter(({ role }) => role === "owner");
  expect(owners).toHaveLength(2);
});

test("two owners who step down at once leave one", async () => {
  const clock = createClock();
  const { meet } = createMeeting(db, clock);
  const shopId = await createBareShop(db, "stepdown.myshopify.com");
  await meet(shopId, "7", away);
  await meet(shopId, "8", away);
  const give = (staffId: string, to: "owner" | "agent" | "removed") =>
    changeRole({ db, clock }, { shopId, by: "7", staffId, to });
  expect(await give("8", "owner")).toEqual({ ok: true, value: null });
  const outcomes = await Promise.all([give("7", "agent"), give("8", "removed")]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes).toContainEqual({ ok: false, refusal: { code: "last_owner" } });
  const owners = (await listStaff({ db }, shopId)).filter(({ role }) => role === "owner");
  expect(owners).toHaveLength(1);
});

test("who was taken off the list has no role until they open the app again, and then an agent's", async () => {
  const clock = createClock();
  const { meet } = createMeeting(db, clock);
  const shopId = await createBareShop(db, "removed.myshopify.com");
  await meet(shopId, "7", away);
  await meet(shopId, "8", away);
  await changeRole({ db, clock }, { shopId, by: "7", staffId: "8", to: "manager" });
  await changeRole({ db, clock }, { shopId, by: "7", staffId: "8", to: "removed" });
  const role = () => inShop(db, shopId, (tx) => findStaffRole(tx, shopId, "8"));
  expect(await role()).toBeNull();
  expect(await meet(shopId, "8", away)).toMatchObject({ role: "agent" });
  expect(await role()).toBe("agent");
  const changes = await db.prisma.shopChange.findMany({
    where: { shopId },
    orderBy: { id: "asc" },
  });
  expect(changes.map(({ before, after }) => [before, after])).toEqual([
    [
      { person: "8", role: "agent" },
      { person: "8", role: "manager" },
    ],
    [
      { person: "8", role: "manager" },
      { person: "8", role: "removed" },
    ],
  ]);
});

test("against the token endpoint: name and role come, the online token is kept nowhere", async () => {
  const sandbox = await startSandbox();
  const deps = createTestDeps(db);
  const request = async (sub: string) => fetchFrom(await signSessionToken(sandbox.shop, { sub }));
  const noa = await requireStaff(deps, await request("100001"));
  expect(noa.staff).toEqual({ id: "100001", name: "Noa Whitcomb", role: "owner" });
  const priya = await requireStaff(deps, await request("100002"));
  expect(priya.staff).toEqual({ id: "100002", name: "Priya Nair", role: "agent" });
  const rows = await db.prisma.staffMember.findMany({ where: { shopId: noa.shopId } });
  const state = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  expect(state).not.toContain("shpua");
  const profile = await fetchStaffProfile(deps, {
    shopDomain: sandbox.shop,
    sessionToken: await signSessionToken(sandbox.shop, { sub: "100003" }),
  });
  expect(profile).toEqual({
    staffUserId: "100003",
    name: "Tomás Ferreira",
    email: "tomas@harbor-and-pine.example",
    isAccountOwner: false,
  });
});
