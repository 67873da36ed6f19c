/** What an action of the control API gets and answers. Refused input is thrown as `ActRefused` and becomes a 422. */
import type { ShopState } from "#sandbox/store/types.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";

export type ActInput = { sandbox: Sandbox; shop: ShopState; fields: Record<string, unknown> };

/** `message` is shown to a person; the rest is for tests. */
export type ActResult = { message: string } & Record<string, unknown>;

export type Act = (input: ActInput) => ActResult;

export class ActRefused extends Error {}

export function textField(fields: Record<string, unknown>, name: string): string | null {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : null;
}

export function numberField(fields: Record<string, unknown>, name: string): number | null {
  const value = fields[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
