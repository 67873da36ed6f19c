import type { TrendWeek } from "#app/dropship/scorecard/assess-trend.ts";
import { percent } from "#app/dropship/scorecard/measure-words.ts";
import { formatInstant } from "#app/ui/format-instant.ts";

export const TrendTable = ({ trend }: { trend: readonly TrendWeek[] }) => (
  <table className="ac-table">
    <thead>
      <tr>
        <th scope="col">Week of</th>
        <th scope="col" className="ac-end">
          Lines due
        </th>
        <th scope="col" className="ac-end">
          On time
        </th>
      </tr>
    </thead>
    <tbody>
      {trend.map(({ week, lines, onTimeLines }) => (
        <tr key={week}>
          <th scope="row">{formatInstant(`${week}T00:00:00Z`, "UTC", "date")}</th>
          <td className="ac-end">{lines}</td>
          <td className="ac-end">{lines === 0 ? "–" : percent(onTimeLines / lines)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
