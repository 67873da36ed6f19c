/** The parcels of one order, and the next one's number. */
import type { Fields } from "#app/dropship/supplier-page/answer-form.ts";
import { hrefOf, type Place } from "#app/dropship/supplier-page/place.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";
import type { OrderView } from "#app/dropship/supplier-page/today-view.ts";
import type { ParcelView } from "./order-page.tsx";

type ShipProps = {
  readonly reader: Reader;
  readonly place: Place;
  readonly view: OrderView;
  readonly parcels: readonly ParcelView[];
  readonly typed: Fields | null;
};

export const shipUnits = (lineId: string) => `s${lineId}`;

export function ShipForm({ reader, place, view, parcels, typed }: ShipProps) {
  const { words } = reader;
  const open = view.lines.filter((line) => line.openUnits > line.trackedUnits);
  const isAsked = typed?.has("ask_again") ?? false;
  return (
    <section>
      <h2>{words.parcels}</h2>
      {parcels.length > 0 ? (
        <ul>
          {parcels.map(({ number, carrier }) => (
            <li key={number}>
              {number}
              {carrier ? ` · ${carrier}` : null}
            </li>
          ))}
        </ul>
      ) : null}
      {open.length > 0 ? (
        <form method="post" action={hrefOf(place)}>
          <input type="hidden" name="purchase_order" value={view.id} />
          <label>
            {words.trackingNumber}
            <input
              name="tracking"
              maxLength={80}
              autoCapitalize="characters"
              spellCheck={false}
              defaultValue={typed?.get("tracking")}
            />
          </label>
          <label>
            {words.carrier}
            <input name="carrier" maxLength={60} defaultValue={typed?.get("carrier")} />
          </label>
          {open.map((line) => (
            <label key={line.id}>
              {line.title}: {words.forUnits(line.openUnits - line.trackedUnits)}
              <input
                name={shipUnits(line.id)}
                inputMode="numeric"
                pattern="[0-9]*"
                maxLength={6}
                defaultValue={
                  typed?.get(shipUnits(line.id)) || String(line.openUnits - line.trackedUnits)
                }
              />
            </label>
          ))}
          {isAsked ? (
            <label className="tick">
              <input type="checkbox" name="is_right" value="1" /> {words.itIsRight}
            </label>
          ) : null}
          <button type="submit" name="intent" value="ship">
            {words.saveNumber}
          </button>
        </form>
      ) : null}
    </section>
  );
}
