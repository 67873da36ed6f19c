/** Pages between saying and saving: what cannot be taken back, and rows that need a look. */
import type { ReactNode } from "react";
import type { Fields, ReadAnswers } from "#app/dropship/supplier-page/answer-form.ts";
import { isDeclineReason } from "#app/dropship/acknowledgements/answer.ts";
import { describeRefusal } from "#app/dropship/supplier-page/describe-refusal.ts";
import { hrefOf, type Place } from "#app/dropship/supplier-page/place.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";
import type { CheckedRow } from "#app/dropship/acknowledgements/tracking-rows.ts";
import { Carried } from "./page-frame.tsx";

type ReviewProps = { readonly reader: Reader; readonly place: Place };

export function AnswerReview({
  reader,
  place,
  read,
  fields,
}: ReviewProps & { read: ReadAnswers; fields: Fields }) {
  const { words, money } = reader;
  const accepting = read.wishes.filter(
    ({ lines }) => lines !== "all" && lines.some(({ acceptedUnits }) => acceptedUnits > 0),
  ).length;
  return (
    <form method="post" action={hrefOf(place)}>
      <h1>{words.reviewTitle}</h1>
      <Carried entries={fields.entries.filter(([name]) => name !== "intent")} />
      <input type="hidden" name="is_right" value="1" />
      {read.declines.length > 0 ? (
        <>
          <p>{words.reviewDeclines}</p>
          <ul className="review">
            {read.declines.map(({ number, line, units, reason }) => (
              <li key={line.id.toString()}>
                <strong>{number}</strong>{" "}
                {words.declineLine(
                  units,
                  line.title,
                  isDeclineReason(reason) ? words.reasons[reason] : reason,
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {read.prices.length > 0 ? (
        <>
          <p>{words.reviewPrices}</p>
          <ul className="review">
            {read.prices.map(({ number, line, currency, statedMinor }) => (
              <li key={line.id.toString()}>
                <strong>{number}</strong>{" "}
                {words.priceLine(
                  line.title,
                  money({ amountMinor: statedMinor, currency }),
                  money({ amountMinor: line.unitCostMinor, currency }),
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {accepting > 0 ? <p>{words.reviewAccepts(accepting)}</p> : null}
      <p className="bar">
        <button type="submit" name="intent" value="answer" className="main">
          {words.confirm}
        </button>
        <a className="button" href={hrefOf(place)}>
          {words.back}
        </a>
      </p>
    </form>
  );
}

/** `1|1001-1|LX…|China Post`: what is saved when the reader agrees; read again as if it were typed. */
export function RowsReview({
  reader,
  place,
  rows,
  notice,
}: ReviewProps & { rows: readonly CheckedRow[]; notice: ReactNode }) {
  const { words } = reader;
  const fine = rows.filter(({ verdict }) => verdict === "fine");
  const asked = rows.filter(({ verdict }) => verdict === "ask");
  const wrong = rows.filter(({ verdict }) => verdict === "wrong");
  const saved = fine.length + asked.length;
  return (
    <form method="post" action={hrefOf(place)}>
      <h1>{words.rowsTitle}</h1>
      {notice}
      <RowsToFix reader={reader} rows={wrong} />
      {asked.length > 0 ? (
        <>
          <p>
            <strong>{words.rowsAsked(asked.length)}</strong>
          </p>
          <ul className="review">
            {asked.map((row, index) => (
              <li key={index}>
                <input type="hidden" name="asked" value={row.raw} />
                <p>
                  {row.raw}
                  <br />
                  {row.problem ? describeRefusal(row.problem, reader) : null}
                </p>
                <label className="tick">
                  <input type="checkbox" name="right" value={row.raw} /> {words.itIsRight}
                </label>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {fine.length > 0 ? (
        <>
          <p>
            <strong>{words.rowsFine(fine.length)}</strong>
          </p>
          <ul className="review">
            {fine.map((row, index) => (
              <li key={index}>
                <input type="hidden" name="fine" value={row.raw} />
                {row.order} → {row.number}{" "}
                <span className="faint">{words.forUnits(row.units)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <p className="bar">
        {saved > 0 ? (
          <button type="submit" name="intent" value="save_rows" className="main">
            {words.saveRows(saved)}
          </button>
        ) : (
          <button type="submit" name="intent" value="check_rows" className="main">
            {words.checkRows}
          </button>
        )}
        <a className="button" href={hrefOf(place)}>
          {words.back}
        </a>
      </p>
    </form>
  );
}

function RowsToFix({ reader, rows }: { reader: Reader; rows: readonly CheckedRow[] }) {
  if (rows.length === 0) return null;
  return (
    <div className="notice bad" role="alert">
      <label htmlFor="rows">
        <strong>{reader.words.rowsWrong(rows.length)}</strong>
      </label>
      <ul>
        {rows.map((row, index) => (
          <li key={index}>
            {row.raw}
            <br />
            {row.problem ? describeRefusal(row.problem, reader) : null}
          </li>
        ))}
      </ul>
      <textarea
        id="rows"
        name="rows"
        rows={Math.min(10, rows.length + 1)}
        defaultValue={rows.map(({ raw }) => raw).join("\n")}
        spellCheck={false}
      />
    </div>
  );
}
