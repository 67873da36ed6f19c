/** A person's answer to what waits: to some by their ids, or to all of a workflow that the page has shown. */
import { z } from "zod";
import type { Deps } from "#app/deps.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { confirmAsked, refuseAsked, type Answered } from "#app/rails/answer-asked.server.ts";
import { listAskedIds } from "#app/rails/list-asked.server.ts";

export type ApprovalsAnswer =
  | { readonly kind: "answered"; readonly sentence: string; readonly waiting: readonly string[] }
  | { readonly kind: "refused"; readonly sentence: string };

const id = z.string().regex(/^\d{1,18}$/);
const schema = z.object({
  verdict: z.enum(["confirm", "refuse"]),
  intentIds: z.array(id).max(1_000),
  /** null: only those named */
  all: z.object({ workflow: z.string().max(64), upTo: id }).nullable(),
});

// Small enough that a transaction holds its rows for a second at most.
const PAGE_SIZE = 50;

export async function answerApprovals(
  deps: Pick<Deps, "db" | "rails">,
  { shopId, staffId }: { readonly shopId: bigint; readonly staffId: string },
  text: string,
): Promise<ApprovalsAnswer | null> {
  const asked = schema.safeParse(readJson(text));
  if (!asked.success) return null;
  const { verdict, intentIds, all } = asked.data;
  const answer = verdict === "confirm" ? confirmAsked : refuseAsked;
  const total = { confirmed: 0, refused: 0, gone: 0, waiting: new Set<string>() };
  const answerPage = async (read: Parameters<typeof inShop<bigint[]>>[2]) => {
    const ids = await inShop(deps.db, shopId, async (tx) => {
      const page = await read(tx);
      const answered = await answer(deps.rails, tx, { shopId, intentIds: page, staffId });
      addTo(total, answered);
      return page;
    });
    return ids;
  };
  for (let at = 0; at < intentIds.length; at += PAGE_SIZE)
    await answerPage(async () => intentIds.slice(at, at + PAGE_SIZE).map(BigInt));
  if (all) {
    const upTo = BigInt(all.upTo);
    for (let after: bigint | undefined = 0n; after !== undefined;) {
      const from: bigint = after;
      const page = await answerPage((tx) =>
        listAskedIds(tx, shopId, { workflow: all.workflow, after: from, upTo, limit: PAGE_SIZE }),
      );
      after = page.at(-1);
    }
  }
  return { kind: "answered", sentence: describe(total), waiting: [...total.waiting] };
}

type Total = { confirmed: number; refused: number; gone: number; waiting: Set<string> };

function addTo(total: Total, { confirmed, refused, gone, stillWaiting }: Answered): void {
  total.confirmed += confirmed;
  total.refused += refused;
  total.gone += gone;
  for (const sentence of stillWaiting) total.waiting.add(sentence);
}

function describe({ confirmed, refused, gone, waiting }: Total): string {
  const parts = [
    confirmed > 0 ? `${confirmed.toLocaleString("en-US")} confirmed. They go out now.` : null,
    refused > 0 ? `${refused.toLocaleString("en-US")} refused. Nothing was sent.` : null,
    gone > 0 ? `${gone.toLocaleString("en-US")} had been answered already.` : null,
    waiting.size > 0 ? "Some still wait." : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(" ") : "Nothing waits any more.";
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
