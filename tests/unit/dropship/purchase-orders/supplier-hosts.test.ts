import { expect, test } from "vitest";
import { createSftpHandover } from "#app/dropship/purchase-orders/channels/send-by-sftp.server.ts";
import type { OutgoingAddress } from "#app/platform/outgoing.server.ts";
import { evaluateSupplierUrl, resolveSupplierHost } from "#app/platform/supplier-hosts.server.ts";

const at = (address: string): OutgoingAddress => ({
  address,
  family: address.includes(":") ? 6 : 4,
});
const PRIVATE = [
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.9",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "::1",
  "fe80::1",
  "fd00::1",
  "::ffff:10.0.0.1",
];

test.each(PRIVATE)("does not connect to a server whose name leads to %s", async (address) => {
  const host = { host: "sftp.example", port: 22 };
  const found = await resolveSupplierHost(host, [], async () => [at(address)]);
  expect(found).toEqual({ ok: false, refusal: { code: "address_not_public" } });
});

test("one private address among public ones is enough to refuse", async () => {
  const host = { host: "sftp.example", port: 22 };
  const found = await resolveSupplierHost(host, [], async () => [at("8.8.8.8"), at("10.0.0.1")]);
  expect(found.ok).toBe(false);
});

test("a listed pair may be private; the same host on another port may not", async () => {
  const resolve = async () => [at("10.0.0.5")];
  const listed = ["erp.lan:2222"];
  const open = await resolveSupplierHost({ host: "erp.lan", port: 2222 }, listed, resolve);
  expect(open).toEqual({ ok: true, value: at("10.0.0.5") });
  const closed = await resolveSupplierHost({ host: "erp.lan", port: 22 }, listed, resolve);
  expect(closed.ok).toBe(false);
});

test("a name whose answer changes is asked once a try, and the changed answer is refused", async () => {
  const answers = [["8.8.8.8"], ["127.0.0.1"]].map((addresses) => addresses.map(at));
  let asked = 0;
  const resolve = async () => answers[asked++] ?? [];
  const host = { host: "sftp.example", port: 22 };
  expect(await resolveSupplierHost(host, [], resolve)).toEqual({ ok: true, value: at("8.8.8.8") });
  expect((await resolveSupplierHost(host, [], resolve)).ok).toBe(false);
  expect(asked).toBe(2);
});

test("an SFTP try ends before any connection when the name leads inside", async () => {
  const handover = createSftpHandover({
    hostKeys: { find: async () => null, pin: async () => true },
    listedHosts: [],
    resolve: async () => [at("169.254.169.254")],
  });
  const frozen = {
    idempotencyKey: "k",
    target: "/in",
    envelopeFrom: null,
    messageId: null,
    fileName: "k.csv",
    number: "1001-1",
    bytes: new Uint8Array(1),
  };
  const settings = {
    channel: "sftp",
    host: "sftp.example",
    port: 22,
    username: "a",
    directory: "/in",
    hostKey: null,
  } as const;
  const sending = handover.send(frozen, {
    shopId: 1n,
    supplierId: 1n,
    channel: { settings, secret: "s" },
    now: new Date("2026-02-03T10:00:00Z"),
    signal: new AbortController().signal,
  });
  await expect(sending).rejects.toMatchObject({ proof: "refused", code: "address_not_public" });
});

test.each([
  ["http://orders.example/x", "address_not_https"],
  ["https://orders.example:8443/x", "address_port"],
  ["https://127.0.0.1/x", "address_not_public"],
  ["https://0x7f.1/x", "address_not_public"],
  ["https://[::1]/x", "address_not_public"],
  ["http://erp.lan:9999/x", "address_not_https"],
  ["ftp://erp.lan:8080/x", "address_not_https"],
  ["http://user@erp.lan:8080/x", "address_not_https"],
])("refuses %s as an endpoint", (url, code) => {
  expect(evaluateSupplierUrl(url, ["erp.lan:8080"])).toMatchObject({ refusal: { code } });
});

test("takes a listed endpoint without TLS, and any public one with it", () => {
  expect(evaluateSupplierUrl("http://erp.lan:8080/orders", ["erp.lan:8080"]).ok).toBe(true);
  expect(evaluateSupplierUrl("https://orders.example/x", []).ok).toBe(true);
});
