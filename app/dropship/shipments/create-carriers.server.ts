/** The tracking service that the environment names; none without its key. */
import type { Env } from "#app/platform/env.server.ts";
import { createAftership } from "./aftership-source.server.ts";
import type { CarrierSource } from "./carrier-event.ts";

export const createCarriers = ({
  CARRIER_API_URL: baseUrl,
  CARRIER_API_KEY: apiKey,
}: Pick<Env, "CARRIER_API_URL" | "CARRIER_API_KEY">): CarrierSource | null =>
  apiKey === undefined ? null : createAftership({ baseUrl, apiKey });
