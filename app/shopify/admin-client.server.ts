/**
 * The only way to Shopify's Admin API: typed documents in, data or a typed outage out. Pays for each call from the
 * shop's bucket, waits exactly as long as needed, renews a refused token once. Queries are tried again on a bad
 * answer; mutations only when they were certainly not carried out: the rest is for the intent to find out.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print, type DocumentNode } from "graphql";
import { invariant } from "#app/platform/invariant.ts";
import { API_VERSION } from "./api-version.ts";
import {
  assessTurn,
  pausePoints,
  reservePoints,
  settlePoints,
  type Reservation,
} from "./cost-bucket.server.ts";
import { describeCall } from "./describe-call.ts";
import { ShopifyThrottled, ShopifyUnavailable, TokenRefused } from "./errors.ts";
import {
  evaluateAnswer,
  readReportedCost,
  type GraphqlAnswer,
  type ReportedCost,
  type Verdict,
} from "./evaluate-answer.ts";
import {
  getOfflineToken,
  renewRefusedToken,
  type OfflineToken,
} from "./get-offline-token.server.ts";
import type { TokenDeps } from "./renew-token.server.ts";
import { requireNoUserErrors } from "./require-no-user-errors.ts";
import { sendGraphql } from "./send-graphql.server.ts";
import { recordTokenRefused } from "./token-store.server.ts";
import { toOutage } from "./to-outage.ts";

export type RunOptions = {
  /** One HTTP call is given up after this long; default 15 s. */
  readonly deadlineMs?: number;
  /** How long points, pauses and tries again may take in all; default 30 s. Longer: ShopifyThrottled. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
  /** Fields that Shopify denies (names, e-mails without permission): an error, or null in the data. Default an error. */
  readonly withheld?: "refuse" | "as_null";
};

export type AdminClient = {
  /** Throws TokenRefused, ShopUnavailable, ShopifyThrottled, ShopifyUnavailable, ShopifyRefused or ShopifyUserErrors. */
  readonly run: <Data, Variables extends Record<string, unknown>>(
    shopId: bigint,
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    options?: RunOptions,
  ) => Promise<Data>;
};

/** What one HTTP call cost and how it ended, for metrics. */
export type AdminCallFacts = {
  readonly shopId: bigint;
  readonly operation: string;
  readonly verdict: Verdict["kind"];
  readonly ms: number;
  readonly cost: ReportedCost | null;
  /** The version that answered when it is not the one we speak: ours has expired. */
  readonly otherApiVersion: string | null;
};

export type AdminClientDeps = TokenDeps & {
  readonly observeCall: (facts: AdminCallFacts) => void;
};

const DEADLINE_MS = 15_000;
const PATIENCE_MS = 30_000;
const MAX_TRIES = 3;
const FIRST_BACKOFF_MS = 250;
const THROTTLE_STEP_MS = 50;
const LOOK_AGAIN_MS = 500;

export function createAdminClient(deps: AdminClientDeps): AdminClient {
  return { run: (...asked) => runDocument(deps, ...asked) };
}

async function runDocument<Data, Variables extends Record<string, unknown>>(
  deps: AdminClientDeps,
  shopId: bigint,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options: RunOptions = {},
): Promise<Data> {
  const { operation, isMutation } = describeOperation(document);
  const data = await runCall(deps, {
    shopId,
    operation,
    isMutation,
    text: print(document),
    price: describeCall(operation, variables),
    variables,
    options,
    giveUpAt: performance.now() + (options.patienceMs ?? PATIENCE_MS),
  });
  if (isMutation) requireNoUserErrors(operation, data);
  // Shopify checked the document against the schema its type was made from.
  return data as Data;
}

type Call = {
  readonly shopId: bigint;
  readonly operation: string;
  readonly isMutation: boolean;
  readonly text: string;
  /** Under which name the price is remembered. */
  readonly price: string;
  readonly variables: Record<string, unknown>;
  readonly options: RunOptions;
  /** On the clock of performance.now(). */
  readonly giveUpAt: number;
};

async function runCall(deps: AdminClientDeps, call: Call): Promise<unknown> {
  let token = await getOfflineToken(deps, call.shopId);
  let hasRenewed = false;
  for (let tries = 1, throttles = 1; ;) {
    const { verdict, cause } = await callOnce(deps, call, token);
    if (verdict.kind === "data") return verdict.data;
    if (verdict.kind === "throttled") {
      await outwaitThrottle(call, throttles);
      throttles += 1;
      continue;
    }
    if (verdict.kind === "unauthorized") {
      token = await renewOnce(deps, call, token, hasRenewed);
      hasRenewed = true;
      continue;
    }
    const outage = toOutage(call.operation, verdict, cause);
    const backoffMs = FIRST_BACKOFF_MS * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
    const waitMs = Math.max(outage.retryAfterMs ?? 0, backoffMs);
    const mayRetry =
      verdict.kind === "unavailable" && !(call.isMutation && verdict.isOutcomeUnknown);
    if (!mayRetry || tries >= MAX_TRIES || performance.now() + waitMs > call.giveUpAt) throw outage;
    tries += 1;
    await sleep(waitMs, undefined, signalOf(call));
  }
}

