/** The payload of a mutation from a domain outcome: what it gave, or its user errors. */
import type { Outcome } from "#sandbox/store/types.ts";
import type { Loose } from "#sandbox/graphql/context.ts";

export function answer<Value>(
  outcome: Outcome<Value>,
  give: (value: Value) => Loose,
  whenRefused: Loose = {},
): Loose {
  return outcome.ok
    ? { ...give(outcome.value), userErrors: [] }
    : { ...whenRefused, userErrors: outcome.errors };
}

/** A refusal without a domain function behind it. */
export const fail = (
  key: string,
  field: string[] | null,
  message: string,
  code: string | null = null,
) => ({
  [key]: null,
  userErrors: [{ field, message, code }],
});
