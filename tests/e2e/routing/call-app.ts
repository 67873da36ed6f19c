/** The app's own forms, sent from inside its frame as its pages send them: signed in as the merchant, without the clicking. */
import type { Page } from "playwright-core";
import { eventually } from "#tests/support/eventually.ts";

export type AppAnswer = { readonly status: number; readonly body: any };

/** `route` is the id of the route that answers, `path` its address. GET without `form`, POST with one. */
export async function callApp(
  page: Page,
  { path, route, form }: { path: string; route: string; form?: Readonly<Record<string, string>> },
): Promise<AppAnswer> {
  const frame = page.frame({ name: "app-iframe" });
  if (!frame) throw new Error("The admin shows no app.");
  return frame.evaluate(
    async ({ path: address, route: id, form: fields }) => {
      const url = new URL(address, location.origin);
      url.searchParams.set("_data", id);
      const response = await fetch(
        url,
        fields ? { method: "POST", body: new URLSearchParams(fields) } : {},
      );
      const text = await response.text();
      let body: unknown = text;
      try {
        body = JSON.parse(text);
      } catch {
        // Not every answer is JSON: the text itself says what went wrong.
      }
      return { status: response.status, body };
    },
    { path, route, form },
  );
}

/** As `callApp`, for the forms that are sent as JSON; throws with what the app said when it is not saved. */
export async function saveJson(
  page: Page,
  call: { path: string; route: string },
  form: object,
): Promise<any> {
  const { status, body } = await callApp(page, { ...call, form: { form: JSON.stringify(form) } });
  if (status >= 300 && status !== 302 && status !== 204)
    throw new Error(`${call.path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

const GOING_LIVE = { path: "/app/settings/going-live", route: "routes/app.settings_.going-live" };

/** Switches a workflow as the page does: what would happen first, then the switch to exactly that. */
export async function switchWorkflow(page: Page, workflow: string, mode: string): Promise<void> {
  await eventually(async () => {
    const wish = { workflow, mode, goLiveAt: "", seen: "" };
    const shown = await callApp(page, { ...GOING_LIVE, form: { ...wish, step: "preview" } });
    if (shown.body?.kind !== "preview") throw new Error(JSON.stringify(shown));
    const seen = String(shown.body.preview.seen);
    const done = await callApp(page, { ...GOING_LIVE, form: { ...wish, seen, step: "switch" } });
    if (done.body?.kind !== "switched") throw new Error(JSON.stringify(done));
  });
}
