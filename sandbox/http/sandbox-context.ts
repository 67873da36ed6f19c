/**
 * Everything one running sandbox holds, handed to every part as its first argument. `state` is plain data and is what
 * a snapshot keeps; the rest is made anew at each start.
 */
import type { AuthState } from "#sandbox/auth/auth-state.ts";
import type { CarrierState } from "#sandbox/carrier/carrier-state.ts";
import type { DeliveryState } from "#sandbox/delivery/delivery-state.ts";
import type { DeskState } from "#sandbox/desk/desk-types.ts";
import type { MailState } from "#sandbox/mailbox/mail-state.ts";
import type { ShopState, World } from "#sandbox/store/types.ts";
import type { AppConfig } from "./app-config.ts";
import type { FaultState } from "./fault-state.ts";
import type { SandboxOptions } from "./options.ts";
import type { RequestLog } from "./request-log.ts";

export type SandboxState = {
  /** What the store was made from, as `sourceOf` writes it. */
  source: string;
  world: World;
  auth: AuthState;
  deliveries: DeliveryState;
  mail: MailState;
  /** Absent in states of before there were suppliers and a carrier; made when first asked for. */
  desk?: DeskState;
  carrier?: CarrierState;
};

export type SandboxUrls = {
  web: string;
  tunnel: string;
  app: string;
  smtpPort: number;
  /** The suppliers' own servers. */
  sftpPort: number;
  desk: string;
};

export type Sandbox = {
  options: SandboxOptions;
  /** As in the toml when the sandbox started; `reloadApp` reads it again. */
  app: AppConfig;
  urls: SandboxUrls;
  state: SandboxState;
  faults: FaultState;
  log: RequestLog;
};

export const APP_ID = "gid://shopify/App/290000001";

/** The tools' own app: `shpat_sandbox` belongs to it, so that a test's look into the store never uses the app's points. */
export const TOOLS_APP_ID = "gid://shopify/App/290000002";

export const DEFAULT_SHOP = "harbor-and-pine.myshopify.com";

/** The shop of a host name; loopback and unknown ports mean the first shop. Null: no such shop. */
export function findShop(sandbox: Sandbox, host: string): ShopState | null {
  const name = host.split(":")[0]?.toLowerCase() ?? "";
  if (name.endsWith(".myshopify.com")) return sandbox.state.world.shops.get(name) ?? null;
  return getDefaultShop(sandbox);
}

export function getDefaultShop(sandbox: Sandbox): ShopState {
  const shop = sandbox.state.world.shops.values().next().value;
  if (!shop) throw new Error("the sandbox has no shop");
  return shop;
}

export function shopHandle(shop: Pick<ShopState, "domain">): string {
  return shop.domain.replace(".myshopify.com", "");
}

/**
 * One of our own origins under the name the browser uses: `localhost` and 127.0.0.1 are different origins to it, and the
 * admin, the tunnel and the script must agree on one.
 */
export function sameName(origin: string, hostHeader: string | undefined): string {
  const url = new URL(origin);
  if (hostHeader?.split(":")[0]?.toLowerCase() === "localhost") url.hostname = "localhost";
  return url.origin;
}
