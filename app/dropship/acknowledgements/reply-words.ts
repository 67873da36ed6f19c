/** Yes, no and reasons as suppliers write them, in the languages we speak with them. Pure. */
import type { DeclineReason } from "./answer.ts";

const YES = /^(?:y|yes|ok|okay|all|x|✓|✔|si|sí|todo|todos|是|好|好的|可以|接单|全部)$/i;

export const isYes = (text: string): boolean => YES.test(text.normalize("NFKC").trim());

const REASONS: readonly (readonly [RegExp, DeclineReason])[] = [
  [
    /out of stock|no stock|sold out|sin (?:stock|existencias)|agotad|缺货|无货|没货|断货|售罄/i,
    "out_of_stock",
  ],
  [
    /discontinu|no longer (?:made|produced)|descatalogad|ya no se fabrica|停产|下架/i,
    "discontinued",
  ],
  [/can(?:not|'t| not) ship|no enviamos|无法发(?:往|货到)|不能发往/i, "cannot_ship_there"],
  [/price|precio|涨价|价格/i, "price"],
];

/** Null: in words of their own. */
export const reasonCode = (text: string): DeclineReason | null =>
  REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
