/** What an uploaded file would do, before it does it. */
import { isDeclineReason } from "#app/dropship/acknowledgements/answer.ts";
import type { FilePlan } from "#app/dropship/acknowledgements/decide-file.ts";
import { describeRefusal } from "#app/dropship/supplier-page/describe-refusal.ts";
import { hrefOf, type Place } from "#app/dropship/supplier-page/place.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";

type FileReviewProps = {
  readonly reader: Reader;
  readonly place: Place;
  readonly plan: FilePlan;
  /** the rows as they are sent back */
  readonly rows: string;
};

export function FileReview({ reader, place, plan, rows }: FileReviewProps) {
  const { words } = reader;
  const isEmpty = plan.answers.length === 0 && plan.parcels.length === 0;
  return (
    <form method="post" action={hrefOf(place)}>
      <h1>{words.uploadTitle}</h1>
      <input type="hidden" name="table" value={rows} />
      {plan.problems.length > 0 ? <Problems reader={reader} plan={plan} /> : null}
      {isEmpty ? <p>{words.uploadNothing}</p> : null}
      <Answers reader={reader} plan={plan} />
      <Parcels reader={reader} plan={plan} />
      <p className="bar">
        {isEmpty ? null : (
          <button type="submit" name="intent" value="save_file" className="main">
            {words.saveFile}
          </button>
        )}
        <a className="button" href={hrefOf(place)}>
          {words.back}
        </a>
      </p>
    </form>
  );
}

type PartProps = Pick<FileReviewProps, "reader" | "plan">;

function Problems({ reader, plan }: PartProps) {
  const { words } = reader;
  return (
    <div className="notice bad" role="alert">
      <p>
        <strong>{words.notSaved(plan.problems.length)}</strong>
      </p>
      <ul>
        {plan.problems.map(({ at, problem }, index) => (
          <li key={index}>
            {words.fileRow(at)}: {describeRefusal(problem, reader)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Answers({ reader, plan }: PartProps) {
  const { words, money } = reader;
  return (
    <ul className="review">
      {plan.answers.map(({ order, lines }) => (
        <li key={order.id.toString()}>
          <strong>{order.number}</strong>
          {lines.map((answer) => {
            const line = order.lines.find(({ id }) => id === answer.lineId);
            const { declineReason: reason, statedCostMinor } = answer;
            return (
              <p key={answer.lineId.toString()}>
                {line?.title}: {words.fileAnswer(answer.acceptedUnits, answer.declinedUnits)}
                {reason ? ` · ${isDeclineReason(reason) ? words.reasons[reason] : reason}` : null}
                {answer.promisedOn ? ` · ${answer.promisedOn}` : null}
                {statedCostMinor !== null
                  ? ` · ${money({ amountMinor: statedCostMinor, currency: order.currency })}`
                  : null}
              </p>
            );
          })}
        </li>
      ))}
    </ul>
  );
}

function Parcels({ reader, plan }: PartProps) {
  const { words } = reader;
  return (
    <ul className="review">
      {plan.parcels.map(({ order, tracking, carrier, asked }) => (
        <li key={tracking}>
          <strong>{order.number}</strong> → {tracking}
          {carrier ? ` · ${carrier}` : null}
          {asked ? (
            <>
              <p>{describeRefusal(asked, reader)}</p>
              <label className="tick">
                <input type="checkbox" name="right" value={tracking} /> {words.itIsRight}
              </label>
            </>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
