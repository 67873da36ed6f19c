/** Pages without orders: a link that has ended, was closed, or never was. */
import { hrefOf, type Place } from "#app/dropship/supplier-page/place.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";

export function ExpiredPage({
  reader: { words },
  place,
  masked,
}: {
  reader: Reader;
  place: Place;
  /** null = no address is on file */
  masked: string | null;
}) {
  if (masked === null) return <h1>{words.expiredNoMail}</h1>;
  return (
    <form method="post" action={hrefOf({ ...place, order: null })}>
      <h1>{words.expiredTitle(masked)}</h1>
      <button type="submit" name="intent" value="new_link" className="main">
        {words.sendNewLink}
      </button>
    </form>
  );
}

export function MessagePage({ title, text }: { title: string; text?: string }) {
  return (
    <>
      <h1>{title}</h1>
      {text ? <p>{text}</p> : null}
    </>
  );
}
