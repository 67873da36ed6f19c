/** Makes the store a sandbox starts with: the seed, a merchant's own export files, or an empty shop. */
import { deserialize, serialize } from "node:v8";
import { installOnShop } from "#sandbox/auth/install-app.ts";
import { TOOLS_TOKEN } from "#sandbox/auth/auth-state.ts";
import { seedDevelopmentStore } from "#sandbox/seed/development-store.ts";
import { seedWorld } from "#sandbox/seed/seed-world.ts";
import { queueEvent } from "#sandbox/delivery/queue-event.ts";
import { queueCallback } from "#sandbox/delivery/service-callbacks.ts";
import { completeShop, createShop, createWorld, installApp } from "#sandbox/store/world.ts";
import type { World } from "#sandbox/store/types.ts";
import { fillFromExport } from "./fill-from-export.ts";
import type { SandboxOptions } from "./options.ts";
import { DEFAULT_SHOP, TOOLS_APP_ID, type Sandbox } from "./sandbox-context.ts";

// Enough for one order of every kind; a test's start-up stays below a second.
const MINIMAL_ORDERS = 40;

/** Seeded worlds by their options, so that a reset in the middle of a test run costs milliseconds. */
const seeded = new Map<string, Buffer>();

export async function openWorld(sandbox: Sandbox): Promise<World> {
  const { options } = sandbox;
  const key = sourceOf(options);
  const known = seeded.get(key);
  const world = known ? (deserialize(known) as World) : await seedAnew(sandbox);
  if (!known) seeded.set(key, serialize(withoutFunctions(world)));
  return attachWorld(sandbox, world);
}

/** What a store was made from; kept with its state. */
export function sourceOf({ seed, ordersCsv, productsCsv }: SandboxOptions): string {
  return JSON.stringify([seed, ordersCsv, productsCsv]);
}

/** Gives a world its functions back, makes sure of the tools' token, and connects its events to the webhooks. */
export function attachWorld(sandbox: Sandbox, world: World): World {
  world.schedule = createWorld().schedule;
  world.onEvent = (shop, event) => {
    queueEvent(sandbox, shop, event);
    queueCallback(sandbox, shop, event);
  };
  for (const shop of world.shops.values()) {
    completeShop(shop);
    if (shop.installations.has(TOOLS_APP_ID)) continue;
    installApp(world, shop, {
      apiKey: "sandbox-tools",
      appId: TOOLS_APP_ID,
      appTitle: "Sandbox tools",
      // The executor reads "*" as every scope an ordinary app can have.
      scopes: ["*"],
      tokens: [TOOLS_TOKEN],
    });
  }
  if (sandbox.options.isInstalled) {
    for (const shop of world.shops.values()) installOnShop(sandbox, shop);
  }
  return world;
}

async function seedAnew({ options }: Sandbox): Promise<World> {
  const world = createWorld();
  if (options.ordersCsv) {
    await fillFromExport(world, { ...options, ordersCsv: options.ordersCsv });
    return world;
  }
  if (options.seed === "none") {
    createShop(world, { domain: DEFAULT_SHOP, name: "Harbor & Pine" });
    return world;
  }
  if (options.seed === "development") {
    seedDevelopmentStore(world);
    return world;
  }
  seedWorld(world, options.seed === "minimal" ? { orders: MINIMAL_ORDERS } : {});
  return world;
}

function withoutFunctions({ onEvent: _onEvent, schedule: _schedule, ...world }: World): object {
  return { ...world, onEvent: null };
}
