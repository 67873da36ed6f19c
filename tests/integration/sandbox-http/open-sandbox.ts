/** One sandbox as a child process on free ports, and the few calls the tests here make to it. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { inject } from "vitest";
import { signSessionToken } from "#sandbox/auth/session-token.ts";

export const SHOP = "harbor-and-pine.myshopify.com";
export const CLIENT_ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
export const CLIENT_SECRET = "sandbox-secret-not-for-production";

export type OpenSandbox = {
  web: string;
  tunnel: string;
  smtpPort: number;
  /** GET without a body, POST with one; throws unless the answer is 2xx. */
  control: (path: string, body?: object) => Promise<Record<string, unknown>>;
  stop: () => Promise<number | null>;
};

export async function openSandbox(args: string[] = []): Promise<OpenSandbox> {
  const child = spawn(
    process.execPath,
    [inject("sandboxPath"), "--port", "0", "--seed", "minimal", "--stop-with-parent", ...args],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const line = await readLine(child);
  const { admin, tunnel, smtp } = JSON.parse(line) as Record<string, string>;
  const web = String(admin).replace(/\/$/, "");
  return {
    web,
    tunnel: String(tunnel),
    smtpPort: Number(String(smtp).split(":")[1]),
    control: (path, body) => callControl(web, path, body),
    stop: async () => {
      if (child.exitCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      return child.exitCode;
    },
  };
}

async function readLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the sandbox has no output");
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the sandbox ended with ${String(code)} before it was ready`);
  });
  const [line] = (await Promise.race([once(lines, "line"), ended])) as [string];
  ended.catch(() => undefined); // it ends once the test stops it
  return line;
}

async function callControl(web: string, path: string, body?: object) {
  const response = await fetch(`${web}/__sandbox/${path}`, {
    method: body ? "POST" : "GET",
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

export function sessionToken(
  changes: Partial<Parameters<typeof signSessionToken>[0]> = {},
): string {
  return signSessionToken({
    shopDomain: SHOP,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    userId: "100001",
    sessionId: "session-1",
    nowMs: Date.now(),
    ...changes,
  });
}

export type TokenAnswer = { status: number; body: Record<string, unknown> };

/** The token endpoint, with the app's own credentials unless `fields` say otherwise. */
export async function askToken(web: string, fields: object): Promise<TokenAnswer> {
  const response = await fetch(`${web}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, ...fields }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export function exchangeFields(token: string, kind: "offline" | "online", expiring = 1): object {
  return {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: token,
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    requested_token_type: `urn:shopify:params:oauth:token-type:${kind}-access-token`,
    expiring,
  };
}

export async function callAdmin(web: string, token: string, query: string): Promise<Response> {
  return fetch(`${web}/admin/api/2026-07/graphql.json`, {
    method: "POST",
    headers: { "x-shopify-access-token": token, "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
}
