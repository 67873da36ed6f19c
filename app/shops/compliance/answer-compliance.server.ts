/**
 * Job `shops.answer-compliance`: hands out, erases a person, or erases a shop, and writes down what was done. An erasure is
 * looked over afterwards: what still names the person keeps the request open and is tried again.
 */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, inSweep, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import type { PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";
import { MS_PER_HOUR } from "#app/platform/time.ts";
import { eraseShop } from "./erase-shop.server.ts";
import { findLeftovers } from "./find-leftovers.server.ts";
import { unmistakableWordsOf, wordsOf } from "./mentions-person.ts";
import type { EnqueueAnswer } from "./receive-compliance.server.ts";
import { renderHtml, renderJson } from "./render-answer.ts";
import { readPerson, type ComplianceKind, type ReportLine } from "./request.ts";

export type AnswerDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Every feature that keeps facts about people; put together in app/worker.ts. */
  readonly stores: readonly PersonalDataStore[];
  readonly enqueueAnswer: EnqueueAnswer;
};

type Asked = { readonly shopId: bigint; readonly requestId: bigint };

// Webhooks still waiting and intents still under way settle within minutes or hours.
const TRY_AGAIN_AFTER_MS = MS_PER_HOUR;

/** Does nothing for a request that is done. */
export async function answerCompliance(deps: AnswerDeps, asked: Asked): Promise<void> {
  const kind = await inShop(deps.db, asked.shopId, (tx) => findOpenKind(tx, asked));
  if (!kind) return;
  if (kind === "shop_redact") return eraseShop(deps, asked);
  if (kind === "customer_data") return handOut(deps, asked);
  return erasePerson(deps, asked);
}

async function findOpenKind(
  tx: ShopTx,
  { shopId, requestId }: Asked,
): Promise<ComplianceKind | null> {
  const rows = await tx.$queryRaw<{ kind: ComplianceKind }[]>`
    select kind from compliance_requests
    where shop_id = ${shopId} and id = ${requestId} and state <> 'done'`;
  return rows[0]?.kind ?? null;
}

async function handOut({ db, clock, stores }: AnswerDeps, asked: Asked): Promise<void> {
  const { shopId, requestId } = asked;
  await inShop(db, shopId, async (tx) => {
    const target = await loadTarget(tx, { stores, now: clock.now() }, asked);
    if (!target) return;
    const report: ReportLine[] = [];
    const parts = [];
    for (const store of stores) {
      const tables = await store.exportCustomer(tx, target);
      parts.push({ store: store.name, tables });
      report.push(...tables.map(({ table, rows }) => line(store, table, rows.length, "exported")));
    }
    const { domain } = await tx.shop.findUniqueOrThrow({
      where: { id: shopId },
      select: { domain: true },
    });
    const answer = { shop: domain, person: target.person, madeAt: target.now, parts };
    for (const [format, text] of [
      ["json", renderJson(answer)],
      ["html", renderHtml(answer)],
    ] as const)
      await saveFile(tx, asked, format, Buffer.from(text));
    await saveOutcome(tx, {
      shopId,
      requestId,
      state: "done",
      report,
      at: target.now,
      keepPerson: true,
    });
  });
}

async function erasePerson(deps: AnswerDeps, asked: Asked): Promise<void> {
  const { db, clock, stores, logger } = deps;
  const { shopId, requestId } = asked;
  const done = await inShop(db, shopId, async (tx) => {
    const target = await loadTarget(tx, { stores, now: clock.now() }, asked);
    if (!target) return null;
    const report: ReportLine[] = [];
    for (const store of stores)
      for (const { table, rows, outcome } of await store.eraseCustomer(tx, target))
        report.push(line(store, table, rows, outcome));
    return { target, report };
  });
  if (!done) return;
  const { target } = done;
  const touched = [...new Set(done.report.map(({ table }) => table))];
  await inSweep(
    db,
    (tx) => tx.$queryRaw`select count(app.retake_samples(${touched}::text[]))::int`,
  );
  const found = await findLeftovers(db, shopId, unmistakableWordsOf(target.person));
  const report = [...done.report, ...found];
  const isDone = report.every(
    ({ rows, outcome }) => rows === 0 || (outcome !== "kept" && outcome !== "found"),
  );
  await inShop(db, shopId, async (tx) => {
    const state = isDone ? "done" : "incomplete";
    await saveOutcome(tx, {
      shopId,
      requestId,
      state,
      report,
      at: clock.now(),
      keepPerson: !isDone,
    });
    if (isDone) return;
    const runAt = new Date(clock.now().getTime() + TRY_AGAIN_AFTER_MS);
    await deps.enqueueAnswer(tx, { shopId, requestId, runAt });
  });
  if (found.length > 0)
    logger.error({ shopId: shopId.toString(), found }, "an erased customer is still named");
}

/** Who is meant, with everything by which the stores know them. */
async function loadTarget(
  tx: ShopTx,
  { stores, now }: Pick<AnswerDeps, "stores"> & { now: Date },
  { shopId, requestId }: Asked,
): Promise<PersonTarget | null> {
  const rows = await tx.$queryRaw<{ person: unknown }[]>`
    select person from compliance_requests where shop_id = ${shopId} and id = ${requestId} for update`;
  const person = readPerson(rows[0]?.person);
  if (!person) return null;
  const asked = { shopId, person, orderGids: person.orderGids, now };
  const traces = [];
  for (const store of stores) if (store.findTraces) traces.push(await store.findTraces(tx, asked));
  const orderGids = [...person.orderGids, ...traces.flatMap((trace) => trace.orderGids)];
  const words = [...wordsOf(person), ...traces.flatMap((trace) => trace.words)];
  return { ...asked, orderGids: [...new Set(orderGids)], words: [...new Set(words)] };
}

const line = (
  { name }: PersonalDataStore,
  table: string,
  rows: number,
  outcome: ReportLine["outcome"],
): ReportLine => ({ store: name, table, rows, outcome });

async function saveFile(
  tx: ShopTx,
  { shopId, requestId }: Asked,
  format: "json" | "html",
  bytes: Buffer,
) {
  const content = Uint8Array.from(bytes);
  await tx.$executeRaw`
    insert into compliance_files (shop_id, request_id, format, content, byte_length)
    values (${shopId}, ${requestId}, ${format}, ${content}, ${bytes.length})
    on conflict (shop_id, request_id, format) do update set content = excluded.content, byte_length = excluded.byte_length`;
}

type Outcome = Asked & {
  readonly state: "done" | "incomplete";
  readonly report: readonly ReportLine[];
  readonly at: Date;
  /** A person is kept with a data request until its answer is thrown away, never with a finished erasure. */
  readonly keepPerson: boolean;
};

async function saveOutcome(
  tx: ShopTx,
  { shopId, requestId, state, report, at, keepPerson }: Outcome,
) {
  await tx.$executeRaw`
    update compliance_requests set state = ${state}, report = ${JSON.stringify(report)}::text::jsonb,
      finished_at = case when ${state} = 'done' then ${at}::timestamptz end,
      person = case when ${keepPerson} then person end
    where shop_id = ${shopId} and id = ${requestId}`;
}
