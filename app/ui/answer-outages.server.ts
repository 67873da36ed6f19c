/** Turns outages of a loader or action into an answer whose page says what a person can do. Bugs stay bugs. */
import { Outage } from "#app/platform/outage.ts";

// What node, PostgreSQL and Prisma say when the database or the network is away.
// Sources: https://www.postgresql.org/docs/current/errcodes-appendix.html (classes 08, 53, 57P)
// and https://www.prisma.io/docs/orm/reference/error-reference
const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|P1001|P1002|P1008|P1017|P2024|P2028|08\w{3}|53\w{3}|57P0[1-5])$/;

/** Runs the work of one request. Throws a 503 or 429 Response for an outage; everything else passes through. */
export async function answerOutages<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const outage = asOutage(error);
    if (!outage) throw error;
    const isBusy = outage.retryAfterMs !== null;
    throw new Response(isBusy ? "Busy" : "Unavailable", {
      status: isBusy ? 429 : 503,
      headers: { "Retry-After": String(Math.ceil((outage.retryAfterMs ?? 5_000) / 1_000)) },
    });
  }
}

function asOutage(error: unknown): { retryAfterMs: number | null } | null {
  if (error instanceof Outage) return { retryAfterMs: error.retryAfterMs };
  return isUnreachable(error) ? { retryAfterMs: null } : null;
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return UNREACHABLE.test(code) || isUnreachable(error.cause);
}
