/** shopify.app.toml as the contract tests need it. Reads the keys this file uses, not TOML at large. */
import { readFileSync } from "node:fs";

export type Subscription = {
  readonly topics: string[];
  readonly uri: string;
  readonly handler: string;
};

export type AppToml = {
  readonly scopes: string[];
  readonly optionalScopes: string[];
  readonly apiVersion: string;
  readonly subscriptions: Subscription[];
};

export function readAppToml(): AppToml {
  const text = readFileSync("shopify.app.toml", "utf8");
  const [, ...blocks] = text.split("[[webhooks.subscriptions]]");
  const comments = text
    .split("[[webhooks.subscriptions]]")
    .map((part) => /# (app\/\S+)\s*$/.exec(part)?.[1] ?? "");
  return {
    scopes: (/^scopes = "([^"]*)"/m.exec(text)?.[1] ?? "").split(","),
    optionalScopes: strings(/^optional_scopes = (\[[^\]]*\])/m.exec(text)?.[1]),
    apiVersion: /^api_version = "([^"]*)"/m.exec(text)?.[1] ?? "",
    subscriptions: blocks.map((block, index) => ({
      topics: strings(/topics = (\[[^\]]*\])/.exec(block)?.[1]),
      uri: /uri = "([^"]*)"/.exec(block)?.[1] ?? "",
      handler: comments[index] ?? "",
    })),
  };
}

const strings = (list: string | undefined): string[] =>
  [...(list ?? "").matchAll(/"([^"]+)"/g)].flatMap(([, value]) => value ?? []);
