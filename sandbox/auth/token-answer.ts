/** What the token endpoint answers: a token, or an OAuth error with its status. */
import type { TokenReply } from "./issue-token.ts";

export type TokenAnswer = { status: number; body: TokenReply | OAuthError };
type OAuthError = { error: string; error_description: string };

export function refuseToken(status: number, error: string, error_description: string): TokenAnswer {
  return { status, body: { error, error_description } };
}
