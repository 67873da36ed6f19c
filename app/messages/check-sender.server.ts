/** Looks the shop's mail records up in DNS and keeps the verdict: from then on mail goes from the shop's own domain, or no longer. */
import { Resolver } from "node:dns/promises";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import {
  evaluateSenderRecords,
  isRevoked,
  isVerified,
  wantedRecords,
  type LookedUp,
  type RecordVerdict,
  type WantedRecord,
} from "./evaluate-sender-records.ts";
import { findSender, saveSenderCheck } from "./sender-store.server.ts";

export type CheckSenderDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly mailDomain: string;
  /** `host:port` of resolvers; empty: the system's */
  readonly dnsServers: readonly string[];
};

// A resolver asks twice; a person waits for the answer.
const LOOKUP_MS = 3_000;
const LOOKUP_TRIES = 2;

/** The verdict per record; null when the shop has no domain of its own. */
export async function checkSender(
  deps: CheckSenderDeps,
  shopId: bigint,
): Promise<readonly RecordVerdict[] | null> {
  const own = await inShop(deps.db, shopId, (tx) => findSender(tx, shopId));
  if (!own) return null;
  const wanted = wantedRecords(own, deps.mailDomain);
  const answers = await Promise.all(
    wanted.map(async ({ name, host }) => [name, await lookUp(deps, host)] as const),
  );
  const found = Object.fromEntries(answers) as Record<WantedRecord["name"], LookedUp>;
  const verdicts = evaluateSenderRecords(own, deps.mailDomain, found);
  await saveSenderCheck(deps, shopId, {
    domain: own.domain,
    found: verdicts,
    isVerified: isVerified(verdicts) || (own.isVerified && !isRevoked(verdicts)),
  });
  return verdicts;
}

// What a resolver says when the name or its TXT records do not exist.
const NOT_THERE = new Set(["ENOTFOUND", "ENODATA", "NOTFOUND"]);

async function lookUp(
  { dnsServers }: Pick<CheckSenderDeps, "dnsServers">,
  host: string,
): Promise<LookedUp> {
  const resolver = new Resolver({ timeout: LOOKUP_MS, tries: LOOKUP_TRIES });
  if (dnsServers.length > 0) resolver.setServers([...dnsServers]);
  try {
    const records = await resolver.resolveTxt(host);
    // A long record comes in pieces that belong together.
    return { kind: "answer", records: records.map((pieces) => pieces.join("")) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return NOT_THERE.has(code) ? { kind: "answer", records: [] } : { kind: "no_answer" };
  }
}
