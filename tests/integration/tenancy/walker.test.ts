/**
 * Every route and every job of one shop, asked with another shop's ids. Four worlds: our shop alone, both shops, both with
 * an application that forgets the shop in every condition, and the same without the wall. The first three answer alike, to
 * the byte; the last shows that the walk finds what leaks.
 */
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { JOBS, type JobName } from "#app/jobs/catalogue.ts";
import { createHandlers } from "#app/worker.ts";
import { createForgetfulDb } from "./forgetful-db.ts";
import { PAYLOADS_OF_JOBS } from "./payloads-of-jobs.ts";
import type { PlantedShop } from "./plant-shop.ts";
import { REQUESTS_OF_ROUTES, type RouteRequest } from "./requests-of-routes.ts";
import {
  askRoute,
  createWorld,
  OURS,
  THEIRS,
  type Answer,
  type RouteModule,
  type World,
} from "./world.ts";

const BOTH = [THEIRS, OURS];
const alone = await createWorld({ shops: [OURS] });
const beside = await createWorld({ shops: BOTH });
const forgetful = await createWorld({ shops: BOTH, connect: createForgetfulDb });
const wallless = await createWorld({ shops: BOTH, connect: createForgetfulDb });

/** What left the process, as text. Shopify answers nobody. */
const sent: string[] = [];
vi.stubGlobal("fetch", async (url: URL | string, init?: RequestInit) => {
  sent.push(`${String(url)} ${JSON.stringify(init?.headers)} ${String(init?.body)}`);
  return new Response("{}", { status: 503 });
});
afterAll(() => vi.unstubAllGlobals());

const routes = new Map<string, RouteModule>();
for (const entry of readdirSync("app/routes", { withFileTypes: true })) {
  const name = entry.isDirectory() ? entry.name : entry.name.replace(/\.tsx?$/, "");
  const file = entry.isDirectory() ? `${entry.name}/route.tsx` : entry.name;
  const module = (await import(/* @vite-ignore */ `/app/routes/${file}`)) as RouteModule;
  if (module.loader ?? module.action) routes.set(name, module);
}

test("every route that answers requests is on the walker's list", () => {
  expect(Object.keys(REQUESTS_OF_ROUTES).sort()).toEqual([...routes.keys()].sort());
});

test("every job is on the walker's list", () => {
  expect(Object.keys(PAYLOADS_OF_JOBS).sort()).toEqual(Object.keys(JOBS).sort());
});

// Of our own shop no more than shows that the walk asks for what is there.
const OWN_REQUESTS = 6;

/** All that is asked of all routes: about our own shop, about theirs, and about ours with theirs in the address. */
function* requests(): Generator<{ name: string; asked: string; request: RouteRequest }> {
  for (const [name, requestsOf] of Object.entries(REQUESTS_OF_ROUTES))
    for (const about of [THEIRS, OURS])
      for (const [place, request] of requestsOf(about).entries()) {
        if (about === OURS && place >= OWN_REQUESTS) break;
        const asked = `${name} about ${about.domain}: ${JSON.stringify(request)}`;
        yield { name, asked, request };
        const named = `${request.query ?? ""}&shop=${THEIRS.domain}&shop_id=${THEIRS.shopId}&shopId=${THEIRS.shopId}`;
        if (about === OURS && place === 0 && !request.file)
          yield { name, asked: `${asked} and theirs`, request: { ...request, query: named } };
      }
}

async function walk(world: World, only?: RegExp): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { name, asked, request } of requests()) {
    const route = routes.get(name);
    if (route && (only?.test(name) ?? true))
      answers.push(await askRoute(world, route, asked, request));
  }
  return answers.map(comparable);
}

/** Without what differs from one moment to the next: instants, hashes over them, sealed links, random ids. */
const comparable = ({ asked, status, text }: Answer): Answer => ({
  asked,
  status,
  text: text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)/g, "(instant)")
    .replaceAll(/\bac-[\da-f]{16}\b/g, "(reference)")
    .replaceAll(/\\\\x[\da-f]{64}/g, "(hash)")
    .replaceAll(/link=[\w%.-]+/g, "link=(sealed)")
    .replaceAll(/\b\d\d:\d\d\b/g, "(time)")
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, "(uuid)"),
});

/** Answers that hold a word of theirs that was not in the question. */
const leaks = (answers: readonly Answer[]) =>
  answers.filter(({ asked, text }) => {
    const said = [...text.matchAll(/zzqa-\w+/g)].map(([word]) => word);
    return said.some((word) => !asked.includes(word));
  });

