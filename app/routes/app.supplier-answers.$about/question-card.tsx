import { BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { AnswersForm } from "#app/dropship/acknowledgements/act-on-answers.server.ts";
import type { QuestionView } from "#app/dropship/acknowledgements/find-answers-view.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

type QuestionCardProps = {
  readonly question: QuestionView;
  readonly isLocked: boolean;
  readonly send: (form: AnswersForm) => void;
};

/** A question of the supplier, and the answer that goes back by mail. */
export function QuestionCard({ question, isLocked, send }: QuestionCardProps) {
  const [text, setText] = useState("");
  const { questionId, askedAt, answer } = question;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          A question of <ShopTime at={askedAt} />
        </Text>
        <Text as="p" breakWord>
          {question.text}
        </Text>
        {answer ? (
          <Text as="p" tone="subdued" breakWord>
            You answered: {answer}
          </Text>
        ) : (
          <>
            <TextField
              label="Your answer"
              helpText="It goes to the supplier by mail and stands on their page."
              autoComplete="off"
              multiline={3}
              maxLength={2_000}
              value={text}
              onChange={setText}
            />
            <InlineStack>
              <Button
                variant="primary"
                disabled={isLocked || text.trim() === ""}
                onClick={() => send({ intent: "answer", questionId, text })}
              >
                Send answer
              </Button>
            </InlineStack>
          </>
        )}
      </BlockStack>
    </Card>
  );
}
