/** Fields bound to one draft: each names its path, so that a refusal stands beside it. */
import {
  Button,
  BlockStack,
  Checkbox,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import type { SupplierForm } from "#app/dropship/suppliers/supplier-form.ts";

export type Draft = {
  readonly form: SupplierForm;
  readonly errors: Readonly<Record<string, string>>;
  readonly isLocked: boolean;
  readonly change: (change: Partial<SupplierForm>) => void;
};

type FieldsOf<Value> = {
  [Name in keyof SupplierForm]: SupplierForm[Name] extends Value ? Name : never;
}[keyof SupplierForm];

type TextNames = Exclude<
  {
    [Name in keyof SupplierForm]: string extends SupplierForm[Name] ? Name : never;
  }[keyof SupplierForm],
  undefined
>;

type DraftTextProps = {
  draft: Draft;
  name: TextNames;
  label: string;
  help?: string;
  suffix?: string;
  placeholder?: string;
  lines?: number;
  isSecret?: boolean;
};

export function DraftText(props: DraftTextProps) {
  const { draft, name, label, help, suffix, placeholder, lines, isSecret } = props;
  return (
    <TextField
      label={label}
      autoComplete={isSecret ? "new-password" : "off"}
      value={draft.form[name]}
      disabled={draft.isLocked}
      onChange={(value) => draft.change({ [name]: value })}
      {...errorOf(draft, name)}
      {...(help ? { helpText: help } : {})}
      {...(suffix ? { suffix } : {})}
      {...(placeholder ? { placeholder } : {})}
      {...(lines ? { multiline: lines } : {})}
      {...(isSecret && !lines ? { type: "password" as const } : {})}
    />
  );
}

export function DraftCheck({
  draft,
  name,
  label,
  help,
}: {
  draft: Draft;
  name: FieldsOf<boolean>;
  label: string;
  help?: string;
}) {
  return (
    <Checkbox
      label={label}
      checked={draft.form[name]}
      disabled={draft.isLocked}
      onChange={(value) => draft.change({ [name]: value })}
      {...(help ? { helpText: help } : {})}
    />
  );
}

export function DraftSelect({
  draft,
  name,
  label,
  options,
  help,
}: {
  draft: Draft;
  name: FieldsOf<string>;
  label: string;
  options: readonly { label: string; value: string }[];
  help?: string;
}) {
  return (
    <Select
      label={label}
      options={[...options]}
      value={draft.form[name]}
      disabled={draft.isLocked}
      onChange={(value) => draft.change({ [name]: value })}
      {...errorOf(draft, name)}
      {...(help ? { helpText: help } : {})}
    />
  );
}

type RowsProps<Row> = {
  draft: Draft;
  rows: readonly Row[];
  /** "region", said in buttons */
  noun: string;
  error?: string | undefined;
  onAdd: () => void;
  onRemove: (index: number) => void;
  children: (row: Row, index: number) => ReactNode;
};

/** Rows that a person adds and removes. */
export function DraftRows<Row>(props: RowsProps<Row>) {
  const { draft, rows, noun, error, onAdd, onRemove, children } = props;
  return (
    <BlockStack gap="400">
      {rows.map((row, index) => (
        <BlockStack key={index} gap="200">
          {children(row, index)}
          <InlineStack align="end">
            <Button
              variant="tertiary"
              tone="critical"
              disabled={draft.isLocked}
              accessibilityLabel={`Remove ${noun} ${index + 1}`}
              onClick={() => onRemove(index)}
            >
              Remove
            </Button>
          </InlineStack>
        </BlockStack>
      ))}
      {error ? (
        <div role="alert">
          <Text as="p" tone="critical">
            {error}
          </Text>
        </div>
      ) : null}
      <InlineStack>
        <Button disabled={draft.isLocked} onClick={onAdd}>{`Add ${noun}`}</Button>
      </InlineStack>
    </BlockStack>
  );
}

export const errorOf = ({ errors }: Pick<Draft, "errors">, path: string) => {
  const error = errors[path];
  return error ? { error } : {};
};

export const replaceAt = <Row,>(rows: readonly Row[], index: number, change: Partial<Row>): Row[] =>
  rows.map((row, at) => (at === index ? { ...row, ...change } : row));

export const removeAt = <Row,>(rows: readonly Row[], index: number): Row[] =>
  rows.filter((_, at) => at !== index);
