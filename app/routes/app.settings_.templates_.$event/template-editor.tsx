import { useSearchParams } from "@remix-run/react";
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Layout,
  Select,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "#app/messages/languages.ts";
import type { ShopperEvent } from "#app/messages/shopper-events.ts";
import { FormSaveBar } from "#app/ui/form-save-bar.tsx";
import { MailPreview } from "#app/ui/mail-preview.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { usePreview } from "#app/ui/use-preview.ts";
import { describePreview, type PreviewAnswer } from "#app/ui/describe-preview.ts";
import { NamesCard } from "./names-card.tsx";
import { VersionsCard, type VersionView } from "./versions-card.tsx";

type Words = { readonly subject: string; readonly body: string };

export type TemplateEditorProps = {
  event: ShopperEvent;
  language: Language;
  orders: readonly { readonly id: string; readonly name: string }[];
  saved: Words;
  /** what is sent now */
  current: Words;
  /** 0 = our own words */
  currentVersion: number;
  hasDraft: boolean;
  versions: readonly VersionView[];
  isLocked: boolean;
};

/** One text: typed, seen on a real order, kept as a draft, published as a version. */
export function TemplateEditor(props: TemplateEditorProps) {
  const { event, language, orders, saved, current, currentVersion, hasDraft, versions, isLocked } =
    props;
  const [words, setWords] = useState<Words>(saved);
  const [orderId, setOrderId] = useState(orders[0]?.id ?? "");
  const path = `/app/settings/templates/${event}`;
  const form = useJsonForm(path);
  const isDirty = words.subject !== saved.subject || words.body !== saved.body;
  const answer = usePreview<PreviewAnswer>(path, {
    intent: "preview",
    language,
    text: words,
    orderId: orderId === "" ? null : orderId,
    brand: null,
  });
  const errors = { ...answer?.errors, ...form.errors };
  const send = (intent: string, text: Words = words) => form.send({ intent, language, text });
  return (
    <>
      <FormSaveBar
        id="template-save-bar"
        isDirty={isDirty}
        isSaving={form.isSaving}
        onSave={() => send("draft")}
        onDiscard={() => setWords(saved)}
      />
      <Layout.Section variant="oneHalf">
        <BlockStack gap="400">
          <Card>
            <BlockStack gap="300">
              {form.refusal ? (
                <Banner tone="critical" title="Not published">
                  {form.refusal}
                </Banner>
              ) : null}
              <LanguageRow
                language={language}
                isDirty={isDirty}
                status={describeStatus(currentVersion, hasDraft)}
              />
              <TextField
                label="Subject"
                autoComplete="off"
                disabled={isLocked}
                value={words.subject}
                onChange={(subject) => setWords({ ...words, subject })}
                {...(errors["subject"] ? { error: errors["subject"] } : {})}
              />
              <TextField
                label="Text"
                autoComplete="off"
                multiline={14}
                disabled={isLocked}
                value={words.body}
                onChange={(body) => setWords({ ...words, body })}
                helpText="Greeting and closing come from your voice. An empty line begins a paragraph, “- ” a list; [words](address) alone on a line is a button."
                {...(errors["body"] ? { error: errors["body"] } : {})}
              />
              <InlineStack gap="200">
                <Button
                  variant="primary"
                  disabled={isLocked || (!isDirty && !hasDraft)}
                  loading={form.isSaving}
                  onClick={() => send("publish")}
                >
                  Publish
                </Button>
                {hasDraft ? (
                  <Button
                    disabled={isLocked || form.isSaving}
                    onClick={() => {
                      setWords(current);
                      send("discard");
                    }}
                  >
                    Throw the draft away
                  </Button>
                ) : null}
              </InlineStack>
            </BlockStack>
          </Card>
          <NamesCard />
          <VersionsCard
            versions={versions}
            currentVersion={currentVersion}
            onUse={(version) => setWords(version)}
            isLocked={isLocked}
          />
        </BlockStack>
      </Layout.Section>
      <Layout.Section variant="oneHalf">
        <BlockStack gap="300">
          {orders.length > 0 ? (
            <div className="ac-edge">
              <Select
                label="Preview with order"
                options={orders.map(({ id, name }) => ({ value: id, label: name }))}
                value={orderId}
                onChange={setOrderId}
              />
            </div>
          ) : null}
          <MailPreview mail={answer?.mail} note={describePreview(answer)} />
        </BlockStack>
      </Layout.Section>
    </>
  );
}

const describeStatus = (version: number, hasDraft: boolean) => {
  const words = version === 0 ? "our words" : `version ${version}`;
  return hasDraft ? `Sent now: ${words}; a draft waits` : `Sent now: ${words}`;
};

type LanguageRowProps = { language: Language; isDirty: boolean; status: string };

function LanguageRow({ language, isDirty, status }: LanguageRowProps) {
  const [, setParams] = useSearchParams();
  return (
    <InlineStack gap="300" blockAlign="end">
      <Select
        label="Language"
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        value={language}
        disabled={isDirty}
        {...(isDirty ? { helpText: "Save or discard first." } : {})}
        onChange={(value) => setParams({ language: value })}
      />
      <Badge>{status}</Badge>
    </InlineStack>
  );
}
