/** Questions to the shop, and what it answered. */
import { hrefOf, type Place } from "#app/dropship/supplier-page/place.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";

export type QuestionView = {
  readonly id: string;
  readonly text: string;
  readonly askedAt: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
};

type QuestionProps = {
  readonly reader: Reader;
  readonly place: Place;
  readonly shopName: string;
  readonly questions: readonly QuestionView[];
  readonly text: string;
};

export function QuestionPart({ reader, place, shopName, questions, text }: QuestionProps) {
  const { words } = reader;
  return (
    <section>
      <h2>{words.ask}</h2>
      {questions.map((question) => (
        <OneQuestion key={question.id} reader={reader} question={question} />
      ))}
      <form method="post" action={hrefOf(place)}>
        <p id="ask-help">{words.askHelp(shopName)}</p>
        <label>
          {words.yourQuestion}
          <textarea
            name="question"
            rows={3}
            maxLength={2000}
            defaultValue={text}
            aria-describedby="ask-help"
          />
        </label>
        <button type="submit" name="intent" value="ask">
          {words.sendQuestion}
        </button>
      </form>
    </section>
  );
}

function OneQuestion({
  reader: { words, moment },
  question,
}: {
  reader: Reader;
  question: QuestionView;
}) {
  return (
    <div className="question">
      <p className="faint">{words.askedAt(moment(question.askedAt))}</p>
      <p className="written">{question.text}</p>
      {question.answer && question.answeredAt ? (
        <>
          <p className="faint">{words.answeredAt(moment(question.answeredAt))}</p>
          <p className="written answer">{question.answer}</p>
        </>
      ) : (
        <p className="faint">{words.notAnswered}</p>
      )}
    </div>
  );
}
