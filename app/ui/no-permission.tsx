import { Button } from "@shopify/polaris";
import { NothingHere } from "./nothing-here.tsx";

/** What the server says when a role may not see a page or do an act. */
export type NotPermitted = { readonly code: "not_permitted"; readonly sentence: string };

export const isNotPermitted = (data: unknown): data is NotPermitted =>
  typeof data === "object" &&
  data !== null &&
  "code" in data &&
  data.code === "not_permitted" &&
  "sentence" in data &&
  typeof data.sentence === "string";

/** A page that is not for the reader's role: who may, whom to ask, and a way on. */
export function NoPermission({ sentence }: { sentence: string }) {
  return (
    <NothingHere
      heading="This page is not part of your role"
      action={<Button url="/app">Go to Home</Button>}
    >
      {sentence}
    </NothingHere>
  );
}
