import fc from "fast-check";
import { expect, test } from "vitest";
import { isMailAddress } from "#app/messages/mail-address.ts";
import { readAddress, replyAddress } from "#app/messages/conversations/reply-address.server.ts";
import {
  createReplyToken,
  readReplyToken,
  type ReplyTarget,
} from "#app/messages/conversations/reply-token.server.ts";
import { addDays } from "#app/platform/time.ts";

const NOW = new Date("2026-11-22T08:00:00Z");
const keyOf = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) });
const deps = { env: { ENCRYPTION_KEYS: [keyOf("k1", 7)] }, mailDomain: "mail.aftercare.example" };
const use = "mail" as const;

const target: fc.Arbitrary<ReplyTarget> = fc.record({
  shopId: fc.bigInt(1n, 2n ** 31n),
  orderId: fc.bigInt(1n, 2n ** 40n),
  party: fc.oneof(
    fc.constant({ kind: "shopper" as const }),
    fc.record({ kind: fc.constant("contact" as const), contactId: fc.bigInt(1n, 2n ** 31n) }),
  ),
});

test("an address reads as what it was made of, in any case, and is one that mail can go to", () => {
  fc.assert(
    fc.property(target, fc.boolean(), (asked, isUpper) => {
      const address = replyAddress(deps, asked, NOW);
      expect(isMailAddress(address)).toBe(true);
      const read = readAddress(deps, isUpper ? address.toUpperCase() : address, NOW);
      expect(read).toEqual({ ok: true, value: { kind: "reply", ...asked } });
    }),
    { numRuns: 200 },
  );
});

test("one changed character makes it nobody's", () => {
  fc.assert(
    fc.property(target, fc.nat(), fc.constantFrom(..."abz059"), (asked, at, other) => {
      const token = createReplyToken(deps, asked, { use, now: NOW });
      const place = at % token.length;
      fc.pre(token[place] !== other);
      const forged = token.slice(0, place) + other + token.slice(place + 1);
      const read = readReplyToken(deps, forged, { use, now: NOW });
      expect(read).toEqual({ ok: false, refusal: { code: "token_forged" } });
    }),
    { numRuns: 300 },
  );
});

const shopper = { shopId: 1n, orderId: 5n, party: { kind: "shopper" } } as const;

test("works until its last day and not after it", () => {
  const token = createReplyToken(deps, shopper, { use, now: NOW });
  expect(readReplyToken(deps, token, { use, now: addDays(NOW, 399) }).ok).toBe(true);
  const late = readReplyToken(deps, token, { use, now: addDays(NOW, 401) });
  expect(late).toEqual({ ok: false, refusal: { code: "token_expired" } });
});

test("the address of a mail opens no page, and the other way round", () => {
  const token = createReplyToken(deps, shopper, { use: "form", now: NOW });
  expect(readReplyToken(deps, token, { use, now: NOW }).ok).toBe(false);
  expect(readReplyToken(deps, token, { use: "form", now: NOW }).ok).toBe(true);
});

test("an older key still reads, one that is gone does not", () => {
  const token = createReplyToken(deps, shopper, { use, now: NOW });
  const rotated = { env: { ENCRYPTION_KEYS: [keyOf("k2", 9), keyOf("k1", 7)] } };
  expect(readReplyToken(rotated, token, { use, now: NOW }).ok).toBe(true);
  const gone = { env: { ENCRYPTION_KEYS: [keyOf("k2", 9)] } };
  expect(readReplyToken(gone, token, { use, now: NOW }).ok).toBe(false);
});

test.each([
  ["reply+@mail.aftercare.example", "token_forged"],
  ["reply+1.1.s.zz.aaaaaaaaaaaaaaaa@mail.aftercare.example", "token_forged"],
  ["reply+1.1.s.zz.aaaaaaaaaaaaaaaa@other.example", "unknown_address"],
  ["postmaster@mail.aftercare.example", "unknown_address"],
  ["bounce+1.abc@mail.aftercare.example", "unknown_address"],
  ["", "unknown_address"],
])("%j is refused: %s", (address, code) => {
  expect(readAddress(deps, address, NOW)).toEqual({ ok: false, refusal: { code } });
});
