/** Counts lines into the groups that estimates back off over: product and country, product, country, supplier, shop. Pure. */
import { addVerdict, sumLines } from "./assess-scorecard.ts";
import { assessGroup, leadDays } from "./lead-time.ts";
import { judgeLine, MEASURES, type LineRecord, type Measure } from "./line-record.ts";

export type MeasureSums = ReturnType<typeof sumLines>;

export type CountedGroup = {
  /** 0n = the whole shop */
  readonly supplierId: bigint;
  /** '' = any */
  readonly variantGid: string;
  readonly country: string;
  readonly lines: number;
  readonly lateLines: number;
  readonly units: number;
  readonly defectUnits: number;
  readonly shippedLines: number;
  readonly medianDays: number | null;
  readonly slowDays: number | null;
  /** only where neither product nor country is named */
  readonly sums: MeasureSums | null;
};

type Tally = {
  supplierId: bigint;
  variantGid: string;
  country: string;
  lines: number;
  lateLines: number;
  units: number;
  defectUnits: number;
  days: number[];
  sums: MeasureSums | null;
};

export type Counter = {
  readonly add: (line: LineRecord) => void;
  readonly groups: () => CountedGroup[];
};

export function createCounter(now: Date): Counter {
  const tallies = new Map<string, Tally>();
  return {
    add: (line) => {
      for (const name of groupsOf(line)) addLine(tallyOf(tallies, name, now), line, now);
    },
    groups: () => [...tallies.values()].map(toGroup),
  };
}

type GroupName = Pick<Tally, "supplierId" | "variantGid" | "country">;

function groupsOf({ supplierId, variantGid, country }: LineRecord): GroupName[] {
  const variants = variantGid === null ? [""] : [variantGid, ""];
  const countries = country === null ? [""] : [country, ""];
  return [
    { supplierId: 0n, variantGid: "", country: "" },
    ...variants.flatMap((variant) =>
      countries.map((where) => ({ supplierId, variantGid: variant, country: where })),
    ),
  ];
}

function tallyOf(tallies: Map<string, Tally>, name: GroupName, now: Date): Tally {
  const key = `${name.supplierId} ${name.variantGid} ${name.country}`;
  const known = tallies.get(key);
  if (known) return known;
  const isWhole = name.variantGid === "" && name.country === "";
  const fresh = { lines: 0, lateLines: 0, units: 0, defectUnits: 0, days: [] };
  const tally = { ...name, ...fresh, sums: isWhole ? sumLines([], now) : null };
  tallies.set(key, tally);
  return tally;
}

function addLine(tally: Tally, line: LineRecord, now: Date): void {
  const shipped = judgeLine(line, "shipped", now);
  const defects = judgeLine(line, "defects", now);
  const days = leadDays(line);
  if (shipped) {
    tally.lines += 1;
    tally.lateLines += Number(!line.shippedAt || line.shippedAt > line.dueAt);
  }
  tally.units += defects?.counted ?? 0;
  tally.defectUnits += defects?.hit ?? 0;
  if (days !== null) tally.days.push(days);
  const { sums } = tally;
  if (sums)
    MEASURES.forEach((measure: Measure) =>
      addVerdict(sums[measure], judgeLine(line, measure, now)),
    );
}

function toGroup({ days, ...tally }: Tally): CountedGroup {
  const { lines: shippedLines, medianDays, slowDays } = assessGroup("shop", days);
  return { ...tally, shippedLines, medianDays, slowDays };
}
