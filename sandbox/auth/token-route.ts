/**
 * `POST /admin/oauth/access_token`: token exchange, conversion of a non-expiring token, and refresh with rotation.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/token-exchange
 */
import type { IncomingMessage } from "node:http";
import type { ShopState } from "#sandbox/store/types.ts";
import { parseFields, readBody } from "#sandbox/http/respond.ts";
import { APP_ID, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import { issueOfflineToken, issueOnlineToken } from "./issue-token.ts";
import { exchangeRefreshToken } from "./refresh-token.ts";
import { verifySessionToken } from "./session-token.ts";
import { refuseToken, type TokenAnswer } from "./token-answer.ts";

const EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE_TOKEN = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE_TOKEN = "urn:shopify:params:oauth:token-type:online-access-token";

type Fields = Record<string, unknown>;

export async function exchangeToken(
  sandbox: Sandbox,
  shop: ShopState,
  request: IncomingMessage,
): Promise<TokenAnswer> {
  const body = await readBody(request);
  const fields = parseFields(body, request.headers["content-type"] ?? "");
  const answer = fields
    ? answerTokenRequest(sandbox, shop, fields)
    : refuseToken(400, "invalid_request", "The request body is neither JSON nor a form.");
  if (answer.status !== 200) sandbox.state.auth.counters.refused += 1;
  return answer;
}

function answerTokenRequest(sandbox: Sandbox, shop: ShopState, fields: Fields): TokenAnswer {
  const { clientId, clientSecret } = sandbox.options;
  if (fields["client_id"] !== clientId) {
    return refuseToken(
      400,
      "application_cannot_be_found",
      `Could not find an application with the API key ${String(fields["client_id"])}.`,
    );
  }
  if (fields["client_secret"] !== clientSecret) {
    // The status is a guess: no recording of a wrong secret was at hand.
    return refuseToken(401, "invalid_client", "The client secret does not belong to this app.");
  }
  if (!isInstalled(shop)) {
    // guess: the app is not on this shop, so no token can be made for it.
    return refuseToken(403, "app_not_installed", "The app is not installed on this shop.");
  }
  if (fields["grant_type"] === "refresh_token") {
    return exchangeRefreshToken(sandbox, shop, String(fields["refresh_token"] ?? ""));
  }
  if (fields["grant_type"] === EXCHANGE_GRANT) return exchangeSubject(sandbox, shop, fields);
  return refuseToken(400, "unsupported_grant_type", "The grant type is not supported.");
}

function exchangeSubject(sandbox: Sandbox, shop: ShopState, fields: Fields): TokenAnswer {
  const isExpiring = String(fields["expiring"] ?? "0") === "1";
  const subject = String(fields["subject_token"] ?? "");
  if (fields["subject_token_type"] === OFFLINE_TOKEN) {
    return convertOfflineToken(sandbox, shop, subject, isExpiring);
  }
  if (fields["subject_token_type"] !== ID_TOKEN) {
    return refuseToken(400, "invalid_request", "The subject token type is not supported.");
  }
  const verdict = verifySessionToken(subject, {
    shopDomain: shop.domain,
    clientId: sandbox.options.clientId,
    clientSecret: sandbox.options.clientSecret,
    nowMs: nowMs(sandbox.state.world),
  });
  if (!verdict.ok) return refuseSubject(`The session token is ${verdict.problem}.`);
  const { counters } = sandbox.state.auth;
  if (fields["requested_token_type"] === ONLINE_TOKEN) {
    counters.onlineExchange += 1;
    return { status: 200, body: issueOnlineToken(sandbox, shop, verdict.claims.sub) };
  }
  if (fields["requested_token_type"] !== OFFLINE_TOKEN) {
    return refuseToken(400, "invalid_request", "The requested token type is not supported.");
  }
  counters.tokenExchange += 1;
  return { status: 200, body: issueOfflineToken(sandbox, shop, isExpiring) };
}

/** A non-expiring token becomes an expiring one; the old one stops at once. */
function convertOfflineToken(
  sandbox: Sandbox,
  shop: ShopState,
  token: string,
  isExpiring: boolean,
): TokenAnswer {
  const { auth } = sandbox.state;
  const record = auth.accessTokens.get(token);
  const isUsable =
    record?.kind === "offline" && !record.isRevoked && record.shopDomain === shop.domain;
  if (!record || !isUsable) return refuseSubject("The offline token is not valid.");
  if (!isExpiring || record.expiresAtMs !== null) {
    return refuseToken(400, "invalid_request", "Only a non-expiring token can be converted.");
  }
  record.isRevoked = true;
  auth.counters.tokenExchange += 1;
  return { status: 200, body: issueOfflineToken(sandbox, shop, true) };
}

function refuseSubject(description: string): TokenAnswer {
  return refuseToken(400, "invalid_subject_token", description);
}

export function isInstalled(shop: ShopState): boolean {
  return shop.installations.get(APP_ID)?.uninstalledAt === null;
}
