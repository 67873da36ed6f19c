/** The independent judge of the planner: the same problem as a mixed-integer programme, solved by HiGHS. */
import loadHighs from "highs";
import type { AssignmentProblem } from "#app/dropship/planner/assignment.ts";
import type { RoutingQuestion } from "#app/dropship/planner/routing-question.ts";

const highs = await loadHighs();

const SOLVER_OPTIONS = {
  mip_rel_gap: 0,
  mip_abs_gap: 0,
  mip_feasibility_tolerance: 1e-9,
  primal_feasibility_tolerance: 1e-9,
  output_flag: false,
} as const;

/** Units per group and option of a best assignment. Throws when HiGHS does not prove one. */
export function solveByHighs(
  problem: AssignmentProblem,
  options: Record<string, unknown> = {},
): number[][] {
  const solution = highs.solve(toProgramme(problem), { ...SOLVER_OPTIONS, ...options });
  if (solution.Status !== "Optimal") throw new Error(`HiGHS says ${solution.Status}.`);
  const columns = solution.Columns as Record<string, { Primal?: number }>;
  return problem.groups.map(({ options: ways }, g) =>
    ways.map((_, o) => Math.round(columns[`x_${g}_${o}`]?.Primal ?? 0)),
  );
}

/** The programme in CPLEX's LP format. x: units, z: a way is used, y: a supplier is used, h: units held. */
export function toProgramme({ groups, suppliers, holdWeight }: AssignmentProblem): string {
  const objective: string[] = [];
  const rows: string[] = [];
  const bounds: string[] = [];
  const generals: string[] = [];
  const binaries: string[] = [];
  const values = suppliers.map((): string[] => []);
  for (const [s, { openWeight }] of suppliers.entries()) {
    objective.push(`${openWeight} y_${s}`);
    binaries.push(`y_${s}`);
  }
  for (const [g, { units, options }] of groups.entries()) {
    objective.push(`${holdWeight} h_${g}`);
    rows.push(`${[...options.map((_, o) => `x_${g}_${o}`), `h_${g}`].join(" + ")} = ${units}`);
    bounds.push(`0 <= h_${g} <= ${units}`);
    generals.push(`h_${g}`);
    for (const [
      o,
      { supplier, unitWeight, stock, minimum, reach, unitValue },
    ] of options.entries()) {
      const most = Math.min(stock, units);
      objective.push(`${unitWeight} x_${g}_${o}`);
      rows.push(`x_${g}_${o} - ${most} z_${g}_${o} <= 0`);
      rows.push(`x_${g}_${o} - ${minimum} z_${g}_${o} >= 0`);
      rows.push(`z_${g}_${o} - y_${supplier} <= 0`);
      const before = options.slice(0, o + 1).map((_, index) => `x_${g}_${index}`);
      rows.push(`${before.join(" + ")} <= ${reach}`);
      bounds.push(`0 <= x_${g}_${o} <= ${most}`);
      generals.push(`x_${g}_${o}`);
      binaries.push(`z_${g}_${o}`);
      values[supplier]?.push(`${unitValue} x_${g}_${o}`);
    }
  }
  for (const [s, { minimumValue }] of suppliers.entries())
    if (minimumValue > 0 && (values[s]?.length ?? 0) > 0)
      rows.push(`${values[s]?.join(" + ")} - ${minimumValue} y_${s} >= 0`);
  return [
    "Minimize",
    ` obj: ${objective.join(" + ")}`,
    "Subject To",
    ...rows.map((row, index) => ` r${index}: ${row}`),
    "Bounds",
    ...bounds.map((bound) => ` ${bound}`),
    "General",
    ` ${generals.join(" ")}`,
    "Binary",
    ` ${binaries.join(" ")}`,
    "End",
  ].join("\n");
}

/** The whole batch as one programme. Returns what is held and what the rest costs; null when HiGHS found no optimum. */
export function weighBatchByHighs(
  questions: readonly RoutingQuestion[],
  options: Record<string, unknown> = {},
): { held: number; costMinor: number } {
  const objective: string[] = [];
  const rows: string[] = [];
  const bounds: string[] = [];
  const binaries: string[] = [];
  const columns: { name: string; costMinor: number; held: number }[] = [];
  const stock = new Map<string, { names: string[]; units: number }>();
  const add = (name: string, costMinor: number, held = 0) => {
    columns.push({ name, costMinor, held });
    objective.push(`${held ? BATCH_HOLD_MINOR : costMinor} ${name}`);
  };
  for (const [i, { order, suppliers, offers }] of questions.entries()) {
    const used = new Set<bigint>();
    const wanted = new Map<string, number>();
    for (const { variantGid, units } of order.lines)
      wanted.set(variantGid, (wanted.get(variantGid) ?? 0) + units);
    for (const [v, [variantGid, units]] of [...wanted].entries()) {
      const ways = offers.filter((offer) => offer.variantGid === variantGid);
      const names = ways.map(({ supplierId, unitCostMinor, stockUnits }) => {
        const name = `x_${i}_${v}_${supplierId}`;
        add(name, Number(unitCostMinor));
        rows.push(`${name} - ${units} y_${i}_${supplierId} <= 0`);
        bounds.push(`0 <= ${name} <= ${units}`);
        used.add(supplierId);
        const key = `${supplierId}/${variantGid}`;
        const shared = stock.get(key) ?? { names: [], units: stockUnits ?? 0 };
        shared.names.push(name);
        stock.set(key, shared);
        return name;
      });
      add(`h_${i}_${v}`, 0, 1);
      rows.push(`${[...names, `h_${i}_${v}`].join(" + ")} = ${units}`);
      bounds.push(`0 <= h_${i}_${v} <= ${units}`);
    }
    for (const supplier of suppliers.filter(({ supplierId }) => used.has(supplierId))) {
      const name = `y_${i}_${supplier.supplierId}`;
      add(name, Number(supplier.dropFeeMinor + (supplier.tariffs[0]?.parcelMinor ?? 0n)));
      binaries.push(name);
    }
  }
  for (const { names, units } of stock.values()) rows.push(`${names.join(" + ")} <= ${units}`);
  const generals = columns.map(({ name }) => name).filter((name) => !name.startsWith("y"));
  const programme = [
    "Minimize",
    ` obj: ${objective.join("\n + ")}`,
    "Subject To",
    ...rows.map((row, index) => ` r${index}: ${row}`),
    "Bounds",
    ...bounds.map((bound) => ` ${bound}`),
    "General",
    ` ${generals.join("\n ")}`,
    "Binary",
    ` ${binaries.join("\n ")}`,
    "End",
  ].join("\n");
  const solution = highs.solve(programme, { output_flag: false, mip_rel_gap: 1e-5, ...options });
  // Which of the library's shapes it is follows from the programme: columns with a primal value.
  const primal = solution.Columns as Record<string, { Primal?: number }>;
  if (solution.Status !== "Optimal") throw new Error(`HiGHS says ${solution.Status}.`);
  const sum = (of: (column: (typeof columns)[number]) => number) =>
    columns.reduce((total, one) => total + of(one) * Math.round(primal[one.name]?.Primal ?? 0), 0);
  return { held: sum(({ held }) => held), costMinor: sum(({ costMinor }) => costMinor) };
}

// Dearer than any way to send a unit, and small enough for the solver's tolerances.
const BATCH_HOLD_MINOR = 50_000;
