import { DataTable } from "@shopify/polaris";
import type { TrendWeek } from "#app/dropship/scorecard/assess-trend.ts";
import { percent } from "#app/dropship/scorecard/measure-words.ts";

export const TrendTable = ({ trend }: { trend: readonly TrendWeek[] }) => (
  <DataTable
    columnContentTypes={["text", "numeric", "numeric"]}
    headings={["Week of", "Lines due", "On time"]}
    rows={trend.map(({ week, lines, onTimeLines }) => [
      week,
      lines,
      lines === 0 ? "–" : percent(onTimeLines / lines),
    ])}
  />
);
