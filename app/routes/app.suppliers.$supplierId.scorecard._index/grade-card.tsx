import { Badge, BlockStack, Box, Card, InlineStack, Text } from "@shopify/polaris";
import type { ScorecardView } from "#app/dropship/scorecard/get-scorecard.server.ts";
import { RUNG_WORDS } from "#app/dropship/scorecard/measure-words.ts";

type GradeCardProps = {
  card: Pick<ScorecardView, "grade" | "lines" | "spanDays" | "leadTime" | "medianAnswerHours">;
};

export function GradeCard({ card }: GradeCardProps) {
  const { grade, lines, spanDays, medianAnswerHours } = card;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="300" blockAlign="center" wrap>
          <Text as="h2" variant="headingLg">
            {grade ? `Grade ${grade.grade}` : "No grade yet"}
          </Text>
          {grade ? <Badge>{`${grade.score} of 100`}</Badge> : null}
          {grade?.isSmall ? <Badge tone="attention">Few lines</Badge> : null}
        </InlineStack>
        <Text as="p" tone="subdued">
          {grade
            ? `From ${lines} ${lines === 1 ? "line" : "lines"} of the last ${spanDays} days.`
            : "Nothing was due or has shipped yet."}
          {grade?.isSmall
            ? " Under 20 lines the grade leans towards your shop's average, and the planner does not use it."
            : ""}
        </Text>
        <Facts leadTime={card.leadTime} medianAnswerHours={medianAnswerHours} />
      </BlockStack>
    </Card>
  );
}

function Facts({
  leadTime,
  medianAnswerHours,
}: Pick<GradeCardProps["card"], "leadTime" | "medianAnswerHours">) {
  return (
    <Box>
      {leadTime ? (
        <Text as="p">
          {`Order to first scan: half within ${days(leadTime.medianDays)}, nine in ten within ${days(leadTime.slowDays)} (${RUNG_WORDS[leadTime.rung]}, ${leadTime.lines} lines${leadTime.isThin ? ": too few to promise by" : ""}).`}
        </Text>
      ) : null}
      {medianAnswerHours === null ? null : (
        <Text as="p">{`Answers purchase orders after ${medianAnswerHours} hours (median).`}</Text>
      )}
    </Box>
  );
}

const days = (count: number) => `${count.toFixed(1)} days`;
