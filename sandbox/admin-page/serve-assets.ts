/** Style and scripts of the admin page, bundled from TypeScript once per start, and the stand-ins for Shopify's CDN. */
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { send } from "#sandbox/http/respond.ts";

export type Assets = {
  frameJs: () => Promise<string>;
  bridgeJs: () => Promise<string>;
  css: string;
};

/** The scripts are bundled when first asked for: most tests never open a page. */
export function openAssets(): Assets {
  const bundles = new Map<string, Promise<string>>();
  const read = (name: "frame" | "bridge") => () => {
    const known = bundles.get(name) ?? bundle(name);
    bundles.set(name, known);
    return known;
  };
  return {
    frameJs: read("frame"),
    bridgeJs: read("bridge"),
    css: readFileSync(pathOf("./admin.css"), "utf8"),
  };
}

/** `/admin-page/*` and `/cdn/*`. Font style sheets are answered empty: no font is fetched, the system's is used. */
export async function answerAsset(
  assets: Assets,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (path === "/cdn/shopifycloud/app-bridge.js") return script(response, await assets.bridgeJs());
  if (path === "/admin-page/frame.js") return script(response, await assets.frameJs());
  if (path === "/admin-page/admin.css" || path.endsWith(".css")) {
    const css = path.startsWith("/cdn/") ? "" : assets.css;
    return send(response, 200, css, { ...SHARED, "content-type": "text/css; charset=utf-8" });
  }
  send(response, 404, `The sandbox has no ${path}`, { "content-type": "text/plain" });
}

const SHARED = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "cache-control": "no-cache",
};

function script(response: ServerResponse, code: string): void {
  send(response, 200, code, { ...SHARED, "content-type": "text/javascript; charset=utf-8" });
}

async function bundle(name: "frame" | "bridge"): Promise<string> {
  const result = await build({
    entryPoints: [pathOf(`./browser/${name}/main.ts`)],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    legalComments: "none",
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error(`esbuild wrote nothing for ${name}`);
  return file.text;
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
