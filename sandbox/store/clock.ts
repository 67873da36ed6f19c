/** The world's clock: real time plus an offset, or frozen. Instants are whole seconds, as Shopify answers them. */
import type { Instant, World } from "./types.ts";

export function nowMs(world: Pick<World, "clock">): number {
  return world.clock.frozenAtMs ?? Date.now() + world.clock.offsetMs;
}

/** The present instant, whole seconds, `2026-11-21T10:00:00Z`. */
export function now(world: Pick<World, "clock">): Instant {
  return toInstant(nowMs(world));
}

/** Moves the clock to `instant`; it keeps running from there. */
export function setClock(world: World, instant: Instant): void {
  world.clock = { offsetMs: Date.parse(instant) - Date.now(), frozenAtMs: null };
}

export function advanceClock(world: World, ms: number): void {
  if (world.clock.frozenAtMs !== null) world.clock.frozenAtMs += ms;
  else world.clock.offsetMs += ms;
}

export function freezeClock(world: World, instant: Instant): void {
  world.clock = { ...world.clock, frozenAtMs: Date.parse(instant) };
}

/** Runs `task` as if it were `instant`: every stamp inside is back-dated. Synchronous only. */
export function atInstant<Value>(world: World, instant: Instant, task: () => Value): Value {
  const before = world.clock;
  world.clock = { ...before, frozenAtMs: Date.parse(instant) };
  try {
    return task();
  } finally {
    world.clock = before;
  }
}

export function toInstant(ms: number): Instant {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Any date text Shopify accepts, as an instant; null when it is not a date. */
export function parseInstant(text: string): Instant | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : toInstant(ms);
}
