/** What can be said of an order and its lines. What was typed stays when it is refused. */
import { DECLINE_REASONS } from "#app/dropship/acknowledgements/answer.ts";
import { FIELD, type Fields } from "#app/dropship/supplier-page/answer-form.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";
import type { LineView, OrderView } from "#app/dropship/supplier-page/today-view.ts";

export type AnswerProps = {
  readonly reader: Reader;
  readonly order: OrderView;
  /** the form as it was sent; null = untouched */
  readonly typed: Fields | null;
  /** the earliest date */
  readonly today: string;
};

const isTicked = (typed: Fields | null, name: string) => typed === null || typed.has(name);

export function ReasonFields({
  reader: { words },
  typed,
  name,
  wordsName,
  label,
}: {
  reader: Reader;
  typed: Fields | null;
  name: string;
  wordsName: string;
  label: string;
}) {
  return (
    <span className="reason">
      <label>
        {words.whyNot}
        <select name={name} defaultValue={typed?.get(name) || "out_of_stock"} aria-label={label}>
          {DECLINE_REASONS.map((reason) => (
            <option key={reason} value={reason}>
              {words.reasons[reason]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.reasonWords}
        <input name={wordsName} maxLength={200} defaultValue={typed?.get(wordsName)} />
      </label>
    </span>
  );
}

/** One tick for the whole order; unticked, it asks why. */
export function OrderTick({ reader, order, typed }: AnswerProps) {
  const name = FIELD.sendsOrder(order.id);
  return (
    <div className="tickable">
      <input
        type="checkbox"
        id={name}
        name={name}
        value="1"
        defaultChecked={isTicked(typed, name)}
      />
      <label htmlFor={name} className="tick">
        <strong>{order.number}</strong> {reader.words.units(order.units)}
        {order.destination ? <span className="faint"> · {order.destination}</span> : null}
      </label>
      <ReasonFields
        reader={reader}
        typed={typed}
        name={FIELD.orderReason(order.id)}
        wordsName={FIELD.orderReasonWords(order.id)}
        label={`${reader.words.whyNot} ${order.number}`}
      />
    </div>
  );
}

export function LineFields({ reader, order, typed, today }: AnswerProps) {
  const { words } = reader;
  const date = FIELD.orderDate(order.id);
  return (
    <div className="lines">
      {order.lines
        .filter(({ openUnits }) => openUnits > 0)
        .map((line) => (
          <OneLine key={line.id} reader={reader} line={line} order={order} typed={typed} />
        ))}
      <label>
        {words.shipDate}
        <input
          type="date"
          name={date}
          min={today}
          defaultValue={typed?.get(date) || order.lines.find((one) => one.promisedOn)?.promisedOn}
        />
      </label>
    </div>
  );
}

function OneLine({
  reader,
  order,
  line,
  typed,
}: Omit<AnswerProps, "today"> & { readonly line: LineView }) {
  const { words } = reader;
  const tick = FIELD.sendsLine(line.id);
  const units = FIELD.lineUnits(line.id);
  const price = FIELD.linePrice(line.id);
  return (
    <fieldset className="tickable">
      <legend>
        {line.openUnits} × {line.title}
        {line.sku ? <span className="faint"> · {line.sku}</span> : null}
      </legend>
      <input
        type="checkbox"
        id={tick}
        name={tick}
        value="1"
        defaultChecked={isTicked(typed, tick)}
      />
      <label htmlFor={tick} className="tick">
        {words.canSend}
      </label>
      <ReasonFields
        reader={reader}
        typed={typed}
        name={FIELD.lineReason(line.id)}
        wordsName={FIELD.lineReasonWords(line.id)}
        label={`${words.whyNot} ${line.title}`}
      />
      <label>
        {words.sendUnits(line.openUnits)}
        <input
          name={units}
          inputMode="numeric"
          pattern="[0-9]*"
          maxLength={6}
          defaultValue={typed?.get(units) ?? String(line.openUnits)}
        />
      </label>
      <label>
        {words.unitPrice(order.currency)} <span className="faint">({line.price})</span>
        <input name={price} inputMode="decimal" maxLength={20} defaultValue={typed?.get(price)} />
      </label>
    </fieldset>
  );
}
