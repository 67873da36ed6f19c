/** Claim: no storefront request that Shopify did not sign just now, for this shop and this visitor, is believed. */
import { createHmac } from "node:crypto";
import { signedText, verifyProxyRequest } from "#app/shopify/verify-proxy-request.server.ts";
import type { ProofContext, ProofResult, Scale } from "./support/proof.ts";
import { createRandom, type Random } from "./support/random.ts";

const SIZES = { sample: 5_000, full: 100_000 };
const SECRET = "the-secret-of-this-proof";
const NOW = new Date("2026-11-21T12:00:00Z");
const NOW_S = NOW.getTime() / 1_000;
const HONEST_EVERY = 10;
const MAX_GROWTH_BYTES = 50 * 1024 * 1024;
const RESERVED = ["shop", "logged_in_customer_id", "path_prefix", "timestamp"] as const;

type Pairs = [string, string][];
type Forge = (random: Random) => URL;

const letters = (random: Random, length: number) =>
  random.bytes(length).toString("base64url").slice(0, length);

function honestPairs(random: Random): Pairs {
  const pairs: Pairs = [
    ["shop", `shop-${random.integer(1, 9_999)}.myshopify.com`],
    ["logged_in_customer_id", random.pick(["", String(random.integer(1, 2 ** 31))])],
    [
      "path_prefix",
      `/${random.pick(["a", "apps", "community", "tools"])}/${random.pick(["returns", "my-returns", "r_2"])}`,
    ],
    ["timestamp", String(NOW_S - random.integer(0, 89))],
  ];
  for (let count = random.integer(0, 4); count > 0; count -= 1)
    pairs.push([
      random.pick(["order", "email", "step", "utm_source", "q", "é", "a b", "list[]"]),
      random.pick(["#1001", "a+b@example.com", "", "1,2", "&=?", "日本", letters(random, 12)]),
    ]);
  return pairs;
}

const sign = (params: URLSearchParams, secret = SECRET) =>
  createHmac("sha256", secret).update(signedText(params)).digest("hex");

function toUrl(pairs: Pairs, signature?: string): URL {
  const url = new URL("https://aftercare.example/proxy");
  for (const [name, value] of pairs) url.searchParams.append(name, value);
  url.searchParams.append("signature", signature ?? sign(url.searchParams));
  return url;
}

const honestUrl = (random: Random) => toUrl(honestPairs(random));
const replaced = (pairs: Pairs, name: string, value: string): Pairs =>
  pairs.map(([key, old]) => [key, key === name ? value : old]);

/** Changes one parameter after signing. */
function changedAfter(random: Random, name: string, value: string): URL {
  const pairs = honestPairs(random);
  const { searchParams } = toUrl(pairs);
  return toUrl(replaced(pairs, name, value), searchParams.get("signature") ?? "");
}

/** An honest signature of the attacker's own shop, its text cut into the victim's parameters. */
function cutElsewhere(random: Random): URL {
  const own = replaced(honestPairs(random), "shop", "attacker.myshopify.com");
  const victim = random.integer(1, 2 ** 31);
  const middle = `logged_in_customer_id=${victim}path_prefix=/apps/returnsshop=victim.myshopify.comtimestamp=${NOW_S}`;
  const signed = toUrl([
    ...own.filter(([name]) => RESERVED.includes(name as never)),
    ["a", `1${middle}zz=`],
  ]);
  const rest = signedText(signed.searchParams).split("zz=")[1] ?? "";
  return toUrl(
    [
      ["a", "1"],
      ["logged_in_customer_id", String(victim)],
      ["path_prefix", "/apps/returns"],
      ["shop", "victim.myshopify.com"],
      ["timestamp", String(NOW_S)],
      ["zz", rest],
    ],
    signed.searchParams.get("signature") ?? "",
  );
}

