/** Claim: no token that Shopify did not sign for this app, this shop and this minute lets anybody in. */
import { createHmac } from "node:crypto";
import { verifySessionToken } from "#app/shopify/session-token.server.ts";
import type { ProofContext, ProofResult, Scale } from "./support/proof.ts";
import { createRandom, type Random } from "./support/random.ts";

const SIZES = { sample: 5_000, full: 100_000 };
const API_KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const SECRET = "the-secret-of-this-proof";
const NOW = new Date("2026-11-21T12:00:00Z");
const NOW_S = NOW.getTime() / 1_000;
const HONEST_EVERY = 50;
const MAX_GROWTH_BYTES = 50 * 1024 * 1024;

type Claims = Record<string, unknown>;
type Forge = (random: Random) => string;

const honestClaims = (shop = "proof"): Claims => ({
  iss: `https://${shop}.myshopify.com/admin`,
  dest: `https://${shop}.myshopify.com`,
  aud: API_KEY,
  sub: "548380009",
  exp: NOW_S + 50,
  nbf: NOW_S - 10,
  iat: NOW_S - 10,
  jti: "6b4d9c0e-3f0e-4b5e-9d65-2f8a9f4d7b11",
  sid: "aaea182f2732d44c23057c0fea584021a4485b2bd25d3eb7fd349313ad24c685",
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function makeToken(
  claims: Claims,
  { secret = SECRET, header = { alg: "HS256", typ: "JWT" } as Claims, hash = "sha256" } = {},
) {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac(hash, secret).update(content).digest("base64url")}`;
}

const honestToken = () => makeToken(honestClaims());
const parts = () => honestToken().split(".");
const without = (name: string) =>
  Object.fromEntries(Object.entries(honestClaims()).filter(([key]) => key !== name));
const changed = (claims: Claims) => makeToken({ ...honestClaims(), ...claims });

const FORGERIES: Readonly<Record<string, Forge>> = {
  "no algorithm": () => `${encode({ alg: "none" })}.${encode(honestClaims())}.`,
  "no algorithm, another spelling": (random) =>
    `${encode({ alg: random.pick(["None", "NONE", "nOnE"]) })}.${encode(honestClaims())}.${parts()[2]}`,
  "HS512 of the same secret": () =>
    makeToken(honestClaims(), { header: { alg: "HS512", typ: "JWT" }, hash: "sha512" }),
  "HS384 of the same secret": () =>
    makeToken(honestClaims(), { header: { alg: "HS384", typ: "JWT" }, hash: "sha384" }),
  "RS256 in the header": () => makeToken(honestClaims(), { header: { alg: "RS256", typ: "JWT" } }),
  "another secret": (random) =>
    makeToken(honestClaims(), { secret: random.bytes(16).toString("hex") }),
  "the client id as secret": () => makeToken(honestClaims(), { secret: API_KEY }),
  "flipped bit": (random) => {
    const bytes = Buffer.from(honestToken());
    const at = random.integer(0, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
    // The last character carries unused bits of base64url: changing those changes nothing.
    return at === bytes.length - 1 || bytes.toString() === honestToken() ? "x" : bytes.toString();
  },
  truncated: (random) => honestToken().slice(0, random.integer(0, honestToken().length - 1)),
  "claims swapped under the same signature": (random) =>
    `${parts()[0]}.${encode(honestClaims(random.pick(["victim", "other-shop"])))}.${parts()[2]}`,
  "another app's audience": (random) => changed({ aud: random.bytes(16).toString("hex") }),
  "a list of audiences": () => changed({ aud: [API_KEY, "other"] }),
  expired: (random) => changed({ exp: NOW_S - random.integer(11, 100_000) }),
  "not yet valid": (random) => changed({ nbf: NOW_S + random.integer(11, 100_000) }),
  "no end": () => makeToken(without("exp")),
  "no beginning": () => makeToken(without("nbf")),
  "no destination": () => makeToken(without("dest")),
  "no issuer": () => makeToken(without("iss")),
  "no audience": () => makeToken(without("aud")),
  "no subject": () => makeToken(without("sub")),
  "end as text": () => changed({ exp: String(NOW_S + 50) }),
  "issuer of another shop": () => changed({ iss: "https://other.myshopify.com/admin" }),
  "destination outside myshopify.com": (random) =>
    changed({
      dest: random.pick([
        "https://evil.example.com",
        "https://proof.myshopify.com.evil.com",
        "https://evil.com/proof.myshopify.com",
        "http://proof.myshopify.com",
        "https://proof.myshopify.com:444",
        "https://user@proof.myshopify.com",
        "https://PROOF.myshopify.com",
        "https://.myshopify.com",
      ]),
    }),
  "destination that is no text": (random) =>
    changed({ dest: random.pick<unknown>([1, null, {}, ["https://proof.myshopify.com"]]) }),
  "subject that is no number": (random) =>
    changed({ sub: random.pick<unknown>(["admin", "1 or 1=1", 5, null, ""]) }),
  "claims that are a list": () => makeToken([] as unknown as Claims),
  "critical header nobody knows": () =>
    makeToken(honestClaims(), { header: { alg: "HS256", crit: ["x"], x: 1 } }),
  huge: (random) => changed({ padding: random.bytes(64).toString("hex").repeat(80) }),
  "no token at all": (random) =>
    random.pick(["", ".", "..", "...", "null", "Bearer x", "\u0000", "é.é.é"]),
};

/** Verifies forged tokens, with honest ones among them. */
export async function proveForgedSessionTokens(
  scale: Scale,
  context: ProofContext,
): Promise<ProofResult> {
  const random = createRandom(context.seed);
  const kinds = Object.entries(FORGERIES);
  const accepted: string[] = [];
  const thrown: string[] = [];
  let honest = 0;
  let honestRefused = 0;
  const verify = (token: string) =>
    verifySessionToken(token, {
      apiKey: API_KEY,
      secrets: [SECRET, "the-secret-before"],
      now: NOW,
    });
  async function tryOne(number: number): Promise<void> {
    const [kind, forge] = kinds[number % kinds.length] ?? ["none", honestToken];
    try {
      if ((await verify(forge(random))).ok) accepted.push(kind);
    } catch {
      thrown.push(kind);
    }
    if (number % HONEST_EVERY !== 0) return;
    honest += 1;
    if (!(await verify(honestToken())).ok) honestRefused += 1;
  }
  for (let number = 0; number < SIZES[scale] / 10; number += 1) await tryOne(number);
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < SIZES[scale]; number += 1) await tryOne(number);
  globalThis.gc?.();
  const growth = process.memoryUsage().heapUsed - before;
  const unique = (names: readonly string[]) => [...new Set(names)].join(", ") || "none";
  return {
    name: "forged-session-tokens",
    trials: Math.round(SIZES[scale] * 1.1),
    failures: accepted.length + thrown.length + honestRefused + (growth > MAX_GROWTH_BYTES ? 1 : 0),
    note:
      `${kinds.length} kinds: ${accepted.length} accepted (${unique(accepted)}), ${thrown.length} ended in an exception (${unique(thrown)}); ` +
      `${honestRefused} of ${honest} honest ones refused; heap ${(growth / 1024 / 1024).toFixed(1)} MB; seed ${context.seed}`,
  };
}
