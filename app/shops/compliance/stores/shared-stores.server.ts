/** The stores of what belongs to no feature; app/worker.ts adds the features' own. The order is that of the report. */
import type { PersonalDataStore } from "#app/platform/personal-data.ts";
import { peoplePersonalData } from "#app/shops/people/personal-data.server.ts";
import { deliveriesPersonalData } from "./deliveries-store.server.ts";
import { intentsPersonalData } from "./intents-store.server.ts";
import { jobsPersonalData } from "./jobs-store.server.ts";
import { requestsPersonalData } from "./requests-store.server.ts";

export const SHARED_PERSONAL_DATA: readonly PersonalDataStore[] = [
  deliveriesPersonalData,
  intentsPersonalData,
  jobsPersonalData,
  requestsPersonalData,
  peoplePersonalData,
];
