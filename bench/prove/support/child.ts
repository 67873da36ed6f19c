/** Processes of a proof: started from source, watched, and ended by their own handle alone. */
import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

export type Child = {
  readonly process: ChildProcess;
  readonly pid: number;
  /** What the child said first; rejects when it ended before saying anything. */
  readonly ready: Promise<unknown>;
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  /** The end of its standard error. */
  readonly lastWords: () => string;
};

export type ChildOptions = {
  readonly nodeArgs?: readonly string[];
  /** added to this process's own */
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts a file, named as seen from this folder; its standard error is kept for the reason of an early end. */
export function startChild(
  file: string,
  args: readonly string[],
  { nodeArgs = [], env = {} }: ChildOptions = {},
): Child {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [...args], {
    execArgv: ["--import", "tsx", ...nodeArgs],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, ...env },
  });
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = new Promise<unknown>((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code, signal) =>
      reject(new Error(`${file} ended (${signal ?? code}) before it was ready. ${words}`)),
    );
  });
  // Whoever does not wait for readiness must not crash by it.
  ready.catch(() => undefined);
  return {
    process: child,
    pid: child.pid ?? 0,
    ready,
    ended,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    lastWords: () => words,
  };
}

/** SIGTERM, then SIGKILL after ten seconds. */
export async function stopChild(child: Child): Promise<void> {
  if (!child.isRunning()) return;
  const force = setTimeout(() => child.process.kill("SIGKILL"), 10_000);
  child.process.kill("SIGTERM");
  await child.ended;
  clearTimeout(force);
}

export async function killChild(child: Child): Promise<void> {
  if (child.isRunning()) child.process.kill("SIGKILL");
  await child.ended;
}

export type Supervised = {
  readonly current: () => Child;
  /** How often it ended by itself and was started again. */
  readonly restarts: () => number;
  readonly stop: () => Promise<void>;
};

// As a process manager would: at once, but not in a tight loop.
const RESTART_AFTER_MS = 300;

/** Keeps a child running until told to stop, as systemd or a container platform does. */
export function supervise(start: () => Child): Supervised {
  let child = start();
  let restarts = 0;
  let isStopping = false;
  function watch(watched: Child): void {
    void watched.ended.then(async () => {
      if (isStopping) return;
      await wait(RESTART_AFTER_MS);
      if (isStopping) return;
      restarts += 1;
      child = start();
      watch(child);
    });
  }
  watch(child);
  return {
    current: () => child,
    restarts: () => restarts,
    stop: async () => {
      isStopping = true;
      await stopChild(child);
    },
  };
}

export const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the condition holds; false when it did not within the time. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs = 50,
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await wait(everyMs);
  }
  return true;
}

/**
 * Waits until the process that runs now has said that it is ready. One that ends before is followed by the next. Throws
 * when none was ready within the time, with the last words of those that ended by themselves.
 */
export async function comesBack({ current }: Supervised, withinMs: number): Promise<void> {
  const words: string[] = [];
  let said = "";
  const isBack = await until(async () => {
    const child = current();
    if (child.lastWords() !== said) words.push((said = child.lastWords()));
    const isReady = child.ready.then(
      () => child.isRunning(),
      () => false,
    );
    return Promise.race([isReady, wait(50).then(() => false)]);
  }, withinMs);
  if (isBack) return;
  const { pid, isRunning } = current();
  const state = isRunning() ? `process ${pid} runs and is not ready` : "none runs";
  throw new Error(`A worker did not come back: ${state}. ${words.slice(-3).join(" | ")}`);
}
