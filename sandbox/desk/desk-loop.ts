/** The suppliers' day: reads their mail, and does what has fallen due on the sandbox clock. */
import { nowMs } from "#sandbox/store/clock.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { actOnOrder } from "./act-on-order.ts";
import { findDeskOrder, openDesk } from "./desk-state.ts";
import type { DeskTask } from "./desk-types.ts";
import { readMails } from "./read-mails.ts";

const TICK_MS = 250;
// The app may be restarting: seconds, not minutes; then the supplier gives up, as people do.
const RETRY_MS = 3_000;
const MAX_ATTEMPTS = 10;

export function startDeskLoop(sandbox: Sandbox): { stop: () => Promise<void> } {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= live(sandbox).finally(() => (running = null));
  }, TICK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function live(sandbox: Sandbox): Promise<void> {
  try {
    await readMails(sandbox);
    if (sandbox.options.hasApp) await workOff(sandbox);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`sandbox: desk: ${text}\n`);
  }
}

async function workOff(sandbox: Sandbox): Promise<void> {
  for (;;) {
    const desk = openDesk(sandbox);
    const task = desk.tasks
      .filter((one) => one.dueAtMs <= nowMs(sandbox.state.world) && one.retryAtMs <= Date.now())
      .sort((a, b) => a.dueAtMs - b.dueAtMs || a.id - b.id)[0];
    if (!task) return;
    await work(sandbox, task);
  }
}

async function work(sandbox: Sandbox, task: DeskTask): Promise<void> {
  const desk = openDesk(sandbox);
  const order = findDeskOrder(desk, task.supplier, task.number);
  task.attempts += 1;
  const outcome = order ? await actOnOrder(sandbox, order, task.act) : "done";
  if (outcome === "later" && task.attempts < MAX_ATTEMPTS) task.retryAtMs = Date.now() + RETRY_MS;
  else desk.tasks = desk.tasks.filter(({ id }) => id !== task.id);
}
