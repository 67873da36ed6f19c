/** Every kind against the shop in the sandbox: whatever goes wrong with its call, its effect is there once. */
import { expect, test } from "vitest";
import { SHOPIFY_INTENT_KINDS } from "#app/rails/shopify-intent-kinds.ts";
import { SCENES, type Scene } from "./kind-scenes.ts";
import { openRailsWorld, recorded } from "./rails-world.ts";

const world = await openRailsWorld();

const start = async (kind: string, { args, orderGid }: Scene) =>
  recorded(await world.record({ kind, args, ...(orderGid && { orderGid }) }));

test("every kind of the table has a scene", () => {
  const seen = new Set(SCENES.map(([, kind]) => kind));
  expect(SHOPIFY_INTENT_KINDS.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual(
    [],
  );
});

test.each(SCENES)("%s: done with one call", async (_title, kind, _mutation, openScene) => {
  world.keepOnFailure();
  const scene = await openScene(world);
  expect(await scene.countEffects()).toBe(0);
  const intent = await start(kind, scene);
  expect(await world.carryOut(intent.id)).toMatchObject({ state: "done", attempts: 1, doubts: 0 });
  expect(await scene.countEffects()).toBe(1);
});

test.each(SCENES)(
  "%s: its effect is recognised when the answer was lost",
  async (_title, kind, mutation, openScene) => {
    world.keepOnFailure();
    const scene = await openScene(world);
    const intent = await start(kind, scene);
    await world.fault("cut_after_commit", mutation);
    expect(await world.carryOut(intent.id)).toMatchObject({
      state: "done",
      attempts: 1,
      doubts: 1,
    });
    expect(await scene.countEffects()).toBe(1);
  },
);

test.each(SCENES)(
  "%s: called again when the first call had no effect",
  async (_title, kind, mutation, openScene) => {
    world.keepOnFailure();
    const scene = await openScene(world);
    const intent = await start(kind, scene);
    await world.fault("500_before", mutation);
    expect(await world.carryOut(intent.id)).toMatchObject({
      state: "done",
      attempts: 2,
      doubts: 1,
    });
    expect(await scene.countEffects()).toBe(1);
  },
);
