/** Errors as the Admin API words them. Thrown inside resolvers; the executor turns them into entries of `errors`. */
import { GraphQLError } from "graphql";

export type ApiErrorEntry = {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
};

export function apiError(
  message: string,
  code: string | null,
  extra: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: code ? { code, ...extra } : extra });
}

/** A gid of the wrong kind, or of something that cannot be (id 0). */
export function invalidId(id: string): GraphQLError {
  return apiError(`Invalid id: ${id}`, "RESOURCE_NOT_FOUND");
}

export function accessDenied(field: string, requiredAccess: string): GraphQLError {
  return apiError(
    `Access denied for ${field} field. Required access: ${requiredAccess}`,
    "ACCESS_DENIED",
    {
      documentation: "https://shopify.dev/api/usage/access-scopes",
      requiredAccess,
    },
  );
}

/** Guess: wording of the second sentence. */
export function notApproved(field: string): GraphQLError {
  return apiError(
    `This app is not approved to use the ${field} field. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`,
    "ACCESS_DENIED",
    { documentation: "https://shopify.dev/docs/apps/launch/protected-customer-data" },
  );
}

/** What the sandbox does not do fails by its name instead of answering null. */
export function unsupported(what: string): GraphQLError {
  return apiError(`The sandbox does not support ${what}.`, "SANDBOX_UNSUPPORTED");
}
