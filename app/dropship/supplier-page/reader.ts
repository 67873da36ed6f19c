/** Who reads the page: language, and the clock on the supplier's wall. Pure. */
import { formatMoney, type Money } from "#app/platform/money.ts";
import type { SupplierLanguage } from "#app/dropship/suppliers/supplier.ts";
import { localeOf, wordsOf, type SupplierWords } from "#app/dropship/supplier-words/words-of.ts";

export type Reader = {
  readonly language: SupplierLanguage;
  readonly words: SupplierWords;
  readonly day: (at: Date) => string;
  /** the day that ends at this instant: deadlines are first instants of the day after */
  readonly endOf: (at: Date) => string;
  readonly time: (at: Date) => string;
  /** the time of a moment of today, else its day too */
  readonly moment: (at: Date) => string;
  readonly money: (money: Money) => string;
};

export function createReader(language: SupplierLanguage, timeZone: string, now: Date): Reader {
  const locale = localeOf(language);
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return {
    language,
    words: wordsOf(language),
    day: (at) => day.format(at),
    endOf: (at) => day.format(new Date(at.getTime() - 1)),
    time: (at) => time.format(at),
    moment: (at) =>
      day.format(at) === day.format(now) ? time.format(at) : `${day.format(at)} ${time.format(at)}`,
    money: (money) => formatMoney(money, locale),
  };
}
