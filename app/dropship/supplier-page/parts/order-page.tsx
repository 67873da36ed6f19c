/** One order: what to make, where it goes, and all that can be said of it. */
import type { ReactNode } from "react";
import { addressLines } from "#app/dropship/purchase-orders/address-lines.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { FIELD, type Fields } from "#app/dropship/supplier-page/answer-form.ts";
import { hrefOf, type Place } from "#app/dropship/supplier-page/place.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";
import type { LineView, OrderView } from "#app/dropship/supplier-page/today-view.ts";
import { LineFields } from "./answer-fields.tsx";
import { QuestionPart, type QuestionView } from "./question-part.tsx";
import { ShipForm } from "./ship-form.tsx";

export type ParcelView = { readonly number: string; readonly carrier: string | null };

export type OrderProps = {
  readonly reader: Reader;
  readonly place: Place;
  readonly shopName: string;
  readonly order: PurchaseOrder;
  readonly view: OrderView;
  readonly today: string;
  readonly parcels: readonly ParcelView[];
  readonly questions: readonly QuestionView[];
  readonly typed: Fields | null;
  readonly notice: ReactNode;
};

export function OrderPage(props: OrderProps) {
  const { reader, place, shopName, order, view, questions, typed, notice } = props;
  const { words } = reader;
  return (
    <>
      <p>
        <a className="button" href={hrefOf({ ...place, order: null })}>
          ← {words.allOrders}
        </a>
      </p>
      <header>
        <h1>{words.order(order.number)}</h1>
        <p className="lead">
          {shopName}
          {view.due ? ` · ${view.due}` : null}
          {view.isLate ? <strong className="late"> {words.late}</strong> : null}
          {order.revision > 1 ? <strong> {words.revision(order.revision)}</strong> : null}
        </p>
      </header>
      {notice}
      {order.state === "revoked" ? (
        <Revoked {...props} />
      ) : (
        <>
          {order.state === "declined" || order.state === "closed" ? <p>{words.closed}</p> : null}
          <Goods reader={reader} lines={view.lines} />
          <Address reader={reader} order={order} shopName={shopName} />
          {order.state === "declined" || order.state === "closed" ? null : <Work {...props} />}
        </>
      )}
      <QuestionPart
        {...{ reader, place, shopName, questions }}
        text={typed?.get("question") ?? ""}
      />
    </>
  );
}

function Revoked({ reader, place, order, typed }: OrderProps) {
  const { words, moment } = reader;
  return (
    <section className="notice bad">
      <p>
        <strong>
          {words.revokedTitle(moment(order.endedAt ?? order.createdAt))} {words.revokedDo}
        </strong>
      </p>
      <form method="post" action={hrefOf(place)}>
        <label>
          {words.revokedTell} {words.trackingNumber}
          <input name="tracking" maxLength={80} defaultValue={typed?.get("tracking")} />
        </label>
        <button type="submit" name="intent" value="tell">
          {words.tellShop}
        </button>
      </form>
    </section>
  );
}

function Goods({ reader, lines }: { reader: Reader; lines: readonly LineView[] }) {
  const { words } = reader;
  return (
    <ul className="goods">
      {lines.map((line) => (
        <li key={line.id}>
          {line.imageUrl && /^https?:/.test(line.imageUrl) ? (
            <img src={line.imageUrl} alt="" width={72} height={72} loading="lazy" />
          ) : null}
          <div>
            <strong>
              {line.orderedUnits} × {line.title}
            </strong>
            {line.sku ? (
              <p>
                {words.yourSku}: {line.sku}
              </p>
            ) : null}
            {line.attributes.map(({ key, value }, index) => (
              <p key={index} className="written">
                {key}: <strong>{value}</strong>
              </p>
            ))}
            {line.note ? <p className="written">{line.note}</p> : null}
            <p>
              {words.price}: {line.statedPrice ?? line.price}
              {line.priceState === "waiting" ? ` · ${words.priceWaits}` : null}
              {line.priceState === "refused" ? ` · ${words.priceRefused}` : null}
            </p>
            {line.customs ? (
              <p>
                {words.customs}: {line.customs}
              </p>
            ) : null}
            {line.acceptedUnits > 0 ? (
              <p>{words.acceptedUnits(line.acceptedUnits, line.orderedUnits)}</p>
            ) : null}
            {line.trackedUnits > 0 ? (
              <p>{words.trackedUnits(line.trackedUnits, line.orderedUnits)}</p>
            ) : null}
            {line.declined ? <p className="late">{line.declined}</p> : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Address({
  reader: { words },
  order,
  shopName,
}: {
  reader: Reader;
  order: PurchaseOrder;
  shopName: string;
}) {
  const { shipTo, service, note, packingNote } = order;
  return (
    <section>
      <h2>{words.shipTo}</h2>
      {shipTo ? (
        <address className="written">
          {addressLines(shipTo).join("\n")}
          {shipTo.phone ? `\n${words.phone}: ${shipTo.phone}` : null}
        </address>
      ) : (
        <p>{words.noAddress}</p>
      )}
      {service ? (
        <p>
          {words.service}: <strong>{service}</strong>
        </p>
      ) : null}
      {note ? (
        <p className="written">
          {words.orderNote}: {note}
        </p>
      ) : null}
      {packingNote ? (
        <div>
          <p>{words.packingNote(shopName)}</p>
          <p className="written paper">{packingNote}</p>
        </div>
      ) : null}
    </section>
  );
}

function Work({ reader, place, view, today, parcels, typed }: OrderProps) {
  const { words } = reader;
  return (
    <>
      {view.stage === "done" ? null : (
        <form method="post" action={hrefOf(place)}>
          <input type="hidden" name={FIELD.orders} value={`${view.id}.${view.revision}`} />
          <input type="hidden" name={FIELD.sendsOrder(view.id)} value="1" />
          {view.stage === "answer" ? (
            <details open={typed !== null}>
              <summary>{words.untick}</summary>
              <LineFields {...{ reader, order: view, typed, today }} />
            </details>
          ) : (
            <details open={typed !== null}>
              <summary>{words.details}</summary>
              <LineFields {...{ reader, order: view, typed, today }} />
            </details>
          )}
          <button
            type="submit"
            name="intent"
            value="answer"
            className={view.stage === "answer" ? "main" : undefined}
          >
            {view.stage === "answer" ? words.acceptOrder : words.saveAnswer}
          </button>
        </form>
      )}
      <ShipForm {...{ reader, place, view, parcels, typed }} />
    </>
  );
}
