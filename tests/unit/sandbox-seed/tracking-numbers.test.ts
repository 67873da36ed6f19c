import { expect, test } from "vitest";
import { createRandomSource } from "#sandbox/seed/random-source.ts";
import {
  CARRIER_CODES,
  issueTrackingNumber,
  type CarrierCode,
} from "#sandbox/seed/tracking-numbers.ts";

/** Written apart from the code under test, as each carrier describes its own check. */
const CHECKS: Record<CarrierCode, (number: string) => boolean> = {
  ups: checkUps,
  usps: (number) => /^\d{22}$/.test(number) && modulo10(number),
  fedex: (number) => /^\d{12}$/.test(number) && checkFedex(number),
  dhl: (number) => /^\d{10}$/.test(number) && Number(number.slice(0, 9)) % 7 === Number(number[9]),
  yamato: (number) =>
    /^\d{12}$/.test(number) && Number(BigInt(number.slice(0, 11)) % 7n) === Number(number[11]),
  japanPost: checkS10,
  royalMail: checkS10,
  chinaPost: checkS10,
  koreaPost: checkS10,
  canadaPost: checkS10,
  laPoste: checkS10,
  ctt: checkS10,
};

test.each([
  ["ups", "1Z5R89390357567127"],
  ["ups", "1Z879E930346834440"],
  ["usps", "9400111202555842332669"],
  ["fedex", "986578788855"],
  ["dhl", "3318810025"],
  ["japanPost", "RB123456785GB"],
] as const)("the check for %s accepts the known number %s", (carrier, number) => {
  expect(CHECKS[carrier](number)).toBe(true);
});

test.each(CARRIER_CODES)("issues %s numbers with a valid check digit", (carrier) => {
  const random = createRandomSource(carrier);
  for (let count = 0; count < 200; count += 1) {
    const { number, url, company } = issueTrackingNumber(carrier, random);
    expect(CHECKS[carrier](number), number).toBe(true);
    expect(new URL(url).href).toContain(number);
    expect(company).not.toBe("");
  }
});

test("the same seed issues the same numbers", () => {
  const issue = () => issueTrackingNumber("ups", createRandomSource("one")).number;
  expect(issue()).toBe(issue());
});

function checkUps(number: string): boolean {
  if (!/^1Z[0-9A-Z]{15}\d$/.test(number)) return false;
  let sum = 0;
  for (let index = 2; index < 17; index += 1) {
    const code = number.charCodeAt(index);
    const value = code >= 65 ? (code - 63) % 10 : code - 48;
    sum += index % 2 === 1 ? value * 2 : value;
  }
  return (Math.ceil(sum / 10) * 10 - sum) % 10 === Number(number[17]);
}

function modulo10(number: string): boolean {
  const digits = [...number].map(Number).reverse();
  const sum = digits.reduce(
    (total, digit, index) => total + (index % 2 === 1 ? digit * 3 : digit),
    0,
  );
  return sum % 10 === 0;
}

function checkFedex(number: string): boolean {
  const weights = [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return (sum % 11) % 10 === Number(number[11]);
}

function checkS10(number: string): boolean {
  if (!/^[A-Z]{2}\d{9}[A-Z]{2}$/.test(number)) return false;
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce(
    (total, weight, index) => total + weight * Number(number[index + 2]),
    0,
  );
  const digit = 11 - (sum % 11);
  return (digit === 10 ? 0 : digit === 11 ? 5 : digit) === Number(number[10]);
}