/** The bucket knows the exact wait; this little more keeps a bucket that is wrong from being hammered. */
async function outwaitThrottle(call: Call, throttles: number): Promise<void> {
  const waitMs = Math.min(THROTTLE_STEP_MS * throttles, 1_000);
  if (performance.now() + waitMs > call.giveUpAt)
    throw new ShopifyThrottled(`${call.operation} was throttled for too long.`, {
      retryAfterMs: 1_000,
    });
  await sleep(waitMs, undefined, signalOf(call));
}

/** Reserves, waits, sends, settles. Throws ShopifyThrottled when the points take longer than the caller's patience. */
async function callOnce(deps: AdminClientDeps, call: Call, token: OfflineToken) {
  const { shopId, price, options } = call;
  const maxWaitMs = call.giveUpAt - performance.now();
  const deadlineMs = deadlineOf(call);
  const asked = { shopId, document: price, maxWaitMs, deadlineMs };
  let reservation = await reservePoints(deps, asked);
  // A process that was silent for too long has lost its place, and queues again.
  while (!(await waitForTurn(deps, call, reservation)))
    reservation = await reservePoints(deps, {
      ...asked,
      maxWaitMs: call.giveUpAt - performance.now(),
    });
  const startedAt = performance.now();
  const { answer, cause } = await send(call, token);
  const verdict = answer
    ? evaluateAnswer(answer, { withheld: options.withheld ?? "refuse", now: deps.clock.now() })
    : ({ kind: "unavailable", isOutcomeUnknown: true, retryAfterMs: null } as const);
  const cost = readReportedCost(answer?.extensions);
  await settle(deps, reservation, verdict, cost);
  const otherApiVersion = answer ? findOtherVersion(answer) : null;
  const ms = Math.round(performance.now() - startedAt);
  deps.observeCall({
    shopId,
    operation: call.operation,
    verdict: verdict.kind,
    ms,
    cost,
    otherApiVersion,
  });
  return { verdict, cause };
}

/** Sleeps exactly as long as needed; a long wait is looked at again, because what is ahead may turn out cheaper. */
async function waitForTurn(deps: AdminClientDeps, call: Call, reservation: Reservation) {
  const deadlineMs = deadlineOf(call);
  try {
    for (let waitMs: number | null = reservation.waitMs; waitMs !== 0;) {
      if (waitMs === null) return false;
      await sleep(Math.min(waitMs, LOOK_AGAIN_MS), undefined, signalOf(call));
      waitMs = await assessTurn(deps, reservation, { deadlineMs });
    }
    return true;
  } catch (error) {
    await settlePoints(deps, reservation, { usedPoints: 0, reported: null });
    throw error;
  }
}

const deadlineOf = ({ options }: Call) => options.deadlineMs ?? DEADLINE_MS;

async function send(call: Call, token: OfflineToken) {
  const { shopDomain, accessToken } = token;
  const { text, variables, options } = call;
  const { signal } = options;
  const deadlineMs = deadlineOf(call);
  try {
    const answer = await sendGraphql({
      shopDomain,
      accessToken,
      text,
      variables,
      deadlineMs,
      signal,
    });
    return { answer, cause: null };
  } catch (error) {
    if (error instanceof ShopifyUnavailable) return { answer: null, cause: error };
    throw error;
  }
}

async function settle(
  deps: AdminClientDeps,
  reservation: Reservation,
  verdict: Verdict,
  reported: ReportedCost | null,
): Promise<void> {
  const isFree =
    verdict.kind !== "data" && !(verdict.kind === "unavailable" && verdict.isOutcomeUnknown);
  const usedPoints = reported?.actualCost ?? (isFree ? 0 : null);
  await settlePoints(deps, reservation, { usedPoints, reported });
  if (verdict.kind === "throttled" && verdict.retryAfterMs !== null)
    await pausePoints(deps, { shopId: reservation.shopId, pauseMs: verdict.retryAfterMs });
}

async function renewOnce(
  deps: AdminClientDeps,
  { shopId }: Call,
  token: OfflineToken,
  hasRenewed: boolean,
) {
  const { generation } = token;
  if (!hasRenewed) return renewRefusedToken(deps, { shopId, generation });
  await recordTokenRefused(deps, { shopId, generation, at: deps.clock.now() });
  throw new TokenRefused("Shopify refused a token it had just given.");
}

function findOtherVersion({ headers }: GraphqlAnswer): string | null {
  const answered = headers.get("x-shopify-api-version");
  return answered === null || answered === API_VERSION ? null : answered;
}

const signalOf = ({ options }: Call) => (options.signal ? { signal: options.signal } : {});

function describeOperation(document: DocumentNode) {
  const operation = document.definitions.find(({ kind }) => kind === "OperationDefinition");
  invariant(operation?.kind === "OperationDefinition" && operation.name, "an operation has a name");
  return { operation: operation.name.value, isMutation: operation.operation === "mutation" };
}