const rowsOf = async (
  { owner }: World,
  { shopId }: PlantedShop,
): Promise<Record<string, string>> => {
  const { rows: tables } = await owner.pool.query<{ name: string }>(
    "select table_name as name from app.shop_tables() where table_name <> 'admin_cost_buckets'",
  );
  const found: Record<string, string> = {};
  for (const { name } of [...tables, { name: "shops" }]) {
    const key = name === "shops" ? "id" : "shop_id";
    const { rows } = await owner.pool.query<{ text: string | null }>(
      `select string_agg(t::text, E'\\n' order by t::text) as text from ${name} t where ${key} = $1`,
      [shopId],
    );
    found[name] = rows[0]?.text ?? "";
  }
  return found;
};

describe("routes", { timeout: 120_000 }, () => {
  let expected: Answer[];
  beforeAll(async () => {
    expected = await walk(alone);
  }, 120_000);

  test("our shop sees its own rows: the walk asks for what is there", () => {
    const ownMarks = new Set(expected.flatMap(({ text }) => text.match(/zzqb-\w+/g) ?? []));
    expect(expected.length).toBeGreaterThan(150);
    expect(ownMarks.size).toBeGreaterThan(10);
    expect(expected.filter(({ status }) => status >= 500)).toEqual([]);
  });

  test("beside another shop every answer is the same, and nothing of it is read or changed", async () => {
    const before = await rowsOf(beside, THEIRS);
    expect(Object.values(before).filter((text) => text === "")).toEqual([]);
    const answers = await walk(beside);
    expect(leaks(answers)).toEqual([]);
    expect(answers).toEqual(expected);
    expect(await rowsOf(beside, THEIRS)).toEqual(before);
  });

  test("with the shop forgotten in every condition the wall alone holds", async () => {
    const before = await rowsOf(forgetful, THEIRS);
    const answers = await walk(forgetful);
    expect(leaks(answers)).toEqual([]);
    expect(answers).toEqual(expected);
    expect(await rowsOf(forgetful, THEIRS)).toEqual(before);
  });

  test("with the shop forgotten and no wall the walk finds the leak", async () => {
    const before = await rowsOf(wallless, THEIRS);
    await wallless.owner.pool.query(`do $$ declare t text; begin
      for t in select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace loop
        execute format('alter table %I disable row level security', t); end loop; end $$`);
    const answers = await walk(wallless, /^app\.(_index|orders\.|settings_\.people)/);
    expect(leaks(answers).length).toBeGreaterThan(20);
    expect(await rowsOf(wallless, THEIRS)).not.toEqual(before);
  });
});

describe("jobs", { timeout: 120_000 }, () => {
  const names = Object.keys(JOBS) as JobName[]; // the catalogue's own keys

  async function runAll(world: World): Promise<void> {
    const handlers = createHandlers(world.deps);
    for (const name of names) {
      const own = { shopId: OURS.shopId.toString() };
      for (const payload of PAYLOADS_OF_JOBS[name](own, THEIRS)) {
        const context = { jobId: "1", attempt: 1, signal: AbortSignal.timeout(20_000) };
        // The catalogue ties a name to its payload; the compiler cannot follow that through the index.
        const run = handlers[name] as (payload: unknown, context: unknown) => Promise<void>;
        await run(payload, context).catch(() => undefined);
      }
    }
  }

  test.each([
    ["as they are", beside],
    ["with the shop forgotten in every condition", forgetful],
  ])(
    "with ids of another shop, %s: nothing of it is read, changed or sent",
    async (_how, world) => {
      const before = await rowsOf(world, THEIRS);
      await runAll(world);
      expect(await rowsOf(world, THEIRS)).toEqual(before);
      const ours = Object.entries(await rowsOf(world, OURS)).filter(([, text]) =>
        text.includes(THEIRS.mark),
      );
      expect(ours).toEqual([]);
      const { rows: queued } = await world.owner.pool.query<{ payload: { shopId?: string } }>(
        "select payload from graphile_worker._private_jobs",
      );
      expect(queued.filter(({ payload }) => payload.shopId !== OURS.shopId.toString())).toEqual([]);
      expect(JSON.stringify(queued)).not.toContain(THEIRS.mark);
      expect(
        sent.filter((text) => text.includes(THEIRS.mark) || text.includes(THEIRS.domain)),
      ).toEqual([]);
    },
  );
});
