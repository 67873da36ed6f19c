import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { json } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { findContact, receiveForm } from "#app/messages/conversations/receive-form.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PlainError } from "#app/ui/plain-error.tsx";
import { CONTACT_WORDS } from "./contact-words.ts";

/** Personal: kept by no cache, shown in no frame, found by no search. The link itself is named to no other site. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex, nofollow",
  "X-Content-Type-Options": "nosniff",
};

export const headers = () => HEADERS;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.shopName ?? "" },
  { name: "robots", content: "noindex, nofollow" },
];

/** Looking changes nothing: mail programs and scanners follow links before people do. */
export const loader = ({ context: { deps }, params }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const contact = await findContact(deps, params["token"] ?? "");
    if (!contact)
      throw new Response("This link is no longer good", { status: 404, headers: HEADERS });
    return json(contact, { headers: HEADERS });
  });

/** The signed link is the permission; there is nothing else that a browser could send along by itself. */
export const action = ({ context: { deps }, params, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const text = String((await request.formData()).get("words") ?? "");
    const received = await receiveForm(deps, params["token"] ?? "", text);
    if (!received)
      throw new Response("This link is no longer good", { status: 404, headers: HEADERS });
    if (received.ok) return json({ code: null, text: "" }, { headers: HEADERS });
    const { code } = received.refusal;
    const status = code === "too_many_words" ? 429 : 422;
    return json({ code, text }, { status, headers: HEADERS });
  });

export default function ContactPage() {
  const { shopName, orderName, language } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { state } = useNavigation();
  const words = CONTACT_WORDS[language];
  const refusal = answer?.code ? (words.refusals[answer.code] ?? words.refusals["other"]) : null;
  return (
    <main className="ac-plain" lang={language}>
      <h1>{shopName}</h1>
      {answer && !answer.code ? (
        <p role="status">{words.taken}</p>
      ) : (
        <Form method="post">
          <p>
            <label htmlFor="words">{words.ask(orderName)}</label>
          </p>
          <textarea
            id="words"
            name="words"
            rows={8}
            maxLength={5_000}
            required
            defaultValue={answer?.text ?? ""}
            aria-describedby={refusal ? "refusal" : undefined}
            style={{ width: "100%", font: "inherit" }}
          />
          {refusal ? (
            <p id="refusal" role="alert">
              {refusal}
            </p>
          ) : null}
          <p>
            <button type="submit" disabled={state !== "idle"}>
              {words.send}
            </button>
          </p>
        </Form>
      )}
    </main>
  );
}

export const ErrorBoundary = PlainError;
