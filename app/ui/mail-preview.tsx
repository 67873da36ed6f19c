import { Banner, BlockStack, Card, SkeletonBodyText, Text } from "@shopify/polaris";

export type ShownMail = {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
};

type MailPreviewProps = {
  /** null: the text has a mistake; undefined: it is being made */
  mail: ShownMail | null | undefined;
  /** whose facts these are */
  note: string;
};

/** A mail as its reader gets it: in a frame that runs nothing, and as plain text. */
export function MailPreview({ mail, note }: MailPreviewProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Preview
        </Text>
        <Text as="p" tone="subdued" breakWord>
          {note}
        </Text>
        {mail ? (
          <>
            <Text as="p" fontWeight="semibold" breakWord>
              {mail.subject}
            </Text>
            <iframe
              title="Preview of the mail"
              sandbox=""
              srcDoc={mail.html}
              style={{
                width: "100%",
                height: "32rem",
                border: "1px solid var(--p-color-border)",
                borderRadius: "8px",
              }}
            />
            <details>
              <summary>Plain text</summary>
              <pre className="ac-wrap" style={{ whiteSpace: "pre-wrap" }}>
                {mail.text}
              </pre>
            </details>
          </>
        ) : mail === undefined ? (
          <SkeletonBodyText lines={6} />
        ) : (
          <Banner>Correct the text to see its preview.</Banner>
        )}
      </BlockStack>
    </Card>
  );
}
