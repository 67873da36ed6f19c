/** `npm run sandbox -- --port N`: the sandbox alone, without the app. Prints the Admin API's address and a token. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { explainAndExit, root, setUp } from "./setup.mjs";

async function main() {
  await setUp({ build: false });
  const args = [
    "--import",
    "tsx",
    join("sandbox", "main.ts"),
    "--no-app",
    ...process.argv.slice(2),
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 0));
}

main().catch(explainAndExit);
