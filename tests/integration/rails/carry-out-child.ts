/**
 * Carries one intent out and kills itself, hard, at the wanted one of its conversations: before a write leaves, right after
 * it left, or before what came back is read. Arguments as JSON: see CrashPlan. Prints what it counted when it survives.
 */
import net from "node:net";
import { closeDb, createDb } from "#app/platform/db.server.ts";
import { carryOutIntent } from "#app/rails/carry-out-intent.server.ts";
import { createRailsDeps } from "./rails-deps.ts";

export type CrashMode = "before_write" | "after_write" | "before_read";
export type CrashPlan = {
  readonly databaseUrl: string;
  readonly shopId: string;
  readonly intentId: string;
  readonly aheadMs: number;
  readonly mode: CrashMode | null;
  /** The conversation to die at, from 1. */
  readonly at: number;
};

const plan = JSON.parse(process.argv[2] ?? "{}") as CrashPlan;
const counts = { writes: 0, reads: 0 };
let isArmed = false;

const die = () => process.kill(process.pid, "SIGKILL");

type Write = (this: net.Socket, ...args: unknown[]) => boolean;
type Push = (this: net.Socket, chunk: unknown, encoding?: BufferEncoding) => boolean;
const socket = net.Socket.prototype as unknown as { write: Write; push: Push };
const { write, push } = socket;

socket.write = function (...args) {
  if (isArmed) counts.writes += 1;
  const isDue = isArmed && counts.writes === plan.at;
  if (isDue && plan.mode === "before_write") die();
  const isRoomy = write.apply(this, args);
  // The bytes are with the kernel by then.
  if (isDue && plan.mode === "after_write") setImmediate(die);
  return isRoomy;
};
socket.push = function (chunk, encoding) {
  if (isArmed && chunk !== null) counts.reads += 1;
  if (isArmed && plan.mode === "before_read" && counts.reads === plan.at) die();
  return push.call(this, chunk, encoding);
};

const db = createDb({ url: plan.databaseUrl, poolMax: 4 });
await db.prisma.$queryRaw`select 1`;
const deps = createRailsDeps(db, () => Date.now() + plan.aheadMs);
isArmed = true;
await carryOutIntent(
  deps,
  { shopId: BigInt(plan.shopId), intentId: BigInt(plan.intentId) },
  new AbortController().signal,
);
isArmed = false;
process.stdout.write(`${JSON.stringify(counts)}\n`);
await closeDb(db);
