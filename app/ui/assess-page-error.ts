/** Which sentences an error page shows. Knows statuses, never the cause: causes go to the log, not to people. */

export type PageErrorWords = {
  readonly heading: string;
  readonly reason: string;
  readonly canRetry: boolean;
};

/** `status`: HTTP status of a thrown response, 0 when no answer came at all, null for anything else that was thrown. */
export function assessPageError(status: number | null): PageErrorWords {
  if (status === 0)
    return {
      heading: "We couldn't reach Aftercare",
      reason: "The connection broke off. Nothing was changed; try again.",
      canRetry: true,
    };
  if (status === 404)
    return {
      heading: "We couldn't find that",
      reason: "It may have been deleted, or the link is from another store.",
      canRetry: false,
    };
  if (status === 401 || status === 403)
    return {
      heading: "You can't see this page",
      reason:
        "Your staff account has no permission for it in Shopify. Ask the store owner to add it, then open Aftercare again.",
      canRetry: false,
    };
  if (status === 429)
    return {
      heading: "Shopify asked us to wait",
      reason: "Too many requests at once. Nothing is lost; try again in a few seconds.",
      canRetry: true,
    };
  if (status === 502 || status === 503 || status === 504)
    return {
      heading: "We can't reach our data right now",
      reason: "New orders are kept and will appear when we are back. Nothing is lost.",
      canRetry: true,
    };
  return {
    heading: "Something went wrong on our side",
    reason: "It has been recorded. Nothing was changed. Try again, or go back to Home.",
    canRetry: true,
  };
}
