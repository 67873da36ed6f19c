/**
 * A real PostgreSQL from npm, in .aftercare/postgres, for machines that have none. Owns starting, stopping and
 * the ways around running as root; knows nothing of what is stored in it. Why: docs/decisions/0002-embedded-postgres.md
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { dirname, join } from "node:path";

const SUPERUSER = "postgres";

/** Folder that holds bin/ and lib/ of the PostgreSQL for this platform. Throws a sentence when npm brought none. */
export function findPostgresHome(root = process.cwd()) {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const home = join(root, "node_modules", ...name.split("/"), "native");
  if (!existsSync(home))
    throw new Error(
      `No PostgreSQL for ${platform}-${process.arch} comes from npm. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  hydrateSymlinks(home);
  return home;
}

/** npm cannot pack symbolic links and may skip install scripts: without these links initdb finds no libraries. */
function hydrateSymlinks(home) {
  const list = join(home, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const done = join(home, ".hydrated");
  if (existsSync(done)) return;
  const script = join(home, "..", "scripts", "hydrate-symlinks.js");
  execFileSync(process.execPath, [script], { cwd: join(home, ".."), stdio: "ignore" });
  writeFileSync(done, "");
}

/**
 * How to run a PostgreSQL binary here. It refuses root, and another user cannot enter a clone below a 0700 folder,
 * so root maps itself to an ordinary user inside a user namespace; where that is refused, a copy runs as nobody.
 */
function runnerFor(home, dataDir) {
  if (process.getuid?.() !== 0)
    return { home, dataDir, wrap: (bin, args) => [bin, args], options: {} };
  const mapped = ["--user", "--map-user=1000", "--map-group=1000"];
  if (spawnSync("unshare", [...mapped, "true"]).status === 0) {
    return {
      home,
      dataDir,
      wrap: (bin, args) => ["unshare", [...mapped, "--", bin, ...args]],
      options: {},
    };
  }
  const copy = "/var/tmp/aftercare-postgres";
  if (!existsSync(join(copy, "bin", "postgres"))) cpSync(home, copy, { recursive: true });
  const id = Number(execFileSync("id", ["-u", "nobody"], { encoding: "utf8" }));
  const movedData = join(
    "/var/tmp",
    `aftercare-data-${Buffer.from(dataDir).toString("hex").slice(-24)}`,
  );
  mkdirSync(movedData, { recursive: true });
  chownSync(movedData, id, id);
  return {
    home: copy,
    dataDir: movedData,
    wrap: (bin, args) => [bin, args],
    options: { uid: id, gid: id, cwd: "/" },
  };
}

const canConnect = (port) =>
  new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });

/** A free port of the loopback interface, chosen by the system. */
export const findFreePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** True where something already listens on the port. */
export const isPortTaken = canConnect;

/**
 * Starts PostgreSQL on loopback and resolves once it answers. The data folder is made when missing.
 * `home` is the folder of another PostgreSQL than npm's. `settings` are extra `-c name=value` pairs. Throws a sentence with the server's last words when it does not start.
 */
export async function startPostgres({
  root = process.cwd(),
  home = null,
  dataDir,
  port,
  settings = [],
}) {
  mkdirSync(dirname(dataDir), { recursive: true });
  const runner = runnerFor(home ?? findPostgresHome(root), dataDir);
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  const run = (name, args) => {
    const [command, full] = runner.wrap(join(runner.home, "bin", name), args);
    return { command, full };
  };
  if (!existsSync(join(runner.dataDir, "PG_VERSION"))) {
    const { command, full } = run("initdb", [
      "-D",
      runner.dataDir,
      "-U",
      SUPERUSER,
      "--auth=trust",
      "--encoding=UTF8",
      "--locale=C",
      "--no-instructions",
    ]);
    const made = spawnSync(command, full, { env, encoding: "utf8", ...runner.options });
    if (made.status !== 0)
      throw new Error(`PostgreSQL could not make its data folder: ${lastLine(made.stderr)}`);
  }
  clearStalePid(runner.dataDir);
  const { command, full } = run("postgres", [
    "-D",
    runner.dataDir,
    "-p",
    String(port),
    ...["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"].flatMap(
      (setting) => ["-c", setting],
    ),
    ...["shared_buffers=256MB", "max_wal_size=4GB", "log_min_messages=fatal", ...settings].flatMap(
      (setting) => ["-c", setting],
    ),
  ]);
  const child = spawn(command, full, {
    env,
    stdio: ["ignore", "ignore", "pipe"],
    detached: true, // a Ctrl-C in the terminal reaches us first; we stop it last, after its clients
    ...runner.options,
  });
  let words = "";
  child.stderr.on("data", (chunk) => (words = (words + chunk).slice(-4_000)));
  let exited = false;
  child.once("exit", () => (exited = true));
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (exited) throw new Error(`PostgreSQL did not start: ${lastLine(words)}`);
    if ((await canConnect(port)) && (await answers(port))) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const url = `postgresql://${SUPERUSER}@127.0.0.1:${port}/postgres`;
  return {
    url,
    port,
    pid: child.pid,
    hasExited: () => exited,
    /** Fast shutdown: open transactions roll back, the data is flushed. `immediate` is a crash on purpose. */
    stop: (mode = "fast") => stopPostgres(child, mode, runner.dataDir, () => exited),
  };
}

const lastLine = (text) =>
  (text ?? "").trim().split("\n").filter(Boolean).slice(-3).join(" ") || "it said nothing.";

/** The listener opens before recovery is over, so ask for a row. */
async function answers(port) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ host: "127.0.0.1", port, user: SUPERUSER, database: "postgres" });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A postmaster.pid left by a killed server stops the next start when its number has been given to another process. */
function clearStalePid(dataDir) {
  const file = join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  // Inside a user namespace the number is the same, for process ids are not mapped.
  let name = "";
  try {
    name = readFileSync(`/proc/${pid}/comm`, "utf8");
  } catch {
    if (process.platform === "linux") name = "gone";
  }
  if (name && !name.startsWith("postgres")) rmSync(file, { force: true });
}

async function stopPostgres(child, mode, dataDir, hasExited) {
  if (hasExited()) return;
  const signal = mode === "immediate" ? "SIGQUIT" : "SIGINT";
  // unshare replaces itself by postgres (no --fork), so the child's pid is the postmaster's.
  child.kill(signal);
  for (let waited = 0; waited < 8_000 && !hasExited(); waited += 25)
    await new Promise((resolve) => setTimeout(resolve, 25));
  if (!hasExited()) child.kill("SIGKILL");
}

/** Makes files of a data folder readable by its owner alone, as PostgreSQL demands. */
export function tightenDataDir(dataDir) {
  if (existsSync(dataDir)) chmodSync(dataDir, 0o700);
}
