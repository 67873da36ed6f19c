/** A shop in the sandbox, its mirror in a test database, and intents carried out against it on a clock that we move. */
import type { Db } from "#app/platform/db.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { refetchOrder } from "#app/orders/refetch-order.server.ts";
import { carryOutIntent, type CarryOutDeps } from "#app/rails/carry-out-intent.server.ts";
import type { Intent } from "#app/rails/intent.ts";
import { findIntent } from "#app/rails/intent-store.server.ts";
import type { Json } from "#app/rails/json.ts";
import {
  recordIntent,
  type IntentDraft,
  type RecordDeps,
} from "#app/rails/record-intent.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { saveToken } from "#app/shopify/token-store.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { createRailsDeps } from "./rails-deps.ts";
import { startSandbox, type SandboxHandle } from "./start-sandbox.ts";

export const TOKEN = "shpat_sandbox";

export type RailsWorld = Awaited<ReturnType<typeof openRailsWorld>>;

export async function openRailsWorld() {
  const sandbox = await startSandbox();
  const database = await createTestDatabase();
  const { db } = database;
  await sandbox.control("act", { action: "set_restore_rate", rate: 2_000 });
  const shopId = await installShop(db, sandbox);
  let aheadMs = 0;
  const deps = createRailsDeps(db, () => Date.now() + aheadMs);
  const advance = (ms: number) => void (aheadMs += ms);
  const signal = new AbortController().signal;

  const ask = async <Data>(query: string, variables: object = {}): Promise<Data> => {
    const response = await fetch(`https://${sandbox.shop}/admin/api/2026-07/graphql.json`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-shopify-access-token": TOKEN },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    if (errors) throw new Error(`${query.slice(0, 80)}: ${JSON.stringify(errors)}`);
    return data;
  };

  const find = async (intentId: bigint): Promise<Intent> => {
    const intent = await inShop(db, shopId, (tx) => findIntent(tx, shopId, intentId));
    if (!intent) throw new Error(`There is no intent ${intentId}.`);
    return intent;
  };

  return {
    ...database,
    sandbox,
    shopId,
    deps,
    advance,
    now: () => deps.clock.now(),
    ask,
    find,
    fault: (kind: string, operation: string, more: object = {}) =>
      sandbox.control("fault", { kind, operation, ...more }),
    mirror: (orderGid: string) =>
      refetchOrder(
        { ...deps, db, admin: createAdminClient(createTestDeps(db)) },
        shopId,
        orderGid,
        "refetch",
      ),
    /** How often the sandbox was called with this operation. */
    countCalls: async (operation: string): Promise<number> => {
      const response = await fetch(new URL("log", sandbox.controlUrl));
      const { counts } = (await response.json()) as { counts: Record<string, number> };
      return counts[operation] ?? 0;
    },
    record: (
      draft: Partial<IntentDraft> & Pick<IntentDraft, "kind" | "args">,
      changes: Partial<RecordDeps> = {},
    ) =>
      inShop(db, shopId, (tx) =>
        recordIntent({ ...deps, ...changes }, tx, shopId, withDefaults(draft)),
      ),
    /** Runs the intent, and whenever it waits moves the clock to where it waits for, until it rests. */
    carryOut: async (intentId: bigint, changes: Partial<CarryOutDeps> = {}): Promise<Intent> => {
      for (let rounds = 0; rounds < 30; rounds += 1) {
        let runAt: Date | null = null;
        const own: CarryOutDeps = {
          ...deps,
          ...changes,
          enqueueCarryOut: async (_tx, request) => void (runAt = request.runAt),
        };
        await carryOutIntent(own, { shopId, intentId }, signal);
        if (!runAt) return find(intentId);
        const waitMs = (runAt as Date).getTime() - deps.clock.now().getTime();
        if (waitMs > 0) advance(waitMs);
      }
      return find(intentId);
    },
  };
}

let drafts = 0;
const withDefaults = (
  draft: Partial<IntentDraft> & Pick<IntentDraft, "kind" | "args">,
): IntentDraft => ({
  orderGid: orderGidOf(draft.args),
  subject: null,
  dedupeKey: `test ${(drafts += 1)}`,
  workflow: "returns",
  actor: { kind: "rule", name: "test", version: 1 },
  ...draft,
});

function orderGidOf(args: Json): string | null {
  const gid =
    typeof args === "object" && args !== null && "orderGid" in args ? args.orderGid : null;
  return typeof gid === "string" ? gid : null;
}

/** A shop row with the token that the sandbox always takes. */
async function installShop(db: Db, sandbox: SandboxHandle): Promise<bigint> {
  const { id } = await db.prisma.shop.create({
    data: { domain: sandbox.shop, installedAt: new Date(), currency: "USD" },
  });
  const deps = createTestDeps(db);
  await inShop(db, id, (tx) =>
    saveToken(tx, deps, {
      token: {
        shopId: id,
        accessToken: TOKEN,
        refreshToken: null,
        expiresAt: null,
        refreshExpiresAt: null,
        scope: "write_orders",
      },
      generation: 0,
      confirmedAt: null,
    }),
  );
  return id;
}

/** The intent of a decision that was accepted. */
export function recorded(result: Awaited<ReturnType<typeof recordIntent>>): Intent {
  if (!result.ok)
    throw new Error(
      `refused: ${JSON.stringify(result.refusal, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}`,
    );
  return result.value.intent;
}
