/** What stops a webhook subscription. Errors name `callbackUrl` even where `uri` was sent (observed). */
import type { UserError } from "#sandbox/store/types.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";

const NAME_MAX = 50;
const ADDRESS = ["webhookSubscription", "callbackUrl"];
/** Hosts that are Shopify's own. */
const SHOPIFY = /(^|\.)(myshopify\.com|shopify\.com|shopifycloud\.com)$/;

/** `ownId`: the subscription that is changed; null for a new one. */
export function subscriptionError(
  input: Loose,
  topic: string,
  context: Context,
  ownId: string | null,
): Omit<UserError, "code"> | null {
  const others = [...context.shop.webhookSubscriptions.values()].filter(
    (entry) => entry.id !== ownId && entry.appId === context.installation.appId,
  );
  const uri = (input.uri ?? input.callbackUrl) as string | undefined;
  return (
    addressError(uri, ownId) ??
    filterError((input.filter ?? null) as string | null) ??
    nameError(
      (input.name ?? null) as string | null,
      others.map((entry) => entry.name),
    ) ??
    (others.some(
      (entry) =>
        entry.topic === topic &&
        entry.uri === uri &&
        entry.format === (input.format ?? "JSON") &&
        (entry.filter ?? null) === (input.filter ?? null),
    )
      ? { field: ADDRESS, message: "Address for this topic has already been taken" }
      : null)
  );
}

function addressError(uri: string | undefined, ownId: string | null) {
  if (!uri) return ownId ? null : { field: ADDRESS, message: "Address can't be blank" };
  if (/^(pubsub:\/\/|arn:aws:events:)/.test(uri)) return null;
  const protocol = /^[a-z][a-z0-9+.-]*:\/\//i.exec(uri)?.[0] ?? "";
  if (protocol !== "https://")
    return { field: ADDRESS, message: `Address protocol ${protocol} is not supported` };
  if (!URL.canParse(uri) || SHOPIFY.test(new URL(uri).hostname))
    return { field: ADDRESS, message: "Address is not allowed" }; // guess: text
  return null;
}

/** Every term names the field it looks at. */
function filterError(filter: string | null) {
  if (!filter) return null;
  const terms = filter
    .replace(/"[^"]*"|'[^']*'/g, "q")
    .split(/[\s()]+/)
    .filter((term) => term && !/^(AND|OR|NOT)$/i.test(term));
  if (terms.every((term) => /^-?[\w.]+:/.test(term))) return null;
  return {
    field: ["webhookSubscription", "filter"],
    message:
      "The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.",
  };
}

function nameError(name: string | null, taken: readonly (string | null)[]) {
  if (name === null) return null;
  const field = ["webhookSubscription", "name"];
  if (name.length > NAME_MAX)
    return { field, message: `Name is too long (maximum is ${NAME_MAX} characters)` }; // guess: text
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    const message = "Name can only contain letters, numbers, underscores and hyphens"; // guess: text
    return { field, message };
  }
  return taken.some((other) => other?.toLowerCase() === name.toLowerCase())
    ? { field, message: "Name has already been taken" } // guess: text
    : null;
}
