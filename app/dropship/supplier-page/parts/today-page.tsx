/** All open orders on one page: accept, untick, paste tracking numbers, or do it all in a file. */
import type { ReactNode } from "react";
import { FIELD, type Fields } from "#app/dropship/supplier-page/answer-form.ts";
import { fileHrefOf, hrefOf, type Place } from "#app/dropship/supplier-page/place.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";
import type { OrderView, TodayView } from "#app/dropship/supplier-page/today-view.ts";
import { LineFields, OrderTick } from "./answer-fields.tsx";
import { QuestionPart, type QuestionView } from "./question-part.tsx";

export type TodayProps = {
  readonly reader: Reader;
  readonly place: Place;
  readonly shopName: string;
  readonly view: TodayView;
  readonly questions: readonly QuestionView[];
  readonly typed: Fields | null;
  /** what was just said or refused */
  readonly notice: ReactNode;
};

export function TodayPage({ reader, place, shopName, view, questions, typed, notice }: TodayProps) {
  const { words } = reader;
  return (
    <>
      <header>
        <h1>{words.title(shopName)}</h1>
        {view.openCount > 0 ? (
          <p className="lead">
            {view.dueCount > 0 ? (
              words.dueBy(view.dueCount, view.cutOff)
            ) : (
              <Later {...{ reader, view }} />
            )}{" "}
            {words.noAccount} {view.toAnswer.length > 0 ? words.untick : null}
          </p>
        ) : (
          <p className="lead">{words.nothingOpen}</p>
        )}
      </header>
      {notice}
      {view.toAnswer.length > 0 ? <NewOrders {...{ reader, place, view, typed }} /> : null}
      {view.openCount > 0 ? (
        <TrackingBox reader={reader} place={place} text={typed?.get("rows") ?? ""} />
      ) : null}
      {view.toShip.length > 0 ? <ToShip {...{ reader, place, view }} /> : null}
      {view.hiddenCount > 0 ? <p>{words.moreOrders(view.hiddenCount)}</p> : null}
      {view.doneCount > 0 ? <p className="faint">{words.done(view.doneCount)}</p> : null}
      {view.openCount > 0 ? <DayFile reader={reader} place={place} /> : null}
      <QuestionPart
        {...{ reader, place, shopName, questions }}
        text={typed?.get("question") ?? ""}
      />
    </>
  );
}

function Later({ reader: { words }, view }: { reader: Reader; view: TodayView }) {
  return (
    <>
      {words.openOrders(view.openCount)} {view.nextDue ? words.nextDue(view.nextDue) : null}
    </>
  );
}

type PartProps = Pick<TodayProps, "reader" | "place" | "view">;

function NewOrders({ reader, place, view, typed }: PartProps & { typed: Fields | null }) {
  const { words } = reader;
  return (
    <form method="post" action={hrefOf(place)}>
      <h2>{words.toAnswer(view.toAnswer.length)}</h2>
      <ul className="orders">
        {view.toAnswer.map((order) => (
          <li key={order.id}>
            <input type="hidden" name={FIELD.orders} value={`${order.id}.${order.revision}`} />
            <OrderTick {...{ reader, order, typed }} today={view.today} />
            <Due reader={reader} order={order} />
            <details>
              <summary>
                {words.details} <span className="faint">({order.number})</span>
              </summary>
              <LineFields {...{ reader, order, typed }} today={view.today} />
              <OrderLink reader={reader} place={place} order={order} />
            </details>
          </li>
        ))}
      </ul>
      <p className="bar">
        <button type="submit" name="intent" value="answer" className="main">
          {words.acceptAll(view.toAnswer.length)}
        </button>
      </p>
    </form>
  );
}

function Due({ reader: { words }, order }: { reader: Reader; order: OrderView }) {
  return (
    <p className="due">
      {order.due}
      {order.isLate ? <strong className="late"> {words.late}</strong> : null}
      {order.revision > 1 ? <strong> {words.revision(order.revision)}</strong> : null}
    </p>
  );
}

function OrderLink({ reader, place, order }: Omit<PartProps, "view"> & { order: OrderView }) {
  return (
    <a className="button" href={hrefOf({ ...place, order: order.number })}>
      {reader.words.openOrder} {order.number}
    </a>
  );
}

function ToShip({ reader, place, view }: PartProps) {
  return (
    <section>
      <h2>{reader.words.toShip(view.toShip.length)}</h2>
      <ul className="orders">
        {view.toShip.map((order) => (
          <li key={order.id} className="row">
            <span>
              <strong>{order.number}</strong> {reader.words.units(order.units)}
              {order.destination ? <span className="faint"> · {order.destination}</span> : null}
              <Due reader={reader} order={order} />
            </span>
            <OrderLink reader={reader} place={place} order={order} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function TrackingBox({
  reader: { words },
  place,
  text,
}: {
  reader: Reader;
  place: Place;
  text: string;
}) {
  return (
    <form method="post" action={hrefOf(place)}>
      <h2>
        <label htmlFor="rows">{words.tracking}</label>
      </h2>
      <p id="rows-help">{words.trackingHelp}</p>
      <textarea
        id="rows"
        name="rows"
        rows={6}
        defaultValue={text}
        placeholder={words.trackingExample}
        aria-describedby="rows-help"
        spellCheck={false}
        autoCapitalize="characters"
      />
      <button type="submit" name="intent" value="check_rows">
        {words.checkRows}
      </button>
    </form>
  );
}

function DayFile({ reader: { words }, place }: { reader: Reader; place: Place }) {
  return (
    <section>
      <h2>{words.file}</h2>
      <p>{words.fileHelp}</p>
      <p className="buttons">
        <a className="button" href={fileHrefOf(place, "xlsx")}>
          {words.downloadXlsx}
        </a>
        <a className="button" href={fileHrefOf(place, "csv")}>
          {words.downloadCsv}
        </a>
      </p>
      <form method="post" action={hrefOf(place)} encType="multipart/form-data">
        <label>
          {words.chooseFile}
          <input type="file" name="file" accept=".xlsx,.csv,.txt" />
        </label>
        <button type="submit" name="intent" value="check_file">
          {words.upload}
        </button>
      </form>
    </section>
  );
}
