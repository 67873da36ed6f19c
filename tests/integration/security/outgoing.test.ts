/** Outgoing HTTPS against a server on loopback, with a resolver that answers as an attacker's would. */
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import {
  createOutgoing,
  type OutgoingAddress,
  type OutgoingRequest,
} from "#app/platform/outgoing.server.ts";
import { Outage } from "#app/platform/outage.ts";
import { makeCertificate } from "./self-signed.ts";

const { key, cert } = makeCertificate(["supplier.test", "127.0.0.1"]);
const seen: string[] = [];
const server = createServer({ key, cert }, (request, response) => {
  seen.push(`${request.method} ${request.headers.host} ${request.url}`);
  const [, what = "", argument = ""] = (request.url ?? "").split("/");
  if (what === "to") response.writeHead(302, { location: decodeURIComponent(argument) }).end();
  else if (what === "circle") response.writeHead(302, { location: request.url }).end();
  else if (what === "big") response.end(Buffer.alloc(Number(argument)));
  else if (what === "cut") request.socket.destroy();
  else response.writeHead(200, { "x-told": "yes" }).end(`hello ${what}`);
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Loopback stands for the open internet here; every other address is as private as it always is. */
function open(answers: readonly (readonly string[])[] = [["127.0.0.1"]]) {
  seen.length = 0;
  let asked = 0;
  const outgoing = createOutgoing({
    resolve: (hostname) => {
      const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      if (hostname !== "supplier.test") return Promise.reject(new Error(`ENOTFOUND ${hostname}`));
      return Promise.resolve(
        addresses.map((address): OutgoingAddress => ({
          address,
          family: address.includes(":") ? 6 : 4,
        })),
      );
    },
    mayReach: (address) => address === "127.0.0.1",
    mayUsePort: (wanted) => wanted === port,
    trustedCertificates: cert,
  });
  const call = async (path: string, changes: Partial<OutgoingRequest> = {}) => {
    const url = path.startsWith("https:") ? path : `https://supplier.test:${port}${path}`;
    return outgoing.send({ url, method: "GET", headers: {}, body: null, ...changes });
  };
  return { call, close: outgoing.close, askedCount: () => asked };
}

test("reaches what it may reach", async () => {
  const { call, close } = open();
  const answer = await call("/there", { method: "POST", body: "order" });
  expect(answer).toMatchObject({ ok: true, value: { status: 200, headers: { "x-told": "yes" } } });
  expect(answer.ok && answer.value.body.toString()).toBe("hello there");
  await close();
});

test.each([
  ["a private address", [["10.0.0.7"]]],
  ["the metadata service", [["169.254.169.254"]]],
  ["a private address beside an open one", [["127.0.0.1", "192.168.0.1"]]],
  ["loopback of IPv6", [["::1"]]],
  ["nothing", [[]]],
])("connects to nothing when the name leads to %s", async (_what, answers) => {
  const { call, close } = open(answers);
  expect(await call("/x")).toEqual({ ok: false, refusal: { code: "address_not_public" } });
  expect(seen).toEqual([]);
  await close();
});

test("asks for the name again on each connection, and believes no address of last time", async () => {
  const { call, close, askedCount } = open([["127.0.0.1"], ["10.0.0.7"]]);
  expect((await call("/first")).ok).toBe(true);
  // The kept connection must be gone before the second call asks again.
  await expect
    .poll(async () => {
      const answer = await call("/second");
      return answer.ok ? "reached" : answer.refusal.code;
    })
    .toBe("address_not_public");
  expect(askedCount()).toBeGreaterThan(1);
  await close();
});

test.each([
  ["the same origin", () => `https://supplier.test:${port}/there`, "ok"],
  ["a path", () => "/there", "ok"],
  ["a private address", () => "https://10.0.0.7/", "redirect_refused"],
  ["the metadata service", () => "http://169.254.169.254/latest", "redirect_refused"],
  ["another port", () => "https://supplier.test:1/", "redirect_refused"],
  ["a file", () => "file:///etc/passwd", "redirect_refused"],
  ["another host", () => `https://127.0.0.1:${port}/there`, "redirect_refused"],
  ["credentials", () => `https://a:b@supplier.test:${port}/there`, "address_has_credentials"],
])("a redirect to %s", async (_what, target, outcome) => {
  const { call, close } = open();
  const answer = await call(`/to/${encodeURIComponent(target())}`);
  expect(answer.ok ? "ok" : answer.refusal.code).toBe(outcome);
  expect(seen).toHaveLength(outcome === "ok" ? 2 : 1);
  await close();
});

test("a body is never sent on, and an endless circle of redirects ends", async () => {
  const { call, close } = open();
  const post = await call(`/to/${encodeURIComponent("/there")}`, { method: "POST", body: "x" });
  expect(post).toEqual({ ok: false, refusal: { code: "redirect_refused" } });
  expect(await call("/circle")).toEqual({ ok: false, refusal: { code: "redirect_refused" } });
  await close();
});

test("a large answer is cut off", async () => {
  const { call, close } = open();
  expect(await call(`/big/${2 * 1024 * 1024}`)).toEqual({
    ok: false,
    refusal: { code: "answer_too_large" },
  });
  expect((await call(`/big/${1024 * 1024}`)).ok).toBe(true);
  await close();
});

test.each([
  ["hangs up", "/cut"],
  ["has another name in its certificate", ""],
  ["cannot be found", ""],
])("an address that %s is an outage that names only the host", async (what, path) => {
  const { call, close } = open();
  const url = what.startsWith("cannot") ? `https://nobody.test:${port}/` : path;
  const failing = what.startsWith("has")
    ? createOutgoing({
        resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
        mayReach: () => true,
        mayUsePort: () => true,
        trustedCertificates: cert,
      }).send({ url: `https://other.test:${port}/`, method: "GET", headers: {}, body: null })
    : call(url);
  await expect(failing).rejects.toThrow(Outage);
  await close();
});
