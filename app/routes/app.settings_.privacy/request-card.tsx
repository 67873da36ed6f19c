import {
  Badge,
  BlockStack,
  Button,
  Card,
  Collapsible,
  InlineStack,
  List,
  Text,
} from "@shopify/polaris";
import { useId, useState } from "react";
import type { ComplianceRequestView, ReportLine } from "#app/shops/compliance/request.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import {
  assessStanding,
  describeLine,
  describeRequest,
  describeSize,
  FORMAT_WORDS,
} from "./request-words.ts";
import { useFileDownload } from "./use-file-download.ts";

/** One request: what is asked, until when, what was done, and the file to hand over. */
export function RequestCard({ request }: { request: ComplianceRequestView }) {
  const { label, tone, sentence } = assessStanding(request);
  const title = describeRequest(request);
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <Text as="h3" variant="headingSm" breakWord>
            {title}
          </Text>
          <Badge tone={tone}>{label}</Badge>
        </InlineStack>
        <Text as="p">{sentence}</Text>
        <Text as="p" tone="subdued">
          <Dates request={request} />
        </Text>
        <Files request={request} title={title} />
        <Report lines={request.report} title={title} />
      </BlockStack>
    </Card>
  );
}

function Dates({
  request: { requestedAt, dueAt, finishedAt, handedOverAt },
}: {
  request: ComplianceRequestView;
}) {
  return (
    <>
      Asked <ShopTime at={requestedAt} style="short" /> · due <ShopTime at={dueAt} style="short" />
      {finishedAt ? (
        <>
          {" "}
          · done <ShopTime at={finishedAt} style="short" />
        </>
      ) : null}
      {handedOverAt ? (
        <>
          {" "}
          · downloaded <ShopTime at={handedOverAt} style="short" />
        </>
      ) : null}
    </>
  );
}

function Files({ request, title }: { request: ComplianceRequestView; title: string }) {
  const { isStarting, start } = useFileDownload();
  const { requestId, files } = request;
  if (files.length === 0) return null;
  return (
    <InlineStack gap="200">
      {files.map(({ format, byteLength }) => (
        <Button
          key={format}
          loading={isStarting(requestId, format)}
          onClick={() => start(requestId, format)}
          accessibilityLabel={`${FORMAT_WORDS[format]} (${describeSize(byteLength)}): ${title}`}
        >
          {`${FORMAT_WORDS[format]} (${describeSize(byteLength)})`}
        </Button>
      ))}
    </InlineStack>
  );
}

function Report({ lines, title }: { lines: readonly ReportLine[]; title: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  if (lines.length === 0) return null;
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Button
        variant="plain"
        disclosure={isOpen ? "up" : "down"}
        ariaExpanded={isOpen}
        ariaControls={id}
        accessibilityLabel={`What was done: ${title}`}
        onClick={() => setIsOpen(!isOpen)}
      >
        What was done
      </Button>
      <Collapsible id={id} open={isOpen}>
        <List>
          {lines.map((line) => (
            <List.Item key={`${line.store} ${line.table} ${line.outcome}`}>
              {describeLine(line)}
            </List.Item>
          ))}
        </List>
      </Collapsible>
    </BlockStack>
  );
}
