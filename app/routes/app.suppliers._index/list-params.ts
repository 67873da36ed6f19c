/** The list's address: search, state and page. What cannot be read is left out. Pure. */
import type { SupplierListQuery } from "#app/dropship/suppliers/list-supplier-rows.server.ts";

const STATES = ["current", "active", "paused", "archived"] as const;

export function parseSupplierListParams(params: URLSearchParams): SupplierListQuery {
  const state = STATES.find((one) => one === params.get("state")) ?? "current";
  // PostgreSQL's text holds no NUL.
  const search = (params.get("q") ?? "").replaceAll("\0", "").trim().slice(0, 200);
  return { search, state, cursor: params.get("cursor") };
}
