import { Banner, BlockStack, Card, Layout, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { Brand, BrandField } from "#app/messages/brand.ts";
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from "#app/messages/languages.ts";
import { FormSaveBar } from "#app/ui/form-save-bar.tsx";
import { MailPreview } from "#app/ui/mail-preview.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { useBrandPreview } from "./use-brand-preview.ts";

type TextRow = {
  readonly field: Exclude<BrandField, "language">;
  readonly label: string;
  readonly help: string;
  readonly lines?: number;
};

const FIELDS: readonly TextRow[] = [
  {
    field: "greeting",
    label: "Greeting",
    help: "Before the shopper's name. Empty: “Hello”, in their language.",
  },
  {
    field: "signOff",
    label: "Closing",
    help: "Empty: “Kind regards” in their language, and your shop's name.",
    lines: 2,
  },
  { field: "colour", label: "Colour", help: "For buttons and the line on top, such as #1f5199." },
  { field: "logoUrl", label: "Logo", help: "Address of a picture. Empty: your shop's name." },
  { field: "replyTo", label: "Answers go to", help: "A mail address that somebody reads." },
  { field: "footer", label: "Small print", help: "Such as your company's address.", lines: 3 },
];

/** How all mails look and speak, and what that makes of one. */
export function BrandSection({ saved, isLocked }: { saved: Brand; isLocked: boolean }) {
  const [draft, setDraft] = useState(saved);
  const form = useJsonForm("/app/settings/templates");
  const { mail, note } = useBrandPreview(draft);
  const isDirty = JSON.stringify(draft) !== JSON.stringify(saved);
  const change = (field: BrandField, value: string) => setDraft({ ...draft, [field]: value });
  return (
    <Layout.AnnotatedSection
      title="Your voice"
      description="The same for every mail. Changes show at once; they count for mails written after you save."
    >
      <FormSaveBar
        id="brand-save-bar"
        isDirty={isDirty}
        isSaving={form.isSaving}
        onSave={() => form.send({ intent: "brand", brand: draft })}
        onDiscard={() => setDraft(saved)}
      />
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="300">
            {form.refusal ? (
              <Banner tone="critical" title="Not saved">
                {form.refusal}
              </Banner>
            ) : null}
            {FIELDS.map(({ field, label, help, lines }) => (
              <TextField
                key={field}
                label={label}
                helpText={help}
                autoComplete="off"
                disabled={isLocked}
                value={draft[field]}
                onChange={(value) => change(field, value)}
                {...(lines ? { multiline: lines } : {})}
                {...(form.errors[field] ? { error: form.errors[field] } : {})}
              />
            ))}
            <Select
              label="Language for other shoppers"
              helpText="For those whose language we don't write."
              disabled={isLocked}
              options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              value={draft.language}
              onChange={(value) => {
                if (isLanguage(value)) change("language", value);
              }}
            />
          </BlockStack>
        </Card>
        <MailPreview mail={mail} note={note} />
      </BlockStack>
    </Layout.AnnotatedSection>
  );
}
