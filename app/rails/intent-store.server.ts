/** Rows of intents. Who changes a row holds its lock: two workers may be at one intent at once. */
import { Prisma, type Intent as IntentRow } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import {
  idempotencyKeyOf,
  type Ceiling,
  type Intent,
  type IntentActor,
  type IntentRefusal,
} from "./intent.ts";
import type { IntentState } from "./intent-states.ts";
import type { Json, JsonObject } from "./json.ts";

export type NewIntent = Omit<Intent, "id">;

export async function findIntent(tx: ShopTx, shopId: bigint, id: bigint): Promise<Intent | null> {
  const row = await tx.intent.findUnique({ where: { shopId_id: { shopId, id } } });
  return row && toIntent(row);
}

/** The same, locked until the transaction ends. */
export async function lockIntent(tx: ShopTx, shopId: bigint, id: bigint): Promise<Intent | null> {
  await tx.$queryRaw`select 1 from intents where shop_id = ${shopId} and id = ${id} for update`;
  return findIntent(tx, shopId, id);
}

export async function saveNewIntent(tx: ShopTx, intent: NewIntent): Promise<Intent> {
  const { actor, args, before, outcome, refusal, ...rest } = intent;
  const row = await tx.intent.create({
    data: {
      ...rest,
      actorKind: actor.kind,
      actorName: actor.name,
      actorVersion: actor.kind === "rule" ? actor.version : null,
      idempotencyKey: idempotencyKeyOf(intent),
      // What a kind's schema let through; never null.
      args: args as Prisma.InputJsonValue,
      before: toColumn(before),
      outcome: toColumn(outcome),
      refusal: toColumn(refusal),
    },
  });
  return toIntent(row);
}

/** Saves what may change of an intent: its progress, and what was there before its first call. */
export async function saveProgress(tx: ShopTx, intent: Intent): Promise<void> {
  const { shopId, id, state, generation, keyBeganAt, attempts, doubts, settledAt } = intent;
  const { callBeganAt, lookedAt, notBefore, outcome, refusal, before } = intent;
  const { confirmedBy, confirmedAt } = intent;
  await tx.intent.update({
    where: { shopId_id: { shopId, id } },
    data: {
      state,
      generation,
      idempotencyKey: idempotencyKeyOf(intent),
      keyBeganAt,
      attempts,
      doubts,
      callBeganAt,
      lookedAt,
      notBefore,
      confirmedBy,
      confirmedAt,
      settledAt,
      outcome: toColumn(outcome),
      refusal: toColumn(refusal),
      before: toColumn(before),
    },
  });
}

function toIntent(row: IntentRow): Intent {
  const { idempotencyKey: _key, countedOn: _on, actorKind, actorName, actorVersion, ...rest } = row;
  return {
    ...rest,
    // Written by saveNewIntent and saveProgress alone; the table's checks list the words.
    state: row.state as IntentState,
    ceiling: row.ceiling as Ceiling,
    args: row.args as Json,
    before: row.before as Json | null,
    outcome: row.outcome as JsonObject | null,
    refusal: row.refusal as IntentRefusal | null,
    actor: toActor(actorKind, actorName, actorVersion),
  };
}

const toActor = (kind: string, name: string, version: number | null): IntentActor =>
  kind === "person" ? { kind: "person", name } : { kind: "rule", name, version: version ?? 0 };

// Json is what JSON.parse can give; Prisma's own type for it is mutable.
const toColumn = (value: Json) =>
  value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue);
