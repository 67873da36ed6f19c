/** The rails as the product wires them, over a world whose modes, limits and team a test sets. */
import { inShop } from "#app/platform/db.server.ts";
import { createMayAct } from "#app/rails/create-may-act.server.ts";
import { enqueueCarryOut } from "#app/rails/enqueue-carry-out.server.ts";
import { saveMode } from "#app/rails/modes-store.server.ts";
import { saveCeiling } from "#app/rails/usage-store.server.ts";
import type { Counter } from "#app/rails/kind-rules.ts";
import type { Mode, RailsAlert, TeamMember, Workflow } from "#app/rails/workflows.ts";
import type { RailsDeps } from "./rails-deps.ts";
import type { RailsWorld } from "./rails-world.ts";

export const TEAM: readonly TeamMember[] = [
  { id: "1", name: "Ana", role: "owner" },
  { id: "2", name: "Max", role: "manager" },
  { id: "3", name: "Kim", role: "agent" },
];
export const OWNER = "1";
export const MANAGER = "2";
export const AGENT = "3";

// Before every order of the sandbox.
const LONG_AGO = new Date("2020-01-01T00:00:00Z");

export function setUpRails(world: RailsWorld) {
  const { db, shopId } = world;
  const alerts: RailsAlert[] = [];
  const listTeam = async () => TEAM;
  const tellTeam = async (_tx: unknown, alert: RailsAlert) => void alerts.push(alert);
  const { clock } = world.deps;
  const deps: RailsDeps = {
    ...world.deps,
    mayAct: createMayAct({ clock, listTeam, tellTeam }),
    enqueueCarryOut,
    listTeam,
    tellTeam,
  };
  const by = () => ({ staffId: OWNER, at: clock.now() });
  return {
    deps,
    alerts,
    setMode: (workflow: Workflow, mode: Mode, goLiveAt: Date = LONG_AGO) =>
      inShop(db, shopId, (tx) => saveMode(tx, shopId, { workflow, mode, goLiveAt }, by())),
    setCeiling: (counter: Counter, value: bigint | null) =>
      inShop(db, shopId, (tx) => saveCeiling(tx, shopId, { counter, value }, by())),
    jobsOf: async (intentId: bigint): Promise<number> => {
      const { rows } = await db.pool.query("select 1 from graphile_worker.jobs where key = $1", [
        `intent:${shopId}:${intentId}`,
      ]);
      return rows.length;
    },
  };
}
