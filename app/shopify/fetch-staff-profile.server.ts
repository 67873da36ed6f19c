/**
 * Who a staff member is: one exchange of their session token for an online token, whose answer names the person. The token
 * itself is dropped here and reaches nobody.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/online-access-tokens
 */
import { z } from "zod";
import type { Env } from "#app/platform/env.server.ts";
import { ShopifyUnavailable } from "./errors.ts";
import { parseJson, postForToken, toTokenOutage } from "./token-endpoint.server.ts";

export type StaffProfile = {
  /** Shopify's numeric id of the person, as digits */
  readonly staffUserId: string;
  readonly name: string | null;
  readonly email: string | null;
  /** owns the store's Shopify account */
  readonly isAccountOwner: boolean;
};

// A page waits for it: better a number instead of a name than a slow page.
const DEADLINE_MS = 2_500;

const text = z.string().trim().max(320).nullish();
const replySchema = z.object({
  associated_user: z.object({
    id: z.union([z.number().int(), z.string().regex(/^\d{1,20}$/)]),
    first_name: text,
    last_name: text,
    email: text,
    account_owner: z.boolean().default(false),
  }),
});

/** The person behind a session token. Throws TokenRefused or another outage. */
export async function fetchStaffProfile(
  { env }: { readonly env: Pick<Env, "SHOPIFY_API_KEY" | "SHOPIFY_API_SECRET"> },
  { shopDomain, sessionToken }: { shopDomain: string; sessionToken: string },
): Promise<StaffProfile> {
  const answer = await postForToken(
    `https://${shopDomain}/admin/oauth/access_token`,
    {
      client_id: env.SHOPIFY_API_KEY,
      client_secret: env.SHOPIFY_API_SECRET,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: sessionToken,
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:online-access-token",
    },
    DEADLINE_MS,
  );
  if (answer.status !== 200) throw toTokenOutage(answer);
  const reply = replySchema.safeParse(parseJson(answer.text));
  if (!reply.success)
    throw new ShopifyUnavailable("Shopify's answer does not name a person.", {
      status: answer.status,
      isOutcomeUnknown: true,
    });
  const { id, first_name, last_name, email, account_owner } = reply.data.associated_user;
  const name = [first_name, last_name].filter(Boolean).join(" ");
  return {
    staffUserId: String(id),
    name: name === "" ? null : name,
    email: email ? email.toLowerCase() : null,
    isAccountOwner: account_owner,
  };
}
