import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatCalendarDate } from "#app/ui/format-instant.ts";
import type { DayNumbers } from "./week-card.tsx";

type WeekChartProps = { days: readonly DayNumbers[]; heightPx: number };

/** Orders a day, split into those that are fine and those that need a look. Its numbers stand beside it as text. */
export default function WeekChart({ days, heightPx }: WeekChartProps) {
  const bars = days.map(({ date, orders, exceptions }) => ({
    day: formatCalendarDate(date).slice(0, 3),
    fine: orders - exceptions,
    exceptions,
  }));
  return (
    <ResponsiveContainer width="100%" height={heightPx}>
      <BarChart
        data={bars}
        accessibilityLayer={false}
        margin={{ top: 4, right: 4, bottom: 0, left: -24 }}
      >
        <CartesianGrid vertical={false} stroke="#ebebeb" />
        <XAxis dataKey="day" tickLine={false} axisLine={false} fontSize={12} />
        <YAxis
          allowDecimals={false}
          tickCount={4}
          tickLine={false}
          axisLine={false}
          fontSize={12}
          width={52}
        />
        <Tooltip cursor={{ fill: "#f1f1f1" }} />
        <Legend iconSize={10} wrapperStyle={{ fontSize: 12 }} />
        <Bar dataKey="fine" name="Fine" stackId="day" fill="#4a8fdc" isAnimationActive={false} />
        <Bar
          dataKey="exceptions"
          name="To look at"
          stackId="day"
          fill="#c05717"
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
