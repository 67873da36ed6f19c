/** The independent judge of the planner: the same problem as a mixed-integer programme, solved by HiGHS. */
import loadHighs from "highs";
import type { AssignmentProblem } from "#app/dropship/planner/assignment.ts";

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
  const columns: Record<string, { Primal?: number }> = solution.Columns;
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
