/** What the preview of a text answers, and how its order is named. Pure. */
import type { ShownMail } from "#app/ui/mail-preview.tsx";

export type PreviewAnswer = {
  readonly mail: ShownMail | null;
  readonly orderName: string | null;
  readonly isPartInvented: boolean;
  readonly errors: Readonly<Record<string, string>>;
};

export function describePreview(answer: PreviewAnswer | null): string {
  if (!answer) return "Making a preview…";
  if (answer.orderName === null) return "With an invented order: there is none yet.";
  return answer.isPartInvented
    ? `With order ${answer.orderName}; what it does not have yet is invented.`
    : `With order ${answer.orderName}.`;
}
