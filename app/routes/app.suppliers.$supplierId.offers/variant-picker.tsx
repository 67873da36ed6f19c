import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Text, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { VariantChoice } from "#app/dropship/suppliers/offers/search-variants.server.ts";

// Long enough for the next keystroke, short enough not to be felt.
const SEARCH_PAUSE_MS = 300;

type VariantPickerProps = {
  address: string;
  isLocked: boolean;
  onPick: (variant: VariantChoice) => void;
};

/** A product of the shop, searched on the server by SKU or title. */
export function VariantPicker({ address, isLocked, onPick }: VariantPickerProps) {
  const [text, setText] = useState("");
  const fetcher = useFetcher<{ found: readonly VariantChoice[] }>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const found = fetcher.data?.found ?? [];
  const isAsked = text.trim() !== "" && fetcher.state === "idle" && fetcher.data !== undefined;

  function type(typed: string) {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(
      () => fetcher.load(`${address}?find=${encodeURIComponent(typed.trim())}`),
      SEARCH_PAUSE_MS,
    );
  }

  return (
    <BlockStack gap="200">
      <TextField
        label="Product"
        placeholder="SKU or title"
        autoComplete="off"
        loading={fetcher.state !== "idle"}
        value={text}
        disabled={isLocked}
        onChange={type}
      />
      {text.trim() === ""
        ? null
        : found.map((variant) => (
            <Button key={variant.variantGid} textAlign="left" onClick={() => onPick(variant)}>
              {`${variant.label} (${variant.sku ?? "no SKU"})`}
            </Button>
          ))}
      {isAsked && found.length === 0 ? (
        <Text as="p" tone="subdued">
          No product of your shop has this SKU or title.
        </Text>
      ) : null}
    </BlockStack>
  );
}
