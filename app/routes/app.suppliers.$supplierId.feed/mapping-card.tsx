import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Select,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import { FEED_FIELDS, FIELD_WORDS } from "#app/dropship/suppliers/feeds/feed-fields.ts";
import type { FeedMapping } from "#app/dropship/suppliers/feeds/feed-mapping.ts";
import type { StoredLayout } from "#app/dropship/suppliers/feeds/feed-run.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";

const VANISHED = [
  { label: "Set their stock to 0", value: "no_stock" },
  { label: "Take the offers away", value: "inactive" },
  { label: "Leave them as they are", value: "keep" },
];

type MappingCardProps = {
  mapping: FeedMapping;
  layout: StoredLayout;
  vanished: string;
  address: string;
  isLocked: boolean;
};

export function MappingCard(props: MappingCardProps) {
  const { layout, address, isLocked } = props;
  const [mapping, setMapping] = useState(props.mapping);
  const [vanished, setVanished] = useState(props.vanished);
  const form = useJsonForm(address);
  const columns = [
    { label: "Not in the file", value: "" },
    ...layout.headers.map((header) => ({ label: header, value: header })),
  ];
  return (
    <Card>
      <BlockStack gap="400">
        {form.refusal ? (
          <Banner tone="critical" title="Not saved">
            {form.refusal}
          </Banner>
        ) : null}
        <Text as="p" tone="subdued">
          {describeLayout(layout)}
        </Text>
        <Sample layout={layout} />
        <FormLayout>
          {FEED_FIELDS.map((field) => (
            <Select
              key={field}
              label={FIELD_WORDS[field]}
              options={columns}
              value={mapping.columns[field] ?? ""}
              disabled={isLocked}
              onChange={(header) =>
                setMapping({ ...mapping, columns: { ...mapping.columns, [field]: header || null } })
              }
            />
          ))}
          <Select
            label="Decimal sign"
            options={[
              { label: "Not known: numbers that can be read two ways are refused", value: "" },
              { label: "Point, 12.50", value: "." },
              { label: "Comma, 12,50", value: "," },
            ]}
            value={mapping.decimal ?? ""}
            disabled={isLocked}
            onChange={(sign) =>
              setMapping({ ...mapping, decimal: sign === "." || sign === "," ? sign : null })
            }
          />
          <Select
            label="Dates such as 02/11/2026"
            options={[
              { label: "Day first: 2 November", value: "dmy" },
              { label: "Month first: February 11", value: "mdy" },
            ]}
            value={mapping.dateOrder}
            disabled={isLocked}
            onChange={(order) =>
              setMapping({ ...mapping, dateOrder: order === "mdy" ? "mdy" : "dmy" })
            }
          />
          <Select
            label="Offers that are no longer in the list"
            options={VANISHED}
            value={vanished}
            disabled={isLocked}
            onChange={setVanished}
          />
        </FormLayout>
        <InlineStack>
          <Button
            disabled={isLocked}
            loading={form.isSaving}
            onClick={() => form.send({ intent: "mapping", mapping, vanished })}
          >
            Save and read the file again
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

const DELIMITERS: Readonly<Record<string, string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
};

function describeLayout({ kind, encoding, delimiter, headerLine }: StoredLayout): string {
  const where = headerLine === 0 ? "no row of headers" : `headers on line ${headerLine}`;
  if (kind === "xlsx") return `Excel workbook, first sheet, ${where}.`;
  return `${encoding?.toUpperCase()}, parted by ${DELIMITERS[delimiter ?? ""] ?? delimiter}, ${where}.`;
}

function Sample({ layout }: { layout: StoredLayout }) {
  return (
    <div
      style={{ overflowX: "auto" }}
      tabIndex={0}
      role="region"
      aria-label="First rows of the file"
    >
      <table className="ac-table">
        <thead>
          <tr>
            {layout.headers.map((header) => (
              <th key={header} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {layout.rows.slice(0, 3).map((cells, row) => (
            <tr key={row}>
              {layout.headers.map((header, column) => (
                <td key={header}>{cells[column]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
