import {
  Banner,
  Button,
  Card,
  Checkbox,
  FormLayout,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import type { FeedPageView } from "#app/dropship/suppliers/feeds/find-feed-page.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";

const EVERY = [
  { label: "Every hour", value: "60" },
  { label: "Every 6 hours", value: "360" },
  { label: "Every day", value: "1440" },
  { label: "Every week", value: "10080" },
];

type PullCardProps = { view: FeedPageView; address: string; isLocked: boolean };

export function PullCard({ view, address, isLocked }: PullCardProps) {
  const form = useJsonForm(address);
  const [draft, setDraft] = useState(() => draftOf(view));
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const text = (name: keyof typeof TEXTS) => (
    <TextField
      key={name}
      label={TEXTS[name]}
      autoComplete={name === "secret" ? "new-password" : "off"}
      {...(name === "secret" ? { type: "password" as const } : {})}
      {...(name === "secret" && view.hasPullSecret
        ? { helpText: "One is on file. Leave empty to keep it." }
        : {})}
      value={draft[name]}
      disabled={isLocked}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <Card>
      <FormLayout>
        {form.refusal ? (
          <Banner tone="critical" title="Not saved">
            {form.refusal}
          </Banner>
        ) : null}
        <Select
          label="From"
          options={[
            { label: "Nowhere: we send files up", value: "none" },
            { label: "HTTPS", value: "https" },
            { label: "SFTP", value: "sftp" },
          ]}
          value={draft.kind}
          disabled={isLocked}
          onChange={(kind) => change({ kind: kind as typeof draft.kind })} // one of the options
        />
        {draft.kind === "https" ? [text("url"), text("username"), text("secret")] : null}
        {draft.kind === "sftp"
          ? [
              text("host"),
              text("port"),
              text("username"),
              text("secret"),
              text("path"),
              text("hostKey"),
            ]
          : null}
        {draft.kind === "none" ? null : (
          <>
            <Select
              label="How often"
              options={EVERY}
              value={draft.everyMinutes}
              disabled={isLocked}
              onChange={(everyMinutes) => change({ everyMinutes })}
            />
            <Checkbox
              label="Apply it by itself"
              helpText="A file that would take away more than a fifth of the offers waits for a person all the same."
              checked={draft.isAutomatic}
              disabled={isLocked}
              onChange={(isAutomatic) => change({ isAutomatic })}
            />
          </>
        )}
        {view.nextPullAt ? (
          <Text as="p" tone="subdued">
            Fetched next <ShopTime at={view.nextPullAt} />
          </Text>
        ) : null}
        <InlineStack>
          <Button
            disabled={isLocked}
            loading={form.isSaving}
            onClick={() => form.send({ intent: "pull", ...draft })}
          >
            Save
          </Button>
        </InlineStack>
      </FormLayout>
    </Card>
  );
}

const TEXTS = {
  url: "Address",
  username: "User",
  secret: "Password, key or token",
  host: "Server",
  port: "Port",
  path: "Path of the file",
  hostKey: "Fingerprint of the server's key (empty: keep the first one seen)",
} as const;

function draftOf({ pull, everyMinutes, isAutomatic }: FeedPageView) {
  const sftp = pull?.kind === "sftp" ? pull : null;
  return {
    kind: pull?.kind ?? ("none" as "none" | "https" | "sftp"),
    url: pull?.kind === "https" ? pull.url : "",
    username: pull?.username ?? "",
    secret: "",
    host: sftp?.host ?? "",
    port: String(sftp?.port ?? 22),
    path: sftp?.path ?? "",
    hostKey: sftp?.hostKey ?? "",
    everyMinutes: String(everyMinutes ?? 1_440),
    isAutomatic,
  };
}
