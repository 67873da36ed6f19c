import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { TrendWeek } from "#app/dropship/scorecard/assess-trend.ts";
import { formatInstant } from "#app/ui/format-instant.ts";

/** Drawn for eyes; the table beside it says the same in words. */
export default function TrendChart({ trend }: { trend: readonly TrendWeek[] }) {
  const rows = trend.map(({ week, lines, onTimeLines }) => ({
    week,
    lines,
    // A week without lines has no share: the curve is interrupted, not at zero.
    onTime: lines === 0 ? null : Math.round((1_000 * onTimeLines) / lines) / 10,
  }));
  return (
    <ResponsiveContainer width="100%" height={240}>
      <ComposedChart
        data={rows}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        // Hidden from readers by ear, so no key may stop in it.
        accessibilityLayer={false}
      >
        <CartesianGrid strokeDasharray="3 3" vertical={false} />
        <XAxis dataKey="week" tickFormatter={describeWeek} minTickGap={24} />
        <YAxis yAxisId="share" domain={[0, 100]} unit="%" width={48} />
        <YAxis yAxisId="lines" orientation="right" allowDecimals={false} width={36} />
        <Tooltip />
        <Bar yAxisId="lines" dataKey="lines" name="Lines due" fill="#c9ccd1" />
        <Line
          yAxisId="share"
          dataKey="onTime"
          name="On time, %"
          stroke="#1f5199"
          strokeWidth={2}
          connectNulls={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** "2026-10-26" as "26 Oct": the day the week begins on. */
const describeWeek = (week: string): string =>
  formatInstant(`${week}T00:00:00Z`, "UTC", "date").replace(/ \d+$/, "");
