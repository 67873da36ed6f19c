/** What the Admin API says of a document that does not parse. */
import { GraphQLError } from "graphql";

/** Syntax errors in the words of Shopify's parser. */
export function syntaxMessage(query: string, error: unknown): string {
  const text = error instanceof GraphQLError ? error.message : String(error);
  if (/<EOF>/.test(text) || query.trim() === "") return "syntax error, unexpected end of file";
  const found =
    /Unexpected (?:character: )?(.+?)\.?$/.exec(text)?.[1] ?? /found (.+?)\.?$/.exec(text)?.[1];
  return `syntax error, unexpected ${found ?? "invalid token"}`;
}
