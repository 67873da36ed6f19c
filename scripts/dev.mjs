/** `npm run dev`: the demo from source, with hot reload. Same options as `npm run demo`. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { explainAndExit, root, setUp } from "./setup.mjs";

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4400" },
      fresh: { type: "boolean", default: false },
    },
  });
  await setUp({ build: false });
  const { startStack } = await import("./stack.mjs");
  const stack = await startStack({
    port: Number(values.port),
    dataDir: join(root, ".aftercare", "dev"),
    fresh: values.fresh,
    mode: "dev",
    say: console.log,
  });
  const stop = () => void stack.stop().then(() => process.exit(0));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
  console.log(
    `\n  Admin    ${stack.urls.admin}\n  Logs     ${stack.dataDir}\n\nAftercare is ready, with hot reload. Ctrl-C stops it.`,
  );
}

main().catch(explainAndExit);
