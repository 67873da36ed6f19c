/** The pages of the rails: who may, what a preview shows before a switch, and what a bad form gets. */
import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import { beforeAll, expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { createRails } from "#app/rails/create-rails.server.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
import { findPause } from "#app/rails/pauses.server.ts";
import type { PreviewedAct } from "#app/rails/workflows.ts";
import {
  action as answerApprovals,
  loader as approvals,
} from "#app/routes/app.approvals/route.tsx";
import { DEFAULT_THRESHOLDS } from "#app/orders/exception-flags.ts";
import { action as saveSettings } from "#app/routes/app.settings/route.tsx";
import { action as pause } from "#app/routes/app.pause.tsx";
import {
  action as switchMode,
  loader as goingLive,
} from "#app/routes/app.settings_.going-live/route.tsx";
import { action as saveLimits, loader as limits } from "#app/routes/app.settings_.limits/route.tsx";
import { LIMIT_FIELDS } from "#app/routes/app.settings_.limits/limits-draft.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { listChanges } from "#app/shops/people/record-change.server.ts";
import { listStaffIn } from "#app/shops/people/staff-store.server.ts";
import {
  createOrder,
  createShop,
  createStaff,
  OWNER_ID,
  type TestShop,
} from "#tests/integration/routes/route-context.ts";
import { APP_URL, createTestDeps, signSessionToken } from "#tests/integration/shopify/auth-deps.ts";
import { nameFlips } from "#app/ui/flip-report.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db } = await createTestDatabase();
const MANAGER = "200002";
const AGENT = "300003";
const foretold: PreviewedAct[] = [];
const own = createTestDeps(db);
const deps = {
  ...own,
  rails: createRails({
    clock: own.clock,
    admin: createAdminClient(own),
    otherKinds: [],
    previews: { shopper_mail: async () => foretold, routing: async () => [] },
    listTeam: listStaffIn,
    tellTeam: async () => undefined,
  }),
};

let shop: TestShop;

beforeAll(async () => {
  shop = await createShop(db, "rails");
  await createStaff(db, shop.shopId, { id: MANAGER, role: "manager" });
  await createStaff(db, shop.shopId, { id: AGENT, role: "agent" });
});

type Handler = (args: LoaderFunctionArgs & ActionFunctionArgs) => unknown;

async function call(handler: Handler, form: Record<string, string> | null, staffId = OWNER_ID) {
  const token = await signSessionToken(shop.domain, { sub: staffId });
  const request = new Request(new URL("/app", APP_URL), {
    method: form ? "POST" : "GET",
    headers: { authorization: `Bearer ${token}` },
    ...(form && { body: new URLSearchParams(form) }),
  });
  const context = { deps } as unknown as AppLoadContext; // routes use a part of it
  try {
    return (await handler({ request, params: {}, context })) as Response; // single fetch is off
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}
const bodyOf = async (response: Response) => (await response.json()) as Record<string, unknown>;
const modeNow = () => inShop(db, shop.shopId, (tx) => findMode(tx, shop.shopId, "shopper_mail"));
const pauseNow = () => inShop(db, shop.shopId, (tx) => findPause(tx, shop.shopId));

const asking = { workflow: "shopper_mail", mode: "acting", goLiveAt: "", seen: "" };

test("a switch to Acting shows the next 24 hours first, and switches what was shown", async () => {
  const order = await createOrder(db, shop, { number: 1001 });
  const mail = (at: number): PreviewedAct => ({
    kind: "send_mail",
    orderGid: at === 0 ? order.gid : null,
    money: null,
    at: new Date(Date.now() + 3_600_000),
    summary: `Mail ${at}`,
  });
  foretold.push(mail(0), mail(1), mail(2));
  expect((await call(switchMode, { ...asking, step: "switch" })).status).toBe(200);
  expect((await modeNow()).mode).toBe("watching");

  const shown = await bodyOf(await call(switchMode, { ...asking, step: "preview" }));
  expect(shown).toMatchObject({
    kind: "preview",
    sentence: null,
    preview: { total: "2 mails", heldBack: ["1: Placed before Aftercare: review by hand"] },
  });
  const { seen } = shown["preview"] as { seen: string };
  foretold.push(mail(3));
  const changed = await bodyOf(await call(switchMode, { ...asking, seen, step: "switch" }));
  expect(changed).toMatchObject({ kind: "preview", preview: { total: "3 mails" } });
  expect(changed["sentence"]).toMatch(/changed since you looked/);
  const again = (changed["preview"] as { seen: string }).seen;
  expect(await bodyOf(await call(switchMode, { ...asking, seen: again, step: "switch" }))).toEqual({
    kind: "switched",
    workflow: "shopper_mail",
    mode: "acting",
  });
  expect(await modeNow()).toMatchObject({ mode: "acting", changed: { staffId: OWNER_ID } });
  expect(await bodyOf(await call(goingLive, null))).toMatchObject({ canSwitch: true });
});

test.each<[string, Record<string, string>, number, RegExp]>([
  ["a time before now", { goLiveAt: "2020-01-01T10:00" }, 422, /Choose now or later/],
  ["a time in another age", { goLiveAt: "2199-01-01T10:00" }, 422, /within a year/],
  ["no time at all", { goLiveAt: "tomorrow" }, 422, /Type a date and a time/],
  ["an unknown mode", { mode: "sleeping" }, 422, /could not be read/],
  ["an unknown workflow", { workflow: "everything" }, 422, /could not be read/],
  ["a workflow that is not there yet", { workflow: "delays" }, 409, /not part of your version/],
])("a switch with %s is refused with a sentence", async (_what, change, status, sentence) => {
  const answer = await call(switchMode, { ...asking, ...change, step: "preview" });
  expect(answer.status).toBe(status);
  expect(await bodyOf(answer)).toMatchObject({
    kind: "refused",
    sentence: expect.stringMatching(sentence) as string,
  });
});

test("only owners switch; agents do not even see the page", async () => {
  const form = { ...asking, mode: "watching", step: "switch" };
  const refused = await call(switchMode, form, MANAGER);
  expect(refused.status).toBe(403);
  expect(await bodyOf(refused)).toMatchObject({ kind: "refused", code: "not_permitted" });
  expect((await call(goingLive, null, MANAGER)).status).toBe(200);
  expect((await call(goingLive, null, AGENT)).status).toBe(403);
  expect((await call(limits, null, AGENT)).status).toBe(403);
  expect((await modeNow()).mode).toBe("acting");
});

const draft = (change: Record<string, string>) =>
  JSON.stringify({
    ...Object.fromEntries(LIMIT_FIELDS.map((field) => [field, ""])),
    "manager.refunds": "1000",
    ...change,
  });

test("limits are saved, and a zero or a billion are refused without saving anything", async () => {
  const refused = await call(saveLimits, {
    draft: draft({ refunds: "0", refund_sum: "1,000,000,000", mails: "50" }),
  });
  expect(refused.status).toBe(422);
  expect(await bodyOf(refused)).toMatchObject({
    errors: {
      refunds: expect.stringMatching(/^Zero would stop everything/) as string,
      refund_sum: expect.stringMatching(/^Choose \$9,999,999\.99 or less/) as string,
    },
  });
  expect(await bodyOf(await call(limits, null))).toMatchObject({ saved: { mails: "" } });
  expect((await call(saveLimits, { draft: draft({ mails: "50" }) })).status).toBe(200);
  expect(await bodyOf(await call(limits, null))).toMatchObject({
    saved: { mails: "50", "agent.goodwill": "", "manager.refunds": "1000.00" },
  });
  const changes = await listChanges({ db }, shop.shopId);
  expect(changes.find(({ area }) => area === "rails.limits")).toMatchObject({
    before: { mails: "" },
    after: { mails: "50" },
  });
  expect(changes.find(({ area }) => area === "rails.mode")).toMatchObject({
    before: { shopper_mail: "watching" },
    after: { shopper_mail: "acting" },
  });
  expect((await call(saveLimits, { draft: "{" })).status).toBe(422);
  expect((await call(saveLimits, { draft: draft({}) }, MANAGER)).status).toBe(403);
});

test("whoever is of the team may pause; resuming is for those who answer for it", async () => {
  expect((await call(pause, { step: "pause" }, AGENT)).status).toBe(200);
  expect(await pauseNow()).toMatchObject({ staffId: AGENT });
  expect((await call(pause, { step: "pause" })).status).toBe(200);
  expect(await pauseNow()).toMatchObject({ staffId: AGENT });
  expect((await call(pause, { step: "resume" }, AGENT)).status).toBe(403);
  expect((await call(pause, { step: "resume" }, MANAGER)).status).toBe(200);
  expect(await pauseNow()).toBeNull();
  expect((await call(pause, { step: "explode" })).status).toBe(422);
});

test("the page of what waits is empty, and answers only readable forms of those who may", async () => {
  expect(await bodyOf(await call(approvals, null, AGENT))).toEqual({
    groups: [],
    stalled: { count: 0, acts: [] },
    canAnswer: false,
  });
  const answer = JSON.stringify({
    verdict: "confirm",
    intentIds: ["1"],
    all: { workflow: "returns", upTo: "9" },
  });
  expect((await call(answerApprovals, { answer }, AGENT)).status).toBe(403);
  expect((await call(answerApprovals, { answer: "[]" })).status).toBe(422);
  expect(await bodyOf(await call(answerApprovals, { answer }))).toMatchObject({
    sentence: "1 had been answered already.",
  });
});

test("thresholds that move orders are saved only after somebody has seen which", async () => {
  const tenDaysAgo = new Date(Date.now() - 10 * 86_400_000);
  const order = await createOrder(db, shop, { number: 2001, unfulfilledSince: tenDaysAgo });
  const texts = Object.entries({ ...DEFAULT_THRESHOLDS, unfulfilledDays: 20 }).map(
    ([name, days]) => [name, String(days)] as const,
  );
  const typed = {
    timeZone: "",
    workingDays: [1, 2, 3, 4, 5],
    holidays: [],
    thresholds: Object.fromEntries(texts),
  };
  const form = {
    draft: JSON.stringify(typed),
    sections: JSON.stringify({ workingTime: false, thresholds: true }),
  };
  const shown = await bodyOf(await call(saveSettings, { ...form, seen: "" }));
  const flips = {
    count: 1,
    lines: ["1 order: Unfulfilled → no flag"],
    orders: [
      { name: "#2001", path: `/app/orders/${order.id}`, before: "Unfulfilled", after: "no flag" },
    ],
  };
  expect(shown).toEqual({ isSaved: false, errors: {}, flips });
  expect(await bodyOf(await call(saveSettings, { ...form, seen: nameFlips(flips) }))).toMatchObject(
    { isSaved: true },
  );
});

test("orders that routing only watched are looked at again once it is switched", async () => {
  const routing = { ...asking, workflow: "routing" };
  const shown = await bodyOf(await call(switchMode, { ...routing, step: "preview" }));
  const { seen } = shown["preview"] as { seen: string };
  expect((await call(switchMode, { ...routing, seen, step: "switch" })).status).toBe(200);
  const woken = await db.pool.query("select key from graphile_worker.jobs where key = $1", [
    `wake-held-rule:${shop.shopId}`,
  ]);
  expect(woken.rows).toHaveLength(1);
});
