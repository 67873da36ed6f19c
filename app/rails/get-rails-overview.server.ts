/** How the rails of a shop stand, for Home: what acts, what stands still, and what waits for a person. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { listBrakeViews, type BrakeView } from "./list-brakes.server.ts";
import { listModes } from "./modes-store.server.ts";
import { findPause } from "./pauses.server.ts";
import { WORKFLOW_LABELS, type ListTeam, type Mode, type Workflow } from "./workflows.ts";

export type RailsOverview = {
  readonly modes: readonly {
    readonly workflow: Workflow;
    readonly label: string;
    readonly mode: Mode;
    /** false: this version cannot do it yet */
    readonly canBeSwitched: boolean;
    /** ISO instant; null while it watches */
    readonly liveSince: string | null;
  }[];
  /** null: nothing is paused */
  readonly paused: { readonly by: string; readonly at: string } | null;
  readonly brakes: readonly BrakeView[];
  /** intents that wait for a yes */
  readonly askedCount: number;
};

type OverviewDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly rails: {
    readonly listTeam: ListTeam;
    readonly previews: Readonly<Partial<Record<Workflow, unknown>>>;
  };
};

export function getRailsOverview(
  { db, clock, rails }: OverviewDeps,
  shopId: bigint,
): Promise<RailsOverview> {
  return inShop(db, shopId, async (tx) => {
    const modes = await listModes(tx, shopId);
    const pause = await findPause(tx, shopId);
    const team = pause ? await rails.listTeam(tx, shopId) : [];
    return {
      modes: modes.map(({ workflow, mode, goLiveAt }) => ({
        workflow,
        label: WORKFLOW_LABELS[workflow],
        mode,
        canBeSwitched: rails.previews[workflow] !== undefined,
        liveSince: mode === "watching" ? null : (goLiveAt?.toISOString() ?? null),
      })),
      paused: pause && {
        by: team.find(({ id }) => id === pause.staffId)?.name ?? `Staff member ${pause.staffId}`,
        at: pause.at.toISOString(),
      },
      brakes: await listBrakeViews(tx, shopId, clock.now()),
      askedCount: await tx.intent.count({ where: { shopId, state: "asked", settledAt: null } }),
    };
  });
}
