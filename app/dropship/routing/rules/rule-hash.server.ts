/** Names a rule by what it says: a backtest counts for exactly the draft it was run on. */
import { createHash } from "node:crypto";
import { canonicalJson, type Facts } from "#app/ledger/canonical-json.ts";
import type { RuleBody } from "./rule-body.ts";

export const hashRule = (body: RuleBody): string =>
  createHash("sha256")
    .update(canonicalJson(body as unknown as Facts)) // words, whole numbers and lists of them
    .digest("hex");
