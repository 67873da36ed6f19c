/**
 * Claim: nothing that Shopify did not sign comes in. Mutated requests of every kind, mixed with honest ones: none of the
 * forged is stored, every honest one is, the process does not end and its memory does not grow.
 */
import { startChild, stopChild, until, type Child } from "./support/child.ts";
import { FORGERIES, LARGE_FORGERIES } from "./support/forge-webhook.ts";
import { createProofDatabase, insertShop } from "./support/proof-database.ts";
import type { ProofContext, ProofResult, Scale } from "./support/proof.ts";
import { createRandom, type Random } from "./support/random.ts";
import { createAgent, honestRequest, sendWebhook } from "./support/webhook.ts";

const SIZES = { sample: { forged: 3_000, large: 3 }, full: { forged: 100_000, large: 150 } };
const SHOP = "proof.myshopify.com";
const SECRET = "the-secret-of-this-proof";
// One honest request among so many forged ones shows that the door is not simply shut.
const HONEST_EVERY = 50;
const IN_FLIGHT = 32;
const LARGE_IN_FLIGHT = 2;
// The size of one refused body and its copy; a leak of a hundred bytes a request would show at full scale.
const MAX_GROWTH_BYTES = 50 * 1024 * 1024;

/** Sends forgeries and counts what came through. */
export async function proveForgedWebhooks(
  scale: Scale,
  context: ProofContext,
): Promise<ProofResult> {
  const { forged, large } = SIZES[scale];
  const random = createRandom(context.seed);
  const database = await createProofDatabase(context.serverUrl);
  const listener = startChild("./webhook-listener.ts", [database.url, "0", SECRET], {
    nodeArgs: ["--expose-gc"],
  });
  const agent = createAgent(IN_FLIGHT);
  try {
    await insertShop(database.pool, SHOP);
    // webhook-listener.ts says its port first.
    const { port } = (await listener.ready) as { port: number };
    const attack = (mix: Mix) => runMix({ agent, port, random, ...mix });
    const warm = await attack({
      count: Math.ceil(forged / 20),
      forgeries: FORGERIES,
      inFlight: IN_FLIGHT,
    });
    const before = await readRssBytes(listener);
    const small = await attack({ count: forged, forgeries: FORGERIES, inFlight: IN_FLIGHT });
    context.say(`${small.forged} small forgeries sent`);
    const heavy = await attack({
      count: large,
      forgeries: LARGE_FORGERIES,
      inFlight: LARGE_IN_FLIGHT,
    });
    const growth = (await readRssBytes(listener)) - before;
    const { rows } = await database.pool.query<{ stored: number }>(
      "select count(*)::int as stored from deliveries",
    );
    const runs = [warm, small, heavy];
    const sum = (key: "forged" | "accepted" | "honest" | "honestStored" | "unanswered") =>
      runs.reduce((total, run) => total + run[key], 0);
    const leaked = (rows[0]?.stored ?? 0) - sum("honestStored");
    const crashed = listener.isRunning() ? 0 : 1;
    const grew = growth > MAX_GROWTH_BYTES ? 1 : 0;
    return {
      name: "forged-webhooks",
      trials: sum("forged"),
      failures:
        sum("accepted") + Math.abs(leaked) + (sum("honest") - sum("honestStored")) + crashed + grew,
      note:
        `${Object.keys({ ...FORGERIES, ...LARGE_FORGERIES }).length} kinds: ${sum("accepted")} accepted, ${leaked} stored; ` +
        `${sum("honestStored")} of ${sum("honest")} honest ones stored; ${sum("unanswered")} forged connections ended without an answer; ` +
        `${crashed} crashes; memory ${growth >= 0 ? "+" : ""}${(growth / 1024 / 1024).toFixed(1)} MB after ${forged} requests ` +
        `and ${large} of 20 MB; seed ${context.seed}`,
    };
  } finally {
    agent.destroy();
    await stopChild(listener);
    await database.drop();
  }
}

type Mix = {
  readonly count: number;
  readonly forgeries: typeof FORGERIES;
  readonly inFlight: number;
};
type Target = {
  readonly agent: ReturnType<typeof createAgent>;
  readonly port: number;
  readonly random: Random;
};

async function runMix({ agent, port, random, count, forgeries, inFlight }: Mix & Target) {
  const tally = { forged: 0, accepted: 0, honest: 0, honestStored: 0, unanswered: 0 };
  const kinds = Object.values(forgeries);
  async function sendOne(number: number): Promise<void> {
    const honest = honestRequest({
      secret: SECRET,
      shopDomain: SHOP,
      topic: "orders/updated",
      body: Buffer.from(JSON.stringify({ id: number, note: random.bytes(40).toString("base64") })),
    });
    if (number % HONEST_EVERY === 0) {
      tally.honest += 1;
      if ((await sendWebhook(agent, port, honest)) === 200) tally.honestStored += 1;
    }
    const forge = kinds[number % kinds.length];
    if (!forge) return;
    const status = await sendWebhook(agent, port, forge(honest, { random, secret: SECRET }));
    tally.forged += 1;
    if (status === null) tally.unanswered += 1;
    else if (status < 400) tally.accepted += 1;
  }
  let next = 0;
  const lane = async () => {
    while (next < count) await sendOne(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return tally;
}

/** The listener's memory after it has collected its garbage. */
async function readRssBytes(listener: Child): Promise<number> {
  let rssBytes: number | null = null;
  listener.process.once("message", (answer: { rssBytes: number }) => (rssBytes = answer.rssBytes));
  listener.process.send("rss");
  await until(() => rssBytes !== null || !listener.isRunning(), 10_000);
  return rssBytes ?? Number.NaN;
}
