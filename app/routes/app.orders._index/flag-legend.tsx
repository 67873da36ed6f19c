import { Link } from "@remix-run/react";
import { Text } from "@shopify/polaris";
import {
  EXCEPTION_FLAGS,
  type ExceptionFlag,
  type ExceptionThresholds,
} from "#app/orders/exception-flags.ts";
import { COUNT_LIMIT, type FlagCounts } from "#app/orders/views.ts";
import { groupDigits } from "#app/ui/describe-age.ts";
import { FLAG_WORDS } from "#app/ui/flag-words.ts";

const DAYS_OF = {
  returned: null,
  exception: null,
  unfulfilled: "unfulfilledDays",
  no_tracking: "noTrackingDays",
  label_without_scan: "labelWithoutScanDays",
  undelivered: "undeliveredDays",
} as const satisfies Record<ExceptionFlag, keyof ExceptionThresholds | null>;

type FlagLegendProps = {
  counts: FlagCounts;
  thresholds: ExceptionThresholds;
  selected: ExceptionFlag | null;
};

/** Every flag with its meaning and its count; choosing one shows exactly that many orders. */
export function FlagLegend({ counts, thresholds, selected }: FlagLegendProps) {
  return (
    <nav aria-label="Exceptions by flag" className="ac-edge">
      <ul className="ac-legend">
        <li>
          <Link className="ac-chip" to="/app/orders" aria-current={selected === null}>
            All exceptions <Count amount={counts.total} />
          </Link>
        </li>
        {EXCEPTION_FLAGS.map((flag) => (
          <li key={flag}>
            <Link
              className="ac-chip"
              to={`/app/orders?flag=${flag}`}
              aria-current={selected === flag}
              title={meaningOf(flag, thresholds)}
            >
              {FLAG_WORDS[flag].label} <Count amount={counts[flag]} />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function meaningOf(flag: ExceptionFlag, thresholds: ExceptionThresholds) {
  const field = DAYS_OF[flag];
  return FLAG_WORDS[flag].meaning(field ? thresholds[field] : 0);
}

function Count({ amount }: { amount: number }) {
  return (
    <Text as="span" tone="subdued" numeric>
      {amount >= COUNT_LIMIT ? `${groupDigits(COUNT_LIMIT)}+` : groupDigits(amount)}
    </Text>
  );
}