const FORGERIES: Readonly<Record<string, Forge>> = {
  "another secret": (random) => {
    const pairs = honestPairs(random);
    return toUrl(pairs, sign(toUrl(pairs).searchParams, letters(random, 20)));
  },
  "no signature": (random) => {
    const url = honestUrl(random);
    url.searchParams.delete("signature");
    return url;
  },
  "random signature": (random) => toUrl(honestPairs(random), random.bytes(32).toString("hex")),
  "signature in upper case or base64": (random) => {
    const hex = honestUrl(random).searchParams.get("signature") ?? "";
    const base64 = Buffer.from(hex, "hex").toString("base64");
    return toUrl(
      honestPairs(random),
      random.pick([hex.toUpperCase(), base64, `${hex} `, `0x${hex}`]),
    );
  },
  "joined by & as in OAuth": (random) => {
    const pairs = honestPairs(random);
    const text = pairs
      .map((pair) => pair.join("="))
      .sort()
      .join("&");
    return toUrl(pairs, createHmac("sha256", SECRET).update(text).digest("hex"));
  },
  "another shop": (random) => changedAfter(random, "shop", "victim.myshopify.com"),
  "another customer": (random) =>
    changedAfter(random, "logged_in_customer_id", String(random.integer(2 ** 31, 2 ** 32))),
  "another prefix": (random) => changedAfter(random, "path_prefix", "/apps/other"),
  "a fresh time": (random) => changedAfter(random, "timestamp", String(NOW_S + 1)),
  "too old or from the future": (random) =>
    toUrl(
      replaced(
        honestPairs(random),
        "timestamp",
        String(NOW_S + random.pick([-1, 1]) * random.integer(91, 1_000_000)),
      ),
    ),
  "a parameter twice": (random) => {
    const pairs = honestPairs(random);
    const name = random.pick(RESERVED);
    const extra: Pairs[number] = [name, name === "shop" ? "victim.myshopify.com" : "1"];
    return random.pick([
      () => toUrl([...pairs, extra]),
      () => toUrl([extra, ...pairs]),
      () => toUrl([...pairs, extra], sign(toUrl(pairs).searchParams)),
    ])();
  },
  "a parameter missing": (random) => {
    const name = random.pick(RESERVED);
    return toUrl(honestPairs(random).filter(([key]) => key !== name));
  },
  "a shop outside myshopify.com, signed": (random) =>
    toUrl(
      replaced(
        honestPairs(random),
        "shop",
        random.pick([
          "evil.example",
          "a.myshopify.com.evil.example",
          "evil.example/a.myshopify.com",
          "A.myshopify.com",
          "",
          "a.b.myshopify.com",
          "\u0000.myshopify.com",
        ]),
      ),
    ),
  "a customer that is no number, signed": (random) =>
    toUrl(
      replaced(
        honestPairs(random),
        "logged_in_customer_id",
        random.pick(["-1", "1 or 1=1", "0x10", "1e9", "９", "null", "{}"]),
      ),
    ),
  "cut elsewhere": cutElsewhere,
  "a bit of the address flipped": (random) => {
    const url = honestUrl(random);
    const name = random.pick([...RESERVED, "signature"]);
    const bytes = Buffer.from(url.searchParams.get(name) ?? "");
    if (bytes.length === 0) return toUrl([]);
    const at = random.integer(0, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
    url.searchParams.set(name, bytes.toString("latin1"));
    return url;
  },
  nothing: () => new URL("https://aftercare.example/proxy"),
  endless: (random) => toUrl([...honestPairs(random), ["x", "y".repeat(9_000)]]),
};

/** Verifies forged requests, with honest ones among them. */
export async function proveForgedProxyRequests(
  scale: Scale,
  context: ProofContext,
): Promise<ProofResult> {
  const random = createRandom(context.seed);
  const kinds = Object.entries(FORGERIES);
  const accepted: string[] = [];
  const thrown: string[] = [];
  let honest = 0;
  let honestRefused = 0;
  const verify = (url: URL) =>
    verifyProxyRequest(url, { secrets: [SECRET, "the-secret-before"], now: NOW });
  function tryOne(number: number): void {
    const [kind, forge] = kinds[number % kinds.length] ?? ["none", honestUrl];
    try {
      if (verify(forge(random)).ok) accepted.push(kind);
    } catch {
      thrown.push(kind);
    }
    if (number % HONEST_EVERY !== 0) return;
    honest += 1;
    if (!verify(honestUrl(random)).ok) honestRefused += 1;
  }
  for (let number = 0; number < SIZES[scale] / 10; number += 1) tryOne(number);
  const before = process.memoryUsage().heapUsed;
  for (let number = 0; number < SIZES[scale]; number += 1) tryOne(number);
  globalThis.gc?.();
  const growth = process.memoryUsage().heapUsed - before;
  const unique = (names: readonly string[]) => [...new Set(names)].join(", ") || "none";
  return {
    name: "forged-proxy-requests",
    trials: Math.round(SIZES[scale] * 1.1),
    failures: accepted.length + thrown.length + honestRefused + (growth > MAX_GROWTH_BYTES ? 1 : 0),
    note:
      `${kinds.length} kinds: ${accepted.length} accepted (${unique(accepted)}), ${thrown.length} ended in an exception (${unique(thrown)}); ` +
      `${honestRefused} of ${honest} honest ones refused; heap ${(growth / 1024 / 1024).toFixed(1)} MB; seed ${context.seed}`,
  };
}
