/** A shop's sending domain, looked up by a real resolver at a real DNS server on loopback. */
import { afterAll, expect, test } from "vitest";
import { checkSender } from "#app/messages/check-sender.server.ts";
import { wantedRecords } from "#app/messages/evaluate-sender-records.ts";
import { findSender, readSender, saveSender } from "#app/messages/sender-store.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { startDnsServer } from "#sandbox/dns/dns-server.ts";
import { parseZone, type DnsZone } from "#sandbox/dns/dns-zone.ts";
import { MAIL_DOMAIN, openMailWorld } from "./mail-world.ts";

const record = async () => undefined;
const world = await openMailWorld();
const { db, deps, clock } = world;
let zone: DnsZone = [];
const dns = await startDnsServer(() => zone, 0);
afterAll(() => dns.stop());
const checkDeps = { db, clock, mailDomain: MAIL_DOMAIN, dnsServers: [`127.0.0.1:${dns.port}`] };

const senderOf = (shopId: bigint) =>
  inShop(db, shopId, (tx) =>
    readSender(deps, tx, shopId, { fromName: "Harbor & Pine", replyTo: "" }),
  );

test("mail goes from our own domain until SPF, DKIM and DMARC are seen, and again when one is taken away", async () => {
  const shopId = await world.addShop("sender");
  expect(await checkSender(checkDeps, shopId)).toBeNull();
  const saved = await saveSender({ db, env: deps.env, record }, shopId, {
    domain: " @HarborAndPine.example. ",
    localPart: "Orders",
  });
  expect(saved.ok).toBe(true);
  const states = async () => (await checkSender(checkDeps, shopId))?.map(({ state }) => state);
  expect(await states()).toEqual(["missing", "missing", "missing"]);
  expect((await senderOf(shopId)).chosen.fromAddress).toBe(`orders@${MAIL_DOMAIN}`);
  const own = await inShop(db, shopId, (tx) => findSender(tx, shopId));
  if (!own) throw new Error("the sender was saved");
  // As a merchant copies them from the page into a DNS form: the key is longer than one string of TXT.
  const lines = wantedRecords(own, MAIL_DOMAIN).map(({ host, value }) => `${host} TXT "${value}"`);
  zone = parseZone(lines.slice(0, 2).join("\n")).zone;
  expect(await states()).toEqual(["ok", "ok", "missing"]);
  expect((await senderOf(shopId)).dkim).toBeNull();
  zone = parseZone(lines.join("\n")).zone;
  expect(await states()).toEqual(["ok", "ok", "ok"]);
  const now = await senderOf(shopId);
  expect(now.chosen.fromAddress).toBe("orders@harborandpine.example");
  expect(now.dkim?.privateKey).toContain("PRIVATE KEY");
  const silent = { ...checkDeps, dnsServers: ["127.0.0.1:9"] };
  expect((await checkSender(silent, shopId))?.map(({ state }) => state)).toEqual([
    "unknown",
    "unknown",
    "unknown",
  ]);
  // A DNS that does not answer takes nothing away; one that answers otherwise does.
  expect((await senderOf(shopId)).chosen.isOwnDomain).toBe(true);
  zone = parseZone(lines.slice(0, 2).join("\n")).zone;
  await states();
  expect((await senderOf(shopId)).chosen.isOwnDomain).toBe(false);
}, 60_000);

test("refuses what is no domain of a shop", async () => {
  const shopId = await world.addShop("sender-refused");
  for (const [domain, localPart] of [
    ["gmail.com", "orders"],
    ["shop.example\r\nBcc: x@y.zz", "orders"],
    ["harbor-and-pine.myshopify.com", "orders"],
    ["harborandpine.com", "or ders"],
    ["harborandpine.com", "orders\r\nX: y"],
    ["", ""],
  ] as const) {
    const saved = await saveSender({ db, env: deps.env, record }, shopId, { domain, localPart });
    expect(saved.ok, domain).toBe(false);
  }
});
