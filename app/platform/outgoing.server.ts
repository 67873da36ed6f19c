/**
 * HTTPS to addresses that people typed in: suppliers' endpoints, alert webhooks. Nothing but port 443 of the open internet
 * is reached: the name is resolved once, every address is judged, and exactly those addresses are connected to, so a
 * later DNS answer changes nothing. Redirects go through the same judgement. See docs/security.md.
 */
import { promises as dns } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, request as send, type Dispatcher } from "undici";
import { Outage } from "./outage.ts";
import { isPublicAddress } from "./public-address.server.ts";
import { accept, refuse, type Result } from "./result.ts";

export type OutgoingAddress = { readonly address: string; readonly family: 4 | 6 };

export type OutgoingRules = {
  /** All addresses of a name. Throws when there are none. */
  readonly resolve: (hostname: string) => Promise<readonly OutgoingAddress[]>;
  readonly mayReach: (address: string) => boolean;
  readonly mayUsePort: (port: number) => boolean;
  /** Further certificates to trust, in PEM; null = those that come with Node. */
  readonly trustedCertificates: string | null;
  /** `host:port` pairs that whoever runs the app allows: they may be private, and may be spoken to without TLS. */
  readonly listedHosts?: readonly string[];
};

export type OutgoingRequest = {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** of the answer; default 1 MB. More is refused. */
  readonly mostBytes?: number;
  /** for the whole exchange; default 10 s */
  readonly timeoutMs?: number;
};

export type OutgoingAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
};

export type OutgoingRefusal = { readonly code: keyof typeof OUTGOING_WORDS };

/** What to say of an address that is not used. The same words whatever answers there: nobody maps a network with them. */
export const OUTGOING_WORDS = {
  address_malformed: "This is not a web address. It looks like https://example.com/orders.",
  address_not_https: "The address must begin with https://.",
  address_has_credentials: "The address must not contain a user name or password.",
  address_port: "The address must not name a port.",
  address_not_public: "This address does not lead to the open internet.",
  redirect_refused: "The address sends us elsewhere. Enter the address it leads to.",
  answer_too_large: "The answer is larger than we take.",
} as const;

export type Outgoing = {
  readonly send: (request: OutgoingRequest) => Promise<Result<OutgoingAnswer, OutgoingRefusal>>;
  readonly close: () => Promise<void>;
};

// The whole exchange; a supplier that needs longer is asked again later.
const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_URL_LENGTH = 2_048;

export const PUBLIC_INTERNET: OutgoingRules = {
  resolve: async (hostname) =>
    (await dns.lookup(hostname, { all: true, verbatim: true })).map(({ address, family }) => ({
      address,
      family: family === 6 ? 6 : 4,
    })),
  mayReach: isPublicAddress,
  mayUsePort: (port) => port === 443,
  trustedCertificates: null,
};

/** A sender with connections of its own. Throws an Outage when the other side is away, slow or not to be understood. */
export function createOutgoing(rules: OutgoingRules): Outgoing {
  const agent = new Agent({
    connect: {
      lookup: guardedLookup(rules),
      timeout: TIMEOUT_MS,
      ...(rules.trustedCertificates === null ? {} : { ca: rules.trustedCertificates }),
    },
    // A kept connection would outlive the judgement of its address.
    keepAliveTimeout: 1,
    pipelining: 0,
  });
  return {
    send: (request) => sendGuarded(agent, rules, request),
    close: () => agent.destroy(),
  };
}

/** Whether an address may be used, before anything is sent: for the form in which somebody enters it. */
export function evaluateAddress(
  text: string,
  rules: Pick<OutgoingRules, "mayReach" | "mayUsePort" | "listedHosts">,
): Result<URL, OutgoingRefusal> {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text))
    return refuse({ code: "address_malformed" });
  const url = new URL(text);
  const { mayReach, mayUsePort } = rules;
  if (isListedUrl(url, rules)) return accept(url);
  if (url.protocol !== "https:") return refuse({ code: "address_not_https" });
  if (url.username !== "" || url.password !== "")
    return refuse({ code: "address_has_credentials" });
  if (!mayUsePort(Number(url.port || 443))) return refuse({ code: "address_port" });
  // URL has written 0x7f.1, 2130706433 and the like as dotted numbers by now; literals skip the lookup.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !mayReach(host)) return refuse({ code: "address_not_public" });
  return accept(url);
}

class AddressNotPublic extends Error {
  override name = "AddressNotPublic";
}

/** A listed address carries no password either: it is written to the log. */
function isListedUrl(url: URL, { listedHosts = [] }: Pick<OutgoingRules, "listedHosts">): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb && url.username === "" && listedHosts.includes(`${url.hostname}:${port}`);
}

function guardedLookup({ resolve, mayReach, listedHosts = [] }: OutgoingRules): LookupFunction {
  return (hostname, options, callback) => {
    const isListed = listedHosts.some((pair) => pair.startsWith(`${hostname}:`));
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        // One private address among public ones is enough: which of them is dialled is chance.
        if (!first || (!isListed && found.some(({ address }) => !mayReach(address))))
          callback(new AddressNotPublic("The name leads into a private network."), "");
        else if (options.all) callback(null, [...found]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ""),
    );
  };
}

async function sendGuarded(
  agent: Agent,
  rules: OutgoingRules,
  request: OutgoingRequest,
): Promise<Result<OutgoingAnswer, OutgoingRefusal>> {
  const signal = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
  let target = request.url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const judged = evaluateAddress(target, rules);
    if (!judged.ok) return judged;
    const answer = await sendOnce(agent, judged.value, request, signal);
    if (!answer.ok || !REDIRECTS.has(answer.value.status)) return answer;
    const next = nextTarget(judged.value, answer.value, request);
    if (next === null) return refuse({ code: "redirect_refused" });
    target = next;
  }
  return refuse({ code: "redirect_refused" });
}

/** Only reading follows, and only within one origin: headers may hold the receiver's secrets, bodies hold orders. */
function nextTarget(
  from: URL,
  { headers }: OutgoingAnswer,
  { method }: OutgoingRequest,
): string | null {
  const location = headers["location"];
  if (method !== "GET" || typeof location !== "string" || !URL.canParse(location, from.href))
    return null;
  const next = new URL(location, from);
  return next.origin === from.origin ? next.href : null;
}

async function sendOnce(
  agent: Agent,
  url: URL,
  { method, headers, body, mostBytes }: OutgoingRequest,
  signal: AbortSignal,
): Promise<Result<OutgoingAnswer, OutgoingRefusal>> {
  try {
    const answer = await send(url, { dispatcher: agent, method, headers, body, signal });
    const content = await readUpTo(answer.body, mostBytes ?? MAX_ANSWER_BYTES);
    if (!content) return refuse({ code: "answer_too_large" });
    return accept({ status: answer.statusCode, headers: answer.headers, body: content });
  } catch (error) {
    if (error instanceof AddressNotPublic) return refuse({ code: "address_not_public" });
    throw new Outage(`${url.host} did not answer as expected.`, { retry: "later", cause: error });
  }
}

async function readUpTo(
  stream: Dispatcher.ResponseData["body"],
  limit: number,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) {
      stream.destroy();
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
