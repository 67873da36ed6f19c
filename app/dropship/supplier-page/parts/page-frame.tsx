/** The document around every page of a supplier: complete without a script. */
import type { ReactNode } from "react";
import { LANGUAGE_NAMES, LANGUAGES } from "#app/dropship/supplier-words/words-of.ts";
import { hrefOf, type Place } from "#app/dropship/supplier-page/place.ts";
import type { Reader } from "#app/dropship/supplier-page/reader.ts";

type FrameProps = {
  readonly reader: Reader;
  /** null: nobody's page, so there is nothing to switch */
  readonly place: Place | null;
  readonly title: string;
  readonly stylesheet: string;
  readonly children: ReactNode;
};

export function PageFrame({ reader, place, title, stylesheet, children }: FrameProps) {
  return (
    <html lang={reader.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{title}</title>
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body>
        {place ? <LanguageSwitch reader={reader} place={place} /> : null}
        <main>{children}</main>
      </body>
    </html>
  );
}

function LanguageSwitch({ reader, place }: { reader: Reader; place: Place }) {
  return (
    <nav className="languages" aria-label={reader.words.language}>
      {LANGUAGE_NAMES.map((language) => (
        <a
          key={language}
          href={hrefOf({ ...place, lang: language })}
          lang={language}
          aria-current={language === reader.language ? "true" : undefined}
        >
          {LANGUAGES[language].name}
        </a>
      ))}
    </nav>
  );
}

/** What has just been done, or what could not be. */
export function Notice({
  tone,
  title,
  items = [],
}: {
  tone: "good" | "bad";
  title: string;
  items?: readonly string[];
}) {
  return (
    <div className={`notice ${tone}`} role={tone === "good" ? "status" : "alert"}>
      <p>
        <strong>{title}</strong>
      </p>
      {items.length > 0 ? (
        <ul>
          {items.map((item, index) => (
            <li key={index}>{item}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** Fields that are carried on as they were sent. */
export function Carried({ entries }: { entries: readonly (readonly [string, string])[] }) {
  return (
    <>
      {entries.map(([name, value], index) => (
        <input key={index} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}
