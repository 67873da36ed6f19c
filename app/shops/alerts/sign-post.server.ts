/**
 * The signature of a request to a shop's own address. The receiver computes HMAC-SHA-256 over `<timestamp>.<body>` with
 * the secret from Settings and compares it with the `v1=` part; a timestamp older than five minutes is a replay.
 */
import { createHmac, randomBytes } from "node:crypto";

export const newPostSecret = (): string => `acwh_${randomBytes(24).toString("base64url")}`;

export type SignedPost = {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** `deliveryId` stays the same over retries: receivers ignore what they have seen. */
export function signPost(
  secret: string,
  { body, deliveryId, now }: { body: string; deliveryId: string; now: Date },
): SignedPost {
  const timestamp = Math.floor(now.getTime() / 1_000).toString();
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return {
    body,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Aftercare",
      "Aftercare-Delivery": deliveryId,
      "Aftercare-Timestamp": timestamp,
      "Aftercare-Signature": `v1=${signature}`,
    },
  };
}
