/**
 * Sends every call for `https://*.myshopify.com` to the local sandbox and refuses every other host that is not
 * loopback, so that nothing leaves the machine. Load it before the program: `node --import ./sandbox/register.mjs`.
 * Needs `SANDBOX_URL` (for example http://127.0.0.1:4400). Covers the built-in fetch, undici, and plain sockets.
 */
import net from "node:net";
import { Agent, setGlobalDispatcher } from "undici";

const SHOP_HOST = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i;
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|::ffff:127(\.\d{1,3}){3})$/i;

const sandboxUrl = requireSandboxUrl(process.env.SANDBOX_URL);

// `allowH2` stays off and no keep-alive limit is set: loopback only, closed by the server when it stops.
setGlobalDispatcher(new Agent().compose(redirectShops));
guardSockets();
await followClock();

/** @param {import("undici").Dispatcher["dispatch"]} dispatch */
function redirectShops(dispatch) {
  return (options, handler) => {
    const target = new URL(String(options.origin));
    if (isLoopback(target.hostname)) return dispatch(options, handler);
    if (!SHOP_HOST.test(target.hostname)) throw refusal(target.host);
    const headers = withHost(options.headers, target.hostname);
    return dispatch({ ...options, origin: sandboxUrl.origin, headers }, handler);
  };
}

/**
 * Adds the shop's host in the shape the caller used: undici takes a flat array, an iterable of pairs or an object.
 * @param {unknown} headers
 * @param {string} host
 */
function withHost(headers, host) {
  const flat = flattenHeaders(headers);
  const kept = [];
  for (let index = 0; index < flat.length; index += 2) {
    if (String(flat[index]).toLowerCase() !== "host") kept.push(flat[index], flat[index + 1]);
  }
  return [...kept, "host", host];
}

/** @param {any} headers */
function flattenHeaders(headers) {
  if (!headers) return [];
  if (Array.isArray(headers) && !Array.isArray(headers[0])) return headers;
  const pairs =
    typeof headers[Symbol.iterator] === "function" ? [...headers] : Object.entries(headers);
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
}

/** Sockets opened without undici (node:http, node:https, database drivers) meet the same wall. */
function guardSockets() {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(...args) {
    const host = hostOf(args);
    if (host === null || isLoopback(host)) return connect.apply(this, args);
    // As a connection that fails a moment later: callers attach their error handlers after this returns.
    this.connecting = true;
    setImmediate(() => this.destroy(refusal(host)));
    return this;
  };
}

/**
 * The host a `connect(...)` call names; null for a path (a Unix socket) and for the default host, which is loopback.
 * @param {any[]} args
 */
function hostOf(args) {
  // net.connect() passes its arguments as one array, already normalised to [options, callback].
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === "object" && first !== null) return first.path ? null : (first.host ?? null);
  if (typeof first === "string" && Number.isNaN(Number(first))) return null;
  return typeof second === "string" ? second : null;
}

/** @param {string} host */
function isLoopback(host) {
  return LOOPBACK_HOST.test(host);
}

/** @param {string} host */
function refusal(host) {
  return new Error(
    `The sandbox refused a connection to ${host}: with sandbox/register.mjs loaded, only *.myshopify.com ` +
      `(answered by ${sandboxUrl.origin}) and this machine can be reached.`,
  );
}

/** @param {string | undefined} value */
function requireSandboxUrl(value) {
  if (!value) {
    throw new Error("sandbox/register.mjs needs SANDBOX_URL, for example http://127.0.0.1:4400");
  }
  const url = new URL(value);
  if (!isLoopback(url.hostname)) throw new Error(`SANDBOX_URL must be on this machine: ${value}`);
  return url;
}

/**
 * Sets this process's clock to the store's and keeps it there: `new Date()` and `Date.now()` are the store's time, so
 * that a moved clock moves the whole world. Timers and performance.now() stay real.
 */
async function followClock() {
  const RealDate = globalThis.Date;
  const realNow = RealDate.now.bind(RealDate);
  /** @type {{ offsetMs: number, frozenAtMs: number | null }} */
  let clock = { offsetMs: 0, frozenAtMs: null };
  const now = () => clock.frozenAtMs ?? realNow() + clock.offsetMs;
  // A proxy, not a subclass: libraries copy the methods of Date.prototype, and a subclass has none of its own.
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
  });
  const look = async () => {
    const answer = await fetch(new URL("/__sandbox/clock", sandboxUrl));
    clock = await answer.json();
  };
  // The sandbox may not be up yet, or be restarting: time goes on as last known.
  await look().catch(() => undefined);
  setInterval(() => void look().catch(() => undefined), 250).unref();
}
