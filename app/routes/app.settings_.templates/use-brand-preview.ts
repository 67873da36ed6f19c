import type { Brand } from "#app/messages/brand.ts";
import { describePreview, type PreviewAnswer } from "#app/ui/describe-preview.ts";
import type { ShownMail } from "#app/ui/mail-preview.tsx";
import { usePreview } from "#app/ui/use-preview.ts";

/** One mail in the voice as typed: "shipped", of the latest order. */
export function useBrandPreview(brand: Brand): {
  mail: ShownMail | null | undefined;
  note: string;
} {
  const answer = usePreview<PreviewAnswer>("/app/settings/templates/shipped", {
    intent: "preview",
    language: brand.language,
    text: null,
    orderId: null,
    brand,
  });
  return { mail: answer?.mail, note: describePreview(answer) };
}
