/** What was typed as a ceiling or a role's limit, or a sentence that says what to type. Pure. */
import { formatMoney, parseMoney } from "#app/platform/money.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { RoleLimit } from "./evaluate-act.ts";
import type { Counter } from "./kind-rules.ts";

// A thousand times what a large shop does; what exceeds it is a slip of the hand.
export const MOST_UNITS = 100_000n;
// Nearly ten million dollars a day.
export const MOST_MINOR = 999_999_999n;

export type LimitRefusal =
  | { readonly code: "not_a_number"; readonly isMoney: boolean }
  | { readonly code: "zero_ceiling" }
  | { readonly code: "too_high"; readonly most: bigint; readonly isMoney: boolean };

export function describeLimitRefusal(refusal: LimitRefusal, currency: string): string {
  switch (refusal.code) {
    case "not_a_number":
      return refusal.isMoney
        ? "Type an amount, such as 400 or 400.50."
        : "Type a whole number, or leave it empty for the default.";
    case "zero_ceiling":
      return "Zero would stop everything for good. To stop, use Pause everything or switch the workflow to Watching.";
    case "too_high":
      return refusal.isMoney
        ? `Choose ${formatMoney({ amountMinor: refusal.most, currency })} or less. A limit that is never reached protects nobody.`
        : `Choose ${refusal.most.toLocaleString("en-US")} or less. A limit that is never reached protects nobody.`;
  }
}

/** A ceiling, or null for the default. Zero is refused: it looks like a limit and is a stop that nobody sees. */
export function parseCeiling(
  counter: Counter,
  text: string,
  currency: string,
): Result<bigint | null, LimitRefusal> {
  if (text.trim() === "") return accept(null);
  const isMoney = counter === "refund_sum";
  const value = isMoney ? readMoney(text, currency) : readUnits(text);
  if (value === null) return refuse({ code: "not_a_number", isMoney });
  if (value === 0n) return refuse({ code: "zero_ceiling" });
  const most = isMoney ? MOST_MINOR : MOST_UNITS;
  return value > most ? refuse({ code: "too_high", most, isMoney }) : accept(value);
}

/** A role's limit; empty means no limit, zero that every act needs an approval. */
export function parseRoleLimit(text: string, currency: string): Result<RoleLimit, LimitRefusal> {
  if (text.trim() === "") return accept("none");
  const value = readMoney(text, currency);
  if (value === null) return refuse({ code: "not_a_number", isMoney: true });
  return value > MOST_MINOR
    ? refuse({ code: "too_high", most: MOST_MINOR, isMoney: true })
    : accept(value);
}

// People type the thousands apart.
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/;
const ungrouped = (text: string) =>
  GROUPED.test(text.trim()) ? text.trim().replaceAll(",", "") : text.trim();

function readUnits(text: string): bigint | null {
  const digits = ungrouped(text);
  return /^\d{1,30}$/.test(digits) ? BigInt(digits) : null;
}

function readMoney(text: string, currency: string): bigint | null {
  const money = parseMoney(ungrouped(text), currency);
  if (money.ok) return money.value.amountMinor < 0n ? null : money.value.amountMinor;
  return money.refusal.code === "out_of_range" ? 2n ** 63n : null;
}
