import { Card, ChoiceList, Divider, FormLayout } from "@shopify/polaris";
import { DraftSelect, DraftText, errorOf, type Draft } from "./draft-fields.tsx";
import { WEEKDAYS } from "./weekdays.ts";

const CHANNELS = [
  { label: "E-mail: PDF, table and link", value: "email" },
  { label: "SFTP: a CSV file", value: "sftp" },
  { label: "HTTPS: signed JSON", value: "https" },
  { label: "Link alone: they look on their page", value: "link" },
];

const SCHEDULES = [
  { label: "At once", value: "at_once" },
  { label: "Gathered, at set times", value: "at_times" },
  { label: "Gathered, before the cut-off", value: "before_cut_off" },
];

type ChannelCardProps = { draft: Draft; hasSecret: boolean };

export function ChannelCard({ draft, hasSecret }: ChannelCardProps) {
  const { form } = draft;
  return (
    <Card>
      <FormLayout>
        <DraftSelect draft={draft} name="channel" label="Channel" options={CHANNELS} />
        <ChannelFields draft={draft} hasSecret={hasSecret} />
        <Divider />
        <DraftSelect draft={draft} name="schedule" label="When" options={SCHEDULES} />
        {form.schedule === "at_times" ? (
          <>
            <DraftText
              draft={draft}
              name="scheduleTimes"
              label="Times"
              help="On the supplier's clock, such as 09:00, 16:00."
            />
            <ChoiceList
              allowMultiple
              title="On these days"
              choices={WEEKDAYS}
              selected={form.scheduleDays.map(String)}
              disabled={draft.isLocked}
              onChange={(days) => draft.change({ scheduleDays: days.map(Number).sort() })}
              {...errorOf(draft, "scheduleDays")}
            />
          </>
        ) : null}
        {form.schedule === "before_cut_off" ? (
          <DraftText draft={draft} name="leadMinutes" label="Minutes before the cut-off" />
        ) : null}
      </FormLayout>
    </Card>
  );
}

function ChannelFields({ draft, hasSecret }: ChannelCardProps) {
  const { channel } = draft.form;
  const kept = hasSecret
    ? "One is on file. Leave empty to keep it."
    : "Kept sealed, never shown again.";
  if (channel === "email")
    return (
      <DraftSelect
        draft={draft}
        name="attachment"
        label="Table beside the PDF"
        options={[
          { label: "CSV", value: "csv" },
          { label: "Excel (xlsx)", value: "xlsx" },
        ]}
      />
    );
  if (channel === "https")
    return (
      <>
        <DraftText
          draft={draft}
          name="httpsUrl"
          label="Address"
          placeholder="https://example.com/orders"
        />
        <DraftText draft={draft} name="secret" label="Signing key" isSecret help={kept} />
      </>
    );
  if (channel === "link") return null;
  return (
    <>
      <DraftText draft={draft} name="sftpHost" label="Server" placeholder="sftp.example.com" />
      <DraftText draft={draft} name="sftpPort" label="Port" />
      <DraftText draft={draft} name="sftpUsername" label="User" />
      <DraftText
        draft={draft}
        name="secret"
        label="Password or private key"
        isSecret
        help={kept}
        {...(draft.form.secret.startsWith("-----") ? { lines: 4 } : {})}
      />
      <DraftText draft={draft} name="sftpDirectory" label="Folder" />
      <DraftText
        draft={draft}
        name="sftpHostKey"
        label="Fingerprint of the server's key"
        placeholder="SHA256:…"
        help="Empty: the first key we see is kept, and another one is refused from then on."
      />
    </>
  );
}
