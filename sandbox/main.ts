/**
 * Starts the sandbox: web, tunnel, SMTP sink and webhook delivery in one process, on loopback only. Prints one line of
 * JSON when everything listens. SIGINT and SIGTERM stop it within two seconds, after a last snapshot.
 */
import { startSandbox } from "#sandbox/http/start-sandbox.ts";
import { parseOptions, USAGE } from "#sandbox/http/options.ts";

if (process.argv.includes("--help")) {
  process.stdout.write(`${USAGE}\n`);
} else {
  await main();
}

async function main(): Promise<void> {
  try {
    const options = parseOptions(process.argv.slice(2), process.env);
    const running = await startSandbox(options);
    process.stdout.write(`${JSON.stringify(running.announcement)}\n`);
    const end = () => void running.stop().then(() => process.exit(0));
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
    if (options.stopsWithParent) watchParent(end);
  } catch (error) {
    process.stderr.write(`sandbox: ${explain(error)}\n`);
    process.exit(1);
  }
}

function watchParent(end: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, 1_000);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") {
    return `port ${port ?? ""} is taken. Stop what listens there, or choose another with --port.`;
  }
  return process.env["SANDBOX_DEBUG"] ? (error.stack ?? error.message) : error.message;
}
