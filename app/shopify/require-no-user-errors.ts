/** A GraphQL 200 is not a success: a mutation's payload says in `userErrors` whether anything happened. */
import { ShopifyUserErrors, type UserError } from "./errors.ts";

// `userErrors`, and the older names beside it: `orderCancelUserErrors`, `mediaUserErrors` …
const USER_ERRORS_FIELD = /^(?:userErrors|\w+UserErrors)$/;

/** Throws ShopifyUserErrors when any root payload of the answer lists user errors. */
export function requireNoUserErrors(operation: string, data: unknown): void {
  const payloads = isObject(data) ? Object.values(data).filter(isObject) : [];
  const userErrors = payloads.flatMap((payload) =>
    Object.entries(payload).flatMap(([field, value]) =>
      USER_ERRORS_FIELD.test(field) && Array.isArray(value) ? value.map(toUserError) : [],
    ),
  );
  if (userErrors.length > 0) throw new ShopifyUserErrors(operation, userErrors);
}

function toUserError(value: unknown): UserError {
  const { field, message, code } = isObject(value) ? value : {};
  return {
    field: Array.isArray(field) ? field.map(String) : null,
    message: typeof message === "string" ? message : "Shopify gave no reason.",
    code: typeof code === "string" ? code : null,
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
