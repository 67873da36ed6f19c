/** One POST to the Admin API with a deadline. Knows HTTP, not what an answer means. */
import { ClientError, GraphQLClient } from "graphql-request";
import { API_VERSION } from "./api-version.ts";
import { ShopifyUnavailable } from "./errors.ts";
import type { GraphqlAnswer } from "./evaluate-answer.ts";

export type GraphqlCall = {
  readonly shopDomain: string;
  readonly accessToken: string;
  /** The document as text. */
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
};

/** Any HTTP answer. Throws ShopifyUnavailable when none came, or what came was cut off or not JSON. */
export async function sendGraphql(call: GraphqlCall): Promise<GraphqlAnswer> {
  const { shopDomain, accessToken, text, variables, deadlineMs, signal } = call;
  const deadline = AbortSignal.timeout(deadlineMs);
  const client = new GraphQLClient(`https://${shopDomain}/admin/api/${API_VERSION}/graphql.json`, {
    headers: { "X-Shopify-Access-Token": accessToken, Accept: "application/json" },
    errorPolicy: "all",
    redirect: "error",
  });
  try {
    const { status, headers, data, errors, extensions } = await client.rawRequest<unknown>({
      query: text,
      variables,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    return { status, headers, data, errors, extensions };
  } catch (error) {
    if (error instanceof ClientError) {
      const { status, headers, data, errors, extensions } = error.response;
      // The type says plain object; at run time it is what fetch returned.
      return { status, headers: headers as Headers, data, errors, extensions };
    }
    throw new ShopifyUnavailable("Shopify's Admin API did not answer.", {
      status: null,
      isOutcomeUnknown: true,
      cause: error,
    });
  }
}
