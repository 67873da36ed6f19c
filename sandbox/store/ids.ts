/** Gids and tokens. Ids rise per type from a base of realistic length, so that they are unique and deterministic. */
import type { Gid, ShopState, World } from "./types.ts";

/** Above any id a test writes by hand, below 2^53. */
const FIRST_ID = 7_400_000_000_001;
/** Types whose real ids are shorter. */
const SHORT: Record<string, number> = {
  Return: 14_700_000_001,
  ReturnLineItem: 22_400_000_001,
  ReverseFulfillmentOrder: 14_300_000_001,
  Fee: 557_000_001,
  FulfillmentService: 71_900_000_001,
  Location: 106_300_000_001,
  AppInstallation: 880_000_001,
};

export function newNumber(shop: ShopState, type: string): number {
  const next = shop.nextIds[type] ?? SHORT[type] ?? FIRST_ID + typeOffset(type);
  shop.nextIds[type] = next + 1;
  return next;
}

export function newGid(shop: ShopState, type: string): Gid {
  return `gid://shopify/${type}/${newNumber(shop, type)}`;
}

/** The digits of a gid as text: `gid://shopify/Order/12?x=1` → `12`. */
export function numericId(gid: Gid): string {
  return /^gid:\/\/shopify\/[A-Za-z]+\/([^?]+)/.exec(gid)?.[1] ?? gid;
}

export function gidType(gid: string): string | null {
  return /^gid:\/\/shopify\/([A-Za-z]+)\/[^\s]+$/.exec(gid)?.[1] ?? null;
}

/** A deterministic 32-bit number in [0, 2^32). */
export function random(world: World): number {
  world.seed = (world.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(world.seed ^ (world.seed >>> 15), 1 | world.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
}

export function randomHex(world: World, length: number): string {
  let text = "";
  while (text.length < length) text += random(world).toString(16).padStart(8, "0");
  return text.slice(0, length);
}

export function randomUuid(world: World): string {
  const hex = randomHex(world, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Keeps the number ranges of types apart, so that a bare number betrays its type in a log. */
function typeOffset(type: string): number {
  let hash = 0;
  for (const letter of type) hash = (hash * 31 + letter.charCodeAt(0)) % 997;
  return hash * 1_000_000_000;
}
