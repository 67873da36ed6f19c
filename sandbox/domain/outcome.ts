/** Outcomes of domain functions: a value, or Shopify's user errors. Refusals are values, never thrown. */
import type { Outcome, UserError } from "#sandbox/store/types.ts";

export const done = <Value>(value: Value): Outcome<Value> => ({ ok: true, value });

export function refuse(
  field: readonly string[] | null,
  message: string,
  code?: string | null,
): Outcome<never> {
  return { ok: false, errors: [userError(field, message, code)] };
}

export function refuseAll(errors: UserError[]): Outcome<never> {
  return { ok: false, errors };
}

export function userError(
  field: readonly string[] | null,
  message: string,
  code?: string | null,
): UserError {
  return { field, message, code: code ?? null };
}
